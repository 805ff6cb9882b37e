#include "actions/errands.hpp"

#include <stop_token>
#include <utility>

namespace querist::actions {

bool Errands::run(std::move_only_function<void()> errand) {
    const std::scoped_lock lock(mutex_);
    if (finished_ || waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(errand));
    if (idle_ < waiting_.size() && threads_.size() < threads_max_) {
        threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
    some_.notify_one();
    return true;
}

void Errands::work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        ++idle_;
        const bool any = some_.wait(lock, stop, [this] { return !waiting_.empty(); });
        --idle_;
        if (!any || stop.stop_requested()) return;
        std::move_only_function<void()> errand = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        errand();
        errand = nullptr;  // what it holds goes before the lock is taken again
        lock.lock();
    }
}

void Errands::finish() {
    std::vector<std::jthread> ending;
    std::deque<std::move_only_function<void()>> forgotten;
    {
        const std::scoped_lock lock(mutex_);
        finished_ = true;
        ending = std::move(threads_);
        threads_.clear();
        forgotten = std::move(waiting_);
        waiting_.clear();
    }
    for (std::jthread& thread : ending) thread.request_stop();
    forgotten.clear();
    ending.clear();  // joins
}

}  // namespace querist::actions
