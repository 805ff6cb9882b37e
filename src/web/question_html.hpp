#pragma once

#include "response/response.hpp"
#include "web/html.hpp"
#include "web/page_conditions.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

/// One item of a page, ready to be shown.
struct Question {
    const instrument::Study& study;
    const instrument::Item& item;
    const std::vector<bool>& options;  ///< Which of its options (a grid: scale) apply.
    const std::vector<bool>& rows;     ///< Which of a grid's rows apply.
    const response::Form& fields;      ///< What its fields hold.
    const std::vector<const response::FieldFault*>& faults;
    const PageConditions& conditions;
    int index = 0;  ///< Position in `Study::items`.
};

/// Writes the question with its native controls. What comes and goes with answers on the same page
/// bears its name, and stands in a template while it does not apply: without script it is not
/// there. A kind without a form breaks the build.
void write_question(Html& html, const Question& question);

}  // namespace querist::web
