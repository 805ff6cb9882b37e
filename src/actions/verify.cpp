#include "actions/expected_projection.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <map>

namespace querist::actions {

namespace {

/// The first response whose row or projection says something else than its entries. Chains and
/// seals cover entries only; reports read projections.
std::optional<Problem> first_wrong_projection(
    store::Snapshot& snapshot, StudyId study, const std::function<void(std::int64_t done)>& progress
) {
    Versions versions;
    std::vector<store::ResponseRow> rows;
    snapshot.each_response(study, [&](const store::ResponseRow& row) { rows.push_back(row); });
    std::int64_t done = 0;
    for (const store::ResponseRow& row : rows) {
        if (progress) progress(++done);
        const Result<ExpectedProjection> expected = expected_projection(snapshot, versions, row);
        if (!expected) return expected.error();
        const auto wrong = [&](std::string_view what) {
            return failure(
                       "verify.projection",
                       fmt::format("response {}: {}", row.public_id.text(), what),
                       "run querist rebuild; somebody may have changed the data by hand"
            )
                .error();
        };
        if (expected->status != row.status) {
            return wrong(fmt::format(
                "its row says {}, its entries say {}",
                response::to_text(row.status),
                response::to_text(expected->status)
            ));
        }
        std::map<std::string, bool> decided;
        for (auto& [compensation, eligible] : snapshot.eligibility().decisions(row.id)) {
            decided.emplace(std::move(compensation), eligible);
        }
        if (decided != expected->eligible) {
            return wrong("what was decided about its reward is not what its entries say");
        }
        if (snapshot.projection(row.id) != expected->text) {
            return wrong("the answers that reports read are not those of its entries");
        }
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<Verification>> verify(
    const std::filesystem::path& data,
    std::string_view study,
    const std::function<void(std::int64_t done)>& progress
) {
    Result<std::unique_ptr<store::Store>> store = open_existing(data, store::Access::read_only);
    if (!store) return std::unexpected(store.error());
    return guarded([&]() -> Result<std::vector<Verification>> {
        const Result<std::vector<store::StudyRow>> rows =
            meant_studies(*(*store)->snapshot(), study);
        if (!rows) return std::unexpected(rows.error());
        std::vector<Verification> verifications;
        for (const store::StudyRow& row : *rows) {
            store::VerifyReport report = (*store)->verify(row.id, progress);
            Verification one;
            one.study = row.study;
            one.responses = report.responses;
            one.entries = report.entries;
            one.withdrawn = report.withdrawn;
            one.seals = report.seals;
            one.plans = report.plans;
            one.broken = std::move(report.broken);
            one.last_seal = report.last_seal;
            if (!one.broken) {
                one.broken = first_wrong_projection(*(*store)->snapshot(), row.id, progress);
            }
            verifications.push_back(std::move(one));
        }
        return verifications;
    });
}

}  // namespace querist::actions
