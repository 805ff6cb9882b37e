// Asks the Hub about the accounts of a frame, one after the other, and sorts their owners into
// strata by what it says.

#include "actions/actions.hpp"
#include "actions/claimed_stratum.hpp"
#include "actions/identity_reference.hpp"
#include "actions/study_reference.hpp"
#include "delivery/delivery.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace querist::actions {

namespace {

using delivery::HubReply;
using instrument::FrameColumn;
using instrument::StratumClaim;
using store::LookupOutcome;

// How often in a row before a run ends; nothing is lost, and the next run goes on there.
constexpr int no_answers_most = 5;
constexpr int unclear_most = 3;
constexpr int busy_most = 5;
constexpr std::chrono::hours pause_most{1};
constexpr std::chrono::seconds first_pause{2};  ///< After no answer; doubled each time.

/// What the study wants to know of an account.
struct AccountWishes {
    std::vector<StratumClaim> rules;
    std::vector<FrameColumn> columns;  ///< Those that name a claim.
    std::set<std::string> members;     ///< Of an overview, that are kept.
};

std::string first_part(const std::string& claim) { return claim.substr(0, claim.find('.')); }

/// The claims of a column, which commas part.
std::vector<std::string> claims_of(const FrameColumn& column) {
    std::vector<std::string> claims;
    std::string_view rest = column.claim;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        if (const std::string_view one = trimmed(rest.substr(0, comma)); !one.empty()) {
            claims.emplace_back(one);
        }
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return claims;
}

Result<AccountWishes> wishes_of(const instrument::Study& study) {
    AccountWishes wanted;
    wanted.rules = instrument::lookup_rules(study);
    wanted.members = {"user", "isPro", "orgs"};
    const auto want = [&wanted](const std::string& claim) {
        wanted.members.insert(claim);
        wanted.members.insert(first_part(claim));
    };
    for (const StratumClaim& rule : wanted.rules) want(rule.claim);
    if (study.recruitment) {
        for (const FrameColumn& column : study.recruitment->columns) {
            if (column.claim.empty()) continue;
            wanted.columns.push_back(column);
            for (const std::string& claim : claims_of(column)) want(claim);
        }
    }
    if (!wanted.rules.empty() || !wanted.columns.empty()) return wanted;
    return failure(
        "lookup.nothing-wanted",
        "nothing of the study comes from an account, so nobody needs to be asked about",
        "say under the population's strata by what their accounts are known, as in claim: isPro",
        study.population ? study.population->place : Place{}
    );
}

/// What of an overview the study has a use for: the rest is not kept.
std::string kept_of(const nlohmann::json& overview, const AccountWishes& wanted) {
    nlohmann::json kept = nlohmann::json::object();
    for (const std::string& member : wanted.members) {
        const auto found = overview.find(member);
        if (found != overview.end()) kept[member] = *found;
    }
    return kept.dump();
}

/// Gives people what follows from their accounts, within a piece of work.
class AccountSorter {
public:
    AccountSorter(const AccountWishes& wanted, FrameLookup& told) : wanted_(wanted), told_(told) {}

    Result<void> sort(
        store::IdentityWork& work,
        store::FrameId frame,
        const store::AccountRow& account,
        const nlohmann::json& overview
    ) {
        const std::string stratum = claimed_stratum(wanted_.rules, overview);
        if (stratum.empty()) {
            if (!wanted_.rules.empty()) ++told_.no_rule;
        } else if (!account.drawn) {
            const store::StratumId id = work.add_stratum(frame, stratum);
            if (id != account.stratum) {
                work.move_to_stratum(account.person, id);
                ++told_.moved;
            }
        }
        return wanted_.columns.empty() ? Result<void>() : fill_columns(work, account, overview);
    }

private:
    Result<void> fill_columns(
        store::IdentityWork& work, const store::AccountRow& account, const nlohmann::json& overview
    ) {
        const Result<std::optional<store::PersonalFields>> known =
            work.personal_fields(account.person);
        if (!known) return std::unexpected(known.error());
        if (!*known) return {};
        store::PersonalFields fields = **known;
        for (const FrameColumn& column : wanted_.columns) {
            std::vector<std::string> texts;
            for (const std::string& claim : claims_of(column)) {
                for (std::string& text : claimed_texts(claim, overview)) {
                    // It is to stand in a mail, which a line end could end.
                    if (!has_control(text)) texts.push_back(std::move(text));
                }
            }
            put(fields, column.id, fmt::format("{}", fmt::join(texts, ", ")));
        }
        if (fields != **known) work.change_fields(account.person, fields);
        return {};
    }

    static void put(store::PersonalFields& fields, const std::string& name, std::string text) {
        const bool fits = code_points(text) <= recruitment::placeholder_characters_max;
        std::erase_if(fields.further, [&](const auto& one) { return one.first == name; });
        if (!text.empty() && fits) fields.further.emplace_back(name, std::move(text));
        std::ranges::sort(fields.further);
    }

    const AccountWishes& wanted_;
    FrameLookup& told_;
};

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

/// One run over the accounts of a frame.
class LookupRun {
public:
    LookupRun(
        const AccountWishes& wishes,
        store::IdentityStore& identity,
        store::FrameId frame,
        const delivery::Hub& hub,
        Clock& clock,
        const std::function<void(Instant)>& wait
    )
        : wishes_(wishes),
          sorter_(wishes, told_),
          identity_(identity),
          frame_(frame),
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

    [[nodiscard]] Result<std::optional<std::string>> account_of(store::PersonId person);
    /// Empty: the run ends.
    [[nodiscard]] std::optional<HubReply> answer_about(const std::string& account);
    [[nodiscard]] Result<void> keep(const store::AccountRow& account, const HubReply& reply);
    [[nodiscard]] Goes take_unclear(const HubReply& reply);
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
};

Result<void> LookupRun::begin(std::optional<Instant> since) {
    std::vector<store::AccountRow> answered;
    identity_.view()->each_account(frame_, [&](const store::AccountRow& row) {
        const bool holds = row.looked_up && (!since || row.looked_up->at >= *since);
        (holds ? answered : to_ask_).push_back(row);
    });
    // Whoever was never asked about first, then the oldest answers.
    std::ranges::sort(to_ask_, {}, [](const store::AccountRow& row) {
        return std::pair(row.looked_up ? row.looked_up->at : Instant::min(), row.person);
    });
    told_.before = static_cast<std::int64_t>(answered.size());
    told_.accounts = told_.before + static_cast<std::int64_t>(to_ask_.size());
    if (answered.empty()) return {};
    return identity_.run([&](store::IdentityWork& work) -> Result<void> {
        for (const store::AccountRow& row : answered) {
            const Result<std::optional<std::string>> kept = work.lookup_answer(row.person);
            if (!kept) return std::unexpected(kept.error());
            if (!*kept) continue;
            const nlohmann::json overview = nlohmann::json::parse(**kept, nullptr, false);
            if (!overview.is_object()) continue;
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
            if (++no_answers == no_answers_most) {
                stop(
                    "hub.no-answer",
                    fmt::format("asked {} times in a row: {}", no_answers, reply.trouble),
                    "see that this machine reaches the Hub and run the command again: it goes on "
                    "where it ended"
                );
                return std::nullopt;
            }
            reply.pause = std::max(reply.pause, longer);
            longer *= 2;
        }
        if (rest(reply.pause) == Goes::no_further) return std::nullopt;
    }
}

LookupRun::Goes LookupRun::take_unclear(const HubReply& reply) {
    ++told_.unclear;
    if (++unclear_in_row_ < unclear_most) return Goes::on;
    return stop(
        "hub.shape",
        fmt::format("{} answers in a row were not understood: {}", unclear_in_row_, reply.trouble),
        "compare the answer with docs/recruiting.md: the Hub's interface may have changed, or "
        "--hub "
        "names another server"
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
    }
}

Result<void> LookupRun::keep(const store::AccountRow& account, const HubReply& reply) {
    const std::optional<LookupOutcome> outcome = outcome_of(reply.what);
    if (!outcome) return {};
    const std::string kept = reply.overview ? kept_of(*reply.overview, wishes_) : std::string();
    count(*outcome);
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
        if (!reply) return {};
        pause_ = reply->pause;
        if (reply->what == HubReply::What::not_understood) {
            if (take_unclear(*reply) == Goes::no_further) return {};
            continue;
        }
        unclear_in_row_ = 0;
        if (Result<void> kept = keep(one, *reply); !kept) return kept;
        --told_.left;
        if (progress) progress(++done);
    }
    return {};
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
    const std::unique_ptr<delivery::HttpClient> client = delivery::make_http_client();
    const Result<delivery::Hub> hub = delivery::Hub::at(options.hub, *client);
    if (!hub) return std::unexpected(hub.error());
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    std::optional<Instant> since;
    if (options.older_than_days) {
        since = clock.now() - std::chrono::days(*options.older_than_days);
    }
    return guarded([&]() -> Result<FrameLookup> {
        const Result<store::FrameRow> frame = known_frame(*identity->store->view(), study->id);
        if (!frame) return std::unexpected(frame.error());
        LookupRun run(*wishes, *identity->store, frame->id, *hub, clock, wait);
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
