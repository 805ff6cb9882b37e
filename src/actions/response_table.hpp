#pragma once

#include "actions/actions.hpp"
#include "report/report.hpp"
#include "store/store.hpp"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace querist::actions {

/// What besides the responses that count is read: nothing, those that an entry excludes, or those
/// and the ones that their answers screened out.
enum class Screened { left_out, with_excluded, kept };

/// The responses of one study and origin, in columns, with what reports say besides.
struct StoredResponses {
    std::deque<instrument::Study> versions;  ///< The newest first; `table` was made from them.
    response::ResponseTable table;
    response::Origin origin = response::Origin::real;
    std::int64_t visits = 0;
    std::int64_t refused = 0;
    std::int64_t screened = 0;      ///< Excluded by an entry, in `table` or not.
    std::int64_t screened_out = 0;  ///< By their answers, and not excluded besides.
    std::vector<report::FlagCount> flags;
    std::map<std::string, std::int64_t> exclusions;  ///< Reason -> responses.
    std::vector<std::string> notes;
    std::optional<report::PlanFacts> plan;  ///< What the newest version's answers answer to.
    /// For whoever runs the command, not for readers of a report: columns that were made again.
    std::string file_note{};
};

/// Reads them in one snapshot. `study` is a study's folder or id. Without an origin: real
/// responses, or those of the only origin that there is, which is noted.
/// actions.choose-origin when there are several others; actions.unknown-study.
/// Withdrawn responses have rows of nothing but that gap; refusals are counted and have no row.
[[nodiscard]] Result<StoredResponses> read_responses(
    const std::filesystem::path& study,
    const std::filesystem::path& data,
    std::optional<response::Origin> origin,
    Screened screened
);

}  // namespace querist::actions
