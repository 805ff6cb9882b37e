#pragma once

#include "core/core.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace querist::recruitment {

/// How the cases of a wave are chosen among those that wait.
enum class ReleaseOrder : std::uint8_t {
    as_drawn,       ///< In the order of drawing alone: of simple random samples and censuses.
    within_strata,  ///< Of each stratum its share of those that wait, in the order of drawing.
};

/// Which of the waiting cases are released next: positions in `strata`, ascending. `strata` has the
/// stratum (0 to `count` - 1) of each waiting case, in the order of drawing. Within strata the wave
/// is divided in proportion to those that wait (largest remainder), so that each wave is a small
/// sample like the whole. recruitment.wave-too-large when fewer wait, recruitment.wave-size for a
/// size below 1.
[[nodiscard]] Result<std::vector<std::size_t>> next_wave(
    std::span<const std::uint32_t> strata, std::size_t count, std::int64_t size, ReleaseOrder order
);

}  // namespace querist::recruitment
