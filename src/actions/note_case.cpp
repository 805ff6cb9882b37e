// What a person reads in replies, or is told, becomes an event of the case.

#include "actions/actions.hpp"
#include "actions/identity_reference.hpp"
#include "actions/link_of_study.hpp"
#include "actions/named_case.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

using recruitment::CaseEvent;
using recruitment::EventKind;

constexpr CaseNoteRow all_notes[] = {
    {CaseNote::refused, "refused", EventKind::replied_refusal},
    {CaseNote::language, "language", EventKind::replied_language},
    {CaseNote::away, "away", EventKind::replied_unavailable},
    {CaseNote::other, "other", EventKind::replied_other},
    {CaseNote::moved, "moved", EventKind::moved},
    {CaseNote::somebody_else, "somebody-else", EventKind::unsampled_reply},
    {CaseNote::duplicate, "duplicate", EventKind::duplicate},
};

EventKind event_of(CaseNote note) {
    return std::ranges::find(all_notes, note, &CaseNoteRow::note)->event;
}

/// Whether the case changed: what it has already is not said again, whatever its moment.
bool say(
    store::IdentityWork& work, store::CaseId sampled, EventKind kind, NoteStep step, Instant now
) {
    bool changed = false;
    for (const CaseEvent& event : work.events(sampled)) {
        if (event.kind != kind) continue;
        if (step == NoteStep::say) return false;
        changed = work.take_back(sampled, event) || changed;
    }
    return step == NoteStep::say ? work.add_event(sampled, {.kind = kind, .at = now}) : changed;
}

}  // namespace

std::span<const CaseNoteRow> case_note_rows() { return all_notes; }

Result<NotedCase> note_case(
    std::string_view study,
    const std::filesystem::path& data,
    std::string_view name,
    CaseNote note,
    NoteStep step,
    Clock& clock
) {
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    NotedCase noted{.study = *id, .public_id = {}};
    const auto take = [&](store::IdentityWork& work, const store::FrameRow& frame) -> Result<void> {
        if (work.frozen(frame.id)) return std::unexpected(unlinked(*id));
        const Result<store::CaseRow> sampled = named_case(work, frame, name);
        if (!sampled) return std::unexpected(sampled.error());
        if (!sampled->wave) {
            return failure(
                "recruitment.not-released",
                fmt::format("the case {} was not written to yet", sampled->public_id.text()),
                "release it first with querist recruit batch; who wants no mail at all is put on "
                "the list with querist recruit suppress"
            );
        }
        noted.public_id = sampled->public_id.text();
        noted.changed = say(work, sampled->id, event_of(note), step, clock.now());
        noted.code = recruitment::result_of(work.events(sampled->id)).code;
        return {};
    };
    if (Result<void> done = change_frame(data, *id, take); !done) {
        return std::unexpected(done.error());
    }
    return noted;
}

}  // namespace querist::actions
