#include "actions/actions.hpp"
#include "actions/case_answers.hpp"
#include "actions/compared_people.hpp"
#include "actions/entry_tickets.hpp"
#include "actions/identity_reference.hpp"
#include "actions/mailed_cases.hpp"
#include "actions/sampled_cases.hpp"
#include "actions/sampled_status.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace querist::actions {

namespace {

using recruitment::SampleTally;

void tell_people(
    store::IdentityView& view, const store::FrameRow& frame, RecruitmentStatus& status
) {
    for (const store::StratumPeople& people : view.people(frame.id)) {
        status.strata.push_back(
            {.name = stratum_name(frame, people.stratum),
             .in_frame = people.in_frame,
             .forgotten = people.forgotten,
             .suppressed = people.suppressed,
             .drawn = people.drawn,
             .released = people.released}
        );
    }
    for (const store::DrawRow& draw : view.draws(frame.id)) {
        status.draws.push_back(told_draw(frame, draw));
    }
    for (const store::WaveRow& wave : view.waves(frame.id)) {
        const bool pilot = wave.kind == store::WaveRow::Kind::pilot;
        status.waves.push_back(
            {.number = wave.number,
             .kind = pilot ? WaveKind::pilot : WaveKind::main,
             .at = wave.at,
             .cases = wave.cases}
        );
    }
    for (const store::SignInCount& one : view.sign_ins(frame.id)) {
        status.sign_ins.push_back({one.stratum, one.accounts});
    }
    status.suppressed_addresses = view.suppressed_addresses();
    status.mails = mailing_in(view, frame.id);
}

/// What CHERRIES' rates count, of responses by their dispositions. Visitors of an open link are not
/// told apart.
recruitment::WebCounts web_counts_of(const response::DispositionCounts& counts) {
    return {
        .refused = counts.of(response::Disposition::refused),
        .agreed = counts.where(response::has_started),
        .eligible = counts.where(response::is_eligible),
        .completed = counts.of(response::Disposition::completed),
    };
}

void tell_responses(const CaseAnswers& answers, RecruitmentStatus& status) {
    status.complete = answers.complete();
    status.web_of_responses = web_counts_of(answers.real());
    status.versions.reserve(answers.by_version().size());
    for (const CaseAnswers::OfVersion& one : answers.by_version()) {
        status.versions.push_back({one.version, web_counts_of(one.counts)});
    }
}

/// Those of pilot waves are a sample of their own.
struct Tallies {
    SampleTally main;
    SampleTally pilot;
    std::set<int> pilots;  ///< Waves.

    Tallies(std::size_t strata, std::size_t pilot_strata, std::set<int> pilot_waves)
        : main(strata), pilot(pilot_strata), pilots(std::move(pilot_waves)) {}
    [[nodiscard]] bool is_of_pilot(std::optional<int> wave) const {
        return wave && pilots.contains(*wave);
    }
    void add(
        std::size_t stratum,
        std::optional<int> wave,
        recruitment::CaseResult result,
        std::int64_t cases
    ) {
        (is_of_pilot(wave) ? pilot : main).add(stratum, wave, result, cases);
    }
};

void tell_rates(const Tallies& tallies, RecruitmentStatus& status) {
    const auto rates = [&](const SampleTally& tally) {
        return recruitment::sample_rates(tally, status.stated_share);
    };
    status.rates = rates(tallies.main);
    if (!tallies.pilots.empty()) status.pilot = rates(tallies.pilot);
    if (status.no_answers.empty()) {
        status.web_of_cases = recruitment::web_counts(status.rates->whole.cases);
    }
}

/// Counts the cases by what became of them.
void tell_cases(
    store::IdentityView& view,
    const store::FrameRow& frame,
    const std::vector<SampledCase>& cases,
    RecruitmentStatus& status
) {
    for (const store::StratumRow& stratum : frame.strata)
        status.rate_strata.push_back(stratum.name);
    status.pilot_strata = status.rate_strata;
    if (cases.empty()) return;
    Tallies tallies(frame.strata.size(), frame.strata.size(), pilot_waves(view, frame.id));
    for (const SampledCase& one : cases) {
        std::vector<recruitment::CaseEvent> events = one.stored;
        events.insert(events.end(), one.answering.begin(), one.answering.end());
        const recruitment::CaseResult result = recruitment::result_of(events);
        tallies.add(stratum_position(frame, one.row.stratum), one.row.wave, result, 1);
    }
    status.cases_with_event = cases_with_event(cases);
    tell_rates(tallies, status);
}

/// The strata of counts that were kept of one sample, in the order of the frame; what is counted
/// together begins with its first. Those of the frame where the sample has no case.
std::vector<std::string> kept_strata(
    const store::FrameRow& frame,
    const store::FrozenFrame& kept,
    const std::set<int>& pilots,
    bool of_pilot
) {
    std::vector<std::string> strata;
    for (const store::StratumRow& stratum : frame.strata) {
        for (const store::FrozenCount& one : kept.counts) {
            if (pilots.contains(one.wave) != of_pilot) continue;
            const bool begins =
                one.strata == stratum.name || one.strata.starts_with(stratum.name + " + ");
            const auto known = std::ranges::find(strata, one.strata);
            if (begins && known == strata.end()) strata.push_back(one.strata);
        }
    }
    if (!strata.empty()) return strata;
    for (const store::StratumRow& stratum : frame.strata) strata.push_back(stratum.name);
    return strata;
}

/// The same of counts that were kept.
void tell_frozen(
    store::IdentityView& view,
    const store::FrameRow& frame,
    const store::FrozenFrame& kept,
    RecruitmentStatus& status
) {
    const std::set<int> pilots = pilot_waves(view, frame.id);
    status.rate_strata = kept_strata(frame, kept, pilots, false);
    status.pilot_strata = kept_strata(frame, kept, pilots, true);
    for (const auto& one : kept.events) {
        status.cases_with_event[static_cast<std::size_t>(one.kind)] = one.cases;
    }
    if (kept.counts.empty()) return;
    Tallies tallies(status.rate_strata.size(), status.pilot_strata.size(), pilots);
    for (const store::FrozenCount& one : kept.counts) {
        const auto& strata =
            tallies.is_of_pilot(one.wave) ? status.pilot_strata : status.rate_strata;
        const auto stratum = std::ranges::find(strata, one.strata);
        tallies.add(
            static_cast<std::size_t>(stratum - strata.begin()), one.wave, one.result, one.cases
        );
    }
    // Only counted: no stratum is told of them.
    view.each_case(frame.id, [&](const store::CaseRow& row) {
        if (!row.wave) tallies.add(0, std::nullopt, {}, 1);
    });
    tell_rates(tallies, status);
}

/// What is known of who came into an anonymous study.
RecruitmentStatus::Tickets counted_tickets(
    store::IdentityView& view, store::FrameId frame, CaseAnswers& answers
) {
    RecruitmentStatus::Tickets tickets;
    for (const store::TicketCount& one : view.tickets(frame)) tickets.signed_once += one.tickets;
    for (const response::Origin origin : {response::Origin::real, response::Origin::pilot}) {
        tickets.spent += static_cast<std::int64_t>(answers.known_respondents(origin).size());
    }
    return tickets;
}

/// The cases of one sample, the main one or the pilot, whose people may have come in by tickets.
struct TicketedSample {
    std::optional<int> wave = std::nullopt;  ///< The first: no two can be told apart.
    std::int64_t holding = 0;                ///< Released cases with a ticket.
    std::int64_t noted = 0;                  ///< Of these, with an event that takes a case out.
    std::vector<recruitment::CaseResult> others;
};

/// Counts who began in place of holders of tickets, and the holders who are left as having opened
/// the questionnaire: whoever began holds one, and nobody knows who. False where more began than
/// hold one.
bool count_ticketed(
    const TicketedSample& sample,
    const std::vector<std::vector<recruitment::CaseEvent>>& began,
    Tallies& tallies
) {
    const auto left = sample.holding - static_cast<std::int64_t>(began.size());
    if (left < 0) return false;
    for (const recruitment::CaseResult& one : sample.others) tallies.add(0, sample.wave, one, 1);
    for (const auto& events : began) {
        tallies.add(0, sample.wave, recruitment::result_of(events), 1);
    }
    const recruitment::CaseEvent opened{.kind = recruitment::EventKind::opened_link, .at = {}};
    if (left > 0) tallies.add(0, sample.wave, recruitment::result_of({&opened, 1}), left);
    return true;
}

/// Codes and rates of a whole sample whose people came in by tickets. False where they cannot be
/// told of cases: accounts have tickets, too.
bool tell_ticketed_cases(
    const instrument::Study& study,
    store::IdentityView& view,
    const store::FrameRow& frame,
    const std::vector<SampledCase>& cases,
    CaseAnswers& answers,
    RecruitmentStatus& status
) {
    if (instrument::sign_in_of(study) != nullptr || cases.empty()) return false;
    Tallies tallies(1, 1, pilot_waves(view, frame.id));
    TicketedSample main;
    TicketedSample pilot;
    for (const SampledCase& one : cases) {
        if (!one.row.wave) {
            tallies.add(0, std::nullopt, {}, 1);
            continue;
        }
        TicketedSample& sample = tallies.is_of_pilot(one.row.wave) ? pilot : main;
        sample.wave = std::min(sample.wave.value_or(*one.row.wave), *one.row.wave);
        if (view.ticket(frame.id, ticket_holder_of_case(one.row.public_id))) {
            ++sample.holding;
            const bool is_noted = std::ranges::any_of(one.stored, [](const auto& event) {
                return recruitment::row_of(event.kind).nature == recruitment::Nature::correction;
            });
            sample.noted += is_noted ? 1 : 0;
        } else {
            sample.others.push_back(recruitment::result_of(one.stored));
        }
    }
    // An earlier version let accounts in: whose tickets they are is not known any more.
    const std::int64_t of_cases = main.holding + pilot.holding;
    if (status.tickets && status.tickets->signed_once != of_cases) return false;
    const bool told =
        count_ticketed(main, answers.known_respondents(response::Origin::real), tallies) &&
        count_ticketed(pilot, answers.known_respondents(response::Origin::pilot), tallies);
    if (!told) return false;
    std::string all;
    for (const store::StratumRow& stratum : frame.strata) {
        all += (all.empty() ? "" : " + ") + stratum.name;
    }
    status.rate_strata = status.pilot_strata = {all};
    status.cases_with_event = cases_with_event(cases);
    status.no_answers =
        "The study is anonymous: nobody can tell which case answered. Codes and rates are of the "
        "whole sample: who began counts in place of somebody who has a ticket, and strata and "
        "waves are not told apart.";
    if (const std::int64_t noted = main.noted + pilot.noted; noted > 0) {
        status.no_answers += fmt::format(
            " Of those who have a ticket {} are noted as no cases of the sample (duplicate, "
            "somebody else): whether they answered is not known, so codes and rates count them "
            "like all others who have one.",
            noted
        );
    }
    tell_rates(tallies, status);
    return true;
}

Result<void> tell_what_became_of_cases(
    const instrument::Study& study,
    const std::filesystem::path& data,
    store::IdentityView& view,
    const store::FrameRow& frame,
    CaseAnswers& answers,
    SampledStatus& told
) {
    RecruitmentStatus& status = told.status;
    SystemRandom random;
    const Result<store::LinkKey> link = store::find_link_key(data, study.id, random);
    if (!link) return std::unexpected(link.error());
    // Of a mark that was cut off the other digits are still there.
    const bool torn = link->state == store::LinkKey::State::destroyed && !link->destroyed_on;
    if (const std::optional<store::FrozenFrame> kept = view.frozen(frame.id)) {
        status.unlinked = {
            .day = kept->day,
            .tells = kept->tells,
            .key_remains = torn || link->state == store::LinkKey::State::there,
            .counts_lost = kept->counts.empty() && !status.waves.empty()
        };
        if (status.unlinked->counts_lost) {
            status.no_answers =
                "The link key is destroyed, and these data were put back from an older copy: the "
                "counts that were kept are lost, and codes and rates with them.";
        }
        tell_frozen(view, frame, *kept, status);
        const ComparedPeople compared(study, view, frame);
        status.comparisons = compared.of_kept(*kept, store::WaveRow::Kind::main);
        status.pilot_comparisons = compared.of_kept(*kept, store::WaveRow::Kind::pilot);
        return {};
    }
    std::vector<SampledCase> cases = sampled_cases(view, frame.id);
    if (study.mode == instrument::Mode::anonymous) {
        status.no_answers =
            "The study is anonymous: nobody can tell which case answered, so codes and rates know "
            "of sending and replies only.";
        if (admits_by_ticket(study)) {
            status.tickets = counted_tickets(view, frame.id, answers);
            if (tell_ticketed_cases(study, view, frame, cases, answers, status)) return {};
        }
    } else if (link->state == store::LinkKey::State::destroyed) {
        status.no_answers =
            "The link key is destroyed, and these data hold no counts that were kept: perhaps they "
            "are an older copy, which still tells who answered. Put the newer one back, or let "
            "querist recruit unlink delete what tells. Codes and rates know of sending and replies "
            "only.";
    } else if (link->state == store::LinkKey::State::there) {
        look_up_answers(cases, answers, link->key, study.id);
    }
    tell_cases(view, frame, cases, status);
    for (const SampledCase& one : cases) {
        if (!one.response) continue;
        told.stratum_of.emplace(*one.response, stratum_position(frame, one.row.stratum));
    }
    if (!status.no_answers.empty()) return {};
    const ComparedPeople compared(study, view, frame);
    const std::set<int> pilots = pilot_waves(view, frame.id);
    const auto of_sample = [&](store::WaveRow::Kind sample) {
        return compared.of_cases(frame, cases, pilots, sample, recruitment::ComparedBy::sample);
    };
    status.comparisons = of_sample(store::WaveRow::Kind::main);
    status.pilot_comparisons = of_sample(store::WaveRow::Kind::pilot);
    return {};
}

/// The share as a fraction: a percentage of a study file has four decimals at the most that count.
Result<std::optional<recruitment::StatedEligibility>> stated_share(
    const instrument::SamplePlan& sample
) {
    if (!sample.eligible_share) return std::nullopt;
    constexpr std::int64_t parts = 1'000'000;
    const std::int64_t part = std::llround(*sample.eligible_share * static_cast<double>(parts));
    return recruitment::StatedEligibility::parse(part, parts, sample.eligible_share_basis);
}

Result<SampledStatus> status_in(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const OpenedIdentity& identity,
    ExcludedCases excluded
) {
    const std::unique_ptr<store::IdentityView> view = identity.store->view();
    const Result<store::FrameRow> frame = known_frame(*view, study.id);
    if (!frame) return std::unexpected(frame.error());
    Result<CaseAnswers> answers = CaseAnswers::read(study_folder, study.id, data, excluded);
    if (!answers) return std::unexpected(answers.error());
    SampledStatus sampled;
    RecruitmentStatus& status = sampled.status;
    status.study = study.id;
    tell_responses(*answers, status);
    if (const instrument::SamplePlan* sample = instrument::sample_plan_of(study)) {
        status.stop_when = sample->stop_when_complete;
        Result<std::optional<recruitment::StatedEligibility>> stated = stated_share(*sample);
        if (!stated) return std::unexpected(stated.error());
        status.stated_share = *std::move(stated);
    }
    tell_people(*view, *frame, status);
    const Result<void> told =
        tell_what_became_of_cases(study, data, *view, *frame, *answers, sampled);
    if (!told) return std::unexpected(told.error());
    return sampled;
}

}  // namespace

Result<SampledStatus> sampled_status(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    ExcludedCases excluded
) {
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_only, random);
    if (!identity) return std::unexpected(identity.error());
    return guarded([&] { return status_in(study, study_folder, data, *identity, excluded); });
}

Result<RecruitmentStatus> recruitment_status_of(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data
) {
    Result<SampledStatus> sampled =
        sampled_status(study, study_folder, data, ExcludedCases::as_excluded);
    if (!sampled) return std::unexpected(sampled.error());
    return std::move(sampled->status);
}

Result<RecruitmentStatus> recruitment_status(
    const std::filesystem::path& study_folder, const std::filesystem::path& data
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    return recruitment_status_of(*study, study_folder, data);
}

}  // namespace querist::actions
