#include "instrument/currency.hpp"

#include <unicode/ucurr.h>
#include <unicode/ustring.h>

#include <array>

namespace querist::instrument {

bool is_currency(std::string_view code) {
    if (code.size() != 3) return false;
    std::array<UChar, 4> wide{};
    for (std::size_t i = 0; i < 3; ++i) {
        if (code[i] < 'A' || code[i] > 'Z') return false;
        wide[i] = static_cast<UChar>(code[i]);
    }
    return ucurr_getNumericCode(wide.data()) != 0;
}

}  // namespace querist::instrument
