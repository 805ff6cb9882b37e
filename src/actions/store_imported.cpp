#include "actions/import_responses.hpp"
#include "actions/record.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::actions {

namespace {

using exchange::ImportedResponse;
using response::EntryKind;
using response::Status;

/// The time of what the file gives no time of: "not known" in projections and exports.
constexpr Instant not_known{};

/// One response being written, entry by entry.
class ImportedEntries {
public:
    ImportedEntries(
        WriterSide& writer,
        store::Transaction& transaction,
        Session& session,
        const ImportedResponse& response
    )
        : writer_(writer),
          transaction_(transaction),
          session_(session),
          response_(response),
          started_(response.started.value_or(not_known)),
          ended_(response.ended.value_or(started_)) {}

    Result<void> write() {
        using enum ImportedResponse::Consent;
        if (response_.consent == refused) return consent(false);
        Result<void> written;
        if (response_.consent == agreed) written = consent(true);
        for (std::size_t i = 0; written && i < response_.pages.size(); ++i) written = page(i);
        for (std::size_t i = 0; written && i < response_.flags.size(); ++i) {
            written = append(
                EntryKind::flag, response::flag_body(response_.flags[i], ended_), in_progress_
            );
        }
        if (written && response_.complete) {
            written = record_completion(writer_, transaction_, session_, ended_);
            in_progress_ = Status::complete;
        }
        if (written && !response_.exclude.empty()) {
            written = append(
                EntryKind::exclusion,
                response::exclusion_body(true, response_.exclude, ended_),
                in_progress_
            );
        }
        if (written) project(transaction_, session_);
        return written;
    }

private:
    Result<void> consent(bool agreed) {
        return record_consent(writer_, transaction_, session_, agreed, started_);
    }

    Result<void> page(std::size_t i) {
        const auto& [page, check] = response_.pages[i];
        constexpr int revision = 1;
        Result<void> recorded = record(
            writer_,
            transaction_,
            session_,
            EntryKind::page,
            response::page_body_text(*session_.study, page, revision, ended_, {}, check),
            in_progress_,
            std::pair{page, revision}
        );
        if (!recorded) return recorded;
        response::accept_page(session_.folded.state, page, revision, check);
        session_.folded.times.pages[static_cast<std::size_t>(page)] = {{}, ended_};
        return {};
    }

    Result<void> append(EntryKind kind, const nlohmann::json& body, Status status) {
        Result<void> recorded =
            record(writer_, transaction_, session_, kind, canonical_json(body), status);
        if (!recorded) return recorded;
        return fold_entry(*session_.study, session_.folded, kind, body);
    }

    WriterSide& writer_;
    store::Transaction& transaction_;
    Session& session_;
    const ImportedResponse& response_;
    Instant started_;
    Instant ended_;
    Status in_progress_ = Status::in_progress;
};

}  // namespace

PublicId imported_id(
    std::string_view study_id,
    const Digest& file_hash,
    std::int64_t row,
    std::string_view foreign_id
) {
    const Digest digest = foreign_id.empty()
                              ? sha256(
                                    {"querist import row\n",
                                     study_id,
                                     "\n",
                                     file_hash.view(),
                                     fmt::format("\n{}", row)}
                                )
                              : sha256({"querist import id\n", study_id, "\n", foreign_id});
    PublicId id;
    std::copy_n(digest.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

Result<bool> store_imported(
    store::Transaction& transaction,
    const ImportTarget& target,
    const PublicId& id,
    const ImportedResponse& response,
    RandomSource& random
) {
    if (transaction.response_by_public_id(target.study, id)) return false;
    store::NewResponse fresh;
    fresh.study = target.study;
    fresh.version = target.version;
    fresh.version_hash = target.instrument->version;
    fresh.origin = response::Origin::imported;
    fresh.public_id = id;
    random.fill(fresh.resume_hash.bytes);  // of no secret: nobody resumes an imported response
    const Result<store::ResponseRow> row = transaction.start_response(fresh);
    if (!row) return std::unexpected(row.error());
    Session session{*row, target.instrument, fresh_fold(*target.instrument)};
    Versions versions;
    WriterSide writer{Sessions(0), versions, random, Intake::synthetic};
    Result<void> written = ImportedEntries(writer, transaction, session, response).write();
    if (!written) return std::unexpected(written.error());
    return true;
}

}  // namespace querist::actions
