#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace querist::cli {

/// Which rows of a file were not taken, for people: how many of each fault (pairs of word and
/// count), then the first ones, and how many more there are. `imported` has `first` and `rejected`.
template <class Imported, class Faults>
[[nodiscard]] std::string rejected_text(const Imported& imported, const Faults& faults) {
    std::string text;
    for (const auto& [word, count] : faults) text += fmt::format("rejected, {}: {}\n", word, count);
    for (const auto& row : imported.first) {
        text += fmt::format("  line {}: {}\n", row.line, row.refusal.reason);
    }
    const auto shown = static_cast<std::int64_t>(imported.first.size());
    if (imported.rejected <= shown) return text;
    return text +
           fmt::format("  and {} more (--rejected FILE lists all)\n", imported.rejected - shown);
}

}  // namespace querist::cli
