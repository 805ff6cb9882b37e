#include "actions/burst_watch.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace querist::actions {

namespace {

using std::chrono::days;
using std::chrono::floor;

/// The size, doubled as often as it stays within the count.
std::int64_t reached(std::int64_t count, std::int64_t size_min) {
    std::int64_t size = size_min;
    while (size <= count / 2) size *= 2;
    return size;
}

}  // namespace

void BurstWatch::forget(std::chrono::sys_days day) {
    day_ = day;
    has_key_ = false;
    key_.bytes.fill(0);
    networks_.clear();
}

BurstWatch::Burst BurstWatch::begun(
    StudyId study,
    std::string_view network,
    const Digest& response,
    std::int64_t size_min,
    Instant now,
    RandomSource& random
) {
    if (network.empty() || size_min <= 0) return {};
    const std::lock_guard lock(mutex_);
    if (const auto today = floor<days>(now); today != day_) forget(today);
    if (!has_key_) {
        random.fill(key_.bytes);
        has_key_ = true;
    }
    std::string counted = fmt::format("querist network\n{}\n", study.value);
    counted.append(network);
    Network& seen = networks_[hmac_sha256(key_.view(), counted)];
    ++seen.begun;
    if (seen.begun > size_min) return {reached(seen.begun, size_min), {response}};
    seen.responses.push_back(response);
    if (seen.begun < size_min) return {};
    return {size_min, std::exchange(seen.responses, {})};
}

void BurstWatch::end_day(Instant now) {
    const std::lock_guard lock(mutex_);
    if (const auto today = floor<days>(now); today != day_) forget(today);
}

}  // namespace querist::actions
