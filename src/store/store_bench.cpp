// Durable entries a second through the writer, beside the same with a disk that is not waited for.
// Usage: store_bench [FOLDER] [ENTRIES]. Prints one line a case.

#include "store/store.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <memory>
#include <semaphore>

namespace querist::store {
namespace {

using Steady = std::chrono::steady_clock;

struct Walk {
    ResponseRow row;
    int page = 0;
};

struct Bench {
    std::unique_ptr<Store> store;
    NewResponse pattern;
    SeededRandom random{1};
    std::vector<Walk> walks;
    std::string body;
    std::string data;
};

std::string salt(SeededRandom& random) {
    std::string bytes(32, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    return bytes;
}

Result<void> answer(Transaction& transaction, Bench& bench, Walk& walk) {
    constexpr int pages = 8;
    if (walk.page % pages == 0) {
        NewResponse response = bench.pattern;
        bench.random.fill(response.public_id.bytes);
        bench.random.fill(response.resume_hash.bytes);
        Result<ResponseRow> row = transaction.start_response(response);
        if (!row) return std::unexpected(row.error());
        walk.row = *row;
    }
    NewEntry entry;
    entry.body = bench.body;
    entry.salt = salt(bench.random);
    entry.page_revision = {walk.page % pages, 1};
    if (Result<void> appended = transaction.append(walk.row, entry); !appended) return appended;
    transaction.project(
        walk.row.id,
        std::string_view(bench.data).substr(0, static_cast<std::size_t>(walk.page % pages + 1) * 80)
    );
    ++walk.page;
    return {};
}

bool prepare(Bench& bench, const std::filesystem::path& folder, Durability durability) {
    std::filesystem::remove_all(folder);
    StoreOptions options;
    options.durability = durability;
    Result<std::unique_ptr<Store>> store = open_store(folder, options);
    if (!store) {
        fmt::print(stderr, "{}\n", describe(store.error()));
        return false;
    }
    bench.store = std::move(*store);
    bench.body = R"({"answers":{"ml_years":"1-2"},"at":"2026-11-23T03:25:41.000123Z","page":0,)" +
                 std::string(320, 'x');
    bench.data = std::string(640, 'y');
    return bench.store
        ->run([&](Transaction& transaction) -> Result<void> {
            bench.pattern.study = transaction.add_study("bench").id;
            bench.pattern.version_hash = sha256("bench");
            bench.pattern.version = transaction.add_version(
                bench.pattern.study, bench.pattern.version_hash, "[]", {}, Instant{}
            );
            return {};
        })
        .has_value();
}

/// `clients` pieces of work wait at any time.
double entries_a_second(Bench& bench, int clients, int entries) {
    bench.walks.assign(static_cast<std::size_t>(clients), {});
    std::counting_semaphore<> done(0);
    std::atomic<int> failed = 0;
    const auto begin = Steady::now();
    for (int i = 0; i < entries; ++i) {
        if (i >= clients) done.acquire();
        Walk& walk = bench.walks[static_cast<std::size_t>(i % clients)];
        const Result<void> queued = bench.store->submit(
            [&bench, &walk](Transaction& transaction) { return answer(transaction, bench, walk); },
            [&](const Result<void>& result) {
                if (!result) ++failed;
                done.release();
            }
        );
        if (!queued) ++failed;
    }
    for (int i = 0; i < std::min(clients, entries); ++i) done.acquire();
    const std::chrono::duration<double> time = Steady::now() - begin;
    if (failed != 0) fmt::print("{} entries failed\n", failed.load());
    return entries / time.count();
}

int main_of(const std::filesystem::path& folder, int entries) {
    fmt::print("{:<12}{:>10}{:>14}\n", "durability", "waiting", "entries/s");
    for (const Durability durability : {Durability::full, Durability::none}) {
        for (const int clients : {1, 8, 64, 256}) {
            Bench bench;
            if (!prepare(bench, folder, durability)) return 1;
            const int count = clients == 1 ? entries / 10 : entries;
            const double rate = entries_a_second(bench, clients, count);
            bench.store->finish();
            fmt::print(
                "{:<12}{:>10}{:>14.0f}\n",
                durability == Durability::full ? "full" : "none",
                clients,
                rate
            );
        }
    }
    std::filesystem::remove_all(folder);
    return 0;
}

}  // namespace
}  // namespace querist::store

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : "build/store-bench";
    return querist::store::main_of(folder, argc > 2 ? std::atoi(argv[2]) : 200'000);
}
