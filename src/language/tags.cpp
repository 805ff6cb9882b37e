// Language tags (BCP 47), and which of several languages somebody reads.

#include "core/core.hpp"
#include "language/language.hpp"

#include <unicode/locid.h>
#include <unicode/stringoptions.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace querist::language {

namespace {

constexpr std::size_t ranges_max = 32;  ///< Of a header; what comes after is not read.
constexpr std::size_t tag_bytes_max = 35;

/// Language and script with what the tag leaves open filled in: "zh-CN" -> "zh", "Hans".
struct Script {
    std::string language;
    std::string script;
    bool operator==(const Script&) const = default;
};

std::optional<icu::Locale> locale_of(std::string_view tag) {
    if (tag.empty() || tag.size() > tag_bytes_max) return std::nullopt;
    UErrorCode error = U_ZERO_ERROR;
    icu::Locale locale = icu::Locale::forLanguageTag(std::string(tag), error);
    if (U_FAILURE(error) || locale.isBogus() || *locale.getLanguage() == '\0') return std::nullopt;
    return locale;
}

std::optional<Script> script_of(std::string_view tag) {
    std::optional<icu::Locale> locale = locale_of(tag);
    if (!locale) return std::nullopt;
    UErrorCode error = U_ZERO_ERROR;
    locale->addLikelySubtags(error);
    if (U_FAILURE(error)) return std::nullopt;
    return Script{locale->getLanguage(), locale->getScript()};
}

struct Range {
    std::string_view tag;
    double quality = 1;
};

/// "de-AT;q=0.8" without blanks around; a quality that cannot be read is none.
std::optional<Range> range_of(std::string_view part) {
    const std::size_t semicolon = part.find(';');
    Range range{trimmed(part.substr(0, semicolon)), 1};
    if (semicolon == std::string_view::npos) return range;
    std::string_view quality = trimmed(part.substr(semicolon + 1));
    if (!quality.starts_with("q=") && !quality.starts_with("Q=")) return range;
    quality.remove_prefix(2);
    const auto [end, error] =
        std::from_chars(quality.data(), quality.data() + quality.size(), range.quality);
    if (error != std::errc()) return std::nullopt;
    return range;
}

/// What a header wants, the best first, in its own order where the quality is the same.
std::vector<Range> ranges_of(std::string_view header) {
    std::vector<Range> ranges;
    while (!header.empty() && ranges.size() < ranges_max) {
        const std::string_view part = header.substr(0, header.find(','));
        header.remove_prefix(std::min(part.size() + 1, header.size()));
        const std::optional<Range> range = range_of(part);
        if (!range || range->quality <= 0) continue;
        const auto after = std::ranges::find_if(ranges, [&](const Range& one) {
            return one.quality < range->quality;
        });
        ranges.insert(after, *range);
    }
    return ranges;
}

/// Tags are the same in capitals and small letters (RFC 5646, 2.1.1).
bool same_tag(std::string_view a, std::string_view b) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, small, small);
}

std::optional<std::size_t> position_of(std::span<const std::string> offered, std::string_view tag) {
    const auto found =
        std::ranges::find_if(offered, [&](const std::string& one) { return same_tag(one, tag); });
    if (found == offered.end()) return std::nullopt;
    return static_cast<std::size_t>(found - offered.begin());
}

/// The offered tag that a range means: itself, else what is left when its subtags are taken off
/// from the end, single letters with what they introduce (RFC 4647, 3.4).
std::optional<std::size_t> looked_up(std::span<const std::string> offered, std::string_view range) {
    while (!range.empty()) {
        if (const auto found = position_of(offered, range)) return found;
        const std::size_t hyphen = range.rfind('-');
        if (hyphen == std::string_view::npos) break;
        range = range.substr(0, hyphen);
        const std::size_t before = range.rfind('-');
        if (before != std::string_view::npos && before + 2 == range.size()) {
            range = range.substr(0, before);
        }
    }
    return std::nullopt;
}

}  // namespace

Tongue tongue_for(std::string_view language) {
    for (const Tongue tongue : tongues) {
        if (tag(tongue) == language) return tongue;
    }
    const std::optional<Script> wanted = script_of(language);
    for (const Tongue tongue : tongues) {
        if (wanted && wanted == script_of(tag(tongue))) return tongue;
    }
    return Tongue::english;
}

bool is_right_to_left(std::string_view language) {
    const std::optional<icu::Locale> locale = locale_of(language);
    return locale && locale->isRightToLeft() != 0;
}

std::string own_name(std::string_view language) {
    const std::optional<icu::Locale> locale = locale_of(language);
    if (!locale) return std::string(language);
    icu::UnicodeString name;
    locale->getDisplayName(*locale, name);
    name.toTitle(nullptr, *locale, U_TITLECASE_NO_LOWERCASE | U_TITLECASE_SENTENCES);
    std::string text;
    name.toUTF8String(text);
    return text;
}

bool is_language_tag(std::string_view text) {
    const std::optional<icu::Locale> locale = locale_of(text);
    if (!locale) return false;
    constexpr std::size_t longest_language = 3;  // longer ones are reserved and never given out
    if (std::string_view(locale->getLanguage()).size() > longest_language) return false;
    UErrorCode error = U_ZERO_ERROR;
    const auto usual = locale->toLanguageTag<std::string>(error);
    return U_SUCCESS(error) && usual == text;
}

std::optional<std::size_t> best_match(
    std::string_view accept_language, std::span<const std::string> offered
) {
    for (const Range& range : ranges_of(accept_language)) {
        if (range.tag == "*" && !offered.empty()) return 0;
        if (const auto found = looked_up(offered, range.tag)) return found;
        const std::optional<Script> wanted = script_of(range.tag);
        if (!wanted) continue;
        const auto near = std::ranges::find_if(offered, [&](const std::string& one) {
            return script_of(one) == wanted;
        });
        if (near != offered.end()) return static_cast<std::size_t>(near - offered.begin());
    }
    return std::nullopt;
}

}  // namespace querist::language
