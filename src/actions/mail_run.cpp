#include "actions/mail_run.hpp"

#include "actions/case_secrets.hpp"
#include "actions/mailed_cases.hpp"
#include "actions/mailing_life.hpp"
#include "actions/sampled_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace querist::actions {

namespace {

using recruitment::CaseEvent;
using recruitment::EventKind;
using store::MailState;

EventKind sending_event(int number) {
    return number == recruitment::invitation_number ? EventKind::invited : EventKind::reminded;
}

/// The zone that decides about quiet hours: the person's, else the study's.
std::string zone_of(const store::PersonalFields& fields, const instrument::Study& study) {
    return fields.time_zone.empty() ? study.time_zone : fields.time_zone;
}

constexpr int refusals_in_doubt = 3;
constexpr int refusals_at_first = 5;
constexpr std::chrono::minutes doubt_pause{1};

/// What a case's sample says of its mails.
struct Sampled {
    WaveKind kind = WaveKind::main;
    std::string stratum = {};
};

/// Of those of whom it is more than nothing: cases of pilots, and all where the study's answers
/// keep strata.
std::map<store::CaseId, Sampled> sampled_in(
    store::IdentityView& view, store::FrameId id, const instrument::Study& study
) {
    std::map<store::CaseId, Sampled> sampled;
    const std::set<int> waves = pilot_waves(view, id);
    const std::optional<store::FrameRow> frame = view.frame(study.id);
    const bool with_strata = frame && !instrument::stratum_field_of(study).empty();
    if (waves.empty() && !with_strata) return sampled;
    view.each_case(id, [&](const store::CaseRow& row) {
        const bool pilot = waves.contains(row.wave.value_or(0));
        if (!pilot && !with_strata) return;
        Sampled one{pilot ? WaveKind::pilot : WaveKind::main};
        if (with_strata) one.stratum = stratum_name(*frame, row.stratum);
        sampled.emplace(row.id, std::move(one));
    });
    return sampled;
}

}  // namespace

Result<void> MailRun::set_aside_unfinished() {
    return identity_.store->run([&](store::IdentityWork& work) -> Result<void> {
        for (const store::MailRow& mail : work.outbox().set_aside_unfinished(frame_)) {
            const Instant at = mail.tried_at.value_or(mail.queued_at);
            (void)work.add_event(mail.sampled, {.kind = sending_event(mail.number), .at = at});
            (void)work.add_event(mail.sampled, {.kind = EventKind::uncertain_delivery, .at = at});
            ++told_.uncertain;
        }
        return {};
    });
}

Result<std::optional<Recipient>> MailRun::recipient_of(
    store::IdentityView& view, const store::MailRow& mail
) {
    const Result<std::optional<store::PersonalFields>> fields = view.personal_fields(mail.person);
    if (!fields) return std::unexpected(fields.error());
    if (!*fields) return std::nullopt;
    Result<EmailAddress> address = EmailAddress::parse((*fields)->address);
    if (!address) return std::nullopt;
    return Recipient{
        .address = *std::move(address),
        .name = (*fields)->name,
        .language = (*fields)->language,
        .further = (*fields)->further
    };
}

bool MailRun::is_wanted(
    store::IdentityView& view, const store::MailRow& mail, const Recipient& recipient
) {
    if (!recruitment::may_be_written(view.events(mail.sampled))) return false;
    const Result<std::string> normal = normal_address(recipient.address);
    return normal && !view.is_suppressed(*normal);
}

bool MailRun::is_owed(const store::MailRow& mail, CaseAnswers& answers) const {
    const Digest key = respondent_key(link_key_, study_.id, mail.public_id);
    const recruitment::Progress progress = recruitment::progress_of(answers.events_of(key));
    if (progress == recruitment::Progress::ended) return false;
    if (mail.number == recruitment::invitation_number) return true;
    const auto position = static_cast<std::size_t>(mail.number) - 1;
    const std::vector<instrument::Reminder>& reminders = recruitment_.reminders;
    return position < reminders.size() &&
           recruitment::is_for(reminders[position].audience, progress);
}

/// Whether no more answers are wanted of somebody by now; such mails stay in the outbox, for the
/// study may want more.
bool MailRun::holds_back(const Planned& planned, CaseAnswers& answers) {
    if (!planned.stratum.empty() &&
        answers.closed_strata(study_, planned.kind).contains(planned.stratum)) {
        ++told_.quota_full;
        return true;
    }
    const std::optional<std::int64_t> stop = stop_rule(study_);
    const bool invites = planned.mail.number == recruitment::invitation_number;
    if (!invites || !stop || answers.complete_by_now() < *stop) return false;
    ++told_.enough;
    return true;
}

Result<void> MailRun::drop(std::span<const store::MailRow> mails) {
    if (mails.empty()) return {};
    return identity_.store->run([&](store::IdentityWork& work) -> Result<void> {
        for (const store::MailRow& mail : mails) {
            if (work.outbox().drop_mail(mail.id)) ++told_.dropped;
        }
        return {};
    });
}

Result<std::vector<MailRun::Planned>> MailRun::plan() {
    std::vector<Planned> planned;
    std::vector<store::MailRow> impossible;
    {
        const std::unique_ptr<store::IdentityView> view = identity_.store->view();
        std::vector<store::MailRow> unsent;
        view->outbox().each_unsent(frame_, [&](const store::MailRow& mail) {
            unsent.push_back(mail);
        });
        planned.reserve(unsent.size());
        const std::map<store::CaseId, Sampled> sampled = sampled_in(*view, frame_, study_);
        const Instant now = clock_.now();
        for (store::MailRow& mail : unsent) {
            const Result<std::optional<store::PersonalFields>> fields =
                view->personal_fields(mail.person);
            if (!fields) return std::unexpected(fields.error());
            const Result<EmailAddress> address =
                EmailAddress::parse(*fields ? (*fields)->address : std::string());
            const Result<delivery::WireAddress> wire =
                address ? delivery::WireAddress::of(*address) : std::unexpected(address.error());
            if (!*fields || !wire) {
                impossible.push_back(mail);
                continue;
            }
            const Instant earliest = std::max(mail.due_at, now);
            const auto found = sampled.find(mail.sampled);
            const Sampled of = found == sampled.end() ? Sampled{} : found->second;
            planned.push_back(
                {std::move(mail),
                 wire->domain(),
                 zone_of(**fields, study_),
                 earliest,
                 of.kind,
                 of.stratum}
            );
        }
        for (const Planned& one : planned) {
            if (last_at_domain_.contains(one.domain)) continue;
            const auto last = view->outbox().last_attempt_at_domain(one.domain);
            last_at_domain_.emplace(one.domain, last.value_or(Instant::min()));
        }
    }
    if (Result<void> dropped = drop(impossible); !dropped) return std::unexpected(dropped.error());
    return planned;
}

Instant MailRun::domain_open_at(const Planned& planned) const {
    const auto last = last_at_domain_.find(planned.domain);
    if (last == last_at_domain_.end() || last->second == Instant::min()) return Instant::min();
    const int rate = recruitment_.rate_per_domain.value_or(recruitment::rate_per_domain_usual);
    return last->second + recruitment::domain_pause(rate);
}

Instant MailRun::allowed_at(const Planned& planned) {
    const Instant at = std::max(planned.earliest, domain_open_at(planned));
    return recruitment::after_quiet_hours(at, recruitment_.quiet_hours, planned.zone);
}

Result<delivery::Mail> MailRun::letter(
    const store::MailRow& mail, const Recipient& recipient, Instant now
) {
    const Digest token = invitation_token(link_key_, study_.id, mail.public_id);
    return writer_.write(
        mail.number,
        recipient,
        {.invitation = links_ + invitation_path(study_.id, token),
         .opt_out = links_ + opt_out_path(study_.id, token)},
        fmt::format("{}.{}", mail.public_id.text(), mail.number),
        now
    );
}

Result<bool> MailRun::claim(const Planned& planned, const Recipient& recipient, Instant now) {
    bool claimed = false;
    const Result<void> done = identity_.store->run([&](store::IdentityWork& work) -> Result<void> {
        // Whoever opted out a moment ago is not written to.
        if (is_wanted(work, planned.mail, recipient)) {
            claimed = work.outbox().begin_sending(planned.mail.id, planned.domain, now);
            const Digest token = invitation_token(link_key_, study_.id, planned.mail.public_id);
            work.give_link(planned.mail.sampled, token_hash(token));
        } else if (work.outbox().drop_mail(planned.mail.id)) {
            ++told_.dropped;
        }
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return claimed;
}

Result<std::optional<Instant>> MailRun::keep(
    const Planned& planned, const delivery::HandoverReport& report, Instant began
) {
    const store::MailRow& mail = planned.mail;
    store::MailResult result{
        .state = MailState::accepted, .reply = report.reply, .status = report.status
    };
    std::vector<CaseEvent> events{{.kind = sending_event(mail.number), .at = began}};
    switch (report.what) {
        case delivery::Handover::accepted:
            events.push_back({.kind = EventKind::delivered, .at = began});
            ++told_.accepted;
            break;
        case delivery::Handover::refused:
            result.state = MailState::refused;
            events.push_back({.kind = EventKind::bounced, .at = began});
            ++told_.refused;
            break;
        case delivery::Handover::uncertain:
            result.state = MailState::uncertain;
            events.push_back({.kind = EventKind::uncertain_delivery, .at = began});
            ++told_.uncertain;
            break;
        case delivery::Handover::refused_for_now: {
            const auto pause = recruitment::retry_pause(mail.attempts + 1);
            result.state = pause ? MailState::waiting : MailState::refused;
            if (pause) {
                result.due_at = clock_.now() + *pause;
                events.clear();
                ++told_.waiting;
            } else {
                events.push_back({.kind = EventKind::bounced, .at = began});
                ++told_.refused;
            }
            break;
        }
        case delivery::Handover::unavailable:
        case delivery::Handover::withheld:
            return std::nullopt;  // Nothing was sent, and nothing was written down.
    }
    const Result<void> kept = identity_.store->run([&](store::IdentityWork& work) -> Result<void> {
        // One that was refused before the server asked for it was not being sent yet.
        (void)work.outbox().begin_sending(mail.id, planned.domain, began);
        (void)work.outbox().end_sending(mail.id, result);
        for (const CaseEvent& event : events) (void)work.add_event(mail.sampled, event);
        return {};
    });
    if (!kept) return std::unexpected(kept.error());
    return result.due_at;
}

Result<std::optional<Instant>> MailRun::send(const Planned& planned, CaseAnswers& answers) {
    const store::MailRow& mail = planned.mail;
    const Result<std::optional<Recipient>> recipient = recipient_of(*identity_.store->view(), mail);
    if (!recipient) return std::unexpected(recipient.error());
    // Somebody may have answered a moment ago, or the study was closed. No view stays open while a
    // server takes its time.
    answers.look_anew();
    const bool owed = is_owed(mail, answers);
    const Life life = answers.life();
    const Leaving leaving = leaving_in(life, planned.kind);
    const bool held_back =
        *recipient && owed && leaving == Leaving::now && holds_back(planned, answers);
    answers.let_go();
    if (leaving == Leaving::later) {
        const Result<void> may = may_send(study_.id, life);
        if (!may) return std::unexpected(may.error());
        ++held_;
        return std::nullopt;
    }
    if (!*recipient || !owed || leaving == Leaving::never) {
        if (Result<void> dropped = drop({&mail, 1}); !dropped)
            return std::unexpected(dropped.error());
        return std::nullopt;
    }
    if (held_back) {
        ++held_;
        return std::nullopt;
    }
    const Recipient& person = **recipient;
    const Instant now = clock_.now();
    const Result<delivery::Mail> written = letter(mail, person, now);
    const Result<std::string> message =
        written ? delivery::compose(*written) : std::unexpected(written.error());
    if (!message) {
        // What the frame says of one person fits no mail: that is no reason to write to nobody.
        if (Result<void> dropped = drop({&mail, 1}); !dropped)
            return std::unexpected(dropped.error());
        return std::nullopt;
    }
    const Result<delivery::WireAddress> from = delivery::WireAddress::of(written->from.address);
    if (!from) return std::unexpected(from.error());
    const Result<delivery::WireAddress> to = delivery::WireAddress::of(written->to.address);
    if (!to) return std::unexpected(to.error());
    std::optional<Problem> trouble;
    const auto about_to_send = [&] {
        const Result<bool> claimed = claim(planned, person, now);
        if (!claimed) trouble = claimed.error();
        return claimed && *claimed;
    };
    const delivery::HandoverReport report =
        server_.hand_over({*from, *to}, *message, about_to_send);
    if (trouble) return std::unexpected(*trouble);
    last_at_domain_[planned.domain] = now;
    return taken_in(planned, report, now);
}

Result<std::optional<Instant>> MailRun::taken_in(
    const Planned& planned, const delivery::HandoverReport& report, Instant now
) {
    if (doubts(report)) {
        doubt_ = failure(
                     "mail.server-unavailable",
                     fmt::format("the mail server lets nobody be written to: {}", report.words),
                     "look at its user, its password and whether it may send for this address "
                     "(--user, the study's `from`), and run querist recruit send again; nothing "
                     "was noted of these people"
        )
                     .error();
        if (++doubted_ < refusals_in_doubt) return clock_.now() + doubt_pause;
        return std::unexpected(*doubt_);
    }
    doubt_.reset();
    Result<std::optional<Instant>> kept = keep(planned, report, now);
    if (!kept) return kept;
    if (report.what == delivery::Handover::unavailable) {
        return failure(
            "mail.server-unavailable",
            fmt::format("the mail server takes no mail: {}", report.words),
            "mend that and run querist recruit send again; what was not sent stays in the outbox"
        );
    }
    if (told_.accepted == 0 && told_.refused >= refusals_at_first) {
        return failure(
            "mail.all-refused",
            fmt::format(
                "the first {} mails were all refused, the last with: {}",
                told_.refused,
                report.words
            ),
            "if that is the server's fault, mend it and take each back with querist recruit "
            "resolve --again; then run querist recruit send again"
        );
    }
    return kept;
}

/// Whether a refusal may say more of this sender than of the recipient: asked to sign in (RFC
/// 4954), or a matter of policy (RFC 3463, x.7.y), and nothing was accepted yet.
bool MailRun::doubts(const delivery::HandoverReport& report) const {
    if (told_.accepted > 0 || report.what != delivery::Handover::refused) return false;
    if (report.at_body) return false;
    constexpr std::array<int, 3> sign_in_first{530, 535, 538};
    const bool of_policy = report.status.size() > 2 && report.status.substr(1, 3) == ".7.";
    return of_policy || std::ranges::find(sign_in_first, report.reply) != sign_in_first.end();
}

}  // namespace querist::actions
