#pragma once

// Whom a study is about, how many of them it asks and on which assumptions: `population` and
// `recruitment` of a study file. What follows from it is calculated in the room recruitment.

#include "core/core.hpp"
#include "instrument/mail_plan.hpp"  // IWYU pragma: export
#include "instrument/sign_in.hpp"    // IWYU pragma: export

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// The largest population that a study file can name, in people.
inline constexpr std::int64_t population_people_max = 100'000'000'000;

/// How many people there are and how many of them are on the list that samples are drawn from.
struct Extent {
    std::optional<std::int64_t> size;  ///< People; empty: not known.
    std::string source;                ///< Who says so; may be empty.
    std::optional<std::int64_t> frame_size;
    std::string frame_source;
    bool operator==(const Extent&) const = default;
};
/// How many people can be invited: those on the list, else all; empty when neither is known.
[[nodiscard]] std::optional<std::int64_t> reachable(const Extent& extent);

/// Part of a population that is sampled apart, and by what a person is known to belong to it.
struct Stratum {
    std::string id;
    std::string text;
    Extent extent = {};
    Place place = {};
    std::string claim = {};   ///< What the Hub says of its accounts, as in "isPro"; or empty.
    std::string column = {};  ///< Header of the frame's column that tells its people; or empty.
    std::string is = {};      ///< The text of either; empty: true, or the stratum's id.
};
struct Population {
    std::string text;
    std::vector<Stratum> strata;
    std::string added;
    Place place;
    Extent extent = {};
};

/// How a sample comes about. The three in the middle draw within each stratum.
enum class SamplingDesign {
    simple_random,  ///< Everybody has the same chance.
    proportional,   ///< Each stratum as large in the sample as in the population.
    neyman,         ///< In proportion to size times standard deviation.
    fixed,          ///< The numbers that the study file names.
    census,         ///< Everybody is invited.
    convenience     ///< Whoever is reached.
};
/// "simple random", "proportional", "neyman", "fixed", "census", "convenience".
[[nodiscard]] std::string_view design_name(SamplingDesign design);
/// Reads `design_name`. Empty when it is none.
[[nodiscard]] std::optional<SamplingDesign> parse_design(std::string_view name);
/// Whether the design draws within strata.
[[nodiscard]] bool is_stratified(SamplingDesign design);
/// Whether chance draws, so that a margin says something.
[[nodiscard]] bool draws_by_chance(SamplingDesign design);

/// What is planned and assumed of one stratum, where it differs from the whole.
struct StratumSample {
    std::string stratum;                  ///< Id of a stratum of the population.
    std::optional<std::int64_t> target;   ///< Complete responses.
    std::optional<double> response_rate;  ///< (0, 1]; assumed.
    std::optional<double> share;          ///< (0, 1); assumed.
    std::optional<double> deviation;      ///< Assumed standard deviation, not negative.
    Place place;
    bool operator==(const StratumSample&) const = default;
};
/// How many are asked, how surely the result is to be known, and when it is enough.
struct SamplePlan {
    std::optional<SamplingDesign> design;
    std::optional<double> confidence;               ///< (0, 1)
    std::optional<double> margin;                   ///< (0, 1): half the width of the interval.
    std::optional<double> share;                    ///< (0, 1); 0.5 when empty.
    std::optional<double> response_rate;            ///< (0, 1]; assumed.
    std::optional<std::int64_t> target;             ///< Complete responses in all.
    std::optional<std::int64_t> least_per_stratum;  ///< Complete responses.
    std::optional<std::int64_t> stop_when_complete;
    std::optional<double> eligible_share = {};  ///< (0, 1]; e of response rates, as stated.
    std::string eligible_share_basis = {};      ///< Of it; not empty where there is one.
    /// Id of the field from the link that keeps the stratum a case was drawn from; or empty.
    std::string stratum_field = {};
    Place stratum_field_place = {};
    std::vector<StratumSample> strata;  ///< In the order of the file.
    std::string added;
    Place place;
    bool operator==(const SamplePlan&) const = default;
};
/// A column of the frame by which respondents are compared with it, beside strata.
struct FrameComparison {
    std::string id;
    std::string text;    ///< What the column says of a person.
    std::string column;  ///< Its header.
    Place place;
    std::string added = {};
};
/// More comparisons than these are none of coarse groups any more.
inline constexpr std::size_t frame_comparisons_max = 5;

struct Recruitment {
    std::string text;  ///< The protocol's words.
    Place place;
    std::optional<SamplePlan> sample = {};
    /// Whether whoever has the study's address may answer; empty: the study does not say it, and
    /// so it is.
    std::optional<bool> open_link = {};
    Place open_link_place = {};
    std::optional<SignIn> sign_in = {};
    std::vector<FrameColumn> columns = {};  ///< Of the frame, that mails may name.
    std::optional<Invitation> invitation = {};
    std::vector<Reminder> reminders = {};  ///< In the order in which they leave.
    std::optional<QuietHours> quiet_hours = {};
    std::optional<int> rate_per_domain = {};  ///< Mails an hour to the addresses of one domain.
    std::vector<FrameComparison> compare = {};
};

/// By what people of a stratum are known: "accounts with isPro", `people whose "kind" is company`.
/// Empty when the study does not say it.
[[nodiscard]] std::string recognition_words(const Stratum& stratum);

/// What a plan says of a stratum by its id, or null.
[[nodiscard]] const StratumSample* sample_of(const SamplePlan& plan, std::string_view stratum);
/// The standard deviation that is assumed of a stratum: what the plan says, else that of the share
/// assumed there, in all, or 50 %. Of a share p it is the root of p (1 - p).
[[nodiscard]] double assumed_deviation(const SamplePlan& plan, std::string_view stratum);
/// The response rate that is assumed of a stratum: its own, else that of the whole.
[[nodiscard]] std::optional<double> assumed_response_rate(
    const SamplePlan& plan, std::string_view stratum
);
/// How many must be invited until so many are expected to answer, rounded up. `rate` in (0, 1].
[[nodiscard]] std::int64_t invitations_for(std::int64_t answers, double rate);

}  // namespace querist::instrument
