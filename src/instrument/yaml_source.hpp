#pragma once

// What is checked of a file's bytes before anything reads it as YAML or Markdown.

#include "core/core.hpp"
#include "instrument/yaml_tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

struct SourceCheck {
    std::string_view readable;  ///< The lines before the first that cannot be read.
    bool whole = true;          ///< All lines can be read.
    std::vector<Problem> problems;
};

/// Size, UTF-8 and control characters. A file that is too large has nothing readable.
[[nodiscard]] SourceCheck check_source(std::string_view text, const std::string& file);

/// What must not stand in a study's texts, neither as it is nor by an escape: control characters
/// and noncharacters, the line ends that YAML knows but editors do not count (NEL, LS, PS, a lone
/// CR), and the controls that turn the direction of what follows (UAX #9: embeddings, overrides,
/// isolates), which let a text read otherwise than it is stored. The marks U+200E and U+200F turn
/// nothing and are allowed.
[[nodiscard]] bool is_forbidden(char32_t character);
/// "an invisible control character (U+0007)".
[[nodiscard]] std::string forbidden_name(char32_t character);
[[nodiscard]] std::string forbidden_cure(char32_t character);
/// `text`, which is valid UTF-8, without forbidden characters.
[[nodiscard]] std::string without_forbidden(std::string_view text);

/// The line of `text` that begins at or contains `offset`, without its line end.
[[nodiscard]] std::string_view line_at(std::string_view text, std::size_t offset);

}  // namespace querist::instrument
