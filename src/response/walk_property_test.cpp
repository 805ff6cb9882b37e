// Properties of random walks through random studies: valid, faulty, stale, forged, back and forth.

#include "fixtures/repeated_study.hpp"
#include "response/first_study_fixture.hpp"
#include "response/random_study.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::response {
namespace {

using namespace fixture;
using expression::Truth;
using expression::Value;

/// What applies, worked out the plain way: every value laid out, every condition evaluated.
struct PlainReading {
    std::vector<Value> values;
    std::vector<bool> applies;

    PlainReading(const Study& study, const std::vector<Answer>& answers) {
        values.resize(study.items.size());
        for (std::size_t i = 0; i < study.items.size(); ++i) {
            const Item& item = study.items[i];
            const bool on = item.calculation
                                ? is_shown(study.pages[at(item.page)])
                                : holds(page_condition(study, item)) && holds(item.shown_when);
            applies.push_back(on);
            if (!on) continue;
            values[i] = answers[i].value;
            drop_closed_options(item, values[i]);
        }
    }

private:
    static const std::optional<expression::Expression>& page_condition(
        const Study& study, const Item& item
    ) {
        static const std::optional<expression::Expression> always;
        return item.page == instrument::no_page ? always : study.pages[at(item.page)].shown_when;
    }
    [[nodiscard]] bool holds(const std::optional<expression::Expression>& condition) const {
        return !condition || evaluate(*condition, values) == Truth::yes;
    }
    /// What is computed has no condition of its own: a question beside it is shown.
    [[nodiscard]] bool is_shown(const instrument::Page& page) const {
        bool any = false;
        for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
            any = any || applies[at(i)];
        }
        return any;
    }
    void drop_closed_options(const Item& item, Value& value) const {
        const Value whole = value;
        value = {};  // an item's own options cannot hang on its answer
        const auto& options = instrument::options_of(item.kind);
        if (const auto* choice = std::get_if<expression::Choice>(&whole)) {
            if (holds(options[at(choice->index)].shown_when)) value = whole;
        } else if (const auto* set = std::get_if<expression::ChoiceSet>(&whole)) {
            expression::ChoiceSet kept;
            for (const int i : set->indices) {
                if (holds(options[at(i)].shown_when)) kept.indices.push_back(i);
            }
            if (!kept.indices.empty()) value = kept;
        } else if (const auto* cells = std::get_if<expression::Cells>(&whole)) {
            expression::Cells kept = *cells;
            const auto& rows = instrument::rows_of(item.kind);
            for (std::size_t row = 0; row < rows.size(); ++row) {
                int& cell = kept.indices[row];
                const bool on =
                    cell >= 0 && holds(rows[row].shown_when) && holds(options[at(cell)].shown_when);
                if (!on) cell = -1;
            }
            if (std::ranges::any_of(kept.indices, [](int cell) { return cell >= 0; })) value = kept;
        } else if (const auto* sets = std::get_if<expression::CellSets>(&whole)) {
            expression::CellSets kept = *sets;
            bool any = false;
            for (std::size_t row = 0; row < kept.indices.size(); ++row) {
                std::erase_if(kept.indices[row], [&](int i) {
                    return !holds(instrument::rows_of(item.kind)[row].shown_when) ||
                           !holds(options[at(i)].shown_when);
                });
                any = any || !kept.indices[row].empty();
            }
            if (any) value = kept;
        } else {
            value = whole;
        }
    }
};

/// A server's side of a response: the live state, and what the entries alone say.
class Walker {
public:
    Walker(const Study& study, std::uint64_t seed)
        : study_(study), random_(seed), live_(fresh_state(study)), folded_(live_) {}

    void consent() {
        accept_consent(live_, 1, true);
        if (study_.shuffles.empty()) {
            append(EntryKind::consent, consent_body(1, true, now_));
            return;
        }
        PublicId id;
        for (std::uint8_t& byte : id.bytes) byte = static_cast<std::uint8_t>(random_.below(256));
        Given given = read_link(study_, {});
        draw_page_orders(study_, id, given);
        accept_given(study_, live_, given);
        append(EntryKind::consent, consent_body(study_, 1, given, now_));
    }

    void step() {
        now_ += std::chrono::seconds(random_.below(100));
        const std::optional<int> resumed = resume_page(study_, live_);
        if (!resumed) return complete();
        if (!page_ || !reachable(study_, live_, *page_)) page_ = resumed;
        expect_applicable(*page_);
        Form form = synthetic_form(study_, live_, *page_, random_);
        if (happens(random_, 50)) disturb(study_, form, random_);
        if (happens(random_, 50)) form.emplace_back("_language", "de");
        submit(form);
    }

    [[nodiscard]] const State& live() const { return live_; }

    /// What holds after every step.
    void expect_sound() const {
        RC_ASSERT(folded_ == live_);
        const PlainReading plain(study_, live_.answers);
        RC_ASSERT(applicable_items(study_, live_.answers) == plain.applies);
        const std::vector<Answer> effective = effective_answers(study_, live_.answers);
        const std::vector<Gap> why = gaps(study_, live_);
        for (std::size_t i = 0; i < why.size(); ++i) {
            RC_ASSERT(effective[i].value == plain.values[i]);
            if (const auto& one = study_.items[i].calculation; one && plain.applies[i]) {
                RC_ASSERT(!live_.presented[i] || plain.values[i] == evaluate(*one, plain.values));
                RC_ASSERT(live_.presented[i] || plain.values[i] == Value{});
            }
            if (std::holds_alternative<instrument::Information>(study_.items[i].kind)) continue;
            const bool answered = effective[i].value != Value{};
            RC_ASSERT(answered == (why[i] == Gap::none || why[i] == Gap::declined));
            if (!plain.applies[i] && why[i] != Gap::not_shown) {
                RC_ASSERT(why[i] == Gap::broken_off);
                RC_ASSERT(live_.status == Status::in_progress);
                RC_ASSERT(hangs_on_what_was_not_reached(i, why));
            }
        }
        const std::string projection = projection_text(study_, live_, times_);
        const std::size_t line = projection.find('\n');
        for (const std::string& one : {projection.substr(0, line), projection.substr(line + 1)}) {
            RC_ASSERT(canonical_json(nlohmann::json::parse(one)) == one);
        }
        ProjectionReader reader(study_);
        RC_ASSERT(reader.read(projection).has_value());
        RC_ASSERT(reader.state() == live_);
        RC_ASSERT(reader.times() == times_);
        RC_ASSERT(std::vector(reader.answers().begin(), reader.answers().end()) == effective);
        RC_ASSERT(std::vector(reader.gaps().begin(), reader.gaps().end()) == why);
        const double done = progress(study_, live_);
        RC_ASSERT(done >= 0 && done <= 1);
    }

private:
    [[nodiscard]] bool hangs_on_what_was_not_reached(std::size_t item, const std::vector<Gap>& why)
        const {
        const Item& one = study_.items[item];
        RC_ASSERT(one.page != instrument::no_page);
        const instrument::Page& page = study_.pages[at(one.page)];
        for (int i = page.first_item; one.calculation && i < instrument::end_of(page); ++i) {
            if (why[at(i)] == Gap::broken_off && is_on_page(study_.items[at(i)])) return true;
        }
        for (const auto* condition : {&study_.pages[at(one.page)].shown_when, &one.shown_when}) {
            if (!*condition) continue;
            for (const expression::Reference& named : (*condition)->references()) {
                if (!live_.presented[at(named.subject)] &&
                    why[at(named.subject)] == Gap::broken_off) {
                    return true;
                }
            }
        }
        return false;
    }

    void append(EntryKind kind, const nlohmann::json& body) {
        // As the store has it: through the text and back.
        const auto stored = nlohmann::json::parse(canonical_json(body));
        RC_ASSERT(apply(study_, folded_, kind, stored).has_value());
    }

    void complete() {
        const Completion before = completion_of(study_, live_);
        RC_ASSERT(
            before == Completion::partial || before == Completion::broken_off ||
            before == Completion::complete
        );
        accept_completion(live_);
        append(EntryKind::completion, completion_body(now_));
        times_.ended = now_;
        for (const Gap gap : gaps(study_, live_)) RC_ASSERT(gap != Gap::broken_off);
    }

    /// No walk reaches a page that its conditions exclude.
    void expect_applicable(int page) const {
        const PlainReading plain(study_, live_.answers);
        bool any = false;
        for (std::size_t i = 0; i < study_.items.size(); ++i) {
            const Item& item = study_.items[i];
            any = any || (item.page == page && instrument::is_on_page(item) && plain.applies[i]);
        }
        RC_ASSERT(any);
    }

    void submit(const Form& form) {
        const PageCheck check = check_page(study_, live_, *page_, form);
        expect_only_shown_changed(check);
        const int revision = live_.page_revisions[at(*page_)] + 1;
        const std::string text = page_body_text(study_, *page_, revision, now_, now_, check);
        const nlohmann::json body = page_body(study_, *page_, revision, now_, now_, check);
        RC_ASSERT(text == canonical_json(body));
        if (!check.faults.empty()) return;
        accept_page(live_, *page_, revision, check);
        append(EntryKind::page, body);
        times_.pages.resize(study_.pages.size());
        times_.pages[at(*page_)] = {now_, now_};
        if (!check.revealed.empty()) return;
        if (screening_page(study_, live_.answers, *page_)) {
            // Whatever comes next, it is no further page.
            const std::vector<int> order = page_order(study_, live_.answers);
            for (auto page = std::ranges::find(order, *page_) + 1; page != order.end(); ++page) {
                RC_ASSERT(!reachable(study_, live_, *page));
            }
            if (!happens(random_, 50)) return;
            accept_screen_out(live_);
            append(EntryKind::screen_out, screen_out_body(study_.pages[at(*page_)].id, now_));
            times_.ended = now_;
            RC_ASSERT(completion_of(study_, live_) == Completion::screened_out);
            for (const Gap gap : gaps(study_, live_)) RC_ASSERT(gap != Gap::broken_off);
            return;
        }
        const bool back = happens(random_, 25);
        const std::optional<int> to = back ? previous_page(study_, live_.answers, *page_)
                                           : next_page(study_, live_.answers, *page_);
        if (to) expect_applicable(*to);
        if (to) {
            const std::vector<int> order = page_order(study_, live_.answers);
            const bool onward = std::ranges::find(order, *to) > std::ranges::find(order, *page_);
            RC_ASSERT(onward != back);
        }
        page_ = to;
    }

    /// Back, forward and other pages' forms never lose an answer.
    void expect_only_shown_changed(const PageCheck& check) const {
        RC_ASSERT(check.answers.size() == live_.answers.size());
        for (std::size_t i = 0; i < check.answers.size(); ++i) {
            const bool shown = std::ranges::count(check.shown, static_cast<int>(i)) > 0;
            RC_ASSERT(!shown || study_.items[i].page == *page_);
            const bool computed = std::ranges::count(check.calculated, static_cast<int>(i)) > 0;
            RC_ASSERT(!computed || study_.items[i].calculation);
            RC_ASSERT(shown || computed || check.answers[i] == live_.answers[i]);
        }
    }

    const Study& study_;
    SeededRandom random_;
    State live_;
    State folded_;
    Times times_;
    Instant now_{std::chrono::seconds{1'800'000'000}};
    std::optional<int> page_;
};

TEST(WalkPropertyTest, EveryWalkIsSound) {
    EXPECT_TRUE(rc::check("walks are sound", [](std::uint64_t study_seed, std::uint64_t seed) {
        const Study study = RandomStudy(study_seed).build();
        Walker walker(study, seed);
        walker.consent();
        for (int i = 0; i < 12 && walker.live().status == Status::in_progress; ++i) {
            walker.step();
            walker.expect_sound();
        }
    }));
}

TEST(WalkPropertyTest, EveryWalkThroughTheFirstStudyIsSound) {
    const Study study = first_study(QUERIST_SOURCE_DIR);
    EXPECT_TRUE(rc::check("walks through the first study are sound", [&](std::uint64_t seed) {
        Walker walker(study, seed);
        walker.consent();
        for (int i = 0; i < 40 && walker.live().status == Status::in_progress; ++i) {
            walker.step();
            walker.expect_sound();
        }
    }));
}

/// No round can be reached whose choice is not chosen.
void expect_only_chosen_rounds(const Study& study, const State& state) {
    const std::vector<Answer> answers = effective_answers(study, state.answers);
    for (std::size_t page = 0; page < study.pages.size(); ++page) {
        const instrument::Round* round = instrument::round_of(study.pages[page]);
        if (round == nullptr || !reachable(study, state, static_cast<int>(page))) continue;
        const int source = study.repeats[at(round->repeat)].source;
        const auto* chosen = std::get_if<expression::ChoiceSet>(&answers[at(source)].value);
        RC_ASSERT(chosen != nullptr);
        RC_ASSERT(std::ranges::count(chosen->indices, round->option) == 1);
    }
}

TEST(WalkPropertyTest, EveryWalkThroughRoundsIsSound) {
    const Study study = fixtures::repeated_study();
    EXPECT_TRUE(rc::check("walks through rounds are sound", [&](std::uint64_t seed) {
        Walker walker(study, seed);
        walker.consent();
        for (int i = 0; i < 20 && walker.live().status == Status::in_progress; ++i) {
            walker.step();
            walker.expect_sound();
            expect_only_chosen_rounds(study, walker.live());
        }
    }));
}

TEST(WalkPropertyTest, ClosingAndOpeningABranchLosesNothing) {
    EXPECT_TRUE(rc::check("branches keep their answers", [](std::uint64_t seed) {
        const Study study = interoperability_study();
        SeededRandom random(seed);
        State state = fresh_state(study);
        const auto accept = [&](int page, const Form& form) {
            const PageCheck check = check_page(study, state, page, form);
            RC_ASSERT(check.faults.empty());
            accept_page(state, page, state.page_revisions[at(page)] + 1, check);
        };
        accept(0, synthetic_form(study, state, 0, random));
        accept(1, {{"uses_onnx", "yes"}, {"why_not", "x"}});
        accept(2, synthetic_form(study, state, 2, random));
        if (reachable(study, state, 3)) accept(3, synthetic_form(study, state, 3, random));
        const std::vector<Answer> before = state.answers;
        accept(1, {{"uses_onnx", "no"}, {"why_not", "x"}});
        RC_ASSERT(!reachable(study, state, 2));
        RC_ASSERT(!reachable(study, state, 3));
        accept(0, synthetic_form(study, state, 0, random));
        accept(1, {{"uses_onnx", "yes"}, {"why_not", "x"}});
        RC_ASSERT(state.answers == before);
    }));
}

TEST(WalkPropertyTest, AnyFormIsRead) {
    EXPECT_TRUE(rc::check("any form", [](std::uint64_t study_seed, std::uint64_t seed) {
        const Study study = RandomStudy(study_seed).build();
        SeededRandom random(seed);
        State state = fresh_state(study);
        for (int turn = 0; turn < 4; ++turn) {
            Form form;
            const std::uint64_t fields = random.below(30);
            for (std::uint64_t i = 0; i < fields; ++i) {
                form.emplace_back(random_name(study, random), random_value(random));
            }
            const int page = static_cast<int>(random.below(study.pages.size()));
            const PageCheck check = check_page(study, state, page, form);
            for (const FieldFault& one : check.faults) {
                RC_ASSERT(study.items[at(one.item)].page == page);
                RC_ASSERT(one.field.starts_with(study.items[at(one.item)].id));
            }
            // What was typed can always be written down, faults or none.
            RC_ASSERT(!page_body_text(study, page, 1, {}, {}, check).empty());
            if (check.faults.empty()) accept_page(state, page, turn + 1, check);
        }
    }));
}

TEST(WalkPropertyTest, AnyBodyIsFoldedOrRefused) {
    EXPECT_TRUE(rc::check("any body", [](std::uint64_t seed) {
        const Study study = every_kind_study();
        SeededRandom random(seed);
        const State fresh = fresh_state(study);
        const PageCheck check =
            check_page(study, fresh, 0, synthetic_form(study, fresh, 0, random));
        std::string text = page_body_text(study, 0, 1, {}, {}, check);
        const std::uint64_t changes = random.below(6);
        static constexpr std::string_view characters = "\"[]{}:,0123abenulltrue";
        for (std::uint64_t i = 0; i < changes; ++i) {
            text[random.below(text.size())] = characters[random.below(characters.size())];
        }
        const nlohmann::json body = nlohmann::json::parse(text, nullptr, false);
        State state = fresh;
        const Result<void> applied = apply(study, state, EntryKind::page, body);
        if (!applied) RC_ASSERT(state == fresh);
        std::string projection = projection_text(study, state);
        for (std::uint64_t i = 0; i < changes; ++i) {
            projection[random.below(projection.size())] =
                characters[random.below(characters.size())];
        }
        const Result<State> read = state_from_projection(study, projection);
        if (read) RC_ASSERT(read->answers.size() == study.items.size());
    }));
}

}  // namespace
}  // namespace querist::response
