#pragma once

// What the YAML library says about a text that is no YAML, in words for the text's author.

#include "core/core.hpp"
#include "instrument/yaml_tree.hpp"

#include <string>
#include <string_view>

namespace querist::instrument {

/// What the library reports, and what was read last.
struct SyntaxFault {
    std::string_view problem;  ///< The library's words.
    std::string_view context;  ///< What it was doing; may be empty.
    Mark at;
    Mark context_at;
    const YamlNode* last_scalar = nullptr;  ///< The scalar before the fault; may be null.
};

/// The problem, with the code study.syntax, study.tab or study.indentation.
[[nodiscard]] Problem syntax_problem(
    const SyntaxFault& fault, std::string_view text, const std::string& file
);

}  // namespace querist::instrument
