// Sends what stands in the outbox, in the order in which it may leave.

#include "actions/departure_board.hpp"
#include "actions/link_of_study.hpp"
#include "actions/mail_run.hpp"
#include "actions/mail_server_of.hpp"
#include "actions/mailed_cases.hpp"
#include "actions/mailing_life.hpp"
#include "actions/outbox_lock.hpp"
#include "actions/study_reference.hpp"

namespace querist::actions {

namespace {

/// The plan on a board; both must outlive it.
DepartureBoard board_of(MailRun& run, const std::vector<MailRun::Planned>& plan) {
    std::vector<DepartureBoard::Mail> mails;
    mails.reserve(plan.size());
    for (const MailRun::Planned& one : plan) mails.push_back({one.domain, one.earliest});
    return {
        mails,
        {.domain_open_at = [&](std::size_t i) { return run.domain_open_at(plan[i]); },
         .allowed_at = [&](std::size_t i) { return run.allowed_at(plan[i]); }}
    };
}

struct SendWork {
    MailRun& run;
    const std::filesystem::path& study_folder;
    const std::filesystem::path& data;
    const std::string& study;
    SendUntil until;
    Clock& clock;
    const std::function<void(Instant)>& wait;
    const std::function<void(std::int64_t)>& progress;
};

/// What is left when a run ends.
void tell_rest(DepartureBoard& board, std::int64_t held, SentMails& told) {
    told.left = board.left() + held;
    if (const std::optional<Departure> next = board.next()) told.next = next->at;
}

Result<void> send_planned(const SendWork& work, std::vector<MailRun::Planned> plan) {
    Result<CaseAnswers> answers = CaseAnswers::read(work.study_folder, work.study, work.data);
    if (!answers) return std::unexpected(answers.error());
    if (const auto may = may_send(work.study, answers->life()); !may) {
        return std::unexpected(may.error());
    }
    DepartureBoard board = board_of(work.run, plan);
    answers->let_go();
    std::int64_t done = 0;
    while (const std::optional<Departure> next = board.next()) {
        if (next->at > work.clock.now()) {
            if (work.until == SendUntil::nothing_is_due) break;
            work.wait(next->at);
            // What a report makes of unfinished responses changes with time.
            answers = CaseAnswers::read(work.study_folder, work.study, work.data);
            if (!answers) return std::unexpected(answers.error());
            answers->let_go();
        }
        MailRun::Planned& planned = plan[next->position];
        const Result<std::optional<Instant>> again = work.run.send(planned, *answers);
        if (!again) {
            work.run.told().stopped = again.error();
            break;
        }
        if (*again) {
            ++planned.mail.attempts;
            planned.earliest = **again;
        }
        board.take(*next, *again);
        work.progress(++done);
    }
    tell_rest(board, work.run.held(), work.run.told());
    SentMails& told = work.run.told();
    if (!told.stopped) told.stopped = work.run.doubt();
    return {};
}

}  // namespace

Result<SentMails> send_mails(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const MailingOptions& options,
    SendUntil until,
    Clock& clock,
    RandomSource& random,
    const std::function<void(Instant)>& wait,
    const std::function<void(std::int64_t done)>& progress
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    const Result<const instrument::Recruitment*> recruitment = recruitment_by_mail(*study);
    if (!recruitment) return std::unexpected(recruitment.error());
    Result<std::string> links = link_start(options.address);
    if (!links) return std::unexpected(links.error());
    const Result<std::unique_ptr<delivery::MailServer>> server = mail_server_of(options);
    if (!server) return std::unexpected(server.error());
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    const Result<std::string> link_key = link_of_study(data, study->id);
    if (!link_key) return std::unexpected(link_key.error());
    const Result<OutboxLock> lock = OutboxLock::take(data);
    if (!lock) return std::unexpected(lock.error());
    Result<LetterWriter> writer = LetterWriter::of(*study);
    if (!writer) return std::unexpected(writer.error());
    return guarded([&]() -> Result<SentMails> {
        const Result<store::FrameRow> frame = known_frame(*identity->store->view(), study->id);
        if (!frame) return std::unexpected(frame.error());
        MailRun run(
            *study, **recruitment, *identity, frame->id, *link_key, *writer, **server, *links, clock
        );
        run.told().study = study->id;
        if (Result<void> aside = run.set_aside_unfinished(); !aside) {
            return std::unexpected(aside.error());
        }
        Result<std::vector<MailRun::Planned>> plan = run.plan();
        if (!plan) return std::unexpected(plan.error());
        const SendWork work{run, study_folder, data, study->id, until, clock, wait, progress};
        if (Result<void> sent = send_planned(work, *std::move(plan)); !sent) {
            return std::unexpected(sent.error());
        }
        return run.told();
    });
}

}  // namespace querist::actions
