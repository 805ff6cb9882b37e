#include "instrument/locale_names.hpp"

#include <unicode/ucal.h>
#include <unicode/uloc.h>

#include <array>
#include <vector>

namespace querist::instrument {

bool is_language(const std::string& tag) {
    std::array<char, ULOC_FULLNAME_CAPACITY> locale{};
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t parsed = 0;
    uloc_forLanguageTag(
        tag.c_str(), locale.data(), static_cast<std::int32_t>(locale.size()), &parsed, &status
    );
    if (U_FAILURE(status) || parsed != static_cast<std::int32_t>(tag.size())) return false;
    return uloc_getISO3Language(locale.data())[0] != '\0';
}

bool is_time_zone(const std::string& name) {
    if (name.size() > 64) return false;
    std::vector<UChar> wide(name.begin(), name.end());
    std::array<UChar, 128> canonical{};
    UBool is_system = 0;
    UErrorCode status = U_ZERO_ERROR;
    ucal_getCanonicalTimeZoneID(
        wide.data(),
        static_cast<std::int32_t>(wide.size()),
        canonical.data(),
        static_cast<std::int32_t>(canonical.size()),
        &is_system,
        &status
    );
    return U_SUCCESS(status) && is_system != 0;
}

}  // namespace querist::instrument
