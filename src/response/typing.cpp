#include "response/typing.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace querist::response {

using instrument::Signal;
using instrument::Study;

namespace {

/// "12" as 12; empty when it is no number from 0 to `typing_count_max`.
std::optional<int> typing_count(std::string_view digits) {
    int count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || count < 0 || count > typing_count_max) return std::nullopt;
    return count;
}

/// The open question of this id; -1: the page has none.
int open_question(const Study& study, std::span<const int> questions, std::string_view id) {
    const auto found = std::ranges::find_if(questions, [&](int item) {
        return study.items[static_cast<std::size_t>(item)].id == id;
    });
    return found == questions.end() ? -1 : *found;
}

/// Reads one part of the field. Empty: it has another form.
std::optional<Typing> typing_of(
    const Study& study, std::span<const int> questions, std::string_view part
) {
    const std::size_t colon = part.find(':');
    const std::size_t second = part.find(':', std::min(colon, part.size() - 1) + 1);
    if (colon == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    const int item = open_question(study, questions, part.substr(0, colon));
    const auto inputs = typing_count(part.substr(colon + 1, second - colon - 1));
    const auto pasted = typing_count(part.substr(second + 1));
    if (item < 0 || !inputs || !pasted) return std::nullopt;
    return Typing{item, *inputs, *pasted};
}

bool has_doubles(std::span<const Typing> sorted) {
    const auto same = [](const Typing& a, const Typing& b) { return a.item == b.item; };
    return std::ranges::adjacent_find(sorted, same) != sorted.end();
}

int added(int one, int other) {
    return std::min(
        std::min(one, typing_count_max) + std::min(other, typing_count_max), typing_count_max
    );
}

}  // namespace

bool counts_typing(const Study& study) {
    return study.screening && (study.screening->points_of(Signal::pasted) > 0 ||
                               study.screening->points_of(Signal::not_typed) > 0);
}

std::vector<int> open_questions(const Study& study, int page) {
    std::vector<int> questions;
    const instrument::Page& one = study.pages[static_cast<std::size_t>(page)];
    for (int item = one.first_item; item < one.first_item + one.item_count; ++item) {
        const instrument::Kind& kind = study.items[static_cast<std::size_t>(item)].kind;
        if (std::holds_alternative<instrument::Text>(kind)) questions.push_back(item);
    }
    return questions;
}

std::vector<Typing> read_typing(const Study& study, int page, std::string_view field) {
    std::vector<Typing> typing;
    const std::vector<int> questions = open_questions(study, page);
    while (!field.empty()) {
        const std::string_view part = field.substr(0, field.find(' '));
        field.remove_prefix(std::min(part.size() + 1, field.size()));
        if (open_question(study, questions, part) >= 0) continue;
        const std::optional<Typing> one = typing_of(study, questions, part);
        if (!one || typing.size() == questions.size()) return {};
        typing.push_back(*one);
    }
    std::ranges::sort(typing, {}, &Typing::item);
    if (has_doubles(typing)) return {};
    return typing;
}

std::string typing_field(const Study& study, int page, std::span<const Typing> counted) {
    std::string field;
    for (const int item : open_questions(study, page)) {
        if (!field.empty()) field += ' ';
        field += study.items[static_cast<std::size_t>(item)].id;
        const auto found = std::ranges::find(counted, item, &Typing::item);
        if (found != counted.end()) field += fmt::format(":{}:{}", found->inputs, found->pasted);
    }
    return field;
}

std::optional<std::vector<Typing>> typing_in(const Study& study, const nlohmann::json& body) {
    std::vector<Typing> typing;
    const auto said = body.find("typing");
    if (said == body.end()) return typing;
    if (!said->is_object()) return std::nullopt;
    for (const auto& [id, counts] : said->items()) {
        const int item = instrument::item_index(study, id);
        if (item < 0 || !counts.is_array() || counts.size() != 2) return std::nullopt;
        const auto is_count = [](const nlohmann::json& count) {
            return count.is_number_integer() && count.get<std::int64_t>() >= 0 &&
                   count.get<std::int64_t>() <= typing_count_max;
        };
        if (!std::ranges::all_of(counts, is_count)) return std::nullopt;
        typing.push_back({item, counts[0].get<int>(), counts[1].get<int>()});
    }
    std::ranges::sort(typing, {}, &Typing::item);
    return typing;
}

void add_typing(std::vector<Typing>& sum, std::span<const Typing> more) {
    for (const Typing& one : more) {
        const auto place = std::ranges::lower_bound(sum, one.item, {}, &Typing::item);
        if (place == sum.end() || place->item != one.item) {
            sum.insert(place, one);
            continue;
        }
        place->inputs = added(place->inputs, one.inputs);
        place->pasted = added(place->pasted, one.pasted);
    }
}

}  // namespace querist::response
