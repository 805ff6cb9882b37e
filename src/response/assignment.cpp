// Which arm of an experiment a response is assigned to.

#include "response/walk.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace querist::response {

namespace {

/// A number below `bound`, each as likely but for less than `bound` in 2^64.
std::size_t drawn_below(RandomSource& random, std::size_t bound) {
    std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
    random.fill(bytes);
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) number = number << 8U | byte;
    return static_cast<std::size_t>(number % bound);
}

/// Those of the arms that have the fewest responses.
std::vector<int> with_fewest(const std::vector<int>& arms, std::span<const std::int64_t> assigned) {
    std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
    for (const int arm : arms) fewest = std::min(fewest, assigned[at(arm)]);
    std::vector<int> least;
    for (const int arm : arms) {
        if (assigned[at(arm)] == fewest) least.push_back(arm);
    }
    return least;
}

}  // namespace

void assign_arm(
    const instrument::Study& study,
    int item,
    std::span<const std::int64_t> assigned,
    RandomSource& random,
    Given& given
) {
    const instrument::Item& one = study.items[at(item)];
    const std::vector<instrument::Option>& arms = instrument::options_of(one.kind);
    std::vector<int> all;
    all.reserve(arms.size());
    std::vector<int> open;
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        all.push_back(static_cast<int>(arm));
        const std::optional<int>& quota = arms[arm].quota;
        if (!quota || assigned[arm] < *quota) open.push_back(all.back());
    }
    if (open.empty()) given.over_quota.push_back(item);
    const std::vector<int> least = with_fewest(open.empty() ? all : open, assigned);
    if (least.empty()) return;
    const int arm = least.size() == 1 ? least[0] : least[drawn_below(random, least.size())];
    given.answers[at(item)] = Answer{expression::Choice{arm}, {}};
}

}  // namespace querist::response
