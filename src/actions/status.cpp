#include "actions/life.hpp"
#include "actions/plans.hpp"
#include "actions/study_reference.hpp"

namespace querist::actions {

Result<std::vector<StudyStatus>> status(const std::filesystem::path& data, std::string_view study) {
    Result<std::unique_ptr<store::Store>> store = open_existing(data, store::Access::read_only);
    if (!store) return std::unexpected(store.error());
    return guarded([&]() -> Result<std::vector<StudyStatus>> {
        const std::unique_ptr<store::Snapshot> snapshot = (*store)->snapshot();
        const Result<std::vector<store::StudyRow>> rows = meant_studies(*snapshot, study);
        if (!rows) return std::unexpected(rows.error());
        std::vector<StudyStatus> statuses;
        for (const store::StudyRow& row : *rows) {
            StudyStatus one;
            one.study = row.study;
            one.life = life_of(row.life);
            one.version = row.version ? row.version->hex() : "";
            for (const store::ResponseCount& count : snapshot->response_counts(row.id)) {
                one.counts.push_back({count.origin, count.status, count.count});
            }
            for (const store::VisitCount& visit : snapshot->visits(row.id)) {
                one.visits += visit.count;
            }
            one.plans = frozen_plans(snapshot->plans(row.id));
            statuses.push_back(std::move(one));
        }
        return statuses;
    });
}

}  // namespace querist::actions
