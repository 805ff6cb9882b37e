#pragma once

// The public header of screening: why a response should be looked at by a person before anything
// is paid for it. Signals with reasons, never a verdict: each is a number of points that the study
// file gives it (`instrument::ScreeningPlan`), and a person decides. (Screen-outs, by which a study
// sends people away who are not asked, are another thing.)
// Pure: answers and times in, points and reasons out; the same answers, the same bytes.

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "response/response.hpp"
#include "screening/near_copies.hpp"      // IWYU pragma: export
#include "screening/respondent_kind.hpp"  // IWYU pragma: export
#include "screening/trial.hpp"            // IWYU pragma: export
#include "screening/usual_time.hpp"       // IWYU pragma: export

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::screening {

/// Responses that are needed before a time, or a grid that is answered alike all the way down, is
/// called unusual.
inline constexpr std::size_t reference_min = 20;
/// Words that must have been shown before a response is called unread.
inline constexpr int shown_words_min = 100;
/// Rows that a grid must have answers in.
inline constexpr std::size_t straight_rows_min = 5;
/// Share of those who answered a grid: when as many or more answer it with one point all the way
/// down, it is a natural answer to it.
inline constexpr double natural_share = 0.25;
/// Pages with times that a response must have before some are called many.
inline constexpr std::size_t timed_pages_min = 3;

/// The flag of a response whose consent form came with the honeypot filled in.
inline constexpr std::string_view honeypot_flag = "honeypot";

/// The flag of a response that began from the same network as others on a day, as many or more.
[[nodiscard]] std::string burst_flag(std::int64_t size);
/// The flag of a response that came by the open link without the work that was asked for.
inline constexpr std::string_view no_work_flag = "no-proof-of-work";
/// What a flag is no more than a signal's points: nothing waits for a person for the flag alone.
[[nodiscard]] bool is_counted_flag(std::string_view flag);

/// What is known of one response. All of it must live only as long as the call.
struct SeenResponse {
    PublicId id;
    std::span<const response::Answer> answers;  ///< That count, one per item of its version.
    std::span<const response::Gap> gaps;        ///< Likewise.
    const response::Times& times;
    bool complete = false;  ///< Only complete ones are judged by the time that all of it took.
    std::span<const std::string> flags{};  ///< Of its entries.
};

/// One signal that a response gives.
struct Evidence {
    std::string signal;  ///< Of the table of signals ("straight lines"), or a check's id.
    int points = 0;
    std::string reason;  ///< With its numbers, without full stop: "finished in 41 s; ...".
    bool operator==(const Evidence&) const = default;
};

/// A response that gives signals.
struct Screened {
    PublicId id;
    int points = 0;     ///< Of all evidence.
    int review_at = 0;  ///< From how many points it waits for a person, as its version says.
    std::vector<Evidence> evidence;  ///< In the order of the table, then the study's checks.
    [[nodiscard]] bool waits() const { return points >= review_at; }
};

/// Takes responses to one study, then judges them all: much of it only shows beside the others.
/// Responses of versions without `screening` count for nothing.
class Screening {
public:
    Screening();
    ~Screening();
    Screening(Screening&&) noexcept;

    /// `study` is the response's version and must outlive this.
    void add(const instrument::Study& study, const SeenResponse& response);
    [[nodiscard]] std::size_t size() const;  ///< Responses that were taken.
    /// Those that give any signal, in the order of their public ids.
    [[nodiscard]] std::vector<Screened> judge() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace querist::screening
