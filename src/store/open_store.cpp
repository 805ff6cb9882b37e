#include "store/database_file.hpp"
#include "store/schema.hpp"
#include "store/sqlite_store.hpp"

#include <chrono>
#include <thread>

namespace querist::store {

namespace {

using Folder = std::filesystem::path;

constexpr const char* database_name = "answers.db";

// How long a reader waits for another process that is about to commit a withdrawal.
constexpr int replay_tries = 20;
constexpr std::chrono::milliseconds replay_pause{50};

/// Withdrawals of the list that the database does not know: it came from a backup.
Result<std::vector<Withdrawal>> forgotten(Store& store, const WithdrawalList& list) {
    Result<std::vector<Withdrawal>> all = list.read();
    if (!all || all->empty()) return all;
    const std::unique_ptr<Snapshot> snapshot = store.snapshot();
    std::vector<Withdrawal> left;
    for (Withdrawal& withdrawal : *all) {
        const std::optional<StudyRow> study = snapshot->study(withdrawal.study);
        if (!study) continue;
        const std::optional<ResponseRow> row =
            snapshot->response_by_public_id(study->id, withdrawal.response);
        if (row && row->status != response::Status::withdrawn) {
            left.push_back(std::move(withdrawal));
        }
    }
    return left;
}

Result<void> withdraw_again(Transaction& transaction, const Withdrawal& withdrawal) {
    const std::optional<StudyRow> study = transaction.study(withdrawal.study);
    if (!study) return {};
    std::optional<ResponseRow> row =
        transaction.response_by_public_id(study->id, withdrawal.response);
    if (!row || row->status == response::Status::withdrawn) return {};
    NewEntry entry;
    entry.kind = response::EntryKind::withdrawal;
    entry.body = withdrawal.body;
    entry.salt = withdrawal.salt;
    entry.status_after = response::Status::withdrawn;
    return transaction.withdraw(*row, entry);
}

Result<std::unique_ptr<Store>> open_for_writing(const Folder& folder, const StoreOptions& options) {
    const Folder file = folder / database_name;
    if (options.vfs.empty()) {
        if (Result<void> ready = prepare_folder(folder, file); !ready) {
            return std::unexpected(ready.error());
        }
    }
    if (Result<void> right = check_file(file); !right) return std::unexpected(right.error());
    Connection::Options connection;
    connection.file = file;
    connection.vfs = options.vfs;
    connection.durability = options.durability;
    connection.role = Connection::Role::writer;
    Result<Connection> writer = open_writer(connection, answers_schema());
    if (!writer) return std::unexpected(writer.error());
    connection.role = Connection::Role::reader;
    auto readers = std::make_shared<ReaderPool>(connection);
    connection.role = Connection::Role::maintenance;
    const WithdrawalList list(folder);
    std::unique_ptr<Store> store = make_writing_store(
        std::move(readers), std::move(*writer), connection, list, options.overwriting
    );
    const Result<std::vector<Withdrawal>> left = forgotten(*store, list);
    if (!left) return std::unexpected(left.error());
    for (const Withdrawal& withdrawal : *left) {
        const Result<void> done = store->run([&withdrawal](Transaction& transaction) {
            return withdraw_again(transaction, withdrawal);
        });
        if (!done) return std::unexpected(done.error());
    }
    return store;
}

Result<std::unique_ptr<Store>> open_for_reading(const Folder& folder, const StoreOptions& options) {
    const Folder file = folder / database_name;
    if (Result<void> right = check_file(file); !right) return std::unexpected(right.error());
    if (!file_exists(file, options.vfs)) {
        return file_failure(
            file,
            "store.missing",
            "there is no database here yet",
            "name the data folder with --data, or run querist serve first"
        );
    }
    Connection::Options wanted;
    wanted.file = file;
    wanted.vfs = options.vfs;
    wanted.access = Access::read_only;
    const Result<Connection::Options> reader = open_reader(wanted, answers_schema());
    if (!reader) return std::unexpected(reader.error());
    std::unique_ptr<Store> store = make_reading_store(std::make_shared<ReaderPool>(*reader));
    const WithdrawalList list(folder);
    for (int i = 0;; ++i) {
        const Result<std::vector<Withdrawal>> left = forgotten(*store, list);
        if (!left) return std::unexpected(left.error());
        if (left->empty()) return store;
        if (i == replay_tries) break;
        std::this_thread::sleep_for(replay_pause);
    }
    return file_failure(
        folder / "withdrawals.log",
        "store.withdrawals",
        "answers that were withdrawn are in this database again: it comes from a backup",
        "open it once with a command that writes, such as querist serve: it deletes them again"
    );
}

}  // namespace

Result<std::unique_ptr<Store>> open_store(
    const std::filesystem::path& folder, const StoreOptions& options
) {
    try {
        return options.access == Access::read_write ? open_for_writing(folder, options)
                                                    : open_for_reading(folder, options);
    } catch (const StoreFailure& failure) {
        return std::unexpected(failure.problem());
    }
}

}  // namespace querist::store
