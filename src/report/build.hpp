#pragma once

#include "report/published.hpp"
#include "report/values.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace querist::report {

/// The plan that the report answers to.
struct PlanFacts {
    instrument::AnalysisPlan plan;
    Digest hash;
    std::optional<Instant> frozen_at;     ///< Empty: never frozen.
    std::vector<std::string> deviations;  ///< Of this plan from the registered one, in words.
    instrument::PlanAdditions additions;  ///< What the registered one did not promise.
    bool is_bound = false;  ///< `plan` holds all of the registered one as it was registered.
};

/// What the table does not hold.
struct ReportFacts {
    response::Origin origin = response::Origin::real;
    std::int64_t visits = 0;
    response::DispositionCounts left_out{};  ///< Of the responses that the table does not hold.
    std::vector<FlagCount> flags{};          ///< In the order of their names.
    std::map<std::string, std::int64_t> exclusions{
    };  ///< Reason -> responses, in the table or not.
    std::optional<PublishedFigures> published{};  ///< What a publication prints of them.
    std::vector<std::string> notes;               ///< For the reader, before the first section.
    std::optional<PlanFacts> plan = std::nullopt;
    std::optional<SampleFacts> sample = std::nullopt;  ///< Empty where nobody was drawn.
};

/// Tabulates every item: those that describe the sample first, then by research question, then
/// those that serve nothing. `table` holds the responses to be reported and no others; `newest` is
/// its first version.
[[nodiscard]] Report build_report(
    const instrument::Study& newest, const response::ResponseTable& table, const ReportFacts& facts
);

}  // namespace querist::report
