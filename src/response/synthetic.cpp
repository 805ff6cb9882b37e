// Forms as a synthetic respondent would send them.

#include "response/item_reader.hpp"
#include "response/typed.hpp"
#include "response/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

namespace querist::response {

using expression::Cells;
using expression::CellSets;
using expression::Choice;
using expression::ChoiceSet;
using expression::Figures;
using expression::Unanswered;
using expression::Value;
using instrument::Item;
using instrument::Option;
using instrument::Study;

namespace {

constexpr std::uint64_t skip_percent = 4;
constexpr std::uint64_t text_percent = 90;  // who chooses "other" mostly says what
constexpr std::uint64_t lone_percent = 8;   // who may choose several and chooses "none of these"
constexpr int tries_max = 8;                // draws that a study's own rule may refuse

bool happens(SeededRandom& random, std::uint64_t percent) { return random.below(100) < percent; }

/// Words that fit any study and that nobody takes for a respondent's.
std::string words(SeededRandom& random, std::size_t characters_max, bool long_text) {
    constexpr std::uint64_t different_answers = 1'000;
    std::string text = fmt::format("Synthetic answer {}", 1 + random.below(different_answers));
    if (long_text) {
        static constexpr std::array<std::string_view, 3> rest = {
            ": nobody wrote it.",
            ": it stands where a respondent's words will stand.",
            ": two lines,\nas respondents write them.",
        };
        text += rest[random.below(rest.size())];
    }
    if (text.size() > characters_max) text.resize(characters_max);  // all of it is ASCII
    return std::string(trimmed(text));
}

/// Draws an answer of one item's kind.
class Draw {
public:
    Draw(const Study& study, Walk& walk, int item, SeededRandom& random)
        : item_(study.items[at(item)]), walk_(walk), index_(item), random_(random) {}

    Answer draw() {
        Answer answer = std::visit([this](const auto& kind) { return draw(kind); }, item_.kind);
        add_texts(answer);
        return answer;
    }

    /// Types something beside the chosen options that take a text.
    void add_texts(Answer& answer) {
        const std::vector<Option>& options = texted_options(item_.kind);
        const auto add = [&](int index) {
            if (!options[at(index)].takes_text) return;
            const bool required = item_.requirement == instrument::Requirement::required;
            if (!required && !happens(random_, text_percent)) return;
            answer.texts[index] = words(random_, limits::short_text_characters_max, false);
        };
        if (const auto* choice = std::get_if<Choice>(&answer.value)) add(choice->index);
        if (const auto* set = std::get_if<ChoiceSet>(&answer.value)) {
            for (const int index : set->indices) add(index);
        }
        for (std::size_t row = 0; row < instrument::rows_of(item_.kind).size(); ++row) {
            if (has_row(answer.value, row)) add(static_cast<int>(row));
        }
    }

private:
    std::vector<int> offered(const std::vector<Option>& options) {
        std::vector<int> result;
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (walk_.offers(index_, options[i])) result.push_back(static_cast<int>(i));
        }
        return result;
    }

    Answer draw(const instrument::SingleChoice& kind) {
        const std::vector<int> choices = offered(kind.choices);
        if (choices.empty()) return {};
        return {Choice{choices[random_.below(choices.size())]}, {}};
    }

    Answer draw(const instrument::SeveralChoices& kind) {
        std::vector<int> set = some_of(kind.choices, kind.at_least, kind.at_most);
        return set.empty() ? Answer{} : Answer{ChoiceSet{std::move(set)}, {}};
    }

    /// Choices that may stand together, ascending; none where nothing fits.
    std::vector<int> some_of(
        const std::vector<Option>& choices, std::optional<int> at_least, std::optional<int> at_most
    ) {
        std::vector<int> alone;
        std::vector<int> together;
        for (const int index : offered(choices)) {
            (instrument::stands_alone(choices[at(index)]) ? alone : together).push_back(index);
        }
        const bool lone = !alone.empty() && (together.empty() || happens(random_, lone_percent));
        if (lone) return {alone[random_.below(alone.size())]};
        const std::size_t least = std::max(at(at_least.value_or(1)), std::size_t{1});
        std::size_t most = together.size();
        if (at_most) most = std::min(most, at(*at_most));
        if (most < least) return {};
        constexpr std::size_t usual_spread = 3;
        const std::size_t spread = std::min(most - least + 1, usual_spread);
        const std::size_t count = least + random_.below(spread);
        shuffle(together, random_);
        together.resize(count);
        std::ranges::sort(together);
        return together;
    }

    Answer draw(const instrument::Matrix& kind) {
        const bool required = item_.requirement == instrument::Requirement::required;
        CellSets cells{std::vector<std::vector<int>>(kind.rows.size())};
        bool any = false;
        for (const int row : offered(kind.rows)) {
            const bool extra = kind.rows[at(row)].takes_text;
            if (extra && happens(random_, 50)) continue;
            if (!extra && !required && happens(random_, skip_percent)) continue;
            cells.indices[at(row)] = some_of(kind.choices, {}, {});
            any = any || !cells.indices[at(row)].empty();
        }
        return any ? Answer{std::move(cells), {}} : Answer{};
    }

    Answer draw(const instrument::YesNo&) { return {random_.below(2) == 0, {}}; }

    Answer draw(const instrument::Grid& kind) { return cells(kind.rows, kind.scale); }
    Answer draw(const instrument::SemanticDifferential& kind) {
        return cells(kind.rows, kind.points);
    }
    Answer cells(const std::vector<Option>& rows, const std::vector<Option>& scale) {
        const std::vector<int> points = offered(scale);
        if (points.empty()) return {};
        const bool required = item_.requirement == instrument::Requirement::required;
        Cells drawn{std::vector<int>(rows.size(), -1)};
        bool any = false;
        for (const int row : offered(rows)) {
            const bool extra = rows[at(row)].takes_text;
            if (extra && happens(random_, 50)) continue;
            if (!extra && !required && happens(random_, skip_percent)) continue;
            drawn.indices[at(row)] = points[random_.below(points.size())];
            any = true;
        }
        return any ? Answer{std::move(drawn), {}} : Answer{};
    }

    Answer draw(const instrument::Ranking& kind) {
        const std::size_t all = kind.choices.size();
        const std::size_t most = kind.at_most ? at(*kind.at_most) : all;
        const bool required = item_.requirement == instrument::Requirement::required;
        const std::size_t least = kind.at_least ? at(*kind.at_least) : required ? most : 1;
        if (most < least || all == 0) return {};
        const std::size_t count = least + random_.below(most - least + 1);
        std::vector<int> order(all);
        std::iota(order.begin(), order.end(), 0);
        shuffle(order, random_);
        Figures ranks{std::vector<std::int64_t>(all, -1)};
        for (std::size_t place = 0; place < count; ++place) {
            ranks.numbers[at(order[place])] = static_cast<std::int64_t>(place) + 1;
        }
        return {std::move(ranks), {}};
    }

    /// The total is cut at random places.
    Answer draw(const instrument::ConstantSum& kind) {
        if (kind.rows.empty()) return {};
        std::vector<std::int64_t> cuts{0, kind.total};
        for (std::size_t i = 1; i < kind.rows.size(); ++i) {
            const auto places = static_cast<std::uint64_t>(kind.total) + 1;
            cuts.push_back(static_cast<std::int64_t>(random_.below(places)));
        }
        std::ranges::sort(cuts);
        Figures parts;
        for (std::size_t i = 1; i < cuts.size(); ++i) {
            parts.numbers.push_back(cuts[i] - cuts[i - 1]);
        }
        return {std::move(parts), {}};
    }

    Answer draw(const instrument::NetPromoter&) {
        constexpr auto answers = static_cast<std::uint64_t>(instrument::NetPromoter::greatest) + 1;
        return {static_cast<std::int64_t>(random_.below(answers)), {}};
    }

    Answer draw(const instrument::Text& kind) {
        const bool is_long = kind.length == instrument::TextLength::paragraphs;
        std::string text = words(random_, static_cast<std::size_t>(kind.characters_max), is_long);
        return text.empty() ? Answer{} : Answer{std::move(text), {}};
    }

    Answer draw(const instrument::Number& kind) {
        constexpr double usual_range = 100;
        const auto storable = [](double number) {
            return std::clamp(number, -number_max, number_max);
        };
        const double low = storable(
            kind.minimum.value_or(kind.maximum ? std::min(0.0, *kind.maximum - usual_range) : 0.0)
        );
        const double high = storable(kind.maximum.value_or(low + usual_range));
        if (kind.number == instrument::NumberKind::whole) {
            const auto from = static_cast<std::int64_t>(std::ceil(low));
            const auto to = static_cast<std::int64_t>(std::floor(high));
            if (to < from) return {};
            const auto count = static_cast<std::uint64_t>(to - from) + 1;
            return {from + static_cast<std::int64_t>(random_.below(count)), {}};
        }
        const double drawn = low + random_.fraction() * (high - low);
        const double rounded = std::round(drawn * 10) / 10;
        return {rounded < low || rounded > high ? drawn : rounded, {}};
    }

    /// Addresses of a domain that nobody can have (RFC 2606).
    Answer draw(const instrument::Email&) {
        return {fmt::format("synthetic-{}@example.invalid", random_.below(1'000'000)), {}};
    }

    Answer draw(const instrument::Date& kind) {
        using std::chrono::sys_days;
        constexpr int usual_days = 3'650;
        const std::chrono::days usual_span(usual_days);
        const auto earliest = instrument::calendar_day(kind.earliest);
        const auto latest = instrument::calendar_day(kind.latest);
        // What four digits can say.
        const sys_days none_before = sys_days(std::chrono::year{0} / 1 / 1);
        const sys_days none_after = sys_days(std::chrono::year{9999} / 12 / 31);
        const sys_days usual_last = sys_days(std::chrono::year{2025} / 12 / 31);
        const sys_days open_last =
            earliest ? std::max(usual_last, *earliest + usual_span) : usual_last;
        const sys_days last = std::min(latest.value_or(open_last), none_after);
        const sys_days first = std::max(earliest.value_or(last - usual_span), none_before);
        if (last < first) return {};
        const auto days = static_cast<std::uint64_t>((last - first).count()) + 1;
        const std::chrono::year_month_day day(
            first + std::chrono::days(static_cast<int>(random_.below(days)))
        );
        std::string text = fmt::format(
            "{:04}-{:02}-{:02}",
            static_cast<int>(day.year()),
            static_cast<unsigned>(day.month()),
            static_cast<unsigned>(day.day())
        );
        return {std::move(text), {}};
    }

    Answer draw(const instrument::Consent&) { return {true, {}}; }
    Answer draw(const instrument::Information&) { return {}; }

    const Item& item_;
    Walk& walk_;
    int index_;
    SeededRandom& random_;
};

/// The fields with which a browser would send an answer.
struct FieldsOf {
    Form& form;
    const Item& item;

    void operator()(const Unanswered&) const {}
    void operator()(bool value) const { form.emplace_back(item.id, value ? "yes" : "no"); }
    void operator()(std::int64_t value) const {
        form.emplace_back(item.id, fmt::format("{}", value));
    }
    void operator()(double value) const { form.emplace_back(item.id, number_text(value)); }
    void operator()(const std::string& value) const { form.emplace_back(item.id, value); }
    void operator()(const Choice& value) const {
        form.emplace_back(item.id, instrument::options_of(item.kind)[at(value.index)].code);
    }
    void operator()(const ChoiceSet& value) const {
        for (const int index : value.indices) (*this)(Choice{index});
    }
    void operator()(const Cells& value) const {
        const std::vector<Option>& rows = texted_options(item.kind);
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            if (value.indices[row] < 0) continue;
            const Option& point = instrument::options_of(item.kind)[at(value.indices[row])];
            form.emplace_back(row_field(item, rows[row]), point.code);
        }
    }
    void operator()(const CellSets& value) const {
        const std::vector<Option>& rows = texted_options(item.kind);
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            for (const int index : value.indices[row]) {
                const Option& choice = instrument::options_of(item.kind)[at(index)];
                form.emplace_back(row_field(item, rows[row]), choice.code);
            }
        }
    }
    void operator()(const Figures& value) const {
        const std::vector<Option>& rows = texted_options(item.kind);
        for (std::size_t row = 0; row < value.numbers.size(); ++row) {
            if (value.numbers[row] < 0) continue;
            form.emplace_back(row_field(item, rows[row]), fmt::format("{}", value.numbers[row]));
        }
    }
};

void append_fields(Form& form, const Item& item, const Answer& answer) {
    std::visit(FieldsOf{form, item}, answer.value);
    for (const auto& [index, text] : answer.texts) {
        form.emplace_back(text_field(item, texted_options(item.kind)[at(index)]), text);
    }
}

/// Whether the item's kind can hold the value: a steer for another study steers nothing.
bool fits(const Item& item, const Value& value) {
    const std::vector<Option>& options = instrument::options_of(item.kind);
    const auto known = [&](int index) { return index >= 0 && at(index) < options.size(); };
    struct Holds {
        const Value& value;
        bool operator()(const instrument::SingleChoice&) const {
            return std::holds_alternative<Choice>(value);
        }
        bool operator()(const instrument::SeveralChoices&) const {
            return std::holds_alternative<ChoiceSet>(value);
        }
        bool operator()(const instrument::YesNo&) const {
            return std::holds_alternative<bool>(value);
        }
        bool operator()(const instrument::Grid& grid) const { return cells(grid.rows); }
        bool operator()(const instrument::SemanticDifferential& differential) const {
            return cells(differential.rows);
        }
        [[nodiscard]] bool cells(const std::vector<Option>& rows) const {
            const auto* cells = std::get_if<Cells>(&value);
            return cells != nullptr && cells->indices.size() == rows.size();
        }
        bool operator()(const instrument::NetPromoter&) const {
            const auto* number = std::get_if<std::int64_t>(&value);
            return number != nullptr && *number >= 0 &&
                   *number <= instrument::NetPromoter::greatest;
        }
        // Conditions do not look into these: a walk says of them only that they are answered.
        bool operator()(const instrument::Matrix&) const { return false; }
        bool operator()(const instrument::Ranking&) const { return false; }
        bool operator()(const instrument::ConstantSum&) const { return false; }
        bool operator()(const instrument::Email&) const { return false; }
        bool operator()(const instrument::Date&) const { return false; }
        bool operator()(const instrument::Text&) const {
            return std::holds_alternative<std::string>(value);
        }
        bool operator()(const instrument::Number&) const {
            return std::holds_alternative<std::int64_t>(value) ||
                   std::holds_alternative<double>(value);
        }
        bool operator()(const instrument::Consent&) const { return value == Value{true}; }
        bool operator()(const instrument::Information&) const { return false; }
    };
    if (!std::visit(Holds{value}, item.kind)) return false;
    if (const auto* choice = std::get_if<Choice>(&value)) return known(choice->index);
    if (const auto* set = std::get_if<ChoiceSet>(&value)) {
        return std::ranges::all_of(set->indices, known);
    }
    if (const auto* cells = std::get_if<Cells>(&value)) {
        return std::ranges::all_of(cells->indices, [&](int i) { return i == -1 || known(i); });
    }
    return true;
}

/// Answers one page, item by item, under the answers given so far.
class PageFiller {
public:
    PageFiller(
        const Study& study,
        const State& state,
        SeededRandom& random,
        const std::vector<Value>* steer
    )
        : study_(study),
          state_(state),
          random_(random),
          steer_(steer),
          answers_(state.answers),
          walk_(study, answers_) {}

    void fill(Form& form, const instrument::Page& page, const std::vector<bool>& on_page) {
        walk_.decide_before(page.first_item);
        for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
            walk_.decide(i);
            if (!on_page[at(i)]) continue;
            if (walk_.applies(i)) answers_[at(i)] = answer(i);
            append_fields(form, study_.items[at(i)], answers_[at(i)]);
        }
    }

private:
    Answer answer(int item) {
        const Item& one = study_.items[at(item)];
        const bool must = one.requirement == instrument::Requirement::required ||
                          std::holds_alternative<instrument::Consent>(one.kind);
        if (steer_ != nullptr && at(item) < steer_->size()) {
            const Value& value = (*steer_)[at(item)];
            const bool none = std::holds_alternative<Unanswered>(value);
            if (none && !must) return {};
            if (!none && fits(one, value)) {
                Answer steered{value, {}};
                Draw(study_, walk_, item, random_).add_texts(steered);
                return steered;
            }
        } else if (state_.presented[at(item)]) {
            return walk_.effective(item);  // a browser sends again what it was shown
        } else if (!must && happens(random_, skip_percent)) {
            return {};
        }
        return draw(item, must);
    }

    /// Draws until the study's own rule is kept. What never keeps it is left out, or sent all the
    /// same where an answer must be given: the study shall then say what is wrong.
    Answer draw(int item, bool must) {
        Answer drawn;
        for (int attempt = 0; attempt < tries_max; ++attempt) {
            drawn = Draw(study_, walk_, item, random_).draw();
            if (keeps_rule(item, drawn)) return drawn;
        }
        return must ? drawn : Answer{};
    }

    bool keeps_rule(int item, const Answer& drawn) {
        const auto& rule = study_.items[at(item)].valid_when;
        if (!rule || !is_answered(drawn)) return true;
        std::vector<Answer> tried = answers_;
        tried[at(item)] = drawn;
        Walk walk(study_, tried);  // of its own: a walk keeps the values that it has seen
        walk.decide_before(item + 1);
        return walk.truth(rule->must_hold, item + 1) != Truth::no;
    }

    const Study& study_;
    const State& state_;
    SeededRandom& random_;
    const std::vector<Value>* steer_;
    std::vector<Answer> answers_;
    Walk walk_;
};

}  // namespace

Form synthetic_form(
    const Study& study,
    const State& state,
    int page,
    SeededRandom& random,
    const std::vector<Value>* steer
) {
    const instrument::Page& one = study.pages[at(page)];
    const std::vector<bool> applies = applicable_items(study, state.answers);
    std::string shown;
    for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
        if (!applies[at(i)]) continue;
        if (!shown.empty()) shown += ' ';
        shown += study.items[at(i)].id;
    }
    Form form = {
        {"_page", one.id},
        {"_revision", fmt::format("{}", state.page_revisions[at(page)])},
        {"_shown", std::move(shown)},
        {"_go", "next"},
    };
    PageFiller(study, state, random, steer).fill(form, one, applies);
    return form;
}

}  // namespace querist::response
