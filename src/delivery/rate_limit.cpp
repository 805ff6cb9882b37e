#include "delivery/rate_limit.hpp"

#include "delivery/curl_library.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace querist::delivery {

namespace {

using std::chrono::seconds;

constexpr seconds pause_most{86'400};
constexpr seconds pause_usual{60};
constexpr seconds pause_least{1};

std::optional<seconds> whole_seconds(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = end == text.data() + text.size() && !text.empty() && is_digit(text.front());
    if (!whole) return std::nullopt;
    if (error == std::errc::result_out_of_range) return pause_most;
    return std::min(seconds(value), pause_most);
}

/// The parameter of an item: of `"api";r=0;t=55` and "t" it is 55 seconds.
std::optional<seconds> parameter(std::string_view item, std::string_view name) {
    for (std::size_t at = item.find(';'); at != std::string_view::npos; at = item.find(';')) {
        item.remove_prefix(at + 1);
        const std::string_view one = item.substr(0, item.find(';'));
        const std::size_t equals = one.find('=');
        if (equals == std::string_view::npos || trimmed(one.substr(0, equals)) != name) continue;
        return whole_seconds(trimmed(one.substr(equals + 1)));
    }
    return std::nullopt;
}

template <class Visit>
void each_item(std::string_view header, Visit visit) {
    while (!header.empty()) {
        const std::size_t comma = std::min(header.find(','), header.size());
        visit(header.substr(0, comma));
        header.remove_prefix(std::min(comma + 1, header.size()));
    }
}

/// Until the last of the limits that are used up ends.
std::optional<seconds> used_up_for(std::string_view header) {
    std::optional<seconds> longest;
    each_item(header, [&](std::string_view item) {
        const std::optional<seconds> end = parameter(item, "t");
        if (!end || parameter(item, "r") != seconds(0)) return;
        longest = std::max(longest.value_or(seconds(0)), *end);
    });
    return longest;
}

std::optional<seconds> longest_window(std::string_view header) {
    std::optional<seconds> longest;
    each_item(header, [&](std::string_view item) {
        if (const std::optional<seconds> window = parameter(item, "w")) {
            longest = std::max(longest.value_or(seconds(0)), *window);
        }
    });
    return longest;
}

/// Retry-After: seconds, or a moment.
std::optional<seconds> retry_after(std::string_view header, Instant now) {
    if (header.empty()) return std::nullopt;
    if (const std::optional<seconds> whole = whole_seconds(header)) return whole;
    const CurlLibrary* const curl = curl_library();
    if (curl == nullptr) return std::nullopt;
    const std::time_t moment = curl->getdate(std::string(header).c_str(), nullptr);
    if (moment < 0) return std::nullopt;
    const auto until = std::chrono::floor<seconds>(now.time_since_epoch());
    return std::clamp(seconds(moment) - until, seconds(0), pause_most);
}

}  // namespace

seconds asked_pause(const HttpAnswer& answer, Instant now) {
    const std::optional<seconds> used_up = used_up_for(answer.header("ratelimit"));
    const bool refused = answer.status == 429 || answer.status == 503;
    if (!refused) return used_up.value_or(seconds(0));
    std::optional<seconds> pause = retry_after(answer.header("retry-after"), now);
    if (!pause) pause = used_up;
    if (!pause) pause = longest_window(answer.header("ratelimit-policy"));
    return std::max(pause.value_or(pause_usual), pause_least);
}

}  // namespace querist::delivery
