#include "actions/actions.hpp"
#include "actions/case_answers.hpp"
#include "actions/case_secrets.hpp"
#include "actions/identity_reference.hpp"
#include "actions/link_of_study.hpp"
#include "actions/mailed_cases.hpp"
#include "actions/study_reference.hpp"

#include <algorithm>
#include <set>

namespace querist::actions {

namespace {

using recruitment::CaseEvent;
using recruitment::SampleTally;

struct CaseWithEvents {
    store::CaseRow row;
    std::vector<CaseEvent> events;
};

/// Every case with the events that are stored of it.
std::vector<CaseWithEvents> stored_cases(store::IdentityView& view, store::FrameId frame) {
    std::vector<CaseWithEvents> cases;
    view.each_case(frame, [&](const store::CaseRow& row) { cases.push_back({row, {}}); });
    // Both come in the same order.
    auto at = cases.begin();
    view.each_event(frame, [&](store::CaseId sampled, const CaseEvent& event) {
        while (at != cases.end() && at->row.id != sampled) ++at;
        if (at != cases.end()) at->events.push_back(event);
    });
    return cases;
}

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

/// Counts the cases by what became of them. Those of pilot waves are a sample of their own.
void tell_rates(
    const store::FrameRow& frame,
    const std::vector<CaseWithEvents>& cases,
    RecruitmentStatus& status
) {
    if (cases.empty()) return;
    std::set<int> pilots;
    for (const RecruitmentStatus::Wave& wave : status.waves) {
        if (wave.kind == WaveKind::pilot) pilots.insert(wave.number);
    }
    SampleTally main(frame.strata.size());
    SampleTally pilot(frame.strata.size());
    for (const CaseWithEvents& one : cases) {
        const bool piloted = one.row.wave && pilots.contains(*one.row.wave);
        (piloted ? pilot : main)
            .add(
                stratum_position(frame, one.row.stratum),
                one.row.wave,
                recruitment::result_of(one.events)
            );
        std::set<recruitment::EventKind> kinds;
        for (const CaseEvent& event : one.events) kinds.insert(event.kind);
        for (const auto kind : kinds) ++status.cases_with_event[static_cast<std::size_t>(kind)];
    }
    status.rates = recruitment::sample_rates(main);
    if (!pilots.empty()) status.pilot = recruitment::sample_rates(pilot);
    if (status.no_answers.empty()) {
        status.web_of_cases = recruitment::web_counts(status.rates->whole.cases);
    }
}

Result<RecruitmentStatus> status_in(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const OpenedIdentity& identity
) {
    const std::unique_ptr<store::IdentityView> view = identity.store->view();
    const Result<store::FrameRow> frame = known_frame(*view, study.id);
    if (!frame) return std::unexpected(frame.error());
    Result<CaseAnswers> answers = CaseAnswers::read(study_folder, study.id, data);
    if (!answers) return std::unexpected(answers.error());
    RecruitmentStatus status;
    status.study = study.id;
    tell_responses(*answers, status);
    if (const instrument::SamplePlan* sample = instrument::sample_plan_of(study)) {
        status.stop_when = sample->stop_when_complete;
    }
    tell_people(*view, *frame, status);
    std::vector<CaseWithEvents> cases = stored_cases(*view, frame->id);
    if (study.mode == instrument::Mode::anonymous) {
        status.no_answers =
            "The study is anonymous: nobody can tell which case answered, so codes and rates know "
            "of sending and replies only.";
    } else {
        const Result<std::string> link_key = link_of_study(data, study.id);
        if (!link_key) return std::unexpected(link_key.error());
        for (CaseWithEvents& one : cases) {
            const Digest key = respondent_key(*link_key, study.id, one.row.public_id);
            const std::vector<CaseEvent> answered = answers->events_of(key);
            one.events.insert(one.events.end(), answered.begin(), answered.end());
        }
    }
    tell_rates(*frame, cases, status);
    return status;
}

}  // namespace

Result<RecruitmentStatus> recruitment_status(
    const std::filesystem::path& study_folder, const std::filesystem::path& data
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_only, random);
    if (!identity) return std::unexpected(identity.error());
    return guarded([&] { return status_in(*study, study_folder, data, *identity); });
}

}  // namespace querist::actions
