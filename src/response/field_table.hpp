#pragma once

#include "response/response.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace querist::response {

enum class Part { whole, text, row };

/// One field of a form that belongs to an item of the page: "<id>", "<id>.text.<code>" or
/// "<id>.row.<code>". Empty values are no fields: a radio without a choice, an empty input.
struct Field {
    int item = 0;      ///< Position in the study.
    int position = 0;  ///< In the form.
    Part part = Part::whole;
    std::string_view code;
    std::string_view value;
};

/// A page's form by item. Views into the form and the study.
class FieldTable {
public:
    FieldTable(const instrument::Study& study, int page, const Form& form);
    [[nodiscard]] std::span<const Field> of(int item) const;

private:
    std::vector<Field> fields_;  // by item; in the form's order within one
};

/// "<id>.text.<code>" and "<id>.row.<code>".
[[nodiscard]] std::string text_field(
    const instrument::Item& item, const instrument::Option& option
);
[[nodiscard]] std::string row_field(const instrument::Item& item, const instrument::Option& row);

}  // namespace querist::response
