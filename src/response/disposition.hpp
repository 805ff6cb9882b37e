#pragma once

#include "response/response_table.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>

namespace querist::response {

/// What became of a response, in the words of AAPOR's standard definitions: each has one, the first
/// that holds. This is the one rule for who is counted where.
///
/// | disposition  | AAPOR             | in tables | agreed and started | in the completion rate |
/// | excluded     | 4.x, not eligible | no        | no                 | no                     |
/// | refused      | 2.11              | no        | no                 | no                     |
/// | withdrawn    | 2.11, afterwards  | as a gap  | yes                | yes                    |
/// | screened_out | 4.10              | no        | yes                | no                     |
/// | quota_full   | 4.80              | no        | yes                | no                     |
/// | completed    | 1.1               | yes       | yes                | yes, as completed      |
/// | partial      | 1.2               | yes       | yes                | yes                    |
/// | broken_off   | 2.12              | yes       | yes                | yes                    |
enum class Disposition {
    excluded,  ///< By an entry of the researchers; imported rows without consent are, too.
    refused,
    withdrawn,
    screened_out,
    quota_full,
    completed,
    partial,
    broken_off
};
inline constexpr std::size_t dispositions = 8;

[[nodiscard]] Disposition disposition_of(const ResponseTable::Meta& meta);
/// Whether tables hold it; excluded responses are in them only where that is asked for.
[[nodiscard]] bool is_reported(Disposition disposition);
/// Whether somebody agreed to take part, and is not excluded.
[[nodiscard]] bool has_started(Disposition disposition);
/// Whether the completion rate has it in its base: who started, was not screened out
/// and came before the quotas were full.
[[nodiscard]] bool is_eligible(Disposition disposition);

/// How many responses have each disposition.
class DispositionCounts {
public:
    DispositionCounts() = default;
    DispositionCounts(std::initializer_list<std::pair<Disposition, std::int64_t>> counts);
    void add(Disposition disposition, std::int64_t count = 1);
    [[nodiscard]] std::int64_t of(Disposition disposition) const;
    /// Of all dispositions for which a rule above holds.
    [[nodiscard]] std::int64_t where(bool (*rule)(Disposition)) const;
    bool operator==(const DispositionCounts&) const = default;

private:
    std::array<std::int64_t, dispositions> counts_{};
};

}  // namespace querist::response
