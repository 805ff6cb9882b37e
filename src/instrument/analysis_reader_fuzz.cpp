// Any bytes in, problems or a sound plan out, never a crash. Seeds:
// tests/fuzz/instrument_analysis_reader_fuzz/.

#include "instrument/instrument.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace querist::instrument;
    static const LoadedStudy planned = load_study(new_study("fuzz", "Fuzz"), "fuzz");
    if (!planned.study) std::abort();
    const Study& study = *planned.study;
    const std::string yaml(reinterpret_cast<const char*>(data), size);
    const LoadedPlan loaded = load_analysis_plan(yaml, study, "analysis.yaml");
    if (!loaded.plan && loaded.problems.empty()) std::abort();
    for (const querist::Problem& problem : loaded.problems) {
        if (problem.message.empty() || problem.cure.empty()) std::abort();
        (void)querist::describe(problem, yaml);
    }
    // What loads is no deviation from itself and can be printed.
    if (loaded.plan) {
        if (!compare_plans(*loaded.plan, study, *loaded.plan, study).empty()) std::abort();
        Study with_plan = study;
        with_plan.analysis = loaded.plan;
        (void)protocol_markdown(with_plan, lint(with_plan));
    }
    return 0;
}
