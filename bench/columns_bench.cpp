// How long the columns of a study take: a bare scan of the projections, columns from the store,
// from the file, and from the file when answers came since. Usage: columns_bench DATA STUDY ORIGIN
// Prints one JSON object; times are milliseconds, memory bytes.

#include "actions/column_file.hpp"
#include "actions/response_table.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <stdexcept>

namespace {

using namespace querist;

double milliseconds(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

/// The same rows by the same query, every byte looked at, nothing kept.
std::uint64_t scan(
    const std::filesystem::path& data, const std::string& study, response::Origin origin
) {
    const auto id = actions::study_id_of(study);
    if (!id) throw std::runtime_error(describe(id.error()));
    const auto store = actions::open_existing(data, store::Access::read_only);
    if (!store) throw std::runtime_error(describe(store.error()));
    const auto snapshot = (*store)->snapshot();
    const auto stored = snapshot->study(*id);
    if (!stored) throw std::runtime_error("the data do not know the study " + *id);
    std::uint64_t sum = 0;
    snapshot->each_projection(stored->id, origin, {}, [&](const store::ProjectionRow& row) {
        for (const char byte : row.data) sum += static_cast<unsigned char>(byte);
    });
    if (sum == 0) throw std::runtime_error("the data hold no response of this origin");
    return sum;
}

actions::StoredResponses columns(
    const std::filesystem::path& data, const std::string& study, response::Origin origin
) {
    auto found = actions::read_responses(study, data, origin, actions::Wanted::reported);
    if (!found) throw std::runtime_error(describe(found.error()));
    return *std::move(found);
}

std::int64_t peak_bytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

void measure(const std::filesystem::path& data, const std::string& study, response::Origin origin) {
    nlohmann::json json;
    std::uint64_t sum = 0;
    json["scan"] = milliseconds([&] { sum = scan(data, study, origin); });
    json["checksum"] = sum;
    const auto read = [&] {
        std::uint64_t bytes = 0;
        std::uint64_t responses = 0;
        const double took = milliseconds([&] {
            auto found = columns(data, study, origin);
            responses = found.table.size();
            response::TableMemory memory(found.table);
            for (const auto& piece : memory.pieces()) bytes += piece.size();
        });
        json["bytes"] = bytes;
        json["responses"] = responses;
        return took;
    };
    json["columns"] = read();
    json["peak"] = peak_bytes();
    fmt::print("{}\n", json.dump());
}

}  // namespace

int main(int argc, char** argv) {
    const auto origin = argc == 4 ? response::parse_origin(argv[3]) : std::nullopt;
    if (!origin) {
        fmt::print(stderr, "usage: columns_bench DATA STUDY ORIGIN\n");
        return 2;
    }
    try {
        measure(argv[1], argv[2], *origin);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
