#include "actions/deliver_rewards.hpp"
#include "actions/fieldwork.hpp"
#include "actions/reward_places.hpp"
#include "actions/study_reference.hpp"
#include "actions/untold_rewards.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace querist::actions {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr auto housekeeping_interval = std::chrono::minutes(1);

sys_days day_of(Instant now) { return std::chrono::floor<days>(now); }

std::size_t parity(sys_days day) {
    return static_cast<std::size_t>(day.time_since_epoch().count()) % 2;
}

std::string day_text(sys_days day) {
    const std::chrono::year_month_day date(day);
    return fmt::format(
        "{:04}-{:02}-{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
}

/// Whether nobody has anything to do with a study's rewards yet: no budget was opened, and nobody
/// is taking part. A server that only waits keeps a database less open.
bool is_untouched(
    const std::filesystem::path& data,
    store::Snapshot& answers,
    StudyId study,
    const instrument::Compensation& reward,
    Instant now
) {
    const Result<bool> opened = holds_file(data, "rewards.db");
    return opened && !*opened &&
           answers.eligibility().begun_since(study, now - days_a_place_is_kept) == 0 &&
           answers.eligibility().undecided(study, reward.id, {}, 1).empty();
}

/// For how many the budget of the study file is enough.
std::int64_t places_in_file(const instrument::Compensation& reward) {
    const bool bounded =
        reward.at_end && reward.budget && reward.amount && reward.amount->minor_units > 0;
    return bounded ? reward.budget->minor_units / reward.amount->minor_units
                   : reward_places_unbounded;
}

}  // namespace

std::int64_t day_number(Instant instant) { return day_of(instant).time_since_epoch().count(); }

void OpenFieldwork::count_visit(std::string_view study_id) {
    Served* const study = served(study_id);
    if (study != nullptr) study->visits[parity(day_of(clock_.now()))].fetch_add(1);
}

void OpenFieldwork::flush_visits(Served& study, Instant now) {
    // Of the two counters one is today's; the other, since this runs every minute, yesterday's.
    for (const sys_days day : {day_of(now), day_of(now) - days(1)}) {
        std::atomic<std::int64_t>& visits = study.visits[parity(day)];
        const std::int64_t count = visits.exchange(0);
        if (count == 0) continue;
        const Result<void> queued = store_->submit(
            [row = study.row, day, count](store::Transaction& transaction) -> Result<void> {
                transaction.add_visits(row, day_text(day), count);
                return {};
            },
            [&visits, count](Result<void> committed) {
                if (!committed) visits.fetch_add(count);
            }
        );
        if (!queued) visits.fetch_add(count);
    }
}

void OpenFieldwork::seal_daily(Served& study, Instant now) {
    const std::int64_t today = day_number(now);
    if (study.sealed_day.exchange(today) >= today) return;
    const Result<void> queued = store_->submit(
        [row = study.row, name = study.id, now](store::Transaction& transaction) -> Result<void> {
            // Another process may have the same data and the same duty.
            const std::optional<Instant> sealed = transaction.last_sealed_at(row);
            const bool is_due = !sealed || day_number(*sealed) < day_number(now);
            // The closing seal is published: nothing may follow it.
            const std::optional<store::StudyRow> current = transaction.study(name);
            const bool is_closed = current && current->life == store::Life::closed;
            if (is_due && !is_closed) (void)transaction.seal(row, now);
            return {};
        },
        [&study, today](Result<void> committed) {
            if (committed) return;
            study.sealed_day.store(today - 1);  // the next round tries again
            spdlog::error("{}: the daily seal failed: {}", study.id, committed.error().message);
        }
    );
    if (!queued) study.sealed_day.store(today - 1);
}

void OpenFieldwork::keep_house(Instant now) {
    writer_.bursts.end_day(now);
    for (const auto& study : studies_) {
        flush_visits(*study, now);
        seal_daily(*study, now);
    }
}

/// Rewards are told on this thread: neither the network's nor the writer waits for it. A study
/// whose answers stayed as they were since the last round today has nothing new to tell.
void OpenFieldwork::keep_rewards(Instant now) {
    for (const auto& study : studies_) {
        const std::shared_ptr<const FieldedVersion> fielded = study->fielded.load();
        const auto* const reward = instrument::paid_by_codes(fielded->study->compensation);
        if (reward == nullptr) continue;
        const Result<void> kept = guarded([&]() -> Result<void> {
            if (!rewards_ &&
                is_untouched(writer_.data, *store_->snapshot(), study->row, *reward, now)) {
                study->reward_places.store(places_in_file(*reward));
                return {};
            }
            if (!rewards_) {
                Result<OpenedRewards> opened = open_or_make_rewards(writer_.data, reward_random_);
                if (!opened) return std::unexpected(opened.error());
                rewards_ = *std::move(opened);
            }
            const RewardsMark mark{
                .answers = store_->snapshot()->change_mark(),
                .ledger = rewards_->store->view()->ledger_end(study->id).head,
                .day = day_number(now)
            };
            // Whoever broke off gives a place back by time alone.
            const auto count_places = [&] {
                study->reward_places.store(reward_places(
                    *store_->snapshot(), *rewards_->store->view(), *fielded->study, now
                ));
            };
            if (study->rewards_mark == mark) {
                count_places();
                return {};
            }
            const Result<RewardRound> round =
                deliver_rewards(*store_, *rewards_, *fielded->study, clock_, reward_random_);
            if (!round) return std::unexpected(round.error());
            if (round->untold > 0) spdlog::warn("{}: {}", study->id, told_untold(round->untold));
            study->rewards_mark = mark;
            count_places();
            return {};
        });
        if (!kept) {
            spdlog::error("{}: rewards were not told: {}", study->id, kept.error().message);
        }
    }
}

void OpenFieldwork::start_housekeeping() {
    housekeeper_ = std::jthread([this](const std::stop_token& stop) {
        keep_rewards(clock_.now());
        // A server before this one may have been told of orders and asked about none.
        if (vendor_) vendor_->ask();
        std::unique_lock lock(sleep_);
        while (!stop.stop_requested()) {
            wake_.wait_for(lock, stop, housekeeping_interval, [] { return false; });
            if (stop.stop_requested()) break;
            keep_house(clock_.now());
            keep_rewards(clock_.now());
            if (vendor_) vendor_->ask_again();
        }
    });
}

void OpenFieldwork::finish() {
    if (finished_.exchange(true)) return;
    admission_.finish();
    if (desk_) desk_->finish();
    if (vendor_) vendor_->finish();
    housekeeper_.request_stop();
    if (housekeeper_.joinable()) housekeeper_.join();
    for (const auto& study : studies_) flush_visits(*study, clock_.now());
    store_->finish();
}

}  // namespace querist::actions
