#pragma once

// Internal to store: the outbox over a connection to identity.db.

#include "store/outbox.hpp"
#include "store/sqlite_connection.hpp"

#include <string>

namespace querist::store {

struct IdentityKeys;

/// Reads, and writes within the transaction of its caller.
class SqliteOutbox final : public OutboxWork {
public:
    SqliteOutbox(Connection& connection, const IdentityKeys& keys)
        : connection_(&connection), keys_(&keys) {}

    void each_mail(FrameId frame, const std::function<void(const MailRow&)>& visit) override;
    std::vector<MailRow> mails_of(CaseId sampled) override;
    void each_unsent(FrameId frame, const std::function<void(const MailRow&)>& visit) override;
    std::vector<MailCount> mail_counts(FrameId frame) override;
    std::optional<Instant> last_attempt_at_domain(std::string_view domain) override;

    bool queue_mail(CaseId sampled, int number, Instant at) override;
    bool begin_sending(MailId mail, std::string_view domain, Instant at) override;
    bool end_sending(MailId mail, const MailResult& result) override;
    std::vector<MailRow> set_aside_unfinished(FrameId frame) override;
    bool resolve_mail(MailId mail, MailState state, Instant at) override;
    bool drop_mail(MailId mail) override;

private:
    MailRow mail_row(const Query& query);
    std::vector<MailRow> rows(Query query);

    Connection* connection_;
    const IdentityKeys* keys_;
};

}  // namespace querist::store
