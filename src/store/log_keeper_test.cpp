// What another process withdrew and did not live to overwrite.

#include "store/log_keeper.hpp"

#include "store/limits.hpp"
#include "store/raw_database.hpp"
#include "store/store_fixture.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace querist::store::fixture {
namespace {

/// A database with answers of its own in it, and what a killed process does to it.
class LeftBehind {
public:
    LeftBehind() {
        const std::unique_ptr<Store> store = opened(folder_.path());
        SeededRandom random(7);
        const TinyStudy tiny = TinyStudy::add(*store);
        const Result<void> done = store->run([&](Transaction& transaction) -> Result<void> {
            for (int i = 1; i <= 2; ++i) {
                const ResponseRow row = *transaction.start_response(tiny.new_response(random));
                transaction.project(row.id, word(i));
            }
            return {};
        });
        if (!done) throw std::runtime_error(describe(done.error()));
    }

    [[nodiscard]] Connection::Options options() const {
        Connection::Options options;
        options.file = file();
        options.role = Connection::Role::maintenance;
        return options;
    }
    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "answers.db"; }
    static std::string word(int response) { return fmt::format("word-of-{}-only", response); }

    /// Deletes and marks as a withdrawal does; the bytes stay in the file until it is rewritten.
    void withdraw_and_die(int response) const {
        RawDatabase(file()).run(fmt::format(
            "PRAGMA busy_timeout = 5000; PRAGMA secure_delete = OFF; BEGIN IMMEDIATE; DELETE FROM "
            "projection WHERE response = {0};"
            "INSERT INTO erasure VALUES ({0}); COMMIT",
            response
        ));
    }

    [[nodiscard]] bool holds(int response) const {
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            if (bytes.contains(word(response))) return true;
        }
        return false;
    }

private:
    TemporaryFolder folder_;
};

TEST(LogKeeperTest, RewritesAgainForWhatWasMarkedSince) {
    const LeftBehind left;
    LogKeeper keeper(left.options());
    RawDatabase reader(left.file());
    reader.run("BEGIN; SELECT count(*) FROM projection");
    left.withdraw_and_die(1);
    keeper.erase_withdrawn();  // the file is rewritten; the reader holds the log
    EXPECT_TRUE(keeper.erasure_pending());
    left.withdraw_and_die(2);
    reader.run("COMMIT");
    keeper.finish();
    EXPECT_FALSE(keeper.erasure_pending());
    EXPECT_FALSE(left.holds(1));
    EXPECT_FALSE(left.holds(2));
}

TEST(LogKeeperTest, ABusyLogDoesNotPutTheLookForErasuresOff) {
    const LeftBehind left;
    LogKeeper keeper(left.options(), std::chrono::seconds(1));
    left.withdraw_and_die(1);
    ASSERT_TRUE(left.holds(1));
    // Wakes the keeper far more often than it looks, until it has looked; bounded in all.
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    int frames = 0;
    while (keeper.erasure_pending() && std::chrono::steady_clock::now() < give_up) {
        keeper.grown(frames += limits::log_frames_worth_copying);
        std::this_thread::yield();
    }
    EXPECT_FALSE(keeper.erasure_pending());
    keeper.finish();
    EXPECT_FALSE(left.holds(1));
}

}  // namespace
}  // namespace querist::store::fixture
