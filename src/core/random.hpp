#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace querist {

/// Where chance comes from. The operating system's lives in `actions`; `SeededRandom` repeats.
class RandomSource {
public:
    virtual ~RandomSource() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// xoshiro256** 1.0 (Blackman, Vigna 2018) seeded by SplitMix64 from one number: the same seed
/// draws the same numbers on every machine and in every version. Not for secrets.
class SeededRandom final : public RandomSource {
public:
    explicit SeededRandom(std::uint64_t seed);
    [[nodiscard]] std::uint64_t next();

    /// A number in [0, bound), each equally likely (Lemire 2019, with rejection). `bound` > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);

    /// A fraction in [0, 1) with 53 random bits.
    [[nodiscard]] double fraction();

    void fill(std::span<std::uint8_t> bytes) override;

private:
    std::uint64_t state_[4];
};

/// Fisher-Yates from the last place to the first, by `random.below`: part of the contract, so that
/// a recorded seed gives the same order for ever.
template <class T>
void shuffle(std::vector<T>& items, SeededRandom& random) {
    for (std::size_t i = items.size(); i > 1; --i) {
        std::swap(items[i - 1], items[random.below(i)]);
    }
}

}  // namespace querist
