#include "actions/record.hpp"

#include <nlohmann/json.hpp>

namespace querist::actions {

namespace {

constexpr std::size_t salt_bytes = 32;

}  // namespace

Result<void> record(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    response::EntryKind kind,
    const nlohmann::json& body,
    response::Status status_after,
    std::optional<std::pair<int, int>> page_revision
) {
    store::NewEntry entry;
    entry.kind = kind;
    entry.body = canonical_json(body);
    entry.salt = new_salt(writer.random);
    entry.status_after = status_after;
    entry.page_revision = page_revision;
    if (Result<void> appended = transaction.append(session.row, entry); !appended) {
        return appended;
    }
    session.row.status = status_after;
    return fold_entry(*session.study, session.folded, kind, body);
}

Result<void> record_completion(
    WriterSide& writer, store::Transaction& transaction, Session& session, Instant at
) {
    return record(
        writer,
        transaction,
        session,
        response::EntryKind::completion,
        response::completion_body(at),
        response::Status::complete
    );
}

void project(store::Transaction& transaction, const Session& session) {
    transaction.project(
        session.row.id, projection_text(*session.study, session.folded.state, session.folded.times)
    );
}

std::string new_salt(RandomSource& random) {
    std::string salt(salt_bytes, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(salt.data()), salt.size()});
    return salt;
}

PublicId random_id(RandomSource& random) {
    PublicId id;
    random.fill(id.bytes);
    return id;
}

}  // namespace querist::actions
