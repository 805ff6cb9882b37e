#include "actions/actions.hpp"
#include "actions/identity_reference.hpp"
#include "actions/named_case.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

namespace querist::actions {

namespace {

Result<void> resolve_in(
    store::IdentityWork& work,
    const store::FrameRow& frame,
    std::string_view name,
    MailDecision decision,
    Instant now
) {
    const Result<store::CaseRow> sampled = named_case(work, frame, name);
    if (!sampled) return std::unexpected(sampled.error());
    bool resolved = false;
    for (const store::MailRow& mail : work.outbox().mails_of(sampled->id)) {
        const bool again = decision == MailDecision::again;
        const auto state = again ? store::MailState::queued : store::MailState::accepted;
        const bool refused = mail.state == store::MailState::refused;
        if (refused && !again) continue;
        if (!work.outbox().resolve_mail(mail.id, state, now)) continue;
        resolved = true;
        // What a wrong setting of ours brought about says nothing of the address.
        if (refused && mail.tried_at) {
            (void)work.take_back(
                sampled->id, {.kind = recruitment::EventKind::bounced, .at = *mail.tried_at}
            );
        }
        if (!again) {
            (void
            )work.add_event(sampled->id, {.kind = recruitment::EventKind::delivered, .at = now});
        }
    }
    if (resolved) return {};
    const std::string_view or_refused = decision == MailDecision::again ? " or refused" : "";
    return failure(
        "mail.not-uncertain",
        fmt::format("no mail of this case is uncertain{}", or_refused),
        "only what a lost connection left open needs a decision; what the server refused is sent "
        "once more with --again"
    );
}

}  // namespace

Result<void> resolve_mail(
    std::string_view study,
    const std::filesystem::path& data,
    std::string_view name,
    MailDecision decision,
    Clock& clock
) {
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    return change_frame(data, *id, [&](store::IdentityWork& work, const store::FrameRow& frame) {
        return resolve_in(work, frame, name, decision, clock.now());
    });
}

}  // namespace querist::actions
