#pragma once

#include "response/response.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

/// Names of form fields, as response.hpp defines them.
[[nodiscard]] std::string text_field(std::string_view item, std::string_view option);
[[nodiscard]] std::string row_field(std::string_view item, std::string_view row);

/// An item's answer as the fields that a browser would send for it.
[[nodiscard]] response::Form fields_of(
    const instrument::Item& item, const response::Answer& answer
);

/// Those of a form's fields that belong to an item.
[[nodiscard]] response::Form fields_of(const instrument::Item& item, const response::Form& form);

/// What the fields of an item say, one line an answer: "Web application", "Crashes: Never".
/// Empty: nothing was answered.
[[nodiscard]] std::vector<std::string> words_of(
    const instrument::Item& item, const response::Form& fields
);

}  // namespace querist::web
