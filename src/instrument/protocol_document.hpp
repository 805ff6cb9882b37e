#pragma once

// Internal to instrument: the protocol as a list of blocks. `protocol_document` decides what is
// said and in which order; protocol_markdown.cpp and protocol_html.cpp only print it.

#include "instrument/instrument.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace querist::instrument::protocol {

/// Headings inside quoted Markdown stand this many levels below the document's title.
inline constexpr int quoted_heading_shift = 3;

enum class Style { plain, strong, code, quiet, link };
struct Span {
    std::string text;
    Style style = Style::plain;
};
using Line = std::vector<Span>;

/// Plain words with the web addresses in them as links.
[[nodiscard]] Line linked(std::string_view text);

/// Something about a part of the protocol that is not its own wording.
enum class Tone { note, condition, added, acknowledged, finding };
struct Note {
    Tone tone = Tone::note;
    Line line;
};

/// Level 2: a part of the protocol; level 3: a page.
struct Heading {
    int level = 2;
    std::string text;
    std::string aside;  ///< "page 2 of 6"; may be empty.
};
/// The protocol's own words.
struct Paragraph {
    std::string text;
};
struct Remarks {
    std::vector<Note> notes;
};
/// Markdown that participants read, set apart from the document's own words.
struct Quoted {
    std::string markdown;
};
struct Facts {
    std::vector<std::pair<std::string, Line>> rows;
};
struct Point {
    Line line;
    std::vector<Note> notes;
};
enum class Marks { letters, bullets };
struct List {
    std::string title;  ///< May be empty.
    Marks marks = Marks::bullets;
    std::vector<Point> points;
};
struct Question {
    std::string number;
    std::string ask;
    std::string id;
    std::string answer;  ///< "one answer"
    std::string hint;
    std::vector<List> lists;
    std::vector<Note> notes;
};

using Block = std::variant<Heading, Paragraph, Remarks, Quoted, Facts, List, Question>;

struct Document {
    std::string title;
    std::string language;
    std::vector<Block> blocks;
};

[[nodiscard]] Document protocol_document(const Study& study, const LintReport& report);

/// a, b, … z, aa, ab, …
[[nodiscard]] std::string letter(std::size_t position);

/// "added", "acknowledged": what stands before a note of this tone; empty for conditions.
[[nodiscard]] std::string_view tone_name(Tone tone);

}  // namespace querist::instrument::protocol
