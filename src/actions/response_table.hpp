#pragma once

#include "actions/actions.hpp"
#include "report/report.hpp"
#include "store/store.hpp"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace querist::actions {

/// Which responses are read: those that reports count (`response::is_reported`), those and the ones
/// that an entry excludes, or all.
enum class Wanted { reported, with_excluded, all };

/// The responses of one study and origin, in columns, with what reports say besides.
struct StoredResponses {
    std::deque<instrument::Study> versions;  ///< The newest first; `table` was made from them.
    response::ResponseTable table;
    response::Origin origin = response::Origin::real;
    std::int64_t visits = 0;
    response::DispositionCounts left_out;  ///< Of those that `table` does not hold.
    std::vector<report::FlagCount> flags;
    std::map<std::string, std::int64_t> exclusions;  ///< Reason -> responses.
    std::vector<std::string> notes;
    /// Who is flagged; empty where no version screens, and where `Wanted::all` was asked for.
    std::optional<ScreenedStudy> screened{};
    std::optional<report::PlanFacts> plan;  ///< What the newest version's answers answer to.
    /// For whoever runs the command, not for readers of a report: columns that were made again.
    std::string file_note{};
};

/// The origin to read, and why when it is not the obvious one; empty: it is.
struct OriginChoice {
    response::Origin origin = response::Origin::real;
    std::string note;
};
/// Without a wish real responses, or those of the only origin that there is;
/// actions.choose-origin when there are several others.
[[nodiscard]] Result<OriginChoice> choose_origin(
    const std::vector<store::ResponseCount>& counts, std::optional<response::Origin> wanted
);

/// Reads them in one snapshot. `study` is a study's folder or id. Without an origin: real
/// responses, or those of the only origin that there is, which is noted.
/// actions.choose-origin when there are several others; actions.unknown-study.
/// Withdrawn responses have rows of nothing but that gap; refusals are counted and have no row.
[[nodiscard]] Result<StoredResponses> read_responses(
    const std::filesystem::path& study,
    const std::filesystem::path& data,
    std::optional<response::Origin> origin,
    Wanted wanted
);

}  // namespace querist::actions
