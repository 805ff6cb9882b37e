#include "actions/actions.hpp"
#include "actions/case_answers.hpp"
#include "actions/entry_tickets.hpp"
#include "actions/identity_reference.hpp"
#include "actions/link_of_study.hpp"
#include "actions/mailing_life.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace querist::actions {

namespace {

/// Cases that wait, in the order of drawing.
struct WaitingCases {
    std::vector<store::CaseId> ids;
    std::vector<std::uint32_t> strata;  ///< Positions in the frame's.
    /// By stratum: those who are kept back, for no more answers of theirs are wanted.
    std::vector<std::int64_t> kept_back;
};

WaitingCases waiting_cases(
    store::IdentityView& view, const store::FrameRow& frame, const ClosedStrata& closed
) {
    WaitingCases waiting;
    waiting.kept_back.resize(frame.strata.size() + 1);
    view.each_case(frame.id, [&](const store::CaseRow& row) {
        if (row.wave) return;
        const std::size_t stratum = stratum_position(frame, row.stratum);
        if (stratum < frame.strata.size() && closed.contains(frame.strata[stratum].name)) {
            ++waiting.kept_back[stratum];
            return;
        }
        waiting.ids.push_back(row.id);
        waiting.strata.push_back(static_cast<std::uint32_t>(stratum));
    });
    return waiting;
}

/// Says whom a wave cannot have, where that is why it cannot be released.
Problem with_kept_back(Problem problem, const store::FrameRow& frame, const WaitingCases& waiting) {
    std::vector<std::string> parts;
    for (std::size_t h = 0; h < frame.strata.size(); ++h) {
        if (waiting.kept_back[h] == 0) continue;
        parts.push_back(fmt::format("{} of {}", waiting.kept_back[h], frame.strata[h].name));
    }
    if (parts.empty()) return problem;
    problem.message +=
        fmt::format("; {} are kept back, for a quota of theirs is full", fmt::join(parts, " and "));
    return problem;
}

/// Within strata when the latest draw drew within them.
recruitment::ReleaseOrder release_order(store::IdentityView& view, store::FrameId frame) {
    using enum recruitment::ReleaseOrder;
    const std::vector<store::DrawRow> draws = view.draws(frame);
    if (draws.empty()) return as_drawn;
    for (const auto design :
         {instrument::SamplingDesign::proportional,
          instrument::SamplingDesign::neyman,
          instrument::SamplingDesign::fixed}) {
        if (draws.back().design == instrument::design_name(design)) return within_strata;
    }
    return as_drawn;
}

void tell_strata(
    const store::FrameRow& frame,
    const WaitingCases& waiting,
    const std::vector<std::size_t>& released,
    ReleasedWave& wave
) {
    for (const store::StratumRow& stratum : frame.strata) {
        wave.strata.push_back({.name = stratum.name});
    }
    for (std::size_t h = 0; h < frame.strata.size(); ++h) {
        wave.strata[h].kept_back = waiting.kept_back[h];
    }
    for (const std::uint32_t stratum : waiting.strata) ++wave.strata[stratum].waiting;
    for (const std::size_t i : released) {
        ++wave.strata[waiting.strata[i]].released;
        --wave.strata[waiting.strata[i]].waiting;
    }
}

}  // namespace

Result<ReleasedWave> release_wave(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::int64_t size,
    WaveKind kind,
    Clock& clock
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    Result<CaseAnswers> answers = CaseAnswers::read(study_folder, study->id, data);
    if (!answers) return std::unexpected(answers.error());
    if (const auto may = may_release(study->id, answers->life(), kind); !may) {
        return std::unexpected(may.error());
    }
    ReleasedWave wave;
    wave.study = study->id;
    wave.kind = kind;
    wave.complete = answers->complete();
    wave.stop_when = stop_rule(*study);
    if (const auto may = may_invite(*study, wave.complete); !may) {
        return std::unexpected(may.error());
    }
    const ClosedStrata closed = answers->closed_strata(*study, kind);
    const Result<void> done = identity->store->run([&](store::IdentityWork& work) -> Result<void> {
        const Result<store::FrameRow> frame = known_frame(work, study->id);
        if (!frame) return std::unexpected(frame.error());
        if (work.frozen(frame->id)) return std::unexpected(unlinked(study->id));
        const WaitingCases waiting = waiting_cases(work, *frame, closed);
        const Result<std::vector<std::size_t>> next = recruitment::next_wave(
            waiting.strata, frame->strata.size(), size, release_order(work, frame->id)
        );
        if (!next) return std::unexpected(with_kept_back(next.error(), *frame, waiting));
        std::vector<store::CaseId> cases;
        cases.reserve(next->size());
        for (const std::size_t i : *next) cases.push_back(waiting.ids[i]);
        const auto stored_kind =
            kind == WaveKind::pilot ? store::WaveRow::Kind::pilot : store::WaveRow::Kind::main;
        const store::WaveRow row = work.add_wave(frame->id, stored_kind, clock.now(), cases);
        wave.number = row.number;
        wave.at = row.at;
        wave.cases = row.cases;
        tell_strata(*frame, waiting, *next, wave);
        wave.tells_days = wave.number > 1 && admits_by_ticket(*study);
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return wave;
}

}  // namespace querist::actions
