#pragma once

#include "recruitment/case_event.hpp"
#include "recruitment/disposition_codes.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace querist::recruitment {

/// What the events of a case say, in whatever order they were recorded: which kinds there are, and
/// the latest word on delivery, the only thing for which time matters.
class CaseHistory {
public:
    explicit CaseHistory(std::span<const CaseEvent> events);

    [[nodiscard]] bool has(EventKind kind) const {
        return kinds_.test(static_cast<std::size_t>(kind));
    }
    [[nodiscard]] bool has_any(std::initializer_list<EventKind> kinds) const;
    /// Of the nature `delivery`; empty when there is none.
    [[nodiscard]] std::optional<EventKind> last_delivery() const;

private:
    std::bitset<event_kinds> kinds_;
    std::optional<CaseEvent> delivery_;
};

/// What rules stand in order of: a case is told by the first of these that says anything of it.
enum class RuleTier : std::uint8_t { corrections, answers, words, traces, delivery };

struct DispositionRule {
    Code code;
    RuleTier tier;
    std::string_view when;  ///< The rule in words: a clause without full stop.
    bool (*holds)(const CaseHistory&);
};

/// Every rule, in the order in which they are asked; the last one always holds. Outside the tier
/// `delivery` a rule hangs on what there is, never on what is missing, so that a further event can
/// only lead to the same rule or an earlier one: but for corrections, nothing takes a complete
/// away.
[[nodiscard]] std::span<const DispositionRule> disposition_rules();

/// How far somebody came, whatever the code. Each step includes those before it.
enum class Step : std::uint8_t {
    drawn,
    invited,
    delivered,  ///< The receiving server took the mail, or the person reacted to it.
    opened,     ///< Began with the personal link.
    started,    ///< Agreed, or was asked no consent and answered.
    finished,   ///< Completed the questionnaire, in time or not.
    counted     ///< Counts as complete.
};
inline constexpr std::size_t steps = 7;
/// "Drawn", "Invited" …
[[nodiscard]] std::string_view label_of(Step step);

/// What became of a case. `reached` is `counted` exactly when `code` is `complete`.
struct CaseResult {
    Code code = Code::not_invited;
    Step reached = Step::drawn;
    bool operator==(const CaseResult&) const = default;
};

/// Every history has exactly one result, the empty one as well; the order of `events` and events
/// that stand twice change nothing.
[[nodiscard]] CaseResult result_of(std::span<const CaseEvent> events);

}  // namespace querist::recruitment
