#include "actions/mailed_cases.hpp"

#include "actions/letters.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <utility>

namespace querist::actions {

namespace {

/// When a mail left, or may have.
std::optional<Instant> left_at(const store::MailRow& mail) {
    const bool left = mail.state == store::MailState::accepted ||
                      mail.state == store::MailState::uncertain ||
                      mail.state == store::MailState::refused;
    return left ? mail.tried_at : std::nullopt;
}

}  // namespace

std::vector<MailedCase> mailed_cases(store::IdentityView& view, store::FrameId frame) {
    std::vector<MailedCase> cases;
    std::unordered_map<std::int64_t, std::size_t> positions;
    view.each_case(frame, [&](const store::CaseRow& row) {
        if (!row.wave) return;
        positions.emplace(row.id.value, cases.size());
        cases.push_back({.row = row, .events = {}, .mails = {}});
    });
    view.each_event(frame, [&](store::CaseId sampled, const recruitment::CaseEvent& event) {
        const auto found = positions.find(sampled.value);
        if (found != positions.end()) cases[found->second].events.push_back(event);
    });
    view.outbox().each_mail(frame, [&](const store::MailRow& mail) {
        const auto found = positions.find(mail.sampled.value);
        if (found == positions.end()) return;
        cases[found->second].mails.push_back({.number = mail.number, .left = left_at(mail)});
    });
    return cases;
}

MailingStatus mailing_in(store::IdentityView& view, store::FrameId frame) {
    MailingStatus status;
    for (const store::MailCount& count : view.outbox().mail_counts(frame)) {
        status.counts.push_back(
            {.number = count.number,
             .state = std::string(store::mail_state_name(count.state)),
             .mails = count.mails}
        );
    }
    view.outbox().each_mail(frame, [&](const store::MailRow& mail) {
        if (mail.state != store::MailState::uncertain) return;
        status.uncertain.push_back(
            {.public_id = mail.public_id.text(), .number = mail.number, .at = mail.tried_at}
        );
    });
    return status;
}

Result<const instrument::Recruitment*> recruitment_by_mail(const instrument::Study& study) {
    if (const Result<LetterWriter> writer = LetterWriter::of(study); !writer) {
        return std::unexpected(writer.error());
    }
    if (!study.recruitment) std::unreachable();  // A letter writer has found its invitation there.
    return &*study.recruitment;
}

}  // namespace querist::actions
