#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace querist::actions {

/// Work that waits for somebody else's server, on threads of its own behind a short queue: when
/// that server is slow, only those wait who asked for it, and no more than fit in here.
class Errands {
public:
    Errands(std::size_t threads, std::size_t waiting_max)
        : threads_max_(threads), waiting_max_(waiting_max) {}
    Errands(const Errands&) = delete;
    Errands& operator=(const Errands&) = delete;
    ~Errands() { finish(); }

    /// False when too many wait already; `errand` must not throw. Threads begin with the first.
    [[nodiscard]] bool run(std::move_only_function<void()> errand);

    /// Waits for those under way, forgets those that wait and takes no more.
    void finish();

private:
    void work(const std::stop_token& stop);

    std::size_t threads_max_;
    std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable_any some_;
    std::deque<std::move_only_function<void()>> waiting_;
    std::size_t idle_ = 0;
    bool finished_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace querist::actions
