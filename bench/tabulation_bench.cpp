// Tabulates 20 items and 20 cross-tables over simulated responses in memory, beside the speed at
// which the same bytes can only be read. Usage: tabulation_bench RESPONSES [FOLDER]
//
// With a folder, the same columns are written there for the yardsticks: one file of bytes a column
// (c00 … c19; 255 is no answer), `weights` (doubles), and `counts.json` with what must come out.
// Prints one JSON object; times are milliseconds, the best of several runs.

#include "core/core.hpp"
#include "statistics/statistics.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <bit>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace {

using namespace querist;
using namespace querist::statistics;

// As many codes as questions have: from yes/no to a list of twelve.
constexpr std::array<std::size_t, 20> code_counts = {2, 2, 2, 3, 4, 4, 5, 5,  5,  5,
                                                     5, 6, 6, 7, 7, 8, 9, 10, 11, 12};
constexpr std::size_t partner = 7;  ///< Column i is crossed with column i + 7.
constexpr int runs = 7;
constexpr std::uint8_t no_answer = 255;
constexpr double no_answers_percent = 4;

/// Chance by the word: SplitMix64 (Steele, Lea and Flood 2014) is quick and enough to fill columns.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    double next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30U) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27U) * 0x94d049bb133111eb;
        return static_cast<double>((z ^ z >> 31U) >> 11U) * 0x1p-53;
    }

private:
    std::uint64_t state_;
};

struct Data {
    std::vector<std::vector<std::uint8_t>> bytes;
    std::vector<double> weights;
    std::vector<TabulatedColumn> columns;
    std::vector<Wanted> items;
    std::vector<Wanted> crosses;
    std::vector<Wanted> all;
};

Data made(std::size_t responses) {
    Data data;
    Chance chance(1);
    for (const std::size_t codes : code_counts) {
        std::vector<std::uint8_t>& column = data.bytes.emplace_back(responses);
        for (std::uint8_t& code : column) {
            // The square makes the first codes more frequent than the last, as answers are.
            const double u = chance.next();
            code = u * 100 < no_answers_percent
                       ? no_answer
                       : static_cast<std::uint8_t>(u * u * static_cast<double>(codes));
        }
    }
    data.weights.resize(responses);
    for (double& weight : data.weights) weight = 0.3 + 2 * chance.next();
    for (std::size_t i = 0; i < code_counts.size(); ++i) {
        data.columns.emplace_back(
            CodeColumn{std::span<const std::uint8_t>(data.bytes[i]), code_counts[i]}
        );
    }
    for (std::size_t i = 0; i < code_counts.size(); ++i) {
        data.items.push_back({&data.columns[i], nullptr});
        data.crosses.push_back({&data.columns[i], &data.columns[(i + partner) % code_counts.size()]}
        );
    }
    data.all = data.items;
    data.all.insert(data.all.end(), data.crosses.begin(), data.crosses.end());
    return data;
}

Executor on_threads(std::size_t count) {
    return {count, [](std::size_t parts, const std::function<void(std::size_t)>& part) {
                std::vector<std::jthread> others;
                for (std::size_t i = 1; i < parts; ++i)
                    others.emplace_back([&part, i] { part(i); });
                part(0);
            }};
}

double best_milliseconds(const std::function<void()>& work) {
    double best = 1e9;
    for (int i = 0; i < runs; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count());
    }
    return best;
}

/// Reads all columns once and adds them up by words: what no counting can be faster than.
double read_milliseconds(const Data& data, std::size_t threads) {
    std::vector<std::uint64_t> sums(threads);
    const double best = best_milliseconds([&] {
        on_threads(threads).run(threads, [&](std::size_t part) {
            std::uint64_t sum = 0;
            for (const std::vector<std::uint8_t>& column : data.bytes) {
                const std::size_t words = column.size() / 8;
                const std::uint8_t* begin = column.data();
                for (std::size_t i = words * part / threads; i < words * (part + 1) / threads;
                     ++i) {
                    std::uint64_t word = 0;
                    std::memcpy(&word, begin + i * 8, sizeof word);
                    sum += word;
                }
            }
            sums[part] = sum;
        });
    });
    if (sums.front() == 1) fmt::print(stderr, " ");  // so that the sums are made
    return best;
}

nlohmann::json times(const Data& data, std::size_t threads, Instructions instructions) {
    const Executor executor = on_threads(threads);
    const auto counted = [&](const std::vector<Wanted>& wanted) {
        return best_milliseconds([&] { (void)tabulate(wanted, executor, instructions); });
    };
    nlohmann::json json;
    json["items"] = counted(data.items);
    json["crosses"] = counted(data.crosses);
    json["both"] = counted(data.all);
    const Weights weights(data.weights);
    json["weighted"] =
        best_milliseconds([&] { (void)tabulate(data.all, weights, executor, instructions); });
    json["weights"] = best_milliseconds([&] { (void)Weights(data.weights); });
    return json;
}

void write_columns(const Data& data, const std::string& folder) {
    const auto write = [&](const std::string& name, const void* bytes, std::size_t size) {
        std::ofstream(folder + "/" + name, std::ios::binary)
            .write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
    };
    for (std::size_t i = 0; i < data.bytes.size(); ++i) {
        write(fmt::format("c{:02}", i), data.bytes[i].data(), data.bytes[i].size());
    }
    write("weights", data.weights.data(), data.weights.size() * sizeof(double));
    nlohmann::json counts = nlohmann::json::array();
    for (const Counts& table : tabulate(data.all)) counts.push_back(table.cells);
    const std::string text = counts.dump();
    write("counts.json", text.data(), text.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "usage: tabulation_bench RESPONSES [FOLDER]\n");
        return 2;
    }
    const Data data = made(std::strtoull(argv[1], nullptr, 10));
    nlohmann::json json;
    for (const std::size_t threads : {1U, 2U}) {
        nlohmann::json& here = json[std::to_string(threads)];
        here["read"] = read_milliseconds(data, threads);
        here["best"] = times(data, threads, best_instructions());
        here["baseline"] = times(data, threads, Instructions::baseline);
    }
    if (argc > 2) write_columns(data, argv[2]);
    fmt::print("{}\n", json.dump());
    return 0;
}
