#pragma once

#include "actions/actions.hpp"
#include "actions/simulation_targets.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace querist::actions {

/// What the walks of a simulation came upon, all together.
struct Coverage {
    explicit Coverage(const instrument::Study& study);
    /// Adds what one walk saw and answered.
    void add(const instrument::Study& study, const response::State& state);
    /// Items that no walk saw, items that walks saw and none answered, and "item=code" that no walk
    /// chose.
    [[nodiscard]] std::vector<std::string> never_shown(const instrument::Study& study) const;
    [[nodiscard]] std::vector<std::string> never_answered(const instrument::Study& study) const;
    [[nodiscard]] std::vector<std::string> never_chosen(const instrument::Study& study) const;

private:
    std::vector<bool> shown_;                ///< One per item.
    std::vector<bool> answered_;             ///< One per item.
    std::vector<std::vector<bool>> chosen_;  ///< One per option of each item; yes/no: no, yes.
};

/// One synthetic respondent: what it sends next, and what it knows of its own response, as a
/// browser and a memory would. Without a target it may refuse, break off or go back. With a mix it
/// answers in the manner of one of its kinds.
class SimulatedWalk {
public:
    enum class Step { consent, refusal, page, review, over };

    SimulatedWalk(
        const instrument::Study& study,
        const SeededRandom& random,
        const Target* target,
        Instant begins,
        const screening::Mix* mix = nullptr
    );

    [[nodiscard]] Step step() const { return step_; }
    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] Instant shown_at() const { return shown_at_; }
    [[nodiscard]] const Secret& secret() const { return secret_; }
    [[nodiscard]] const response::Form& link() const { return link_; }
    /// That it reads; empty where the study is offered in one only.
    [[nodiscard]] const std::string& language() const { return language_; }
    /// The flag that says which kind it plays; empty without a mix.
    [[nodiscard]] std::string plays() const;
    /// The network that it takes part from; empty without a kind.
    [[nodiscard]] std::string network() const;
    /// That it did the work of the open link; empty without a kind, and where it did not.
    [[nodiscard]] std::string work() const;
    [[nodiscard]] const response::State& state() const { return state_; }
    [[nodiscard]] bool broke_off() const { return broke_off_; }
    [[nodiscard]] bool refused() const { return refused_; }
    [[nodiscard]] bool completed() const { return completed_; }
    [[nodiscard]] bool screened_out() const {
        return state_.status == response::Status::screened_out;
    }
    [[nodiscard]] std::int64_t pages() const { return pages_; }

    /// The form of the page or the review that the walk is at; time passes while it is filled in.
    [[nodiscard]] response::Form next_form();

    /// Goes on as it was told. actions.simulation-lost when that is nothing that can be.
    [[nodiscard]] Result<void> hear(const ConsentOutcome& outcome);
    [[nodiscard]] Result<void> hear(const SubmitOutcome& outcome);

private:
    [[nodiscard]] response::Form filled_page();
    [[nodiscard]] response::Form eligible_page();
    [[nodiscard]] response::Form mannered_page();
    [[nodiscard]] response::Form any_page();
    void go_to(int page);

    const instrument::Study& study_;
    SeededRandom random_;
    const Target* target_;
    std::optional<screening::Manner> manner_;
    std::string
        language_;  ///< One of those that the study is offered in; empty: there is one only.
    Instant now_;
    Instant shown_at_;
    Step step_ = Step::consent;
    Secret secret_;
    response::Form link_;
    response::State state_;
    response::PageCheck sent_;  ///< What the last form amounts to.
    bool sent_back_ = false;
    int page_ = 0;
    int faulty_ = 0;
    std::optional<std::uint64_t> leaves_after_;  ///< Pages; empty: answers to the end.
    std::int64_t pages_ = 0;
    bool eligible_ = true;  ///< Answers so that it is not screened out, where it can.
    bool broke_off_ = false;
    bool refused_ = false;
    bool completed_ = false;
};

}  // namespace querist::actions
