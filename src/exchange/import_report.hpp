#pragma once

#include "core/core.hpp"
#include "exchange/import_findings.hpp"
#include "exchange/import_mapping.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace querist::exchange {

enum class Rehearsal { no, yes };

/// What became of a foreign file.
struct ImportReport {
    std::string study;
    Digest version;  ///< Of the instrument.
    std::string file;
    Digest file_hash;  ///< SHA-256 of its bytes.
    Rehearsal rehearsal = Rehearsal::no;
    std::int64_t rows = 0;     ///< Without the header rows.
    std::int64_t added = 0;    ///< Stored now; in a rehearsal: that would be.
    std::int64_t present = 0;  ///< Stored by an earlier import of the same rows.
    std::int64_t empty = 0;    ///< Nothing in any cell: passed over. The next three add to `rows`.
    std::int64_t consenting = 0;
    std::int64_t refused = 0;
    std::int64_t without_consent = 0;
    std::map<std::string, std::int64_t> excluded;  ///< Reason -> rows.
    std::map<std::string, std::int64_t> flags;     ///< "contradiction:problems" -> rows.
    ImportFindings findings;
};

[[nodiscard]] std::string import_report_markdown(
    const ImportReport& report, const instrument::Study& study, const ImportMapping& mapping
);
[[nodiscard]] std::string import_report_json(
    const ImportReport& report, const instrument::Study& study, const ImportMapping& mapping
);

}  // namespace querist::exchange
