// What came back: reports of delivery and replies, taken from a mailbox to the cases that they are
// about. An event is known by case, kind and moment, so reading a mailbox again adds nothing.

#include "actions/actions.hpp"
#include "actions/identity_reference.hpp"
#include "actions/link_of_study.hpp"
#include "actions/study_reference.hpp"
#include "delivery/delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace querist::actions {

namespace {

using delivery::ReturnKind;
using recruitment::EventKind;

constexpr std::uintmax_t mailbox_bytes_max = 512ULL * 1024 * 1024;

Result<std::string> mailbox_bytes(const std::filesystem::path& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    std::ifstream stream(file, std::ios::binary);
    if (error || !stream || size > mailbox_bytes_max) {
        return failure(
            "mail.no-mailbox",
            size > mailbox_bytes_max && !error
                ? fmt::format("the mailbox has more than {} bytes", mailbox_bytes_max)
                : "the mailbox cannot be read",
            "name a mailbox file (mbox), as mail programs export it",
            {.file = file.generic_string()}
        );
    }
    return std::string{std::istreambuf_iterator<char>(stream), {}};
}

/// The mail of ours that a Message-ID names: "PUBLICID.NUMBER@domain".
struct Named {
    store::CaseRow sampled;
    store::MailRow mail;
};
std::optional<Named> mail_named(
    store::IdentityView& view, store::FrameId frame, std::string_view message_id
) {
    const std::string_view local = message_id.substr(0, message_id.find('@'));
    const std::size_t dot = local.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const std::optional<PublicId> id = PublicId::parse(local.substr(0, dot));
    if (!id) return std::nullopt;
    const std::optional<store::CaseRow> sampled = view.case_by_public_id(frame, *id);
    if (!sampled) return std::nullopt;
    for (store::MailRow& mail : view.outbox().mails_of(sampled->id)) {
        if (fmt::format("{}", mail.number) == local.substr(dot + 1)) {
            return Named{*sampled, std::move(mail)};
        }
    }
    return std::nullopt;
}

std::optional<EventKind> event_of(ReturnKind kind) {
    switch (kind) {
        case ReturnKind::failed:
            return EventKind::bounced;
        case ReturnKind::delivered:
            return EventKind::delivered;
        case ReturnKind::reply:
            return EventKind::replied_other;
        case ReturnKind::read:
            return EventKind::read_receipt;
        case ReturnKind::delayed:
        case ReturnKind::automatic_reply:
        case ReturnKind::other:
            return std::nullopt;
    }
    return std::nullopt;
}

/// When it happened, but not before the mail left that it is about: dates of mails have whole
/// seconds. A mail without a date is dated by that one, so that it has the same moment whenever it
/// is read.
Instant moment_of_return(const delivery::ReturnedMail& returned, const store::MailRow& mail) {
    const Instant left = mail.tried_at.value_or(mail.queued_at);
    return std::max(returned.at.value_or(left), left);
}

void take(
    store::IdentityWork& work,
    store::FrameId frame,
    const delivery::ReturnedMail& returned,
    ReturnedMails& told
) {
    ++told.mails;
    std::optional<Named> named;
    for (const std::string& id : returned.about) {
        named = mail_named(work, frame, id);
        if (named) break;
    }
    if (!named) {
        ++told.not_ours;
        return;
    }
    const std::optional<EventKind> kind = event_of(returned.kind);
    if (!kind) {
        ++told.nothing_new;
        return;
    }
    const Instant at = moment_of_return(returned, named->mail);
    if (!work.add_event(named->sampled.id, {.kind = *kind, .at = at})) {
        ++told.already;
    } else if (*kind == EventKind::bounced) {
        ++told.bounced;
    } else if (*kind == EventKind::delivered) {
        ++told.delivered;
    } else if (*kind == EventKind::read_receipt) {
        ++told.read;
    } else {
        ++told.replies;
        told.replied.push_back(named->sampled.public_id.text());
    }
}

}  // namespace

Result<ReturnedMails> read_returned_mails(
    std::string_view study, const std::filesystem::path& data, const std::filesystem::path& mailbox
) {
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    const Result<std::string> bytes = mailbox_bytes(mailbox);
    if (!bytes) return std::unexpected(bytes.error());
    ReturnedMails told{.study = *id, .replied = {}};
    const auto take_all = [&](store::IdentityWork& work,
                              const store::FrameRow& frame) -> Result<void> {
        if (work.frozen(frame.id)) return std::unexpected(unlinked(*id));
        for (const std::string& mail : delivery::mails_of_mailbox(*bytes)) {
            take(work, frame.id, delivery::read_returned_mail(mail), told);
        }
        return {};
    };
    if (Result<void> done = change_frame(data, *id, take_all); !done) {
        return std::unexpected(done.error());
    }
    return told;
}

}  // namespace querist::actions
