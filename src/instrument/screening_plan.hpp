#pragma once

// Why a response should be looked at by a person before anything is paid for it: `screening` of a
// study file. The signals are computed in the room screening.

#include "core/core.hpp"
#include "expression/expression.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// What speaks for looking at a response, besides the checks that a study writes itself.
enum class Signal : std::uint8_t {
    fast,             ///< The whole of it was much faster than usual in the study.
    fast_pages,       ///< Half of its pages or more were.
    unread,           ///< Faster than anybody reads what was shown.
    straight_lines,   ///< The same point all the way down a grid.
    attention,        ///< A failed attention check.
    copied,           ///< An open answer much like one of another response.
    echo,             ///< An open answer that repeats its question.
    pasted,           ///< Most of a long open answer was pasted.
    not_typed,        ///< A long open answer came onto the page without any input.
    honeypot,         ///< A field was filled in that people do not see.
    burst,            ///< Many others began from the same network on the same day.
    no_proof_of_work  ///< It came by the open link without the work that is asked for there.
};
inline constexpr std::size_t signals = 12;

struct SignalSpec {
    Signal signal;
    std::string_view name;  ///< Its key under `points`, and its name in what is printed.
    std::string_view doc;
    int points;  ///< What it counts when the study does not say.
};
/// All of them, in the order of the enumeration.
[[nodiscard]] std::span<const SignalSpec, signals> signal_specs();

/// What a signal or a check may count.
inline constexpr int signal_points_max = 100;

/// A condition over the answers that no careful response meets.
struct ScreeningCheck {
    std::string id;
    expression::Expression when;  ///< Over any items.
    std::string reason;           ///< Why it speaks for looking at the response.
    int points = 1;
    Place place;
};

/// How many people it takes to exclude a response.
enum class Reviewers : std::uint8_t { one, two };

struct ScreeningPlan {
    std::array<int, signals> points{};  ///< Of each signal; 0: it is not looked for.
    std::vector<ScreeningCheck> checks;
    int burst_size = 20;  ///< Responses from one network on a day, from which they are a burst.
    /// Tries at most that a browser needs before a response begins by the open link; 0: no work.
    int proof_of_work = 0;
    int review_at = 3;  ///< Points from which a response waits for a person.
    Reviewers exclusion = Reviewers::one;
    std::string added;  ///< As Added in study.hpp.
    Place place;

    [[nodiscard]] int points_of(Signal signal) const {
        return points[static_cast<std::size_t>(signal)];
    }
    [[nodiscard]] bool demands_work() const {
        return proof_of_work > 0 && points_of(Signal::no_proof_of_work) > 0;
    }
};

}  // namespace querist::instrument
