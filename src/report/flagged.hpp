#pragma once

#include "screening/screening.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace querist::report {

struct Report;

/// How many responses give a signal of the study's `screening`.
struct SignalRow {
    std::string signal;  ///< "straight lines"; a check's id.
    std::string meaning;
    std::int64_t responses = 0;
    std::int64_t flagged = 0;   ///< Among them.
    std::int64_t excluded = 0;  ///< Among them.
};

/// What became of the responses that were flagged.
struct FlaggedCounts {
    std::int64_t screened = 0;  ///< Looked through: complete, unfinished and excluded ones.
    std::int64_t flagged = 0;
    std::int64_t waiting = 0;
    std::int64_t kept = 0;
    std::int64_t excluded = 0;
};

/// One result of the report beside what it is without flagged responses.
struct ResultWithout {
    std::string about;
    std::string all;
    std::string without;
    /// The greatest change of a share in its first table, as a fraction, with what it is a share
    /// of. Empty where that table has no shares in both.
    std::optional<double> change;
    std::string changed;
};

/// Screening, as the report tells it.
struct FlaggedReport {
    FlaggedCounts counts;
    std::vector<SignalRow> signals;
    std::optional<screening::Trial> trial;  ///< Of simulated respondents of several kinds.
    std::int64_t responses = 0;             ///< Of the report.
    std::int64_t responses_without = 0;     ///< Of it, without the flagged ones.
    std::vector<ResultWithout> results;     ///< Empty where nobody in the tables is flagged.
};

/// Every item, comparison and scale of a report beside the same of one without flagged responses.
[[nodiscard]] std::vector<ResultWithout> compare_results(
    const Report& report, const Report& without
);

}  // namespace querist::report
