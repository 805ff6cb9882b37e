#include "actions/case_secrets.hpp"
#include "actions/entry_tickets.hpp"
#include "actions/kept_moments.hpp"
#include "actions/life.hpp"
#include "actions/link_of_study.hpp"
#include "actions/record.hpp"
#include "actions/reward_places.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace querist::actions {

namespace {

store::NewResponse new_response(
    const Served& study, const FieldedVersion& fielded, response::Origin origin, PublicId id
) {
    store::NewResponse response;
    response.study = study.row;
    response.version = fielded.row;
    response.version_hash = fielded.study->version;
    response.origin = origin;
    response.public_id = id;
    return response;
}

/// Of the start key, so that a second click gets the same one.
Secret secret_of(WriterSide& writer, const ConsentAnswer& answer) {
    return answer.start_key ? secret_begun_with(*answer.start_key)
                            : random_id(writer.random).text();
}

/// Within this time a second press of the same button is an impatient click. Later the key of the
/// asking is no way into a response: it may be another person's browser by then.
constexpr auto second_click_time = std::chrono::minutes(1);

/// Where the moment is not kept, a response that nothing was answered in shows nobody anything.
bool is_second_click(const Session& session, Instant received) {
    if (admits_by_ticket(*session.study)) {
        const auto saved = [](int revision) { return revision > 0; };
        return std::ranges::none_of(session.folded.state.page_revisions, saved);
    }
    const std::optional<Instant> begun = session.folded.times.started;
    return begun && std::chrono::abs(received - *begun) <= second_click_time;
}

/// What came with the link; the stratum is the proved one, whatever the address says.
response::Form admitted_link(
    const WriterSide& writer, const instrument::Study& study, const ConsentAnswer& answer
) {
    const std::string_view kept_in = instrument::stratum_field_of(study);
    if (kept_in.empty() || writer.intake == Intake::synthetic) return answer.link;
    response::Form link = answer.link;
    std::erase_if(link, [&](const auto& field) {
        // A value that was refused stands behind an empty name.
        return (field.first.empty() ? field.second : field.first) == kept_in;
    });
    if (answer.entrant && !answer.entrant->stratum.empty()) {
        link.emplace_back(kept_in, answer.entrant->stratum);
    }
    return link;
}

/// The response that somebody known has begun or given, as a beginning.
Result<std::optional<Started>> begun_before(
    WriterSide& writer,
    store::Transaction& transaction,
    const ConsentAnswer& answer,
    const Digest& key,
    const Secret& secret
) {
    if (!transaction.response_by_respondent_key(answer.study->row, key)) return std::nullopt;
    Result<Session*> found =
        writer.sessions.find(transaction, writer.versions, answer.study->row, sha256(secret));
    if (!found) return std::unexpected(found.error());
    Started started{secret, std::nullopt};
    if (*found == nullptr) return started;  // under another link key: its page says what is left
    const Session& session = **found;
    if (session.row.status == response::Status::in_progress) {
        started.page = response::next_page(*session.study, session.folded.state.answers, -1);
        started.again = true;
    }
    return started;
}

/// The response that the first of two clicks began, when it was just now.
Result<std::optional<Started>> begun_just_now(
    WriterSide& writer,
    store::Transaction& transaction,
    const ConsentAnswer& answer,
    const Secret& secret
) {
    Result<Session*> found =
        writer.sessions.find(transaction, writer.versions, answer.study->row, sha256(secret));
    if (!found) return std::unexpected(found.error());
    if (*found == nullptr) return std::nullopt;
    const Session& session = **found;
    if (!is_second_click(session, answer.received)) return std::nullopt;
    Started started{secret, std::nullopt};
    if (session.row.status == response::Status::in_progress) {
        started.page = response::next_page(*session.study, session.folded.state.answers, -1);
    }
    return started;
}

/// Stores nothing but the fact, and of its time the day: no language, and no secret that could lead
/// back to it.
Result<ConsentOutcome> record_refusal(
    WriterSide& writer,
    store::Transaction& transaction,
    const ConsentAnswer& answer,
    response::Origin origin
) {
    const std::shared_ptr<const FieldedVersion> fielded = answer.study->fielded.load();
    const std::shared_ptr<const instrument::Study>& study = fielded->study;
    store::NewResponse response =
        new_response(*answer.study, *fielded, origin, random_id(writer.random));
    // Of somebody with a personal link it is known who refused, so that nobody is asked again; of
    // everybody else not even that.
    const bool is_sampled = answer.entrant && answer.entrant->entry == Entry::invitation;
    if (is_sampled) {
        response.respondent_key =
            refusal_key(respondent_key_in(origin, answer.entrant->respondent));
        response.resume_hash = sha256({"refused\n", response.respondent_key->view()});
        if (transaction.response_by_respondent_key(response.study, *response.respondent_key)) {
            return Refused{};
        }
    } else if (answer.start_key) {
        response.resume_hash = sha256({"refused\n", answer.start_key->view()});
    } else {
        writer.random.fill(response.resume_hash.bytes);
    }
    if (!is_sampled && answer.start_key &&
        transaction.response_by_resume_hash(answer.study->row, response.resume_hash)) {
        return Refused{};
    }
    Result<store::ResponseRow> row = transaction.start_response(response);
    if (!row) return std::unexpected(row.error());
    Session session{*row, study, fresh_fold(*study)};
    const Instant day = std::chrono::floor<std::chrono::days>(answer.received);
    const Result<void> recorded = record_consent(writer, transaction, session, false, day);
    if (!recorded) return std::unexpected(recorded.error());
    return Refused{};
}

/// Decided where responses begin one after the other, so that no two take the same place.
void assign_arms(
    WriterSide& writer,
    store::Transaction& transaction,
    const Session& session,
    response::Given& given
) {
    const instrument::Study& study = *session.study;
    for (int i = 0; i < response::given_items(study); ++i) {
        const instrument::Item& item = study.items[static_cast<std::size_t>(i)];
        if (item.source != instrument::Source::assignment) continue;
        const std::vector<instrument::Option>& arms = instrument::options_of(item.kind);
        std::vector<std::int64_t> assigned(arms.size(), 0);
        for (const store::ArmCount& count :
             transaction.arm_counts(session.row.study, session.row.origin, item.id)) {
            const auto arm = std::ranges::find(arms, count.arm, &instrument::Option::code);
            if (arm == arms.end()) continue;  // of an earlier version
            assigned[static_cast<std::size_t>(arm - arms.begin())] = count.count;
        }
        response::assign_arm(study, i, assigned, writer.random, given);
    }
    keep_arms(transaction, session.row, study, given.answers);
}

/// Notes what is to be known of how a response came.
Result<void> record_flag(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    std::string_view flag,
    Instant at
) {
    if (flag.empty()) return {};
    const nlohmann::json body = response::flag_body(flag, at);
    Result<void> recorded = record(
        writer,
        transaction,
        session,
        response::EntryKind::flag,
        canonical_json(body),
        session.row.status
    );
    if (!recorded) return recorded;
    return fold_entry(*session.study, session.folded, response::EntryKind::flag, body);
}

/// Whether somebody who came by the open link lacks the work that is asked for there. A made-up
/// respondent says so.
bool lacks_work(WriterSide& writer, const instrument::Study& study, const ConsentAnswer& answer) {
    if (!study.screening || !study.screening->demands_work() || answer.entrant) return false;
    if (writer.intake == Intake::synthetic) return !answer.flag.empty() && answer.work.empty();
    return !writer.work.spend(answer.study->id, answer.work, answer.received);
}

/// Flags one that began before; one that was withdrawn since has nothing left to flag.
Result<void> flag_earlier(
    WriterSide& writer,
    store::Transaction& transaction,
    const ConsentAnswer& answer,
    const Digest& secret,
    std::string_view flag
) {
    Result<Session*> found =
        writer.sessions.find(transaction, writer.versions, answer.study->row, secret);
    if (!found) return std::unexpected(found.error());
    Session* const session = *found;
    const bool stands = session != nullptr && session->row.status != response::Status::withdrawn;
    if (!stands) return {};
    Result<void> recorded = record_flag(
        writer,
        transaction,
        *session,
        flag,
        kept_moment(*session->study, session->folded.times, answer.received)
    );
    if (!recorded) {
        writer.sessions.drop(secret);
        return recorded;
    }
    project(transaction, *session);
    return {};
}

/// Flags a response and those before it, where so many began from one network that it is a burst.
/// Who has a personal link is known, and counts for none.
Result<void> watch_for_bursts(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    const ConsentAnswer& answer,
    const Digest& own_secret
) {
    const auto& plan = session.study->screening;
    if (!plan || plan->points_of(instrument::Signal::burst) == 0) return {};
    const bool by_ticket = answer.entrant && answer.entrant->entry == Entry::ticket;
    const bool has_link = answer.entrant && answer.entrant->entry == Entry::invitation;
    // Tickets are of people with personal links where nobody can sign in.
    const bool invited =
        has_link || (by_ticket && instrument::sign_in_of(*session.study) == nullptr);
    if (invited) return {};
    const BurstWatch::Burst burst = writer.bursts.begun(
        answer.study->row,
        answer.network,
        own_secret,
        plan->burst_size,
        answer.received,
        writer.random
    );
    const std::string flag = screening::burst_flag(burst.size);
    const Instant at = kept_moment(*session.study, session.folded.times, answer.received);
    for (const Digest& secret : burst.responses) {
        Result<void> flagged = secret == own_secret
                                   ? record_flag(writer, transaction, session, flag, at)
                                   : flag_earlier(writer, transaction, answer, secret, flag);
        if (!flagged) return flagged;
    }
    return {};
}

/// Takes a place in the budget for whoever begins now; false when nobody begins without one. The
/// housekeeper counts them anew every minute.
bool takes_place(Served& served, const instrument::Study& study, response::Origin origin) {
    if (origin != response::Origin::real && origin != response::Origin::pilot) return true;
    std::int64_t left = served.reward_places.load();
    if (left == reward_places_unbounded) return true;
    if (left == 0) return newcomers_without_places(study) != Newcomers::none;
    served.reward_places.store(left - 1);
    return true;
}

/// The beginning of a response whose asking tells it from others: by chance, so that nothing that
/// is stored elsewhere leads to its secret.
struct FreshBeginning {
    Secret secret;
    std::optional<Started> begun = std::nullopt;  ///< By the first of two clicks.
};
Result<FreshBeginning> fresh_beginning(
    WriterSide& writer, store::Transaction& transaction, const ConsentAnswer& answer
) {
    Secret secret = secret_of(writer, answer);
    const bool known =
        answer.start_key &&
        transaction.response_by_resume_hash(answer.study->row, sha256(secret)).has_value();
    if (!known) return FreshBeginning{std::move(secret)};
    Result<std::optional<Started>> begun = begun_just_now(writer, transaction, answer, secret);
    if (!begun) return std::unexpected(begun.error());
    if (*begun) return FreshBeginning{std::move(secret), std::move(*begun)};
    return FreshBeginning{random_id(writer.random).text()};
}

Result<ConsentOutcome> start(
    WriterSide& writer,
    store::Transaction& transaction,
    const ConsentAnswer& answer,
    response::Origin origin
) {
    const std::shared_ptr<const FieldedVersion> fielded = answer.study->fielded.load();
    const std::shared_ptr<const instrument::Study>& study = fielded->study;
    store::NewResponse response =
        new_response(*answer.study, *fielded, origin, random_id(writer.random));
    const bool by_ticket = answer.entrant && answer.entrant->entry == Entry::ticket;
    Secret secret;
    if (answer.entrant && !by_ticket) {
        const Digest key = respondent_key_in(origin, answer.entrant->respondent);
        const Result<std::string> link_key = link_of_study(writer.data, answer.study->id);
        if (!link_key) return std::unexpected(link_key.error());
        secret = resume_secret(*link_key, key);
        Result<std::optional<Started>> begun =
            begun_before(writer, transaction, answer, key, secret);
        if (!begun) return std::unexpected(begun.error());
        if (*begun) return **begun;
        response.respondent_key = key;
    } else {
        Result<FreshBeginning> fresh = fresh_beginning(writer, transaction, answer);
        if (!fresh) return std::unexpected(fresh.error());
        if (fresh->begun) return std::move(*fresh->begun);
        secret = std::move(fresh->secret);
    }
    if (by_ticket) {
        response.respondent_key = respondent_key_in(origin, answer.entrant->respondent);
        if (transaction.response_by_respondent_key(response.study, *response.respondent_key)) {
            return TicketSpent{};
        }
    }
    if (!takes_place(*answer.study, *study, origin)) return NotTaking{Life::paused};
    response.resume_hash = sha256(secret);
    Result<store::ResponseRow> row = transaction.start_response(response);
    if (!row) return std::unexpected(row.error());
    Session session{*row, study, fresh_fold(*study)};
    response::Given given = response::read_link(*study, admitted_link(writer, *study, answer));
    assign_arms(writer, transaction, session, given);
    response::draw_page_orders(*study, row->public_id, given);
    const int language = response::language_position(*study, answer.language);
    const Instant at = kept_moment(*study, session.folded.times, answer.received);
    Result<void> recorded = record_agreement(writer, transaction, session, given, at, language);
    if (recorded) recorded = record_flag(writer, transaction, session, answer.flag, at);
    if (recorded && lacks_work(writer, *study, answer)) {
        recorded = record_flag(writer, transaction, session, screening::no_work_flag, at);
    }
    if (recorded) {
        recorded = watch_for_bursts(writer, transaction, session, answer, response.resume_hash);
    }
    if (!recorded) return std::unexpected(recorded.error());
    Started started{
        secret, response::next_page(*study, session.folded.state.answers, -1), std::move(given)
    };
    // Where somebody comes from, or the arm, may be all that a quota asks.
    if (const instrument::Quota* quota =
            full_quota(transaction, row->study, origin, *study, session.folded.state.answers)) {
        started.page.reset();
        started.quota = quota->id;
        recorded = record_quota_full(writer, transaction, session, quota->id, at);
    } else if (!started.page) {
        recorded = record_completion(writer, transaction, session, at);
    }
    if (!recorded) return std::unexpected(recorded.error());
    project(transaction, session);
    if (started.page) writer.sessions.keep(transaction, response.resume_hash, std::move(session));
    return started;
}

}  // namespace

Result<ConsentOutcome> accept_consent(
    WriterSide& writer, store::Transaction& transaction, const ConsentAnswer& answer
) {
    std::optional<response::Origin> origin = response::Origin::synthetic;
    if (writer.intake == Intake::respondents) {
        const Life life = life_in(*answer.study, writer.versions, transaction);
        origin = origin_in(life);
        if (!origin) return NotTaking{life};
        const std::shared_ptr<const FieldedVersion> fielded = answer.study->fielded.load();
        if (!answer.entrant && !admits_unknown(*fielded->study, life)) return NotAdmitted{};
        const bool is_pilots = answer.entrant && answer.entrant->of_pilot;
        if (is_pilots && origin == response::Origin::real) origin = response::Origin::pilot;
    }
    const bool by_ticket = answer.entrant && answer.entrant->entry == Entry::ticket;
    const bool of_tests = *origin == response::Origin::test;
    if (by_ticket && answer.entrant->of_draft != of_tests) return NotAdmitted{};
    return answer.agreed ? start(writer, transaction, answer, *origin)
                         : record_refusal(writer, transaction, answer, *origin);
}

}  // namespace querist::actions
