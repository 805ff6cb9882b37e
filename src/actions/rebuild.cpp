#include "actions/expected_projection.hpp"
#include "actions/record.hpp"
#include "actions/study_reference.hpp"

#include <map>

namespace querist::actions {

namespace {

using response::Origin;

constexpr Origin origins[] = {
    Origin::real, Origin::pilot, Origin::test, Origin::synthetic, Origin::imported
};

/// What each response's projection says now, as a hash: 100,000 of them are 5 MB.
std::map<PublicId, Digest> projections_before(store::Transaction& transaction, StudyId study) {
    std::map<PublicId, Digest> before;
    for (const Origin origin : origins) {
        transaction.each_projection(study, origin, {}, [&](const store::ProjectionRow& row) {
            before.emplace(row.public_id, sha256(row.data));
        });
    }
    return before;
}

/// In one transaction, so that nobody sees, or adds to, a half-made projection.
Result<Rebuilt> rebuild_study(
    store::Transaction& transaction,
    StudyId study,
    const std::function<void(std::int64_t done)>& progress
) {
    std::map<PublicId, Digest> before = projections_before(transaction, study);
    std::vector<store::ResponseRow> rows;
    transaction.each_response(study, [&](const store::ResponseRow& row) { rows.push_back(row); });
    transaction.clear_projection(study);
    Versions versions;
    Rebuilt rebuilt;
    for (const store::ResponseRow& row : rows) {
        ++rebuilt.responses;
        if (progress) progress(rebuilt.responses);
        const Result<ExpectedProjection> expected = expected_projection(transaction, versions, row);
        if (!expected) return std::unexpected(expected.error());
        for (const auto& [compensation, eligible] : expected->eligible) {
            transaction.eligibility().decide(row.id, compensation, eligible);
        }
        if (!expected->text) continue;
        const std::string& text = *expected->text;
        transaction.project(row.id, text);
        keep_arms(transaction, row, *expected->study, expected->answers);
        if (expected->status == response::Status::complete) {
            keep_quotas(transaction, row, *expected->study, expected->answers);
        }
        const auto old = before.find(row.public_id);
        if (old == before.end() || old->second != sha256(text)) ++rebuilt.differing;
        if (old != before.end()) before.erase(old);
    }
    // What is left was projected although no entry says so.
    rebuilt.differing += static_cast<std::int64_t>(before.size());
    return rebuilt;
}

}  // namespace

Result<Rebuilt> rebuild(
    const std::filesystem::path& data,
    std::string_view study,
    const std::function<void(std::int64_t done)>& progress
) {
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    Result<std::unique_ptr<store::Store>> store = open_existing(data, store::Access::read_write);
    if (!store) return std::unexpected(store.error());
    Result<Rebuilt> rebuilt;
    const Result<void> done = (*store)->run([&](store::Transaction& transaction) -> Result<void> {
        const Result<store::StudyRow> row = known_study(transaction, *id);
        if (!row) return std::unexpected(row.error());
        rebuilt = rebuild_study(transaction, row->id, progress);
        if (!rebuilt) return std::unexpected(rebuilt.error());
        return {};
    });
    if (!done) return std::unexpected(done.error());
    // They repeat projections that are no more, and no entry tells them so.
    if (!store::erase_derived_files(data)) {
        return failure(
            "actions.columns-stay",
            "the projections were made again, but files that repeat the old ones could not be "
            "removed",
            "remove the folder " + store::derived_files(data).string() + " by hand"
        );
    }
    return rebuilt;
}

}  // namespace querist::actions
