#pragma once

#include "store/sqlite_connection.hpp"
#include "store/sqlite_eligibility.hpp"
#include "store/store.hpp"

namespace querist::store {

/// The reading half of `Snapshot` over a connection, for snapshots and for the writer's
/// transaction alike.
template <class Interface>
class Reads : public Interface {
public:
    explicit Reads(Connection& connection) : connection_(&connection), eligibility_(connection) {}

    std::optional<StudyRow> study(std::string_view study) override;
    std::vector<StudyRow> studies() override;
    std::vector<VersionRow> versions(StudyId study) override;
    std::optional<VersionRow> version(const Digest& hash) override;
    std::vector<PlanRow> plans(StudyId study) override;
    std::optional<ResponseRow> response_by_resume_hash(StudyId study, const Digest& hash) override;
    std::optional<ResponseRow> response_by_public_id(StudyId study, const PublicId& id) override;
    std::vector<ResponseRow> responses_with_respondent_key(StudyId study, response::Origin origin)
        override;
    std::optional<ResponseRow> response_by_respondent_key(StudyId study, const Digest& key)
        override;
    std::vector<EntryRow> entries(ResponseId response) override;
    std::optional<std::string> projection(ResponseId response) override;
    std::vector<ResponseCount> response_counts(StudyId study) override;
    std::vector<ArmCount> arm_counts(StudyId study, response::Origin origin, std::string_view item)
        override;
    std::vector<VisitCount> visits(StudyId study) override;
    std::optional<Instant> last_sealed_at(StudyId study) override;
    void each_response(StudyId study, const std::function<void(const ResponseRow&)>& visit)
        override;
    void each_projection(
        StudyId study,
        response::Origin origin,
        const Share& share,
        const std::function<void(const ProjectionRow&)>& visit
    ) override;
    void each_review_entry(
        StudyId study,
        response::Origin origin,
        const std::function<void(const ReviewEntryRow&)>& visit
    ) override;
    SqliteEligibility& eligibility() override { return eligibility_; }
    ChangeMark change_mark() override;
    bool holds(const ChangeMark& mark) override;
    void each_changed(
        StudyId study,
        response::Origin origin,
        const ChangeMark& since,
        const std::function<void(const ProjectionRow&)>& visit
    ) override;

protected:
    [[nodiscard]] Connection& connection() { return *connection_; }

private:
    Connection* connection_;
    SqliteEligibility eligibility_;
};

extern template class Reads<Snapshot>;
extern template class Reads<Transaction>;

/// Reads a stored word; throws StoreFailure (store.damaged) when no version of Querist writes it.
[[nodiscard]] response::Origin stored_origin(Connection& connection, std::string_view text);
[[nodiscard]] response::Status stored_status(Connection& connection, std::string_view text);
[[nodiscard]] response::EntryKind stored_kind(Connection& connection, std::string_view text);

}  // namespace querist::store
