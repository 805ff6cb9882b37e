// Asks the Hub about the accounts of a frame, one after the other, and sorts their owners into
// strata by what it says.

#include "actions/account_sorter.hpp"
#include "actions/actions.hpp"
#include "actions/identity_reference.hpp"
#include "actions/kept_overview.hpp"
#include "actions/outbox_lock.hpp"
#include "actions/study_reference.hpp"
#include "delivery/delivery.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>
#include <utility>

namespace querist::actions {

namespace {

using delivery::HubReply;
using store::LookupOutcome;

// How often in a row before a run ends; nothing is lost, and the next run goes on there.
constexpr int no_answers_most = 5;
constexpr int silent_accounts_most = 2;  ///< Of which the Hub gave no answer so often.
constexpr int unclear_most = 5;
constexpr int refused_most = 5;
constexpr int busy_most = 5;
constexpr std::chrono::hours pause_most{1};
constexpr std::chrono::seconds first_pause{2};  ///< After no answer; doubled each time.

std::optional<LookupOutcome> outcome_of(HubReply::What what) {
    switch (what) {
        case HubReply::What::known:
            return LookupOutcome::known;
        case HubReply::What::renamed:
            return LookupOutcome::renamed;
        case HubReply::What::unknown:
            return LookupOutcome::unknown;
        case HubReply::What::refused:
            return LookupOutcome::refused;
        case HubReply::What::busy:
        case HubReply::What::not_understood:
        case HubReply::What::no_answer:
            return std::nullopt;
    }
    return std::nullopt;
}

/// An object, empty where nothing can be read.
nlohmann::json parsed_kept(const std::string& kept) {
    nlohmann::json overview = nlohmann::json::parse(kept, nullptr, false);
    return overview.is_object() ? overview : nlohmann::json::object();
}

/// One run over the accounts of a frame.
class LookupRun {
public:
    LookupRun(
        const AccountWishes& wishes,
        store::IdentityStore& identity,
        const store::FrameRow& frame,
        const delivery::Hub& hub,
        Clock& clock,
        const std::function<void(Instant)>& wait
    )
        : wishes_(wishes),
          sorter_(wishes, frame.strata, told_),
          identity_(identity),
          frame_(frame.id),
          hub_(hub),
          clock_(clock),
          wait_(wait) {}

    /// Sorts those who were answered, from `since` on if there is one, by what is kept of it; the
    /// others are to be asked about.
    Result<void> begin(std::optional<Instant> since);
    /// Asks about the others until all are answered or the run has to end.
    Result<void> ask_all(const std::function<void(std::int64_t)>& progress);

    [[nodiscard]] FrameLookup& told() { return told_; }

private:
    enum class Goes { on, no_further };
    struct Unkept {
        store::AccountRow account;
        HubReply reply;
    };

    [[nodiscard]] Result<std::optional<std::string>> account_of(store::PersonId person);
    /// Empty: the run ends.
    [[nodiscard]] std::optional<HubReply> answer_about(const std::string& account);
    [[nodiscard]] Result<void> keep(const store::AccountRow& account, const HubReply& reply);
    [[nodiscard]] Result<Goes> take(const store::AccountRow& account, const HubReply& reply);
    [[nodiscard]] Result<Goes> set_aside(const store::AccountRow& account, const HubReply& reply);
    /// Keeps what was held back until the Hub was known to answer us at all.
    [[nodiscard]] Result<void> keep_held_back(bool answers_us);
    [[nodiscard]] Goes rest(std::chrono::seconds pause);
    Goes stop(std::string code, std::string message, std::string cure);
    void count(LookupOutcome outcome);

    const AccountWishes& wishes_;
    FrameLookup told_;
    AccountSorter sorter_;
    store::IdentityStore& identity_;
    store::FrameId frame_;
    const delivery::Hub& hub_;
    Clock& clock_;
    const std::function<void(Instant)>& wait_;
    std::vector<store::AccountRow> to_ask_;
    std::chrono::seconds pause_{0};  ///< Before the next question.
    int unclear_in_row_ = 0;
    int silent_in_row_ = 0;
    bool answers_us_ = false;        ///< It told something of some account.
    std::vector<Unkept> held_back_;  ///< "No such account", "not to you": perhaps to everybody.
};

Result<void> LookupRun::begin(std::optional<Instant> since) {
    std::vector<store::AccountRow> answered;
    const std::unique_ptr<store::IdentityView> view = identity_.view();
    std::vector<store::AccountRow> accounts;
    view->each_account(frame_, [&](const store::AccountRow& row) { accounts.push_back(row); });
    for (const store::AccountRow& row : accounts) {
        const bool is_answer = row.looked_up && row.looked_up->outcome != LookupOutcome::unclear;
        bool holds = is_answer && (!since || row.looked_up->at >= *since);
        if (holds) {
            const Result<std::optional<std::string>> kept = view->lookup_answer(row.person);
            if (!kept) return std::unexpected(kept.error());
            // The study may want more by now than was kept then.
            holds = !*kept || tells_all(parsed_kept(**kept), wishes_.claims);
        }
        (holds ? answered : to_ask_).push_back(row);
    }
    // Whoever was never asked about first, then the oldest answers, then those who gave none.
    std::ranges::sort(to_ask_, {}, [](const store::AccountRow& row) {
        const bool is_unclear = row.looked_up && row.looked_up->outcome == LookupOutcome::unclear;
        const Instant at = row.looked_up ? row.looked_up->at : Instant::min();
        return std::tuple(is_unclear, at, row.person);
    });
    told_.before = static_cast<std::int64_t>(answered.size());
    told_.accounts = told_.before + static_cast<std::int64_t>(to_ask_.size());
    if (answered.empty()) return {};
    return identity_.run([&](store::IdentityWork& work) -> Result<void> {
        for (const store::AccountRow& row : answered) {
            const Result<std::optional<std::string>> kept = work.lookup_answer(row.person);
            if (!kept) return std::unexpected(kept.error());
            if (!*kept) continue;
            const nlohmann::json overview = parsed_kept(**kept);
            if (overview.empty()) continue;
            if (Result<void> sorted = sorter_.sort(work, frame_, row, overview); !sorted) {
                return sorted;
            }
        }
        return {};
    });
}

Result<std::optional<std::string>> LookupRun::account_of(store::PersonId person) {
    const Result<std::optional<store::PersonalFields>> fields =
        identity_.view()->personal_fields(person);
    if (!fields) return std::unexpected(fields.error());
    if (!*fields) return std::nullopt;
    return (*fields)->account;
}

LookupRun::Goes LookupRun::stop(std::string code, std::string message, std::string cure) {
    told_.stopped = failure(std::move(code), std::move(message), std::move(cure)).error();
    return Goes::no_further;
}

LookupRun::Goes LookupRun::rest(std::chrono::seconds pause) {
    if (pause.count() == 0) return Goes::on;
    if (pause > pause_most) {
        return stop(
            "hub.busy",
            fmt::format("the Hub asks to be left alone for {} minutes", pause.count() / 60),
            "run the command again then: it goes on where it ended"
        );
    }
    wait_(clock_.now() + pause);
    return Goes::on;
}

std::optional<HubReply> LookupRun::answer_about(const std::string& account) {
    std::chrono::seconds longer = first_pause;
    int no_answers = 0;
    int busy = 0;
    for (;;) {
        HubReply reply = hub_.overview(account, clock_.now());
        if (outcome_of(reply.what) || reply.what == HubReply::What::not_understood) return reply;
        if (reply.what == HubReply::What::busy) {
            if (++busy == busy_most) {
                stop(
                    "hub.busy",
                    fmt::format("the Hub refused {} times in a row: {}", busy, reply.trouble),
                    "run the command again later: it goes on where it ended"
                );
                return std::nullopt;
            }
        } else {
            if (++no_answers == no_answers_most) return reply;
            reply.pause = std::max(reply.pause, longer);
            longer *= 2;
        }
        if (rest(reply.pause) == Goes::no_further) return std::nullopt;
    }
}

Result<LookupRun::Goes> LookupRun::set_aside(
    const store::AccountRow& account, const HubReply& reply
) {
    ++told_.unclear;
    const bool has_answer =
        account.looked_up && account.looked_up->outcome != LookupOutcome::unclear;
    if (!has_answer) {
        const Result<void> noted = identity_.run([&](store::IdentityWork& work) -> Result<void> {
            const Result<std::optional<store::PersonalFields>> known =
                work.personal_fields(account.person);
            if (!known) return std::unexpected(known.error());
            if (*known) work.note_lookup(account.person, LookupOutcome::unclear, "", clock_.now());
            return {};
        });
        if (!noted) return std::unexpected(noted.error());
    }
    if (reply.what == HubReply::What::no_answer) {
        if (++silent_in_row_ < silent_accounts_most) return Goes::on;
        return stop(
            "hub.no-answer",
            fmt::format(
                "asked {} times in a row about each of {} accounts: {}",
                no_answers_most,
                silent_in_row_,
                reply.trouble
            ),
            "see that this machine reaches the Hub and run the command again: it goes on where it "
            "ended"
        );
    }
    if (++unclear_in_row_ < unclear_most) return Goes::on;
    return stop(
        "hub.shape",
        fmt::format("{} answers in a row were not understood: {}", unclear_in_row_, reply.trouble),
        "compare the answer with docs/recruiting.md: the Hub's interface may have changed, or "
        "--hub names another server"
    );
}

Result<void> LookupRun::keep_held_back(bool answers_us) {
    for (const Unkept& one : held_back_) {
        const bool has_answer = one.account.looked_up.has_value() &&
                                one.account.looked_up->outcome != LookupOutcome::unclear;
        // Perhaps the Hub says so to everybody: what was known before is worth more.
        if (!answers_us && has_answer) continue;
        if (Result<void> kept = keep(one.account, one.reply); !kept) return kept;
    }
    held_back_.clear();
    return {};
}

Result<LookupRun::Goes> LookupRun::take(const store::AccountRow& account, const HubReply& reply) {
    using enum HubReply::What;
    if (reply.what == not_understood || reply.what == no_answer) return set_aside(account, reply);
    unclear_in_row_ = silent_in_row_ = 0;
    const bool tells = reply.what == known || reply.what == renamed;
    answers_us_ = answers_us_ || tells;
    if (reply.what != refused && answers_us_) {
        Result<void> kept = keep_held_back(true);
        if (kept) kept = keep(account, reply);
        if (!kept) return std::unexpected(kept.error());
        return Goes::on;
    }
    held_back_.push_back({account, reply});
    if (held_back_.size() < refused_most) return Goes::on;
    held_back_.clear();
    return stop(
        "hub.refuses",
        fmt::format(
            "the Hub refuses us: of {} accounts in a row it says that they do not exist, or that "
            "it "
            "does not tell",
            refused_most
        ),
        "see whether --hub is right and the Hub lets this machine ask; nothing of these answers "
        "was "
        "kept"
    );
}

void LookupRun::count(LookupOutcome outcome) {
    switch (outcome) {
        case LookupOutcome::known:
            ++told_.known;
            break;
        case LookupOutcome::renamed:
            ++told_.renamed;
            break;
        case LookupOutcome::unknown:
            ++told_.unknown;
            break;
        case LookupOutcome::refused:
            ++told_.refused;
            break;
        case LookupOutcome::unclear:
            break;  // Counted where it is set aside.
    }
}

Result<void> LookupRun::keep(const store::AccountRow& account, const HubReply& reply) {
    const std::optional<LookupOutcome> outcome = outcome_of(reply.what);
    if (!outcome) return {};
    const std::string kept =
        reply.overview ? kept_overview(*reply.overview, wishes_.claims) : std::string();
    count(*outcome);
    --told_.left;
    return identity_.run([&](store::IdentityWork& work) -> Result<void> {
        const Result<std::optional<store::PersonalFields>> known =
            work.personal_fields(account.person);
        if (!known) return std::unexpected(known.error());
        if (!*known) return {};  // Forgotten while the Hub was asked: nothing is kept.
        work.note_lookup(account.person, *outcome, kept, clock_.now());
        if (!reply.overview) return {};
        store::AccountRow now = account;
        now.drawn = work.case_of(account.person).has_value();
        return sorter_.sort(work, frame_, now, *reply.overview);
    });
}

Result<void> LookupRun::ask_all(const std::function<void(std::int64_t)>& progress) {
    told_.left = static_cast<std::int64_t>(to_ask_.size());
    std::int64_t done = 0;
    for (const store::AccountRow& one : to_ask_) {
        const Result<std::optional<std::string>> account = account_of(one.person);
        if (!account) return std::unexpected(account.error());
        if (!*account) {
            --told_.left;
            continue;
        }
        if (rest(pause_) == Goes::no_further) return {};
        const std::optional<HubReply> reply = answer_about(**account);
        if (!reply) return keep_held_back(answers_us_);
        pause_ = reply->pause;
        const Result<Goes> goes = take(one, *reply);
        if (!goes) return std::unexpected(goes.error());
        if (*goes == Goes::no_further) return {};
        if (progress) progress(++done);
    }
    if (!answers_us_ && silent_in_row_ > 0) {
        stop(
            "hub.no-answer",
            "the Hub gave no answer",
            "see that this machine reaches the Hub and run the command again"
        );
    }
    return keep_held_back(answers_us_);
}

}  // namespace

Result<FrameLookup> lookup_frame(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const LookupOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(Instant)>& wait,
    const std::function<void(std::int64_t done)>& progress
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    const Result<AccountWishes> wishes = wishes_of(*study);
    if (!wishes) return std::unexpected(wishes.error());
    if (Result<void> possible = delivery::http_is_possible(); !possible) {
        return std::unexpected(possible.error());
    }
    const std::unique_ptr<delivery::HttpClient> client = delivery::make_http_client();
    const Result<delivery::Hub> hub = delivery::Hub::at(options.hub, *client);
    if (!hub) return std::unexpected(hub.error());
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    const Result<OutboxLock> lock = OutboxLock::take_lookup(data);
    if (!lock) return std::unexpected(lock.error());
    std::optional<Instant> since;
    if (options.older_than_days) {
        since = clock.now() - std::chrono::days(*options.older_than_days);
    }
    return guarded([&]() -> Result<FrameLookup> {
        const Result<store::FrameRow> frame = known_frame(*identity->store->view(), study->id);
        if (!frame) return std::unexpected(frame.error());
        LookupRun run(*wishes, *identity->store, *frame, *hub, clock, wait);
        run.told().study = study->id;
        Result<void> went = run.begin(since);
        if (went) went = run.ask_all(progress);
        if (!went) return std::unexpected(went.error());
        const Result<store::FrameRow> after = known_frame(*identity->store->view(), study->id);
        if (!after) return std::unexpected(after.error());
        for (const store::StratumRow& one : after->strata) {
            run.told().strata.push_back({one.name, one.people});
        }
        return run.told();
    });
}

}  // namespace querist::actions
