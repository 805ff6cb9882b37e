#pragma once

// A part of the public header of actions: which responses a person should look at, and what people
// who looked said.

#include "core/core.hpp"
#include "response/response.hpp"
#include "screening/screening.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// What a response is flagged with whose consent form came with the field filled in that people do
/// not see.
inline constexpr std::string_view honeypot_flag = screening::honeypot_flag;

/// What people who looked at a response said last.
enum class Verdict {
    none,      ///< Nobody has said anything.
    flagged,   ///< Somebody should look at it.
    proposed,  ///< One person wants to exclude it, and it takes two.
    kept,      ///< It counts, whatever signals it gives.
    excluded
};
[[nodiscard]] std::string_view to_text(Verdict verdict);

/// What an excluded response is among the cases of a sample, for their codes and rates.
enum class ExclusionKind {
    not_eligible,  ///< The person does not belong to the population.
    duplicate,     ///< The person has answered already.
    unusable       ///< The person was eligible and answered; the answers are of no use.
};
/// "not-eligible", "duplicate", "unusable".
[[nodiscard]] std::string_view to_text(ExclusionKind kind);
[[nodiscard]] std::optional<ExclusionKind> exclusion_kind_of(std::string_view text);

struct Review {
    Verdict verdict = Verdict::none;
    std::string by;  ///< Who said it last; empty where nobody did, or an import.
    std::string reason;
    /// Of an exclusion, or the proposal of one; empty where nothing is said.
    std::optional<ExclusionKind> as = std::nullopt;
    /// What the participant wrote against the exclusion, while it waits for an answer.
    std::string appeal = {};
    /// Who said that the response does not count, since it last counted.
    std::vector<std::string> against = {};
};

struct ScreenedResponse {
    screening::Screened screened;
    response::Status status = response::Status::in_progress;
    Review review;

    /// Whether its signals have the points from which somebody looks at it, or somebody said so.
    [[nodiscard]] bool flagged() const;
    /// Whether it is flagged and no decision has been made, or one was appealed against.
    [[nodiscard]] bool waits() const;
};

/// How many responses give a signal.
struct SignalCount {
    std::string signal;  ///< Of the table of signals, or a check's id.
    std::int64_t responses = 0;
    std::int64_t flagged = 0;   ///< Among them.
    std::int64_t excluded = 0;  ///< Among them.
};

struct ScreenedStudy {
    std::string study;
    response::Origin origin = response::Origin::real;
    std::int64_t responses = 0;               ///< That were looked through.
    std::vector<ScreenedResponse> flagged{};  ///< In the order of public ids.
    std::vector<ScreenedResponse> others{};   ///< That give signals, too few to be flagged.
    std::vector<SignalCount> signals{};       ///< Those that any response gives, in their order.
    /// Of complete responses that say which kind they played; empty where none does.
    std::optional<screening::Trial> trial{};
    std::vector<std::string> notes{};
};

/// Looks through the complete and unfinished responses of a study's folder or id. Excluded ones are
/// looked through too: what a person decides changes no signal of others. Without an origin as
/// `build_report`. Of a study whose versions have no `screening`, only those whose exclusion was
/// appealed against; actions.no-screening when there is none.
[[nodiscard]] Result<ScreenedStudy> screen(
    std::string_view study,
    const std::filesystem::path& data,
    std::optional<response::Origin> origin
);

enum class ReviewStep { flag, exclude, keep };
struct ReviewNote {
    PublicId response;
    std::string by;      ///< Who looked, as the study team names its people: initials.
    std::string reason;  ///< Printed in reports.
    /// Of an exclusion. Empty: what the proposal said, else unusable.
    std::optional<ExclusionKind> as = std::nullopt;
};
/// Records what a person says of a response as an entry, and says what that comes to: excluding is
/// a proposal until a second person says the same, where the response's version asks for two. What
/// keeps or excludes a response whose participant appealed answers the appeal; where it takes two,
/// somebody else than those who excluded it.
/// Problems: actions.unknown-response, actions.nothing-to-review (refused or withdrawn),
/// actions.no-reviewer, actions.no-reason, actions.same-reviewer, actions.reviewed-already.
[[nodiscard]] Result<Review> review(
    std::string_view study,
    const std::filesystem::path& data,
    ReviewStep step,
    const ReviewNote& note,
    Clock& clock,
    RandomSource& random
);

}  // namespace querist::actions
