#include "actions/record.hpp"

#include "actions/fold.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace querist::actions {

namespace {

constexpr std::size_t salt_bytes = 32;

/// Empty for a language that is not known.
std::string_view language_name(const instrument::Study& study, int language) {
    if (language < 0) return {};
    return study.languages[static_cast<std::size_t>(language)];
}

/// Beside the arms of items, whose ids have no space.
std::string counted_as(const instrument::Quota& quota) { return "quota " + quota.id; }

}  // namespace

Result<void> record(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    response::EntryKind kind,
    std::string body,
    response::Status status_after,
    std::optional<std::pair<int, int>> page_revision
) {
    store::NewEntry entry;
    entry.kind = kind;
    entry.body = std::move(body);
    entry.salt = new_salt(writer.random);
    entry.status_after = status_after;
    entry.page_revision = page_revision;
    if (Result<void> appended = transaction.append(session.row, entry); !appended) {
        return appended;
    }
    session.row.status = status_after;
    return {};
}

namespace {

/// How terms were answered: their version, and the position of the language, -1 when not known.
struct Terms {
    int version = 0;
    bool agreed = false;
    int language = -1;
};

int terms_version(const instrument::Study& study) {
    return study.consent ? study.consent->version : 0;
}

/// Appends the entry with this body, and moves the state along.
Result<void> record_terms(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    const Terms& terms,
    std::string body,
    Instant at
) {
    Result<void> recorded = record(
        writer,
        transaction,
        session,
        response::EntryKind::consent,
        std::move(body),
        terms.agreed ? response::Status::in_progress : response::Status::refused
    );
    if (!recorded) return recorded;
    response::accept_consent(session.folded.state, terms.version, terms.agreed, terms.language);
    session.folded.times.started = at;
    return {};
}

}  // namespace

Result<void> record_consent(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    bool agreed,
    Instant at,
    int language
) {
    const instrument::Study& study = *session.study;
    const Terms terms{terms_version(study), agreed, language};
    return record_terms(
        writer,
        transaction,
        session,
        terms,
        response::consent_body_text(terms.version, agreed, at, language_name(study, language)),
        at
    );
}

Result<void> record_agreement(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    const response::Given& given,
    Instant at,
    int language
) {
    const instrument::Study& study = *session.study;
    if (response::given_items(study) == 0) {
        return record_consent(writer, transaction, session, true, at, language);
    }
    const Terms terms{terms_version(study), true, language};
    Result<void> recorded = record_terms(
        writer,
        transaction,
        session,
        terms,
        canonical_json(
            response::consent_body(study, terms.version, given, at, language_name(study, language))
        ),
        at
    );
    if (recorded) response::accept_given(study, session.folded.state, given);
    return recorded;
}

Result<void> record_completion(
    WriterSide& writer, store::Transaction& transaction, Session& session, Instant at
) {
    Result<void> recorded = record(
        writer,
        transaction,
        session,
        response::EntryKind::completion,
        response::completion_body_text(at),
        response::Status::complete
    );
    if (!recorded) return recorded;
    response::accept_completion(session.folded.state);
    keep_quotas(transaction, session.row, *session.study, session.folded.state.answers);
    session.folded.times.ended = at;
    return {};
}

namespace {

/// Appends the entry that ends a response which does not count, and notes when.
Result<void> record_screened_out(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    const nlohmann::json& body,
    Instant at
) {
    Result<void> recorded = record(
        writer,
        transaction,
        session,
        response::EntryKind::screen_out,
        canonical_json(body),
        response::Status::screened_out
    );
    if (recorded) session.folded.times.ended = at;
    return recorded;
}

}  // namespace

Result<void> record_screen_out(
    WriterSide& writer, store::Transaction& transaction, Session& session, int page, Instant at
) {
    const std::string& id = session.study->pages[static_cast<std::size_t>(page)].id;
    Result<void> recorded =
        record_screened_out(writer, transaction, session, response::screen_out_body(id, at), at);
    if (recorded) response::accept_screen_out(session.folded.state);
    return recorded;
}

Result<void> record_quota_full(
    WriterSide& writer,
    store::Transaction& transaction,
    Session& session,
    const std::string& quota,
    Instant at
) {
    Result<void> recorded =
        record_screened_out(writer, transaction, session, response::quota_full_body(quota, at), at);
    if (recorded) response::accept_quota_full(session.folded.state, quota);
    return recorded;
}

Result<void> record_withdrawal(
    store::Transaction& transaction, store::ResponseRow row, Instant at, RandomSource& random
) {
    store::NewEntry entry;
    entry.kind = response::EntryKind::withdrawal;
    const bool excluded = excluded_by(transaction.entries(row.id));
    entry.body = canonical_json(response::withdrawal_body(at, excluded));
    entry.salt = new_salt(random);
    entry.status_after = response::Status::withdrawn;
    return transaction.withdraw(row, entry);
}

void keep_arms(
    store::Transaction& transaction,
    const store::ResponseRow& row,
    const instrument::Study& study,
    std::span<const response::Answer> answers
) {
    for (std::size_t i = 0; i < study.items.size() && i < answers.size(); ++i) {
        const instrument::Item& item = study.items[i];
        const auto* arm = std::get_if<expression::Choice>(&answers[i].value);
        if (item.source != instrument::Source::assignment || arm == nullptr) continue;
        const auto& arms = instrument::options_of(item.kind);
        transaction.assign(row, item.id, arms[static_cast<std::size_t>(arm->index)].code);
    }
}

const instrument::Quota* full_quota(
    store::Snapshot& snapshot,
    StudyId stored,
    response::Origin origin,
    const instrument::Study& study,
    std::span<const response::Answer> answers
) {
    for (const int position : response::quotas_of(study, answers)) {
        const instrument::Quota& quota = study.quotas[static_cast<std::size_t>(position)];
        std::int64_t complete = 0;
        for (const store::ArmCount& count :
             snapshot.arm_counts(stored, origin, counted_as(quota))) {
            complete += count.count;
        }
        if (complete >= quota.at_most) return &quota;
    }
    return nullptr;
}

void keep_quotas(
    store::Transaction& transaction,
    const store::ResponseRow& row,
    const instrument::Study& study,
    std::span<const response::Answer> answers
) {
    for (const int position : response::quotas_of(study, answers)) {
        const instrument::Quota& quota = study.quotas[static_cast<std::size_t>(position)];
        transaction.assign(row, counted_as(quota), "complete");
    }
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
