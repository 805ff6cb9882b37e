#include "store/identity_outbox.hpp"

#include "store/identity_reads.hpp"

#include <algorithm>
#include <array>

namespace querist::store {

namespace {

constexpr std::array<std::string_view, mail_states> state_names = {
    "queued", "sending", "waiting", "accepted", "refused", "uncertain", "dropped"
};

// The columns of `mail_row`, in its order.
constexpr Sql mails_of_frame = R"(
    SELECT m.id, m.sampled_case, c.person, c.public_id, m.number, m.state, m.queued_at, m.due_at,
           m.attempts, m.tried_at, m.reply, m.status
    FROM mail m JOIN sampled_case c ON c.person = m.sampled_case
    WHERE c.frame = ?1 ORDER BY m.sampled_case, m.number)";
constexpr Sql mails_of_case = R"(
    SELECT m.id, m.sampled_case, c.person, c.public_id, m.number, m.state, m.queued_at, m.due_at,
           m.attempts, m.tried_at, m.reply, m.status
    FROM mail m JOIN sampled_case c ON c.person = m.sampled_case
    WHERE m.sampled_case = ?1 ORDER BY m.number)";
constexpr Sql unsent_mails = R"(
    SELECT m.id, m.sampled_case, c.person, c.public_id, m.number, m.state, m.queued_at, m.due_at,
           m.attempts, m.tried_at, m.reply, m.status
    FROM mail m JOIN sampled_case c ON c.person = m.sampled_case
    WHERE m.state IN ('queued', 'waiting') AND c.frame = ?1 ORDER BY m.due_at, m.id)";
constexpr Sql unfinished_mails = R"(
    SELECT m.id, m.sampled_case, c.person, c.public_id, m.number, m.state, m.queued_at, m.due_at,
           m.attempts, m.tried_at, m.reply, m.status
    FROM mail m JOIN sampled_case c ON c.person = m.sampled_case
    WHERE m.state = 'sending' AND c.frame = ?1 ORDER BY m.id)";
constexpr Sql count_mails = R"(
    SELECT m.number, m.state, count(*)
    FROM mail m JOIN sampled_case c ON c.person = m.sampled_case
    WHERE c.frame = ?1 GROUP BY m.number, m.state
    UNION ALL SELECT number, state, mails FROM frozen_mail WHERE frame = ?1)";
constexpr Sql last_of_domain = "SELECT max(tried_at) FROM mail WHERE domain_key = ?1";

constexpr Sql insert_mail = R"(
    INSERT OR IGNORE INTO mail (sampled_case, number, state, queued_at, due_at, attempts, reply, status)
    VALUES (?1, ?2, 'queued', ?3, ?3, 0, 0, ''))";
constexpr Sql begin_mail = R"(
    UPDATE mail SET state = 'sending', attempts = attempts + 1, domain_key = ?2, tried_at = ?3
    WHERE id = ?1 AND state IN ('queued', 'waiting'))";
constexpr Sql end_mail = R"(
    UPDATE mail SET state = ?2, due_at = coalesce(?3, due_at), reply = ?4, status = ?5
    WHERE id = ?1 AND state = 'sending')";
constexpr Sql set_aside_mail = "UPDATE mail SET state = 'uncertain' WHERE id = ?1";
constexpr Sql resolve_uncertain =
    "UPDATE mail SET state = ?2, due_at = ?3 WHERE id = ?1 AND state IN ('uncertain', 'refused')";
constexpr Sql drop_unsent =
    "UPDATE mail SET state = 'dropped' WHERE id = ?1 AND state IN ('queued', 'waiting')";

std::int64_t stored_moment(Instant at) { return at.time_since_epoch().count(); }

std::string domain_key(const IdentityKeys& keys, std::string_view domain) {
    constexpr std::size_t domain_key_bytes = 16;
    const std::string message = "domain|" + std::string(domain);
    return std::string(hmac_sha256(keys.address, message).view().substr(0, domain_key_bytes));
}

MailState state_in(Connection& connection, std::string_view word) {
    const auto* const found = std::ranges::find(state_names, word);
    if (found == state_names.end()) {
        throw_damaged(connection.handle(), "the state of a mail is no known word");
    }
    return static_cast<MailState>(found - state_names.begin());
}

}  // namespace

std::string_view mail_state_name(MailState state) {
    return state_names.at(static_cast<std::size_t>(state));
}

MailRow SqliteOutbox::mail_row(const Query& query) {
    MailRow row;
    row.id = MailId{query.integer(0)};
    row.sampled = CaseId{query.integer(1)};
    row.person = PersonId{query.integer(2)};
    row.public_id = query.public_id(3);
    row.number = static_cast<int>(query.integer(4));
    row.state = state_in(*connection_, query.bytes(5));
    row.queued_at = instant_of(query.integer(6));
    row.due_at = instant_of(query.integer(7));
    row.attempts = static_cast<int>(query.integer(8));
    if (!query.is_null(9)) row.tried_at = instant_of(query.integer(9));
    row.reply = static_cast<int>(query.integer(10));
    row.status = query.text(11);
    return row;
}

std::vector<MailRow> SqliteOutbox::rows(Query query) {
    std::vector<MailRow> all;
    while (query.next()) all.push_back(mail_row(query));
    return all;
}

void SqliteOutbox::each_mail(FrameId frame, const std::function<void(const MailRow&)>& visit) {
    Query query = connection_->query(mails_of_frame, frame.value);
    while (query.next()) visit(mail_row(query));
}

std::vector<MailRow> SqliteOutbox::mails_of(CaseId sampled) {
    return rows(connection_->query(mails_of_case, sampled.value));
}

void SqliteOutbox::each_unsent(FrameId frame, const std::function<void(const MailRow&)>& visit) {
    Query query = connection_->query(unsent_mails, frame.value);
    while (query.next()) visit(mail_row(query));
}

std::vector<MailCount> SqliteOutbox::mail_counts(FrameId frame) {
    std::vector<MailCount> counts;
    Query query = connection_->query(count_mails, frame.value);
    while (query.next()) {
        counts.push_back(
            {.number = static_cast<int>(query.integer(0)),
             .state = state_in(*connection_, query.bytes(1)),
             .mails = query.integer(2)}
        );
    }
    std::ranges::sort(counts, {}, [](const MailCount& one) {
        return std::pair(one.number, one.state);
    });
    return counts;
}

std::optional<Instant> SqliteOutbox::last_attempt_at_domain(std::string_view domain) {
    Query query = connection_->query(last_of_domain, Blob{domain_key(*keys_, domain)});
    if (!query.next() || query.is_null(0)) return std::nullopt;
    return instant_of(query.integer(0));
}

bool SqliteOutbox::queue_mail(CaseId sampled, int number, Instant at) {
    return connection_->run(insert_mail, sampled.value, number, stored_moment(at)) > 0;
}

bool SqliteOutbox::begin_sending(MailId mail, std::string_view domain, Instant at) {
    const std::string key = domain_key(*keys_, domain);
    return connection_->run(begin_mail, mail.value, Blob{key}, stored_moment(at)) > 0;
}

bool SqliteOutbox::end_sending(MailId mail, const MailResult& result) {
    std::optional<std::int64_t> due;
    if (result.due_at) due = stored_moment(*result.due_at);
    return connection_->run(
               end_mail,
               mail.value,
               mail_state_name(result.state),
               due,
               result.reply,
               std::string_view(result.status)
           ) > 0;
}

std::vector<MailRow> SqliteOutbox::set_aside_unfinished(FrameId frame) {
    std::vector<MailRow> unfinished = rows(connection_->query(unfinished_mails, frame.value));
    for (MailRow& mail : unfinished) {
        connection_->run(set_aside_mail, mail.id.value);
        mail.state = MailState::uncertain;
    }
    return unfinished;
}

bool SqliteOutbox::resolve_mail(MailId mail, MailState state, Instant at) {
    return connection_->run(
               resolve_uncertain, mail.value, mail_state_name(state), stored_moment(at)
           ) > 0;
}

bool SqliteOutbox::drop_mail(MailId mail) { return connection_->run(drop_unsent, mail.value) > 0; }

}  // namespace querist::store
