#pragma once

// Simulated respondents of several kinds, by which thresholds are tried before anybody is paid.

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "response/response.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace querist::screening {

enum class RespondentKind : std::uint8_t {
    honest,     ///< Reads, at a pace of its own, and writes in words of its own.
    careless,   ///< Answers without reading: fast, the same point down a grid, few words.
    scripted,   ///< A program: at once, anything, texts from a short list.
    generated,  ///< A language model: reads all, at one pace, nearly one text for everybody.
};
inline constexpr std::size_t respondent_kinds = 4;
inline constexpr std::array<RespondentKind, respondent_kinds> all_respondent_kinds = {
    RespondentKind::honest,
    RespondentKind::careless,
    RespondentKind::scripted,
    RespondentKind::generated,
};
[[nodiscard]] std::string_view to_text(RespondentKind kind);

/// The flag by which a synthetic response says which kind it played: "simulated:careless".
[[nodiscard]] std::string kind_flag(RespondentKind kind);
[[nodiscard]] std::optional<RespondentKind> kind_of_flag(std::string_view flag);

/// How often each kind comes, as parts of their sum.
struct Mix {
    std::array<std::uint64_t, respondent_kinds> parts{};
};
/// Reads "honest=80,careless=10,scripted=5,generated=5"; what is left out has no part. Each part is
/// a whole number up to 1,000. Problems: screening.bad-mix.
[[nodiscard]] Result<Mix> parse_mix(std::string_view text);
[[nodiscard]] RespondentKind drawn_kind(const Mix& mix, SeededRandom& random);

/// How one respondent answers, drawn once.
class Manner {
public:
    Manner(RespondentKind kind, SeededRandom& random);
    [[nodiscard]] RespondentKind kind() const { return kind_; }
    /// A name of the network that this one takes part from.
    [[nodiscard]] std::string network() const;
    /// Whether its browser does the work of the open link: where script runs.
    [[nodiscard]] bool does_work() const { return writing_ != Writing::unseen; }

    /// Changes a page's form, filled in by `response::synthetic_form`, as this one would fill it.
    void fill(const instrument::Study& study, int page, SeededRandom& random, response::Form& form)
        const;
    /// Time on the page, once its form is filled.
    [[nodiscard]] std::chrono::milliseconds time_on(
        const instrument::Study& study, int page, const response::Form& form, SeededRandom& random
    ) const;
    /// Whether this one takes care that the study's checks do not hold of its answers.
    [[nodiscard]] bool is_consistent() const;

private:
    RespondentKind kind_;
    double pace_ = 1;        ///< Times the usual time.
    bool attentive_ = true;  ///< Passes attention checks.
    bool straight_ = false;  ///< Answers grids with one point.
    std::uint64_t network_ = 0;
    enum class Writing : std::uint8_t { unseen, typed, pasted, filled_in };
    Writing writing_ = Writing::typed;  ///< How open answers come; unseen: no script runs.

    void count_typing(const instrument::Study& study, int page, response::Form& form) const;
};

/// Whether any check of the study's screening holds of these answers.
[[nodiscard]] bool any_check_holds(
    const instrument::Study& study, std::span<const response::Answer> answers
);

}  // namespace querist::screening
