#pragma once

#include "response/response.hpp"

#include <string>

namespace querist::web {

/// What is wrong with a field, in words for the one who filled it in.
[[nodiscard]] std::string fault_text(
    const instrument::Study& study, const response::FieldFault& fault
);

}  // namespace querist::web
