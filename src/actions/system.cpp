#include "actions/actions.hpp"

#include <sys/random.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>

namespace querist::actions {

Instant SystemClock::now() {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()
    );
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        // Without chance there are no secrets: going on would hand out guessable ones.
        if (got <= 0) std::abort();
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace querist::actions
