#include "actions/at_once.hpp"

#include <atomic>
#include <thread>

namespace querist::actions {

void at_once(std::size_t parts, const std::function<void(std::size_t)>& part) {
    std::atomic<std::size_t> next = 0;
    const auto take = [&] {
        for (std::size_t i = next++; i < parts; i = next++) part(i);
    };
    const std::jthread other(take);
    take();
}

}  // namespace querist::actions
