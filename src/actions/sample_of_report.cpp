#include "actions/sample_of_report.hpp"

#include "actions/identity_reference.hpp"
#include "actions/sampled_status.hpp"
#include "actions/study_reference.hpp"

#include <algorithm>

namespace querist::actions {

namespace {

Result<bool> anybody_was_drawn(const instrument::Study& study, const std::filesystem::path& data) {
    const Result<bool> there = holds_file(data, "identity.db");
    if (!there || !*there) return there;
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_only, random);
    if (!identity) return std::unexpected(identity.error());
    return guarded([&]() -> Result<bool> {
        const std::unique_ptr<store::IdentityView> view = identity->store->view();
        const std::optional<store::FrameRow> frame = view->frame(study.id);
        return frame && !view->draws(frame->id).empty();
    });
}

/// Whether a name of a stratum is one of those that are counted together.
bool is_counted_in(std::string_view together, std::string_view stratum) {
    for (;;) {
        const std::size_t end = together.find(" + ");
        if (together.substr(0, end) == stratum) return true;
        if (end == std::string_view::npos) return false;
        together.remove_prefix(end + 3);
    }
}

/// How many of a stratum could be drawn so far: those whom a draw had before it, and those who were
/// drawn before that. Who came to the frame after the last draw could not.
std::int64_t could_be_drawn(const RecruitmentStatus& status, const std::string& stratum) {
    std::int64_t drawn = 0;
    std::int64_t most = 0;
    for (const FrameDraw& draw : status.draws) {
        for (const FrameDraw::Stratum& one : draw.strata) {
            if (one.name != stratum) continue;
            most = std::max(most, drawn + one.available);
            drawn += one.drawn;
        }
    }
    return most;
}

/// The strata that a sample's rates are told of, with the frame behind each.
std::vector<report::SampleFacts::Stratum> strata_of_sample(
    const RecruitmentStatus& status,
    const std::vector<std::string>& names,
    const recruitment::SampleRates& rates
) {
    std::vector<report::SampleFacts::Stratum> strata;
    for (std::size_t h = 0; h < names.size(); ++h) {
        report::SampleFacts::Stratum stratum{.name = names[h]};
        std::int64_t could_be = 0;
        for (const RecruitmentStatus::Stratum& one : status.strata) {
            if (!is_counted_in(names[h], one.name)) continue;
            stratum.in_frame += one.in_frame;
            stratum.drawn += one.drawn;
            could_be += could_be_drawn(status, one.name);
        }
        const std::int64_t released = rates.strata.at(h).cases.total();
        if (could_be > 0) {
            stratum.chance = static_cast<double>(released) / static_cast<double>(could_be);
        }
        strata.push_back(std::move(stratum));
    }
    return strata;
}

std::vector<report::SampleFacts::Comparison> comparisons_of_sample(
    const std::vector<RecruitmentStatus::Comparison>& told
) {
    std::vector<report::SampleFacts::Comparison> comparisons;
    for (const RecruitmentStatus::Comparison& one : told) {
        report::SampleFacts::Comparison comparison{
            .id = one.id, .text = one.text, .groups = {}, .has_texts = one.with_text > 0
        };
        for (const RecruitmentStatus::Comparison::Group& group : one.groups) {
            comparison.groups.push_back(
                {group.values, group.in_frame, group.released, group.respondents}
            );
        }
        comparisons.push_back(std::move(comparison));
    }
    return comparisons;
}

}  // namespace

Result<std::optional<report::SampleFacts>> sample_of_report(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    response::Origin origin,
    const std::optional<report::PlanFacts>& plan,
    ExcludedCases excluded
) {
    const bool is_pilot = origin == response::Origin::pilot;
    if (origin != response::Origin::real && !is_pilot) return std::nullopt;
    const Result<bool> drawn = anybody_was_drawn(study, data);
    if (!drawn) return std::unexpected(drawn.error());
    if (!*drawn) return std::nullopt;
    Result<SampledStatus> sampled = sampled_status(study, study_folder, data, excluded);
    if (!sampled) return std::unexpected(sampled.error());
    const RecruitmentStatus* const status = &sampled->status;
    if (status->unlinked && status->unlinked->counts_lost) {
        report::SampleFacts lost;
        lost.no_answers = status->no_answers;
        lost.unlinked = status->unlinked->day;
        return lost;
    }
    const std::optional<recruitment::SampleRates>& rates = is_pilot ? status->pilot : status->rates;
    if (!rates || rates->whole.cases.total() == 0) return std::nullopt;
    const std::vector<std::string>& names = is_pilot ? status->pilot_strata : status->rate_strata;
    report::SampleFacts facts{
        .strata = strata_of_sample(*status, names, *rates),
        .comparisons =
            comparisons_of_sample(is_pilot ? status->pilot_comparisons : status->comparisons),
        .rates = *rates,
        .no_answers = status->no_answers
    };
    if (status->unlinked) facts.unlinked = status->unlinked->day;
    if (plan && !plan->plan.weights.empty() && plan->plan.weights.front().by_strata) {
        facts.stratum_of = std::move(sampled->stratum_of);
    }
    return facts;
}

}  // namespace querist::actions
