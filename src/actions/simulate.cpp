#include "actions/fieldwork.hpp"
#include "actions/simulated_walk.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <list>
#include <mutex>

namespace querist::actions {

namespace {

/// Walks that are sent together. While one cohort is being committed the other fills in its forms;
/// both together fill the writer's groups.
constexpr std::size_t cohort_length = limits::write_group_length_max / 2;

/// Monday, 2026-01-05T08:00:00Z: synthetic respondents live in a time of their own, so that the
/// same seed gives the same entries on any day.
constexpr Instant first_walk_begins{
    std::chrono::sys_days{std::chrono::year(2026) / std::chrono::January / 5} +
    std::chrono::hours(8)
};
constexpr auto between_walks = std::chrono::seconds(47);

/// Says what the walk that is being sent says. Used by the sending thread only.
class SimulatedClock final : public Clock {
public:
    explicit SimulatedClock(Instant now) : now_(now) {}
    Instant now() override { return now_; }
    void set(Instant now) { now_ = now; }

private:
    Instant now_;
};

/// A seed for one purpose within a simulation of one study version.
std::uint64_t seed_for(
    const instrument::Study& study, std::uint64_t seed, std::string_view purpose
) {
    const Digest digest =
        sha256({"querist simulation\n", study.version.view(), fmt::format("\n{}\n", seed), purpose}
        );
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8U | digest.bytes[i];
    return number;
}

/// A walk that is under way, and what it was told last.
struct UnderWay {
    SimulatedWalk walk;
    std::variant<std::monostate, Result<ConsentOutcome>, Result<SubmitOutcome>> told;
};

/// Walks sent together; the writer thread counts them off as it tells them.
struct Cohort {
    std::list<UnderWay> walks;
    std::mutex mutex;
    std::condition_variable told;
    std::size_t waiting = 0;

    void wait() {
        std::unique_lock lock(mutex);
        told.wait(lock, [this] { return waiting == 0; });
    }
    void one_told() {
        const std::lock_guard lock(mutex);
        if (--waiting == 0) told.notify_one();
    }
};

class Simulation {
public:
    Simulation(
        Fieldwork& fieldwork,
        const instrument::Study& study,
        const SimulationOptions& options,
        SimulatedClock& clock
    )
        : fieldwork_(fieldwork),
          study_(study),
          options_(options),
          clock_(clock),
          targets_(options.mix ? std::vector<Target>() : simulation_targets(study)),
          coverage_(study) {}

    Result<SimulationReport> run(
        const std::function<void(std::int64_t done, std::int64_t of)>& progress
    ) {
        Cohort cohorts[2];
        std::size_t turn = 0;
        while (!problem_) {
            Cohort& cohort = cohorts[turn % 2];
            cohort.wait();
            hear(cohort);
            // The first walk goes alone: when its seed was used before, nothing else is stored.
            admit(cohort, turn == 0 ? 1 : cohort_length);
            if (!problem_) send(cohort);
            if (turn == 0) {
                cohort.wait();
                hear(cohort);
            }
            if (progress) progress(over_, options_.responses);
            if (over_ == options_.responses) break;
            ++turn;
        }
        for (Cohort& cohort : cohorts) cohort.wait();
        if (problem_) return std::unexpected(*problem_);
        report_.never_shown = coverage_.never_shown(study_);
        report_.never_answered = coverage_.never_answered(study_);
        report_.never_chosen = coverage_.never_chosen(study_);
        return report_;
    }

private:
    void admit(Cohort& cohort, std::size_t most) {
        while (cohort.walks.size() < most && begun_ < options_.responses) {
            const auto index = static_cast<std::size_t>(begun_);
            const Target* const target = index < targets_.size() ? &targets_[index] : nullptr;
            const std::uint64_t seed =
                seed_for(study_, options_.seed, fmt::format("walk {}", begun_));
            const Instant begins = first_walk_begins + begun_ * between_walks;
            cohort.walks.push_back(
                {SimulatedWalk(study_, SeededRandom(seed), target, begins, mix()), std::monostate()}
            );
            ++begun_;
        }
    }

    [[nodiscard]] const screening::Mix* mix() const {
        return options_.mix ? &*options_.mix : nullptr;
    }

    void send(Cohort& cohort) {
        cohort.waiting = cohort.walks.size();
        for (UnderWay& one : cohort.walks) {
            if (one.walk.step() == SimulatedWalk::Step::page ||
                one.walk.step() == SimulatedWalk::Step::review) {
                response::Form form = one.walk.next_form();
                clock_.set(one.walk.now());
                fieldwork_.submit_page(
                    study_.id,
                    one.walk.secret(),
                    std::move(form),
                    one.walk.shown_at(),
                    [&one, &cohort](Result<SubmitOutcome> outcome) {
                        one.told = std::move(outcome);
                        cohort.one_told();
                    }
                );
            } else {
                clock_.set(one.walk.now());
                const bool agreed = one.walk.step() == SimulatedWalk::Step::consent;
                fieldwork_.answer_consent(
                    study_.id,
                    agreed,
                    {.start_key = {},
                     .link = one.walk.link(),
                     .language = one.walk.language(),
                     .flag = one.walk.plays(),
                     .network = one.walk.network(),
                     .work = one.walk.work()},
                    [&one, &cohort](Result<ConsentOutcome> outcome) {
                        one.told = std::move(outcome);
                        cohort.one_told();
                    }
                );
            }
        }
    }

    void hear(Cohort& cohort) {
        for (UnderWay& one : cohort.walks) {
            Result<void> heard;
            if (const auto* consent = std::get_if<Result<ConsentOutcome>>(&one.told)) {
                heard = *consent ? one.walk.hear(**consent) : std::unexpected(consent->error());
            } else if (const auto* page = std::get_if<Result<SubmitOutcome>>(&one.told)) {
                heard = *page ? one.walk.hear(**page) : std::unexpected(page->error());
            }
            one.told = std::monostate();
            if (!heard && !problem_) problem_ = explained(std::move(heard.error()));
            if (one.walk.step() == SimulatedWalk::Step::over) count(one.walk);
        }
        std::erase_if(cohort.walks, [](const UnderWay& one) {
            return one.walk.step() == SimulatedWalk::Step::over;
        });
    }

    /// The first public id that a seed draws exists already when the seed was used before.
    [[nodiscard]] Problem explained(Problem problem) const {
        if (problem.code != "store.duplicate") return problem;
        return failure(
                   "actions.seed-used",
                   fmt::format("seed {} was already simulated here", options_.seed),
                   "choose another seed with --seed, or another folder with --data"
        )
            .error();
    }

    void count(const SimulatedWalk& walk) {
        ++over_;
        report_.completed += walk.completed() ? 1 : 0;
        report_.screened_out += walk.screened_out() ? 1 : 0;
        report_.refused += walk.refused() ? 1 : 0;
        report_.broken_off += walk.broke_off() ? 1 : 0;
        report_.pages += walk.pages();
        coverage_.add(study_, walk.state());
    }

    Fieldwork& fieldwork_;
    const instrument::Study& study_;
    const SimulationOptions& options_;
    SimulatedClock& clock_;
    std::vector<Target> targets_;
    Coverage coverage_;
    SimulationReport report_;
    std::optional<Problem> problem_;
    std::int64_t begun_ = 0;
    std::int64_t over_ = 0;
};

}  // namespace

Result<SimulationReport> simulate(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const SimulationOptions& options,
    const std::function<void(std::int64_t done, std::int64_t of)>& progress
) {
    if (options.responses < 1) {
        return failure(
            "actions.no-responses", "there is nothing to simulate", "ask for one response or more"
        );
    }
    Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    // The version is registered now, in real time; the walks then bring their own.
    SimulatedClock clock(SystemClock().now());
    SeededRandom random(seed_for(*study, options.seed, "responses"));
    FieldworkOptions where;
    where.data = data;
    FieldworkOpened opened = open_intake({study_folder}, where, Intake::synthetic, clock, random);
    if (!opened.fieldwork) return std::unexpected(opened.problems.back());
    const std::shared_ptr<const instrument::Study> served = opened.fieldwork->study(study->id);
    Simulation simulation(*opened.fieldwork, *served, options, clock);
    Result<SimulationReport> report = simulation.run(progress);
    opened.fieldwork->finish();
    opened.fieldwork.reset();
    if (!report || !options.mix || !study->screening) return report;
    const Result<ScreenedStudy> screened = screen(study->id, data, response::Origin::synthetic);
    if (!screened) return std::unexpected(screened.error());
    report->trial = screened->trial;
    return report;
}

}  // namespace querist::actions
