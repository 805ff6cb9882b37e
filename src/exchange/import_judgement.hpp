#pragma once

#include "instrument/instrument.hpp"
#include "response/response.hpp"

#include <string>
#include <string_view>

namespace querist::exchange {

/// What an imported answer's fault is called in flags, and in words.
struct Judgement {
    std::string_view flag;  ///< "contradiction"
    std::string message;
};
[[nodiscard]] Judgement judgement_of(
    const instrument::Item& item, const response::FieldFault& fault
);

}  // namespace querist::exchange
