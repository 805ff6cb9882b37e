#include "response/direction.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace querist::response {

namespace {

constexpr std::string_view first_strong_isolate = "\xE2\x81\xA8";
constexpr std::string_view pop_isolate = "\xE2\x81\xA9";

bool is_isolate(UChar32 code) {
    constexpr UChar32 left_to_right_isolate = 0x2066;
    constexpr UChar32 pop_directional_isolate = 0x2069;
    return code >= left_to_right_isolate && code <= pop_directional_isolate;
}

/// Whether a character is written from right to left, or bids others to be written otherwise.
bool turns(UChar32 code) {
    const UCharDirection direction = u_charDirection(code);
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC ||
           direction == U_LEFT_TO_RIGHT_EMBEDDING || direction == U_LEFT_TO_RIGHT_OVERRIDE ||
           direction == U_RIGHT_TO_LEFT_EMBEDDING || direction == U_RIGHT_TO_LEFT_OVERRIDE ||
           is_isolate(code);
}

/// Calls with each character and its bytes; what is no UTF-8 comes as a negative one.
template <class Call>
void each_character(std::string_view text, const Call& call) {
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        const std::int32_t begin = at;
        UChar32 code = 0;
        // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): ICU's own macro
        U8_NEXT(text.data(), at, size, code);
        call(
            code, text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin))
        );
    }
}

bool any_turns(std::string_view text) {
    bool found = false;
    each_character(text, [&](UChar32 code, std::string_view) {
        found = found || (code >= 0 && turns(code));
    });
    return found;
}

}  // namespace

std::string isolated(std::string_view words, std::string_view around) {
    if (!any_turns(words) && !any_turns(around)) return std::string(words);
    std::string apart(first_strong_isolate);
    each_character(words, [&](UChar32 code, std::string_view bytes) {
        if (!is_isolate(code)) apart += bytes;
    });
    return apart.append(pop_isolate);
}

}  // namespace querist::response
