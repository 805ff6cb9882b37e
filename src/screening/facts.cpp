#include "screening/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace querist::screening {

namespace {

using expression::Cells;
using expression::Choice;
using instrument::Item;
using instrument::Study;
using response::Answer;
using response::Gap;

std::size_t at(int position) { return static_cast<std::size_t>(position); }

double seconds_between(Instant from, Instant to) {
    return std::chrono::duration<double>(to - from).count();
}

bool was_shown(Gap gap) {
    switch (gap) {
        case Gap::none:
        case Gap::skipped:
        case Gap::declined:
            return true;
        case Gap::not_shown:
        case Gap::broken_off:
        case Gap::withdrawn:
            return false;
    }
    return false;
}

bool has_scale(const instrument::Kind& kind) {
    return std::holds_alternative<instrument::Grid>(kind) ||
           std::holds_alternative<instrument::SemanticDifferential>(kind);
}

std::optional<GridFacts> grid_of(int item, const Item& grid, const Answer& answer) {
    const auto* cells = std::get_if<Cells>(&answer.value);
    if (cells == nullptr || !has_scale(grid.kind)) return std::nullopt;
    GridFacts facts{.item = item, .point = -1, .rows = 0};
    bool alike = true;
    for (const int point : cells->indices) {
        if (point < 0) continue;
        alike = alike && (facts.rows == 0 || point == facts.point);
        facts.point = point;
        ++facts.rows;
    }
    if (facts.rows < straight_rows_min) return std::nullopt;
    if (!alike) facts.point = -1;
    return facts;
}

/// The choice with which an attention check was failed, or none.
std::optional<int> failed_with(const Item& item, const Answer& answer) {
    const auto* single = std::get_if<instrument::SingleChoice>(&item.kind);
    const auto* choice = std::get_if<Choice>(&answer.value);
    if (single == nullptr || single->attention_check.empty() || choice == nullptr) return {};
    if (single->choices[at(choice->index)].code == single->attention_check) return {};
    return choice->index;
}

void add_open_answers(int item, const Answer& answer, ResponseFacts& facts) {
    if (const auto* text = std::get_if<std::string>(&answer.value)) {
        facts.open.push_back({item, normalised(*text)});
    }
    for (const auto& [option, text] : answer.texts) facts.open.push_back({item, normalised(text)});
}

void add_times(const SeenResponse& response, ResponseFacts& facts) {
    const response::Times& times = response.times;
    if (response.complete && times.started && times.ended && *times.ended > *times.started) {
        facts.seconds = seconds_between(*times.started, *times.ended);
    }
    for (std::size_t page = 0; page < times.pages.size(); ++page) {
        const response::PageTimes& one = times.pages[page];
        if (!one.shown_at || !one.at || *one.at <= *one.shown_at) continue;
        facts.pages.emplace_back(static_cast<int>(page), seconds_between(*one.shown_at, *one.at));
    }
}

void add_words(const SeenResponse& response, ResponseFacts& facts) {
    const Study& study = *facts.version->study;
    for (std::size_t page = 0; page < study.pages.size(); ++page) {
        const instrument::Page& one = study.pages[page];
        bool any = false;
        for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
            if (!was_shown(response.gaps[at(i)])) continue;
            facts.words += facts.version->item_words[at(i)];
            any = true;
        }
        if (any) facts.words += facts.version->page_words[page];
    }
}

void add_answers(const SeenResponse& response, ResponseFacts& facts) {
    const Study& study = *facts.version->study;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        if (!is_on_page(item)) continue;
        const int position = static_cast<int>(i);
        const Answer& answer = response.answers[i];
        if (const auto grid = grid_of(position, item, answer)) facts.grids.push_back(*grid);
        if (const auto choice = failed_with(item, answer)) {
            facts.inattentive.emplace_back(position, *choice);
        }
        add_open_answers(position, answer, facts);
    }
}

void add_counted(const SeenResponse& response, ResponseFacts& facts) {
    for (const response::Typing& typing : response.times.typing) {
        const auto* text = std::get_if<std::string>(&response.answers[at(typing.item)].value);
        if (text != nullptr) facts.counted.push_back({code_points(*text), typing});
    }
}

void add_checks(const SeenResponse& response, ResponseFacts& facts) {
    const auto& plan = facts.version->study->screening;
    if (!plan || plan->checks.empty()) return;
    std::vector<expression::Value> values;
    values.reserve(response.answers.size());
    for (const Answer& answer : response.answers) values.push_back(answer.value);
    for (std::size_t i = 0; i < plan->checks.size(); ++i) {
        const expression::Truth truth = expression::evaluate(plan->checks[i].when, values);
        if (truth == expression::Truth::yes) facts.checks.push_back(i);
    }
}

constexpr std::string_view burst_start = "burst:";

/// The size that a burst's flag says; 0: it is none.
std::int64_t burst_of(std::string_view flag) {
    if (!flag.starts_with(burst_start)) return 0;
    const std::string_view digits = flag.substr(burst_start.size());
    std::int64_t size = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    return whole ? size : 0;
}

}  // namespace

std::string burst_flag(std::int64_t size) { return fmt::format("{}{}", burst_start, size); }

bool is_counted_flag(std::string_view flag) {
    return flag == no_work_flag || flag.starts_with(burst_start);
}

VersionFacts::VersionFacts(const Study& version) : study(&version) {
    for (const Item& item : version.items) {
        item_words.push_back(instrument::shown_words(item));
        const bool in_words = std::holds_alternative<instrument::Text>(item.kind);
        questions.push_back(
            in_words ? pieces_of(normalised(item.ask)) : std::vector<std::uint64_t>()
        );
    }
    for (const instrument::Page& page : version.pages) {
        page_words.push_back(instrument::shown_words(page));
    }
}

ResponseFacts facts_of(const VersionFacts& version, const SeenResponse& response) {
    ResponseFacts facts;
    facts.version = &version;
    facts.id = response.id;
    facts.honeypot = std::ranges::find(response.flags, honeypot_flag) != response.flags.end();
    facts.no_work = std::ranges::find(response.flags, no_work_flag) != response.flags.end();
    for (const std::string& flag : response.flags) {
        facts.burst = std::max(facts.burst, burst_of(flag));
    }
    add_times(response, facts);
    add_words(response, facts);
    add_answers(response, facts);
    add_counted(response, facts);
    add_checks(response, facts);
    return facts;
}

}  // namespace querist::screening
