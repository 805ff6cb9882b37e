#pragma once

// A YAML text as a tree with places, for readers that must say where something is wrong.
// YAML features that a study file does not need (anchors, aliases, tags, several documents) are
// problems rather than values, so nothing here can explode.

#include "core/core.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// Lines and columns count from 1, columns in code points.
struct Mark {
    int line = 0;
    int column = 0;
    std::size_t offset = 0;  ///< Bytes from the start of the text, a byte order mark not counted.
};

struct YamlEntry;

struct YamlNode {
    enum class Kind {
        nothing,  ///< Empty, or what could not be read and has been reported.
        scalar,
        sequence,
        mapping
    };
    enum class Style { plain, single_quoted, double_quoted, block };

    Kind kind = Kind::nothing;
    Style style = Style::plain;
    Mark start;
    Mark end;
    std::string text;                ///< Scalars: the value, escapes resolved and lines folded.
    std::vector<YamlNode> items;     ///< Sequences.
    std::vector<YamlEntry> entries;  ///< Mappings, in order; a repeated key is left out.
    bool whole = true;               ///< False: a syntax error cut it off.
    bool reported = false;           ///< A problem has been reported in place of its value.

    /// The value of `key`, or null.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;
    [[nodiscard]] const YamlEntry* find_entry(std::string_view key) const;
    /// The items of the sequence under `key`; none when there is no sequence.
    [[nodiscard]] const std::vector<YamlNode>& list(std::string_view key) const;
};

struct YamlEntry {
    YamlNode key;  ///< A scalar.
    YamlNode value;
};

struct YamlTree {
    YamlNode root;
    bool whole = true;  ///< False: what follows a syntax error is missing.
    std::vector<Problem> problems;
};

/// Reads one YAML document. After a syntax error the tree holds what stands before it.
[[nodiscard]] YamlTree read_yaml(std::string_view text, const std::string& file);

/// The byte order mark that some editors write; Mark::offset does not count it.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

}  // namespace querist::instrument
