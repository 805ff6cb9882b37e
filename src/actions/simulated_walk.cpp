#include "actions/simulated_walk.hpp"

#include "actions/fieldwork.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace querist::actions {

namespace {

using std::chrono::seconds;

// Of a hundred walks without a target:
constexpr std::uint64_t refuse_percent = 4;
constexpr std::uint64_t leave_percent = 6;
constexpr std::uint64_t ineligible_percent = 10;  ///< Of studies that screen out.
// Of a hundred forms of such walks:
constexpr std::uint64_t back_percent = 3;

constexpr std::uint64_t page_seconds_min = 6;
constexpr std::uint64_t page_seconds_spread = 50;
constexpr int redrawn_max = 64;  ///< Forms thrown away to stay eligible.
constexpr int faulty_max = 10;   ///< Forms refused in a row before a respondent gives up.

bool happens(SeededRandom& random, std::uint64_t percent) { return random.below(100) < percent; }

/// Whether a form's field belongs to an item: "<id>", "<id>.text.<code>", "<id>.row.<code>".
bool is_field_of(std::string_view field, std::string_view item) {
    return field.starts_with(item) && (field.size() == item.size() || field[item.size()] == '.');
}

bool is_person(screening::RespondentKind kind) {
    return kind == screening::RespondentKind::honest || kind == screening::RespondentKind::careless;
}

Problem lost(std::string_view what) {
    return failure(
               "actions.simulation-lost",
               fmt::format("a synthetic respondent was told something that cannot be: {}", what),
               "this is a defect of querist: report it with the study file"
    )
        .error();
}

}  // namespace

SimulatedWalk::SimulatedWalk(
    const instrument::Study& study,
    const SeededRandom& random,
    const Target* target,
    Instant begins,
    const screening::Mix* mix
)
    : study_(study),
      random_(random),
      target_(target),
      now_(begins),
      shown_at_(begins),
      state_(response::fresh_state(study)) {
    link_ =
        response::synthetic_link(study_, random_, target_ == nullptr ? nullptr : &target_->values);
    const std::vector<std::string>& languages = study.languages;
    if (languages.size() > 1) language_ = languages[random_.below(languages.size())];
    if (mix != nullptr) manner_.emplace(screening::drawn_kind(*mix, random_), random_);
    if (target_ != nullptr) return;
    const bool screens = std::ranges::any_of(study.pages, [](const instrument::Page& page) {
        return page.screen_out.has_value();
    });
    if (screens) eligible_ = !happens(random_, ineligible_percent);
    // Who is there for the reward neither refuses nor leaves.
    const bool greedy = manner_ && !is_person(manner_->kind());
    if (greedy) return;
    if (happens(random_, refuse_percent)) {
        step_ = Step::refusal;
    } else if (happens(random_, leave_percent)) {
        leaves_after_ = random_.below(study.pages.size() + 1);
    }
}

response::Form SimulatedWalk::filled_page() {
    response::Form form = response::synthetic_form(study_, state_, page_, random_);
    if (target_ == nullptr || faulty_ > 0) return form;
    const response::Form steered =
        response::synthetic_form(study_, state_, page_, random_, &target_->values);
    const instrument::Page& page = study_.pages[static_cast<std::size_t>(page_)];
    for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
        const auto item = static_cast<std::size_t>(i);
        if (!target_->binding[item]) continue;
        const std::string& id = study_.items[item].id;
        const auto of_item = [&](const auto& field) { return is_field_of(field.first, id); };
        std::erase_if(form, of_item);
        std::ranges::copy_if(steered, std::back_inserter(form), of_item);
    }
    return form;
}

/// Most who take part in a study are whom it looks for: what would send this one away is drawn
/// again. A target that wants to be sent away is.
response::Form SimulatedWalk::eligible_page() {
    response::Form form = filled_page();
    for (int drawn = 0; eligible_ && drawn < redrawn_max; ++drawn) {
        const response::PageCheck check = response::check_page(study_, state_, page_, form);
        if (!response::screening_page(study_, check.answers, page_)) break;
        form = filled_page();
    }
    return form;
}

response::Form SimulatedWalk::any_page() {
    const bool screens = study_.pages[static_cast<std::size_t>(page_)].screen_out.has_value();
    return screens ? eligible_page() : filled_page();
}

/// A page in the manner of the walk's kind. Who takes care draws again what the study's checks
/// would find.
response::Form SimulatedWalk::mannered_page() {
    response::Form form = any_page();
    if (!manner_) return form;
    manner_->fill(study_, page_, random_, form);
    for (int drawn = 0; manner_->is_consistent() && drawn < redrawn_max; ++drawn) {
        const response::PageCheck check = response::check_page(study_, state_, page_, form);
        if (!screening::any_check_holds(study_, check.answers)) break;
        form = any_page();
        manner_->fill(study_, page_, random_, form);
    }
    return form;
}

response::Form SimulatedWalk::next_form() {
    if (step_ == Step::review) {
        shown_at_ = now_;
        now_ += seconds(page_seconds_min);
        return {
            {"_go", "send"}, {"_revision", fmt::format("{}", response::state_revision(state_))}
        };
    }
    response::Form form = mannered_page();
    if (!language_.empty()) form.emplace_back("_language", language_);
    sent_back_ = target_ == nullptr && happens(random_, back_percent);
    if (sent_back_) {
        const auto go = std::ranges::find(form, "_go", &response::Form::value_type::first);
        if (go != form.end()) go->second = "back";
    }
    sent_ = response::check_page(study_, state_, page_, form);
    shown_at_ = now_;
    if (manner_) {
        now_ += manner_->time_on(study_, page_, form, random_);
    } else {
        now_ += seconds(page_seconds_min + random_.below(page_seconds_spread));
    }
    return form;
}

std::string SimulatedWalk::plays() const {
    return manner_ ? screening::kind_flag(manner_->kind()) : std::string();
}

std::string SimulatedWalk::network() const { return manner_ ? manner_->network() : std::string(); }

std::string SimulatedWalk::work() const {
    return manner_ && manner_->does_work() ? "done" : std::string();
}

void SimulatedWalk::go_to(int page) {
    page_ = page;
    step_ = Step::page;
    if (leaves_after_ && static_cast<std::uint64_t>(pages_) >= *leaves_after_) {
        broke_off_ = true;
        step_ = Step::over;
    }
}

Result<void> SimulatedWalk::hear(const ConsentOutcome& outcome) {
    step_ = Step::over;
    if (std::holds_alternative<Refused>(outcome)) {
        refused_ = true;
        return {};
    }
    const auto* started = std::get_if<Started>(&outcome);
    if (started == nullptr) return std::unexpected(lost("no answers are taken"));
    secret_ = started->secret;
    response::accept_given(study_, state_, started->given);
    if (started->page) {
        go_to(*started->page);
    } else if (started->quota.empty()) {
        completed_ = true;
    } else {
        response::accept_quota_full(state_, started->quota);
    }
    return {};
}

Result<void> SimulatedWalk::hear(const SubmitOutcome& outcome) {
    if (std::holds_alternative<Faulty>(outcome)) {
        if (++faulty_ <= faulty_max) return {};
        broke_off_ = true;
        step_ = Step::over;
        return {};
    }
    const auto* completed = std::get_if<Completed>(&outcome);
    const bool full = completed != nullptr && !completed->quota.empty();
    if (step_ == Step::review && completed != nullptr) {
        completed_ = !full;
        if (full) response::accept_quota_full(state_, completed->quota);
        step_ = Step::over;
        return {};
    }
    const auto* go = std::get_if<GoTo>(&outcome);
    const bool reviews = std::holds_alternative<ToReview>(outcome);
    if (go == nullptr && !reviews && completed == nullptr) {
        return std::unexpected(lost(
            std::holds_alternative<Conflict>(outcome) ? "its page was changed elsewhere"
                                                      : "its response is not known"
        ));
    }
    faulty_ = 0;
    ++pages_;
    if (sent_back_) leave_out_faulty(study_, state_, page_, sent_);
    if (stores_page(study_, state_, page_, sent_, sent_back_ ? Go::back : Go::next)) {
        const int revision = state_.page_revisions[static_cast<std::size_t>(page_)] + 1;
        response::accept_page(state_, page_, revision, sent_);
    }
    if (go != nullptr) {
        go_to(go->page);
        return {};
    }
    if (full) {
        response::accept_quota_full(state_, completed->quota);
        step_ = Step::over;
        return {};
    }
    // An answer changed on an earlier page may make a later one send away.
    const bool sent_away = response::screening_page(study_, state_.answers, page_) ||
                           response::late_screening_page(study_, state_);
    if (!reviews && sent_away) {
        response::accept_screen_out(state_);
        step_ = Step::over;
        return {};
    }
    completed_ = !reviews;
    step_ = reviews ? Step::review : Step::over;
    return {};
}

}  // namespace querist::actions
