#include "actions/life.hpp"
#include "actions/record.hpp"

#include <chrono>

namespace querist::actions {

namespace {

store::NewResponse new_response(const Served& study, response::Origin origin, PublicId id) {
    store::NewResponse response;
    response.study = study.row;
    response.version = study.version_row;
    response.version_hash = study.newest->version;
    response.origin = origin;
    response.public_id = id;
    return response;
}

/// Stores nothing but the fact, and of its time the day: no secret that could lead back to it.
Result<ConsentOutcome> record_refusal(
    WriterSide& writer,
    store::Transaction& transaction,
    const ConsentAnswer& answer,
    response::Origin origin
) {
    const Served& study = *answer.study;
    store::NewResponse response = new_response(study, origin, random_id(writer.random));
    writer.random.fill(response.resume_hash.bytes);
    Result<store::ResponseRow> row = transaction.start_response(response);
    if (!row) return std::unexpected(row.error());
    Session session{*row, study.newest, fresh_fold(*study.newest)};
    const Instant day = std::chrono::floor<std::chrono::days>(answer.received);
    const Result<void> recorded = record_consent(writer, transaction, session, false, day);
    if (!recorded) return std::unexpected(recorded.error());
    return Refused{};
}

Result<ConsentOutcome> start(
    WriterSide& writer,
    store::Transaction& transaction,
    const ConsentAnswer& answer,
    response::Origin origin
) {
    const Served& study = *answer.study;
    store::NewResponse response = new_response(study, origin, random_id(writer.random));
    const Secret secret = random_id(writer.random).text();
    response.resume_hash = sha256(secret);
    Result<store::ResponseRow> row = transaction.start_response(response);
    if (!row) return std::unexpected(row.error());
    Session session{*row, study.newest, fresh_fold(*study.newest)};
    Result<void> recorded = record_consent(writer, transaction, session, true, answer.received);
    if (!recorded) return std::unexpected(recorded.error());
    Started started{secret, response::next_page(*study.newest, session.folded.state.answers, -1)};
    if (!started.page) {
        recorded = record_completion(writer, transaction, session, answer.received);
        if (!recorded) return std::unexpected(recorded.error());
    }
    project(transaction, session);
    if (started.page) writer.sessions.keep(response.resume_hash, std::move(session));
    return started;
}

}  // namespace

Result<ConsentOutcome> accept_consent(
    WriterSide& writer, store::Transaction& transaction, const ConsentAnswer& answer
) {
    std::optional<response::Origin> origin = response::Origin::synthetic;
    if (writer.intake == Intake::respondents) {
        const Life life = current_life(*answer.study, transaction, answer.received);
        origin = origin_in(life);
        if (!origin) return NotTaking{life};
    }
    return answer.agreed ? start(writer, transaction, answer, *origin)
                         : record_refusal(writer, transaction, answer, *origin);
}

}  // namespace querist::actions
