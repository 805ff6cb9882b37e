// Puts mails into the outbox: invitations, and reminders that are due. Each of a case's mails can
// stand there once, so running a command twice, or two at a time, queues nothing twice.

#include "actions/actions.hpp"
#include "actions/case_answers.hpp"
#include "actions/case_secrets.hpp"
#include "actions/identity_reference.hpp"
#include "actions/link_of_study.hpp"
#include "actions/mailed_cases.hpp"
#include "actions/mailing_life.hpp"
#include "actions/sampled_cases.hpp"
#include "actions/study_reference.hpp"

#include <algorithm>
#include <set>

namespace querist::actions {

namespace {

using recruitment::Progress;

/// A case's next mail, or why it gets none now.
struct NextMail {
    std::optional<int> number;
    enum class None {
        nothing_due,
        already,
        left_alone,
        no_address,
        quota_full
    } none = None::nothing_due;
};
using ChooseMail = std::function<NextMail(const MailedCase&, Progress)>;

struct QueueWork {
    const std::string& study;
    const instrument::Study& described;
    std::size_t reminders;
    const OpenedIdentity& identity;
    const std::string& link_key;
    CaseAnswers& answers;
    Instant now;
};

void count_unqueued(NextMail::None none, QueuedMails& told) {
    if (none == NextMail::None::left_alone) ++told.left_alone;
    if (none == NextMail::None::already) ++told.already;
    if (none == NextMail::None::no_address) ++told.no_address;
    if (none == NextMail::None::quota_full) ++told.quota_full;
}

/// The strata of which no more answers are wanted, by the wave in which a case was released.
class Unwanted {
public:
    Unwanted(CaseAnswers& answers, const instrument::Study& study)
        : main_(answers.closed_strata(study, WaveKind::main)),
          pilot_(answers.closed_strata(study, WaveKind::pilot)) {}

    [[nodiscard]] bool has(const store::FrameRow& frame, store::StratumId stratum, WaveKind kind)
        const {
        const ClosedStrata& closed = kind == WaveKind::pilot ? pilot_ : main_;
        return !closed.empty() && closed.contains(stratum_name(frame, stratum));
    }

private:
    ClosedStrata main_;
    ClosedStrata pilot_;
};

Result<QueuedMails> queue_in(const QueueWork& work, const ChooseMail& choose) {
    QueuedMails told{.study = work.study, .by_number = {}};
    told.by_number.resize(work.reminders + 1);
    const Unwanted unwanted(work.answers, work.described);
    const Result<void> done =
        work.identity.store->run([&](store::IdentityWork& open) -> Result<void> {
            const Result<store::FrameRow> frame = known_frame(open, work.study);
            if (!frame) return std::unexpected(frame.error());
            const std::set<int> pilots = pilot_waves(open, frame->id);
            const std::vector<store::PersonId> unreachable = open.people_without_address(frame->id);
            for (const MailedCase& one : mailed_cases(open, frame->id)) {
                const Digest key = respondent_key(work.link_key, work.study, one.row.public_id);
                const Progress progress = recruitment::progress_of(work.answers.events_of(key));
                const auto kind =
                    pilots.contains(one.row.wave.value_or(0)) ? WaveKind::pilot : WaveKind::main;
                const bool is_late = leaving_in(work.answers.life(), kind) == Leaving::never;
                NextMail next = recruitment::may_be_written(one.events) && !is_late
                                    ? choose(one, progress)
                                    : NextMail{{}, NextMail::None::left_alone};
                if (next.number && unwanted.has(*frame, one.row.stratum, kind)) {
                    next = {{}, NextMail::None::quota_full};
                }
                if (next.number && std::ranges::binary_search(unreachable, one.row.person)) {
                    next = {{}, NextMail::None::no_address};
                }
                if (next.number && open.outbox().queue_mail(one.row.id, *next.number, work.now)) {
                    ++told.queued;
                    ++told.by_number[static_cast<std::size_t>(*next.number)];
                } else {
                    count_unqueued(next.none, told);
                }
            }
            return {};
        });
    if (!done) return std::unexpected(done.error());
    return told;
}

enum class WhatLeaves { invitations, reminders };

Result<QueuedMails> queue_mails(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    Clock& clock,
    WhatLeaves what,
    const std::function<ChooseMail(const instrument::Recruitment&, Instant)>& chooser
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    const Result<const instrument::Recruitment*> by_mail = recruitment_by_mail(*study);
    if (!by_mail) return std::unexpected(by_mail.error());
    const instrument::Recruitment& recruitment = **by_mail;
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    const Result<std::string> link_key = link_of_study(data, study->id);
    if (!link_key) return std::unexpected(link_key.error());
    Result<CaseAnswers> answers = CaseAnswers::read(study_folder, study->id, data);
    if (!answers) return std::unexpected(answers.error());
    if (const auto may = may_queue(study->id, answers->life()); !may) {
        return std::unexpected(may.error());
    }
    if (what == WhatLeaves::invitations) {
        if (const auto may = may_invite(*study, answers->complete()); !may) {
            return std::unexpected(may.error());
        }
    }
    const Instant now = clock.now();
    return guarded([&] {
        return queue_in(
            {study->id, *study, recruitment.reminders.size(), *identity, *link_key, *answers, now},
            chooser(recruitment, now)
        );
    });
}

}  // namespace

Result<QueuedMails> queue_invitations(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, Clock& clock
) {
    return queue_mails(
        study_folder,
        data,
        clock,
        WhatLeaves::invitations,
        [](const instrument::Recruitment&, Instant) {
            return [](const MailedCase& one, Progress progress) -> NextMail {
                if (!one.mails.empty()) return {{}, NextMail::None::already};
                if (progress == Progress::ended) return {{}, NextMail::None::left_alone};
                return {recruitment::invitation_number};
            };
        }
    );
}

Result<QueuedMails> queue_reminders(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, Clock& clock
) {
    return queue_mails(
        study_folder,
        data,
        clock,
        WhatLeaves::reminders,
        [](const instrument::Recruitment& told, Instant now) {
            return [&told, now](const MailedCase& one, Progress progress) -> NextMail {
                if (progress == Progress::ended) return {{}, NextMail::None::left_alone};
                return {recruitment::due_reminder(told.reminders, one.mails, progress, now)};
            };
        }
    );
}

}  // namespace querist::actions
