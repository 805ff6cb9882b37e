#include "actions/burst_watch.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace querist::actions {
namespace {

constexpr Instant noon{
    std::chrono::sys_days(std::chrono::year(2027) / 1 / 15) + std::chrono::hours(12)
};
constexpr std::int64_t size_min = 3;

Digest response(int number) { return sha256(fmt::format("response {}", number)); }

class BurstWatchTest : public ::testing::Test {
protected:
    /// "3: 1 2 3" when the response with the next number begins; empty: no burst.
    std::string begins(const std::string& network, Instant now = noon, std::int64_t study = 1) {
        const BurstWatch::Burst burst =
            watch_.begun(StudyId{study}, network, response(++begun_), size_min, now, random_);
        if (burst.size == 0) return {};
        std::string text = fmt::format("{}:", burst.size);
        for (const Digest& one : burst.responses) {
            for (int number = 1; number <= begun_; ++number) {
                if (one == response(number)) text += fmt::format(" {}", number);
            }
        }
        return text;
    }

    SeededRandom random_{1};
    BurstWatch watch_;
    int begun_ = 0;
};

TEST_F(BurstWatchTest, NamesAllWhoMadeItOneAndThenEachFurtherOne) {
    EXPECT_EQ(begins("4abc"), "");
    EXPECT_EQ(begins("4abd"), "");
    EXPECT_EQ(begins("4abc"), "");
    EXPECT_EQ(begins("4abc"), "3: 1 3 4");
    EXPECT_EQ(begins("4abc"), "3: 5");
    EXPECT_EQ(begins("4abc"), "3: 6");
    EXPECT_EQ(begins("4abc"), "6: 7");
    EXPECT_EQ(begins("4abd"), "");
    EXPECT_EQ(begins("4abd"), "3: 2 8 9");
}

TEST_F(BurstWatchTest, CountsEachStudyApart) {
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(begins("4abc", noon, 1), "");
        EXPECT_EQ(begins("4abc", noon, 2), "");
    }
    EXPECT_EQ(begins("4abc", noon, 2), "3: 2 4 5");
}

TEST_F(BurstWatchTest, WhoComesFromNowhereKnownIsNoBurst) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(begins(""), "");
}

TEST_F(BurstWatchTest, ForgetsWithTheDay) {
    EXPECT_EQ(begins("4abc"), "");
    EXPECT_EQ(begins("4abc"), "");
    EXPECT_EQ(begins("4abc", noon + std::chrono::hours(12)), "") << "another day";
    EXPECT_EQ(begins("4abc", noon + std::chrono::hours(13)), "");
    watch_.end_day(noon + std::chrono::hours(14));
    EXPECT_EQ(begins("4abc", noon + std::chrono::hours(15)), "3: 3 4 5") << "the same day";
    watch_.end_day(noon + std::chrono::hours(36));
    EXPECT_EQ(begins("4abc", noon + std::chrono::hours(36)), "");
}

TEST_F(BurstWatchTest, ARestartBeginsAnew) {
    EXPECT_EQ(begins("4abc"), "");
    EXPECT_EQ(begins("4abc"), "");
    BurstWatch restarted;
    const auto burst = restarted.begun(StudyId{1}, "4abc", response(3), size_min, noon, random_);
    EXPECT_EQ(burst.size, 0);
}

}  // namespace
}  // namespace querist::actions
