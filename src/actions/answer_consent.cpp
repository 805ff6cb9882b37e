#include "actions/life.hpp"
#include "actions/record.hpp"

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

/// The first bits of the start key's digest, so that a second click gets the same secret.
PublicId secret_of(WriterSide& writer, const ConsentAnswer& answer) {
    if (!answer.start_key) return random_id(writer.random);
    PublicId id;
    std::copy_n(answer.start_key->bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

/// The second of two clicks: the response that the first began.
Result<ConsentOutcome> begun_before(
    WriterSide& writer,
    store::Transaction& transaction,
    const ConsentAnswer& answer,
    const Secret& secret,
    const Digest& hash
) {
    Result<Session*> found =
        writer.sessions.find(transaction, writer.versions, answer.study->row, hash);
    if (!found) return std::unexpected(found.error());
    const Session& session = **found;
    return Started{secret, response::next_page(*session.study, session.folded.state.answers, -1)};
}

/// Stores nothing but the fact, and of its time the day: no secret that could lead back to it.
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
    if (answer.start_key) {
        response.resume_hash = sha256({"refused\n", answer.start_key->view()});
    } else {
        writer.random.fill(response.resume_hash.bytes);
    }
    if (answer.start_key &&
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
    const Secret secret = secret_of(writer, answer).text();
    response.resume_hash = sha256(secret);
    if (answer.start_key &&
        transaction.response_by_resume_hash(answer.study->row, response.resume_hash)) {
        return begun_before(writer, transaction, answer, secret, response.resume_hash);
    }
    Result<store::ResponseRow> row = transaction.start_response(response);
    if (!row) return std::unexpected(row.error());
    Session session{*row, study, fresh_fold(*study)};
    Result<void> recorded = record_consent(writer, transaction, session, true, answer.received);
    if (!recorded) return std::unexpected(recorded.error());
    Started started{secret, response::next_page(*study, session.folded.state.answers, -1)};
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
        const Life life =
            current_life(*answer.study, writer.versions, transaction, answer.received);
        origin = origin_in(life);
        if (!origin) return NotTaking{life};
    }
    return answer.agreed ? start(writer, transaction, answer, *origin)
                         : record_refusal(writer, transaction, answer, *origin);
}

}  // namespace querist::actions
