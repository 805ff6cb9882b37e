#pragma once

#include "core/core.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::translation {

/// One text of a translation's file.
struct FileEntry {
    std::string key;
    std::string source = {};
    std::string text = {};  ///< Empty: not translated yet.
    std::string was = {};   ///< The source that `text` translates, when it is not `source`.
    Place place = {};
    bool operator==(const FileEntry&) const = default;
};

struct TranslationFile {
    std::vector<FileEntry> entries;  ///< In the order of the file; a repeated key is left out.
    std::vector<Problem> problems;
    bool whole = true;  ///< False: what follows a syntax error is missing.
};

/// Reads a translation's file. `file` is its name in places.
[[nodiscard]] TranslationFile read_translation_file(
    std::string_view yaml, const std::string& file, std::string_view language
);

}  // namespace querist::translation
