#pragma once

#include "core/core.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>
#include <vector>

namespace querist::actions {

/// Sees when many responses to a study begin from one network on a day (UTC). Networks are hashed
/// with a key that lives as long as the day, and nothing of it is ever written anywhere: a restart
/// forgets, and begins to count anew. Thread-safe.
class BurstWatch {
public:
    /// What a response that began adds to.
    struct Burst {
        /// The size that is reached: `size_min`, or that doubled as often as it fits; 0: no burst.
        std::int64_t size = 0;
        /// Hashes of resume secrets: all of the burst's when it becomes one, later the newest.
        std::vector<Digest> responses;
    };

    /// `network`: the first bytes of addresses that belong together; empty: not known, and not
    /// counted. `response`: the hash of its resume secret.
    [[nodiscard]] Burst begun(
        StudyId study,
        std::string_view network,
        const Digest& response,
        std::int64_t size_min,
        Instant now,
        RandomSource& random
    );
    /// Forgets everything once another day has come.
    void end_day(Instant now);

private:
    struct Network {
        std::int64_t begun = 0;
        std::vector<Digest> responses;  ///< Until there are so many that they are a burst.
    };

    void forget(std::chrono::sys_days day);

    std::mutex mutex_;
    std::chrono::sys_days day_{};
    Digest key_;
    bool has_key_ = false;
    std::map<Digest, Network> networks_;  ///< By their hashes.
};

}  // namespace querist::actions
