#pragma once

#include "core/core.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace querist::exchange {

/// Whether what was found is in the data all the same (and flagged there), or is not.
enum class Loss { kept, lost };

/// One thing that an import met and that somebody should look at. The same value in the same column
/// is one finding, however many rows have it.
struct ImportFinding {
    std::string code;    ///< "import.unknown-value"
    std::string column;  ///< Empty: of the whole row.
    std::string value;   ///< As it stands in the file, cut at `finding_value_characters_max`.
    std::string message;
    std::string cure;
    Loss loss = Loss::lost;
    std::int64_t count = 0;
    std::vector<std::int64_t> lines;  ///< The first `finding_lines_max` of them.
};
inline constexpr std::size_t finding_value_characters_max = 120;
inline constexpr std::size_t finding_lines_max = 20;

/// Collects findings in bounded memory: beyond `limits::import_findings_max` different ones they
/// are only counted.
class ImportFindings {
public:
    /// `finding` without count and lines.
    void add(ImportFinding finding, std::int64_t line);

    /// By the first line, then by column.
    [[nodiscard]] std::vector<ImportFinding> listed() const;
    [[nodiscard]] std::int64_t unlisted() const { return unlisted_; }
    [[nodiscard]] bool any_lost() const { return lost_; }

private:
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> places_;
    std::vector<ImportFinding> findings_;
    std::int64_t unlisted_ = 0;
    bool lost_ = false;
};

}  // namespace querist::exchange
