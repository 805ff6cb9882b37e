// What comes with the link: read, judged, drawn for synthetic respondents.

#include "response/walk.hpp"

#include <algorithm>
#include <utility>

namespace querist::response {

using instrument::Item;
using instrument::Option;
using instrument::Study;

namespace {

// Of a hundred links, those that do not say where someone comes from.
constexpr std::uint64_t silent_percent = 10;

bool is_link_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

/// The answer that a value of the link is, or none.
std::optional<Answer> link_answer(const Item& item, std::string_view value) {
    const std::vector<Option>& allowed = instrument::options_of(item.kind);
    if (!allowed.empty()) {
        const int index = option_index(allowed, value);
        if (index < 0) return std::nullopt;
        return Answer{expression::Choice{index}, {}};
    }
    const auto* text = std::get_if<instrument::Text>(&item.kind);
    const bool fits = text != nullptr && value.size() <= at(text->characters_max) &&
                      std::ranges::all_of(value, is_link_character);
    if (!fits) return std::nullopt;
    return Answer{std::string(value), {}};
}

/// One of the allowed values, or a word that says what it is, as far as it fits.
std::string drawn_value(const Item& item, SeededRandom& random) {
    const std::vector<Option>& allowed = instrument::options_of(item.kind);
    if (!allowed.empty()) {
        return allowed[static_cast<std::size_t>(random.below(allowed.size()))].code;
    }
    const auto* text = std::get_if<instrument::Text>(&item.kind);
    const std::size_t most = text == nullptr ? 0 : at(text->characters_max);
    return std::string("synthetic").substr(0, most);
}

bool is_from_link(const Item& item) { return item.source == instrument::Source::link; }

}  // namespace

int given_items(const Study& study) {
    return study.pages.empty() ? static_cast<int>(study.items.size())
                               : study.pages.front().first_item;
}

Form link_form(const Study& study, const Form& query) {
    Form form;
    for (const Item& item : study.items) {
        if (!is_from_link(item)) continue;
        const std::string_view value = field_value(query, item.id);
        if (value.empty()) continue;
        const bool accepted = link_answer(item, value).has_value();
        form.emplace_back(accepted ? item.id : "", accepted ? std::string(value) : item.id);
    }
    return form;
}

Given read_link(const Study& study, const Form& link) {
    Given given;
    const int count = given_items(study);
    given.answers.resize(at(count));
    for (int i = 0; i < count; ++i) {
        const Item& item = study.items[at(i)];
        if (!is_from_link(item)) continue;
        const std::string_view value = field_value(link, item.id);
        const bool was_refused =
            std::ranges::find(link, std::pair<std::string, std::string>("", item.id)) != link.end();
        const std::optional<Answer> answer =
            value.empty() ? std::nullopt : link_answer(item, value);
        if (was_refused || (!value.empty() && !answer)) given.refused.push_back(i);
        if (answer) given.answers[at(i)] = *answer;
    }
    return given;
}

Form synthetic_link(
    const Study& study, SeededRandom& random, const std::vector<expression::Value>* steer
) {
    Form form;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        if (!is_from_link(item)) continue;
        const std::vector<Option>& allowed = instrument::options_of(item.kind);
        const expression::Value wanted = steer != nullptr ? (*steer)[i] : expression::Value{};
        if (const auto* choice = std::get_if<expression::Choice>(&wanted)) {
            form.emplace_back(item.id, allowed[at(choice->index)].code);
        } else if (const auto* text = std::get_if<std::string>(&wanted)) {
            form.emplace_back(item.id, *text);
        } else if (steer == nullptr && random.below(100) >= silent_percent) {
            form.emplace_back(item.id, drawn_value(item, random));
        }
    }
    return form;
}

}  // namespace querist::response
