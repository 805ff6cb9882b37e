#include "store/sqlite_store.hpp"

#include "store/reader_pool.hpp"
#include "store/verify.hpp"

namespace querist::store {

namespace {

class ReadingStore final : public Store {
public:
    explicit ReadingStore(std::shared_ptr<ReaderPool> readers) : readers_(std::move(readers)) {}

    Result<void> submit(Work, Done) override { return refuse(); }
    Result<void> run(Work) override { return refuse(); }
    std::unique_ptr<Snapshot> snapshot() override { return SqliteSnapshot::begin(readers_); }
    VerifyReport verify(StudyId study, const std::function<void(std::int64_t)>& progress) override {
        const std::unique_ptr<SqliteSnapshot> view = SqliteSnapshot::begin(readers_);
        return verify_study(view->connection(), study, progress);
    }
    bool erasure_pending() override { return false; }  // it withdraws nothing
    void finish() override {}

private:
    static Result<void> refuse() {
        return failure(
            "store.read-only",
            "the data folder was opened for reading only",
            "use a command that writes, such as querist serve"
        );
    }
    std::shared_ptr<ReaderPool> readers_;
};

class WritingStore final : public Store {
public:
    WritingStore(
        std::shared_ptr<ReaderPool> readers,
        Connection writer,
        const Connection::Options& keeper,
        WithdrawalList withdrawals,
        Overwriting overwriting
    )
        : readers_(std::move(readers)),
          keeper_(keeper),
          writer_(std::move(writer), keeper_, std::move(withdrawals), overwriting) {
        keeper_.erase_withdrawn();
    }
    WritingStore(const WritingStore&) = delete;
    WritingStore& operator=(const WritingStore&) = delete;
    ~WritingStore() override { writer_.finish(); }

    Result<void> submit(Work work, Done done) override {
        return writer_.submit(std::move(work), std::move(done));
    }
    Result<void> run(Work work) override { return writer_.run(std::move(work)); }
    std::unique_ptr<Snapshot> snapshot() override { return SqliteSnapshot::begin(readers_); }
    VerifyReport verify(StudyId study, const std::function<void(std::int64_t)>& progress) override {
        const std::unique_ptr<SqliteSnapshot> view = SqliteSnapshot::begin(readers_);
        return verify_study(view->connection(), study, progress);
    }
    bool erasure_pending() override { return keeper_.erasure_pending(); }
    void finish() override {
        writer_.finish();
        keeper_.finish();
    }

private:
    std::shared_ptr<ReaderPool> readers_;
    LogKeeper keeper_;
    Writer writer_;
};

}  // namespace

std::vector<std::unique_ptr<Snapshot>> Store::snapshots(std::size_t count) {
    constexpr int tries = 5;
    std::vector<std::unique_ptr<Snapshot>> views;
    views.push_back(snapshot());
    for (int i = 0; i < tries && views.size() < count; ++i) {
        std::unique_ptr<Snapshot> another = snapshot();
        // All that answers are made of is entries: the same last entry, the same answers.
        if (another->change_mark() != views.back()->change_mark()) views.clear();
        views.push_back(std::move(another));
    }
    return views;
}

std::unique_ptr<Store> make_reading_store(std::shared_ptr<ReaderPool> readers) {
    return std::make_unique<ReadingStore>(std::move(readers));
}

std::unique_ptr<Store> make_writing_store(
    std::shared_ptr<ReaderPool> readers,
    Connection writer,
    const Connection::Options& keeper,
    WithdrawalList withdrawals,
    Overwriting overwriting
) {
    return std::make_unique<WritingStore>(
        std::move(readers), std::move(writer), keeper, std::move(withdrawals), overwriting
    );
}

}  // namespace querist::store
