// Any bytes as another program's CSV file, and as a mapping of it: problems or responses out, never
// a crash. Up to the first NUL the bytes are the mapping, the rest is the file. Seeds:
// tests/fuzz/exchange_import_fuzz/.

#include "exchange/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace {

using namespace querist;

constexpr const char* study_yaml = R"(querist: 1
id: fuzz
title: Fuzz
mode: anonymous
research questions:
  - id: why
    text: Why?
consent: {text: Voluntary., controller: Us, contact: us@example.org}
instrument:
  pages:
    - id: one
      title: One
      items:
        - {id: uses, ask: Used?, kind: yes/no, serves: [why]}
        - id: parts
          ask: Which?
          kind: several choices
          serves: [why]
          shown when: uses
          choices: [{core: "The core, the rest"}, {none: None, exclusive: true}, {other: Other, text: true}]
        - {id: people, ask: How many?, kind: number, minimum: 1, maximum: 9, serves: [why]}
        - {id: note, ask: More?, kind: long text, serves: [why]}
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const instrument::LoadedStudy loaded =
        instrument::load_study({{"study.yaml", study_yaml}}, "fuzz");
    if (!loaded.study) std::abort();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string_view yaml = bytes.substr(0, bytes.find('\0'));
    const std::string_view csv = bytes.substr(std::min(yaml.size() + 1, bytes.size()));
    const exchange::LoadedMapping mapping =
        exchange::read_import_mapping(yaml, "mapping.yaml", *loaded.study);
    if (!mapping.mapping && mapping.problems.empty()) std::abort();
    if (!mapping.mapping) return 0;

    exchange::ImportFindings findings;
    std::optional<exchange::RowReader> rows;
    exchange::CsvReader reader("fuzz.csv", mapping.mapping->delimiter);
    const auto take = [&](const exchange::CsvRow& row) -> Result<void> {
        if (rows) {
            (void)rows->read(row, findings);
            return {};
        }
        Result<exchange::RowReader> begun =
            exchange::RowReader::begin(*loaded.study, *mapping.mapping, row, "fuzz.csv", findings);
        if (!begun) return std::unexpected(begun.error());
        rows.emplace(std::move(*begun));
        return {};
    };
    if (reader.feed(csv, take)) (void)reader.finish(take);
    for (const exchange::ImportFinding& finding : findings.listed()) {
        if (finding.message.empty() || finding.lines.empty()) std::abort();
    }
    return 0;
}
