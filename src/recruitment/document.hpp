#pragma once

#include <string>

namespace querist::recruitment {

/// docs/recruitment.md, made from the tables of events, rules, codes and formulas.
[[nodiscard]] std::string recruitment_document();

}  // namespace querist::recruitment
