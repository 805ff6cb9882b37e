// What a page submission and a projection row cost, on the study that Querist was made for. Run
// from the top of the source.

#include "response/first_study_fixture.hpp"
#include "response/response.hpp"

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

namespace {

using namespace querist;
using namespace querist::response;

struct Row {
    State state;
    std::string projection;
};

/// Synthetic respondents, walked to the end.
std::vector<Row> rows(const instrument::Study& study, std::size_t count) {
    SeededRandom random(1);
    std::vector<Row> result;
    while (result.size() < count) {
        State state = fresh_state(study);
        accept_consent(state, 1, true);
        while (const std::optional<int> page = resume_page(study, state)) {
            const PageCheck check =
                check_page(study, state, *page, synthetic_form(study, state, *page, random));
            if (!check.faults.empty()) continue;
            accept_page(
                state, *page, state.page_revisions[static_cast<std::size_t>(*page)] + 1, check
            );
        }
        accept_completion(state);
        const Times times{Instant{}, Instant{}, std::vector<PageTimes>(study.pages.size())};
        std::string projection = projection_text(study, state, times);
        result.push_back({std::move(state), std::move(projection)});
    }
    return result;
}

void read_projections(benchmark::State& bench) {
    const instrument::Study study = fixture::first_study(".");
    const std::vector<Row> all = rows(study, 1000);
    ProjectionReader reader(study);
    std::size_t bytes = 0;
    for (const Row& row : all) bytes += row.projection.size();
    for (auto _ : bench) {
        for (int round = 0; round < 100; ++round) {
            for (const Row& row : all) {
                if (!reader.read(row.projection)) bench.SkipWithError("unreadable");
                benchmark::DoNotOptimize(reader.gaps().data());
            }
        }
    }
    bench.SetItemsProcessed(bench.iterations() * 100'000);
    bench.counters["bytes a row"] = static_cast<double>(bytes) / static_cast<double>(all.size());
}
BENCHMARK(read_projections)->Unit(benchmark::kMillisecond);

void write_projection(benchmark::State& bench) {
    const instrument::Study study = fixture::first_study(".");
    const std::vector<Row> all = rows(study, 100);
    std::size_t i = 0;
    for (auto _ : bench) {
        benchmark::DoNotOptimize(projection_text(study, all[i++ % all.size()].state));
    }
}
BENCHMARK(write_projection);

void count_gaps(benchmark::State& bench) {
    const instrument::Study study = fixture::first_study(".");
    const std::vector<Row> all = rows(study, 100);
    std::size_t i = 0;
    for (auto _ : bench) benchmark::DoNotOptimize(gaps(study, all[i++ % all.size()].state));
}
BENCHMARK(count_gaps);

/// All that this room does for one accepted page.
void submit_page(benchmark::State& bench) {
    const instrument::Study study = fixture::first_study(".");
    SeededRandom random(2);
    const State fresh = fresh_state(study);
    const Form form = synthetic_form(study, fresh, 0, random);
    State state = fresh;
    for (auto _ : bench) {
        if (!reachable(study, state, 0)) bench.SkipWithError("unreachable");
        const PageCheck check = check_page(study, state, 0, form);
        const std::string body = page_body_text(study, 0, 1, Instant{}, Instant{}, check);
        accept_page(state, 0, 1, check);
        benchmark::DoNotOptimize(body);
        benchmark::DoNotOptimize(next_page(study, state.answers, 0));
        benchmark::DoNotOptimize(projection_text(study, state));
    }
}
BENCHMARK(submit_page);

/// The same through JSON values: what page_body_text and accept_page save.
void submit_page_through_json(benchmark::State& bench) {
    const instrument::Study study = fixture::first_study(".");
    SeededRandom random(2);
    const Form form = synthetic_form(study, fresh_state(study), 0, random);
    State state = fresh_state(study);
    for (auto _ : bench) {
        const PageCheck check = check_page(study, state, 0, form);
        const nlohmann::json body = page_body(study, 0, 1, Instant{}, Instant{}, check);
        benchmark::DoNotOptimize(canonical_json(body));
        if (!apply(study, state, EntryKind::page, body)) bench.SkipWithError("refused");
    }
}
BENCHMARK(submit_page_through_json);

}  // namespace

BENCHMARK_MAIN();
