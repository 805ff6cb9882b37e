#pragma once

#include "store/sqlite_reads.hpp"
#include "store/withdrawal_list.hpp"

namespace querist::store {

/// The writing half, over the writer's connection inside a savepoint.
class SqliteTransaction final : public Reads<Transaction> {
public:
    using Reads::Reads;

    StudyRow add_study(std::string_view study) override;
    void set_life(StudyId study, Life life, std::string_view mode, Instant at) override;
    VersionId add_version(
        StudyId study,
        const Digest& hash,
        std::string_view manifest,
        const std::vector<std::pair<std::string, std::string>>& files,
        Instant at
    ) override;
    void field_version(StudyId study, VersionId version, Instant at) override;
    bool freeze_plan(StudyId study, VersionId version, std::string_view bytes, Instant at) override;
    Result<ResponseRow> start_response(const NewResponse& response) override;
    Result<void> append(ResponseRow& response, const NewEntry& entry) override;
    void project(ResponseId response, std::string_view data) override;
    void assign(const ResponseRow& response, std::string_view item, std::string_view arm) override;
    Result<void> withdraw(ResponseRow& response, const NewEntry& entry) override;
    void add_visits(StudyId study, std::string_view day, std::int64_t count) override;
    Digest seal(StudyId study, Instant at) override;
    void clear_projection(StudyId study) override;

    std::uint64_t outside_changes() override { return outside_changes_; }
    /// A transaction begins in which `PRAGMA data_version` is this: another number than the last
    /// one says that another connection has written.
    void begins(std::int64_t data_version);
    /// Something was undone.
    void undone() { ++outside_changes_; }

    /// What was withdrawn since the last call.
    std::vector<Withdrawal> take_withdrawals() { return std::exchange(withdrawals_, {}); }

private:
    std::string study_name(StudyId study);
    Digest version_hash(VersionId version);
    void log(StudyId study, const std::string& body);

    std::vector<Withdrawal> withdrawals_;
    std::uint64_t outside_changes_ = 1;
    std::int64_t data_version_ = 0;
};

}  // namespace querist::store
