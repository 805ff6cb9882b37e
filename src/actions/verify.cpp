#include "actions/study_reference.hpp"

namespace querist::actions {

Result<std::vector<Verification>> verify(
    const std::filesystem::path& data,
    std::string_view study,
    const std::function<void(std::int64_t done)>& progress
) {
    Result<std::unique_ptr<store::Store>> store = open_existing(data, store::Access::read_only);
    if (!store) return std::unexpected(store.error());
    return guarded([&]() -> Result<std::vector<Verification>> {
        std::vector<store::StudyRow> rows;
        if (study.empty()) {
            rows = (*store)->snapshot()->studies();
        } else {
            const Result<std::string> id = study_id_of(study);
            if (!id) return std::unexpected(id.error());
            const Result<store::StudyRow> row = known_study(*(*store)->snapshot(), *id);
            if (!row) return std::unexpected(row.error());
            rows.push_back(*row);
        }
        std::vector<Verification> verifications;
        for (const store::StudyRow& row : rows) {
            store::VerifyReport report = (*store)->verify(row.id, progress);
            Verification one;
            one.study = row.study;
            one.responses = report.responses;
            one.entries = report.entries;
            one.withdrawn = report.withdrawn;
            one.seals = report.seals;
            one.broken = std::move(report.broken);
            one.last_seal = report.last_seal;
            verifications.push_back(std::move(one));
        }
        return verifications;
    });
}

}  // namespace querist::actions
