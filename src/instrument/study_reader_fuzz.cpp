// Any bytes in, problems or a sound study out, never a crash. Seeds:
// tests/fuzz/instrument_study_reader_fuzz/.

#include "instrument/instrument.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace querist::instrument;
    const std::string yaml(reinterpret_cast<const char*>(data), size);
    const StudyFiles files = {{"study.yaml", yaml}, {"messages/consent.md", "Terms.\n"}};
    const LoadedStudy loaded = load_study(files, "fuzz");
    if (!loaded.study && loaded.problems.empty()) std::abort();
    for (const querist::Problem& problem : loaded.problems) {
        if (problem.message.empty() || problem.cure.empty()) std::abort();
        (void)querist::describe(problem, yaml);
    }
    // What loads once loads again with the same version, and can be compared with itself.
    if (loaded.study) {
        if (!compare_versions(*loaded.study, *loaded.study).empty()) std::abort();
        if (answerable(*loaded.study).size() != loaded.study->items.size()) std::abort();
    }
    return 0;
}
