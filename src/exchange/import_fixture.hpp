#pragma once

// What the tests of imports share: a study with the kinds that columns differ in, and an import of
// a few lines of CSV into it.

#include "exchange/exchange.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace querist::exchange::fixture {

inline const instrument::Study& import_study() {
    static const instrument::LoadedStudy loaded = instrument::load_study(
        {{"study.yaml", R"(querist: 1
id: imported
title: Imported
mode: anonymous
research questions:
  - id: why
    text: Why?
consent: {text: Voluntary., controller: Us, contact: us@example.org}
instrument:
  pages:
    - id: first
      title: First
      items:
        - id: years
          ask: How many years?
          kind: single choice
          serves: [why]
          choices: [{few: less than 1 year}, {some: 1 - 2 years}, {other: Other, text: true}]
        - {id: uses, ask: Used?, kind: yes/no, serves: [why]}
        - id: reason
          ask: What for?
          kind: short text
          serves: [why]
          shown when: uses
    - id: second
      title: Second
      items:
        - id: problems
          ask: Which problems?
          kind: several choices
          at most: 3
          serves: [why]
          choices:
            - none: I meet none
              exclusive: true
            - crashes: Crashes (e.g., it does not convert)
            - slow: Slow
            - wrong: Wrong, silently
            - other: Other (please specify)
              text: true
        - id: often
          ask: How often?
          kind: grid
          serves: [why]
          rows: [{a: Part A}, {b: Part B, text: true}]
          scale: [{never: Never}, {always: Always}]
        - id: tools
          ask: Which tools, and where?
          kind: matrix
          serves: [why]
          rows: [{work: At work}, {home: At home}]
          choices: [{x: Tool X}, {y: "Tool Y, the new one"}]
    - id: third
      title: Third
      items:
        - {id: people, ask: How many?, kind: number, minimum: 1, maximum: 9, serves: [why]}
        - {id: since, ask: Since when?, kind: date, serves: [why]}
        - id: order
          ask: In which order?
          kind: ranking
          serves: [why]
          choices: [{speed: Speed}, {ease: Ease}]
        - {id: remark, ask: More?, kind: long text, serves: [why]}
)"}},
        "test"
    );
    for (const Problem& problem : loaded.problems) {
        if (problem.severity == Severity::error) ADD_FAILURE() << describe(problem);
    }
    return *loaded.study;
}

inline ImportMapping mapping_of(const std::string& yaml) {
    LoadedMapping loaded = read_import_mapping(yaml, "mapping.yaml", import_study());
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << describe(problem, yaml);
    return loaded.mapping.value_or(ImportMapping());
}

struct Imported {
    std::vector<ImportedResponse> responses;
    ImportFindings findings;
    std::optional<Problem> problem;

    /// All answers of a response as JSON by stable codes.
    [[nodiscard]] std::string answers(std::size_t response = 0) const;
    /// "code column value" of each finding.
    [[nodiscard]] std::vector<std::string> found() const {
        std::vector<std::string> lines;
        for (const ImportFinding& one : findings.listed()) {
            lines.push_back(one.code + " " + one.column + " " + one.value);
        }
        return lines;
    }
};

inline Imported import_csv(const ImportMapping& mapping, const std::string& csv) {
    Imported imported;
    std::optional<RowReader> rows;
    int headers = 0;
    CsvReader reader("file.csv", mapping.delimiter);
    const auto take = [&](const CsvRow& row) -> Result<void> {
        if (!rows) {
            Result<RowReader> begun =
                RowReader::begin(import_study(), mapping, row, "file.csv", imported.findings);
            if (!begun) return std::unexpected(begun.error());
            rows.emplace(std::move(*begun));
        } else if (++headers >= mapping.header_rows) {
            imported.responses.push_back(rows->read(row, imported.findings));
        }
        return {};
    };
    Result<void> done = reader.feed(csv, take);
    if (done) done = reader.finish(take);
    if (!done) imported.problem = done.error();
    return imported;
}

}  // namespace querist::exchange::fixture
