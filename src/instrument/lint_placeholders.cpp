// The rule about texts that were to be written later.

#include "instrument/lint_rule.hpp"
#include "instrument/yaml_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace querist::instrument {

namespace {

/// Written so in every language; "todo" is a word of Spanish.
constexpr std::array<std::string_view, 4> draft_marks{"TODO", "TBD", "FIXME", "XXX"};
constexpr std::array<std::string_view, 3> fillers{"lorem ipsum", "[...]", "[…]"};
constexpr std::array<std::string_view, 16> english_fillers{
    "your name here",
    "your text here",
    "your question here",
    "text goes here",
    "insert text here",
    "insert name here",
    "to be determined",
    "to be decided",
    "to be confirmed",
    "to be announced",
    "to be filled in",
    "placeholder text",
    "[insert",
    "[your",
    "<insert",
    "<your"
};
/// What a questionnaire may offer as an answer, and a statement about the study may not.
constexpr std::array<std::string_view, 4> english_statements{
    "none yet", "not yet decided", "not yet known", "not yet assigned"
};

/// What a text is for: what participants are asked and choose from, or what the study states.
enum class Sort { asked, stated };

bool is_word(char c) {
    return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Where `phrase` stands with no letter or digit touching its own at either end.
std::optional<std::size_t> find_phrase(std::string_view text, std::string_view phrase) {
    for (std::size_t at = text.find(phrase); at != text.npos; at = text.find(phrase, at + 1)) {
        const std::size_t end = at + phrase.size();
        const bool begins = at == 0 || !is_word(phrase.front()) || !is_word(text[at - 1]);
        const bool ends = end == text.size() || !is_word(phrase.back()) || !is_word(text[end]);
        if (begins && ends) return at;
    }
    return std::nullopt;
}

/// The first placeholder of a text.
struct Found {
    std::size_t at = 0;
    std::size_t bytes = 0;
};
class Placeholders {
public:
    explicit Placeholders(bool english) : english_(english) {}

    [[nodiscard]] std::optional<Found> find_in(std::string_view text, Sort sort) const {
        std::optional<Found> first;
        const auto look = [&](std::string_view where, std::span<const std::string_view> phrases) {
            for (const std::string_view phrase : phrases) {
                const std::optional<std::size_t> at = find_phrase(where, phrase);
                if (at && (!first || *at < first->at)) first = Found{*at, phrase.size()};
            }
        };
        const std::string small = lower_case(text);
        look(text, draft_marks);
        look(small, fillers);
        if (!english_) return first;
        look(small, english_fillers);
        if (sort == Sort::stated) look(small, english_statements);
        return first;
    }

private:
    bool english_;
};

class PlaceholderSearch {
public:
    PlaceholderSearch(const Placeholders& known, std::string_view source, std::string file)
        : known_(known), source_(source), file_(std::move(file)) {}

    /// Of YAML: its texts, apart from what the linter is told in them.
    void walk(const YamlNode& node, std::string_view key, Sort sort) {
        if (node.kind == YamlNode::Kind::scalar) return look(node, key, sort);
        for (const YamlNode& item : node.items) walk(item, key, sort);
        for (const YamlEntry& entry : node.entries) {
            if (entry.key.text == "acknowledged") continue;
            walk(entry.value, entry.key.text, entry.key.text == "instrument" ? Sort::asked : sort);
        }
    }

    /// Of Markdown: all of it, a hit for each line.
    void read_lines() {
        for (std::size_t at = 0; at < source_.size();) {
            const std::string_view line = line_at(source_, at);
            const std::optional<Found> found = known_.find_in(line, Sort::stated);
            if (found) report(at + found->at, found->bytes, "the text");
            at += line.size() + 1;
        }
    }

    [[nodiscard]] Hits take() { return std::move(hits_); }

private:
    void look(const YamlNode& node, std::string_view key, Sort sort) {
        if (!known_.find_in(node.text, sort)) return;
        // Where it was written; a text that is folded or escaped holds it otherwise.
        const std::size_t begin = std::min(node.start.offset, source_.size());
        const std::string_view written =
            source_.substr(begin, std::max(node.end.offset, begin) - begin);
        const std::optional<Found> found = known_.find_in(written, sort);
        const std::string what = fmt::format("\"{}\"", key);
        report(begin + (found ? found->at : 0), found ? found->bytes : written.size(), what);
    }

    void report(std::size_t at, std::size_t bytes, const std::string& what) {
        const std::string_view before = source_.substr(0, at);
        const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
        hits_.push_back({
            .place =
                {file_,
                 static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
                 static_cast<int>(code_points(before.substr(line_start))) + 1},
            .message = fmt::format(
                "{} still holds a placeholder: \"{}\"", what, source_.substr(at, bytes)
            ),
            .cure = {},
        });
    }

    const Placeholders& known_;
    std::string_view source_;
    std::string file_;
    Hits hits_;
};

/// With the slash at its end: the folder that the study's places are in.
std::string folder_of(const Study& study) {
    if (study.research_questions.empty()) return {};
    const std::string& file = study.research_questions.front().place.file;
    return file.substr(0, file.rfind('/') + 1);  // npos + 1 is 0
}

}  // namespace

Hits find_placeholders(const Examination& examination) {
    const Placeholders known(examination.english);
    const std::string folder = folder_of(examination.study);
    Hits hits;
    for (const auto& [name, bytes] : examination.study.files) {
        const bool is_study = name == "study.yaml";
        const bool is_message = name.ends_with(".md") && !name.starts_with("translations/");
        if (!is_study && !is_message) continue;
        const std::string_view source = without_byte_order_mark(bytes);
        if (!known.find_in(source, Sort::stated)) continue;  // most need not be read again
        PlaceholderSearch search(known, source, folder + name);
        if (is_study) {
            search.walk(read_yaml(source, folder + name).root, {}, Sort::stated);
        } else {
            search.read_lines();
        }
        Hits found = search.take();
        hits.insert(
            hits.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end())
        );
    }
    return hits;
}

}  // namespace querist::instrument
