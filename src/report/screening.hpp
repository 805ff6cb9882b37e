#pragma once

#include "instrument/instrument.hpp"
#include "response/response.hpp"

#include <cstddef>
#include <optional>

namespace querist::report {

/// The only answer to an item, by its position among `response::code_labels`, with which somebody
/// is not screened out, whatever else is answered; choices that decline are no answers. Empty when
/// there are several, when a screen-out hangs on more than this item, or for kinds that take no
/// single choice.
[[nodiscard]] std::optional<std::size_t> only_admitted(
    const instrument::Study& study, const instrument::Item& item
);

}  // namespace querist::report
