#include "actions/errands.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

namespace querist::actions {
namespace {

TEST(ErrandsTest, TakesNoMoreThanFit) {
    Errands errands(2, 3);
    std::promise<void> open;
    const std::shared_future<void> gate = open.get_future().share();
    std::latch busy(2);
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(errands.run([&] {
            busy.count_down();
            gate.wait();
        }));
    }
    busy.wait();  // both threads wait for somebody else's server
    std::atomic<int> done{0};
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(errands.run([&] { ++done; }));
    EXPECT_FALSE(errands.run([&] { ++done; }));
    open.set_value();
    std::latch last(1);
    while (!errands.run([&] { last.count_down(); })) std::this_thread::yield();
    last.wait();
    errands.finish();
    EXPECT_EQ(done, 3);
}

TEST(ErrandsTest, ForgetsWhoStillWaitsAtTheEnd) {
    Errands errands(1, 8);
    std::promise<void> open;
    const std::shared_future<void> gate = open.get_future().share();
    std::latch busy(1);
    std::atomic<bool> ran{false};
    auto held = std::make_shared<int>(7);
    const std::weak_ptr<int> watched = held;
    EXPECT_TRUE(errands.run([&] {
        busy.count_down();
        gate.wait();
    }));
    busy.wait();
    EXPECT_TRUE(errands.run([&ran, held = std::move(held)] { ran = true; }));
    std::jthread ending([&] { errands.finish(); });
    // What waits is given up at once, before the one under way has ended.
    while (!watched.expired() && !ran) std::this_thread::yield();
    open.set_value();
    ending.join();
    EXPECT_FALSE(ran);
    EXPECT_FALSE(errands.run([] {}));
}

}  // namespace
}  // namespace querist::actions
