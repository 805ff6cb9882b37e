#pragma once

#include "recruitment/disposition_rules.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace querist::recruitment {

/// The most cases that are counted together: e times a count stays exact in 64 bits.
inline constexpr std::int64_t cases_max = 1'000'000'000;

/// How many cases are in each group. None is negative.
struct GroupCounts {
    std::int64_t complete = 0;
    std::int64_t partial = 0;
    std::int64_t refusal = 0;
    std::int64_t non_contact = 0;
    std::int64_t other = 0;
    std::int64_t unknown_receipt = 0;
    std::int64_t unknown_other = 0;
    std::int64_t not_eligible = 0;

    [[nodiscard]] std::int64_t of(Group group) const;
    [[nodiscard]] std::int64_t total() const;
    /// I + P + R + NC + O: whom the study asked for, as is known.
    [[nodiscard]] std::int64_t eligible() const;
    /// UH + UO.
    [[nodiscard]] std::int64_t unknown() const;
    bool operator==(const GroupCounts&) const = default;
};

/// How many cases have each code and came to each step.
class CaseCounts {
public:
    void add(CaseResult result, std::int64_t cases = 1);
    void add(const CaseCounts& others);

    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] std::int64_t of(Code code) const;
    [[nodiscard]] GroupCounts by_group() const;
    /// Those who came to the step or further.
    [[nodiscard]] std::int64_t reached(Step step) const;
    /// Those who came to the step and no further, with the code.
    [[nodiscard]] std::int64_t left_at(Step step, Code code) const;
    bool operator==(const CaseCounts&) const = default;

private:
    std::array<std::array<std::int64_t, codes>, steps> cases_{};
};

}  // namespace querist::recruitment
