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

/// The line of `text` that begins at or contains `offset`, without its line end.
[[nodiscard]] std::string_view line_at(std::string_view text, std::size_t offset);

}  // namespace querist::instrument
