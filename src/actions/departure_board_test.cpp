#include "actions/departure_board.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace querist::actions {
namespace {

using namespace std::chrono_literals;

const Instant morning = parse_instant("2026-11-27T08:00:00.000000Z").value();

/// Mails to domains whose mails leave a minute apart; one may be held up until a moment.
class Departing {
public:
    explicit Departing(std::vector<DepartureBoard::Mail> mails)
        : mails_(std::move(mails)), held_until_(mails_.size(), Instant::min()) {}

    DepartureBoard board() {
        return {
            mails_,
            {.domain_open_at = [this](std::size_t i) { return open_at(i); },
             .allowed_at =
                 [this](std::size_t i) {
                     ++looked_at_;
                     return std::max({mails_[i].earliest, open_at(i), held_until_[i]});
                 }}
        };
    }
    void hold(std::size_t mail, Instant until) { held_until_[mail] = until; }
    void sent(const Departure& departure) {
        last_[mails_[departure.position].domain] = departure.at;
    }
    [[nodiscard]] std::size_t looked_at() const { return looked_at_; }

private:
    Instant open_at(std::size_t i) {
        const auto last = last_.find(mails_[i].domain);
        return last == last_.end() ? Instant::min() : last->second + 1min;
    }

    std::vector<DepartureBoard::Mail> mails_;
    std::vector<Instant> held_until_;
    std::map<std::string, Instant> last_;
    std::size_t looked_at_ = 0;
};

/// The rest of the board, as it leaves.
std::vector<Departure> departures(Departing& departing, DepartureBoard& board) {
    std::vector<Departure> all;
    while (const std::optional<Departure> next = board.next()) {
        departing.sent(*next);
        all.push_back(*next);
        board.take(*next, std::nullopt);
    }
    EXPECT_EQ(board.left(), 0);
    return all;
}

TEST(DepartureBoardTest, SpreadsTheMailsOfADomain) {
    Departing departing(
        {{"a", morning}, {"a", morning}, {"b", morning}, {"a", morning}, {"b", morning + 5min}}
    );
    DepartureBoard board = departing.board();
    EXPECT_EQ(
        departures(departing, board),
        (std::vector<Departure>{
            {morning, 0},
            {morning, 2},
            {morning + 1min, 1},
            {morning + 2min, 3},
            {morning + 5min, 4}
        })
    );
}

TEST(DepartureBoardTest, LetsOthersPassWhomQuietHoursDoNotHold) {
    Departing departing({{"a", morning}, {"a", morning}, {"a", morning}});
    departing.hold(0, morning + 1h);
    DepartureBoard board = departing.board();
    EXPECT_EQ(
        departures(departing, board),
        (std::vector<Departure>{{morning, 1}, {morning + 1min, 2}, {morning + 1h, 0}})
    );
}

TEST(DepartureBoardTest, KeepsWhatIsToBeTriedAgain) {
    Departing departing({{"a", morning}, {"b", morning + 1min}});
    DepartureBoard board = departing.board();
    const Departure first = board.next().value();
    EXPECT_EQ(board.left(), 2) << "it is still there";
    departing.sent(first);
    board.take(first, morning + 15min);
    EXPECT_EQ(board.left(), 2);
    EXPECT_EQ(
        departures(departing, board),
        (std::vector<Departure>{{morning + 1min, 1}, {morning + 15min, 0}})
    );
}

TEST(DepartureBoardTest, LooksAtEachMailAFewTimesHoweverManyADomainHas) {
    constexpr std::size_t many = 20'000;
    Departing departing(std::vector<DepartureBoard::Mail>(many, {"a", morning}));
    DepartureBoard board = departing.board();
    const std::vector<Departure> all = departures(departing, board);
    ASSERT_EQ(all.size(), many);
    EXPECT_EQ(all.back(), (Departure{morning + 19'999min, many - 1}));
    EXPECT_LT(departing.looked_at(), 5 * many);
}

}  // namespace
}  // namespace querist::actions
