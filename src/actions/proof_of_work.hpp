#pragma once

#include "core/core.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace querist::actions {

/// How long a challenge can be solved: as long as somebody reads the terms.
inline constexpr auto work_time = std::chrono::hours(2);

/// Work that a browser does before a response begins by the open link: it looks for the number
/// whose SHA-256 behind a salt is the challenge. Source: ALTCHA, version 1
/// (docs/decisions/0027-proof-of-work.md). A challenge belongs to a study, ends, and is spent once;
/// what was spent is kept in memory, so that after a restart it could be spent once more.
class ProofOfWork {
public:
    explicit ProofOfWork(std::string_view key = {});

    /// {"algorithm","challenge","maxnumber","salt","signature"}. Thread-safe. `most`: the greatest
    /// number that it can be.
    [[nodiscard]] std::string challenge(
        std::string_view study, std::uint64_t most, Instant now, RandomSource& random
    ) const;

    /// Whether a payload (base64 of JSON: the challenge's members, and "number") solves a challenge
    /// of this study that has not ended and that nobody spent. For one thread.
    [[nodiscard]] bool spend(std::string_view study, std::string_view payload, Instant now);

private:
    std::string key_;
    std::map<Digest, Instant> spent_;     ///< Challenges, and when they end.
    Instant next_look_ = Instant::min();  ///< For those that have ended: not at each of many.
};

}  // namespace querist::actions
