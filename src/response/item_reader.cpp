#include "response/item_reader.hpp"

#include "response/typed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace querist::response {

using expression::Cells;
using expression::Choice;
using expression::ChoiceSet;
using expression::Unanswered;
using expression::Value;
using instrument::Option;
using instrument::stands_alone;

ItemReader::ItemReader(
    const instrument::Study& study,
    Walk& walk,
    int item,
    std::span<const Field> fields,
    std::vector<FieldFault>& faults
)
    : item_(study.items[at(item)]), walk_(walk), index_(item), fields_(fields), faults_(faults) {}

Answer ItemReader::read() {
    return std::visit([this](const auto& kind) { return read(kind); }, item_.kind);
}

void ItemReader::fault(std::string field, Fault fault, std::string detail) {
    faults_.push_back({index_, std::move(field), fault, std::move(detail)});
}

bool ItemReader::required() const { return item_.requirement == instrument::Requirement::required; }

int ItemReader::chosen(
    const std::vector<Option>& options, const Field& field, const std::string& name
) {
    const int index = option_index(options, field.value);
    if (index < 0) {
        fault(name, Fault::unknown_choice);
        return -1;
    }
    if (!walk_.offers(index_, options[at(index)])) {
        fault(name, Fault::unknown_choice, options[at(index)].label);
        return -1;
    }
    return index;
}

std::string ItemReader::text(
    std::string_view typed,
    instrument::TextLength length,
    std::size_t characters_max,
    const std::string& name
) {
    std::optional<std::string> clean = clean_text(typed, length);
    if (!clean) {
        fault(name, Fault::not_text);
        return {};
    }
    if (clean->size() > characters_max && code_points(*clean) > characters_max) {
        fault(name, Fault::too_long, fmt::format("{}", characters_max));
    }
    return *std::move(clean);
}

std::map<int, std::string> ItemReader::texts(const std::vector<Option>& options) {
    std::map<int, std::string> result;
    for (const Field& field : fields_) {
        if (field.part != Part::text) continue;
        const int index = option_index(options, field.code);
        if (index < 0 || !options[at(index)].takes_text || result.contains(index)) continue;
        const Option& option = options[at(index)];
        if (!walk_.offers(index_, option)) continue;
        std::string typed = text(
            field.value,
            instrument::TextLength::one_line,
            limits::short_text_characters_max,
            text_field(item_, option)
        );
        if (!typed.empty()) result.emplace(index, std::move(typed));
    }
    return result;
}

void ItemReader::expect_text(
    const Option& option, int index, const std::map<int, std::string>& texts
) {
    if (required() && option.takes_text && !texts.contains(index)) {
        fault(text_field(item_, option), Fault::text_missing);
    }
}

Answer ItemReader::read(const instrument::SingleChoice& kind) {
    const std::size_t faults_before = faults_.size();
    Answer answer{Unanswered{}, texts(kind.choices)};
    int choice = -1;
    bool twice = false;
    for (const Field& field : fields_) {
        if (field.part != Part::whole) continue;
        const int index = chosen(kind.choices, field, item_.id);
        twice = twice || (choice >= 0 && index >= 0 && index != choice);
        if (choice < 0) choice = index;
    }
    const bool judged = faults_.size() > faults_before;  // what follows would repeat the fault
    if (choice < 0 && !judged) {
        twice = answer.texts.size() > 1;
        if (answer.texts.size() == 1) choice = answer.texts.begin()->first;
    }
    if (twice) fault(item_.id, Fault::too_many, "1");
    if (choice < 0) return answer;
    answer.value = Choice{choice};
    if (!twice && !judged) {
        for (const auto& [index, typed] : answer.texts) {
            if (index == choice) continue;
            const Option& other = kind.choices[at(index)];
            fault(text_field(item_, other), Fault::not_alone, other.label);
        }
    }
    if (!judged) expect_text(kind.choices[at(choice)], choice, answer.texts);
    return answer;
}

Answer ItemReader::read(const instrument::SeveralChoices& kind) {
    Answer answer{Unanswered{}, texts(kind.choices)};
    ChoiceSet set;
    for (const Field& field : fields_) {
        if (field.part != Part::whole) continue;
        const int index = chosen(kind.choices, field, item_.id);
        if (index >= 0) set.indices.push_back(index);
    }
    for (const auto& [index, typed] : answer.texts) set.indices.push_back(index);
    std::ranges::sort(set.indices);
    const auto repeated = std::ranges::unique(set.indices);
    set.indices.erase(repeated.begin(), repeated.end());
    if (set.indices.empty()) return answer;
    judge_set(kind, set.indices);
    for (const int index : set.indices) {
        expect_text(kind.choices[at(index)], index, answer.texts);
    }
    answer.value = std::move(set);
    return answer;
}

void ItemReader::judge_set(
    const instrument::SeveralChoices& kind, const std::vector<int>& indices
) {
    const auto lone = std::ranges::find_if(indices, [&](int index) {
        return stands_alone(kind.choices[at(index)]);
    });
    if (lone != indices.end()) {
        if (indices.size() > 1) {
            fault(item_.id, Fault::not_alone, kind.choices[at(*lone)].label);
        }
        return;
    }
    const int count = static_cast<int>(indices.size());
    if (kind.at_least && count < *kind.at_least) {
        fault(item_.id, Fault::too_few, fmt::format("{}", *kind.at_least));
    }
    if (kind.at_most && count > *kind.at_most) {
        fault(item_.id, Fault::too_many, fmt::format("{}", *kind.at_most));
    }
}

Answer ItemReader::read(const instrument::YesNo&) {
    Answer answer;
    for (const Field& field : fields_) {
        if (field.part != Part::whole) continue;
        if (field.value != "yes" && field.value != "no") {
            fault(item_.id, Fault::unknown_choice);
            return answer;
        }
        const bool yes = field.value == "yes";
        if (is_answered(answer) && answer.value != Value{yes}) {
            fault(item_.id, Fault::too_many, "1");
            return answer;
        }
        answer.value = yes;
    }
    return answer;
}

Answer ItemReader::read(const instrument::Grid& kind) {
    Answer answer{Unanswered{}, texts(kind.rows)};
    Cells cells{std::vector<int>(kind.rows.size(), -1)};
    bool any = false;
    for (const Field& field : fields_) {
        if (field.part != Part::row) continue;
        const int row = option_index(kind.rows, field.code);
        if (row < 0 || !walk_.offers(index_, kind.rows[at(row)])) continue;
        const std::string name = row_field(item_, kind.rows[at(row)]);
        const int point = chosen(kind.scale, field, name);
        if (point < 0) continue;
        int& cell = cells.indices[at(row)];
        if (cell >= 0 && cell != point) fault(name, Fault::too_many, "1");
        if (cell < 0) cell = point;
        any = true;
    }
    for (std::size_t row = 0; row < kind.rows.size(); ++row) {
        if (cells.indices[row] >= 0) {
            expect_text(kind.rows[row], static_cast<int>(row), answer.texts);
        }
    }
    if (any) answer.value = std::move(cells);
    return answer;
}

Answer ItemReader::read(const instrument::Text& kind) {
    Answer answer;
    for (const Field& field : fields_) {
        if (field.part != Part::whole) continue;
        const auto characters_max = static_cast<std::size_t>(std::max(kind.characters_max, 0));
        std::string typed = text(field.value, kind.length, characters_max, item_.id);
        if (typed.empty()) continue;
        if (is_answered(answer)) {
            if (answer.value != Value{typed}) fault(item_.id, Fault::too_many, "1");
            continue;
        }
        answer.value = std::move(typed);
    }
    return answer;
}

Answer ItemReader::read(const instrument::Number& kind) {
    Answer answer;
    for (const Field& field : fields_) {
        if (field.part != Part::whole || trimmed(field.value).empty()) continue;
        const std::variant<double, NotANumber> typed = read_number(field.value);
        if (const auto* wrong = std::get_if<NotANumber>(&typed)) {
            fault(item_.id, Fault::not_a_number, wrong->suggestion);
            return {};
        }
        const double number = std::get<double>(typed);
        const double kept = std::clamp(number, -number_max, number_max);
        Value value{kept};
        if (kind.number == instrument::NumberKind::whole) {
            if (std::isfinite(number) && std::trunc(number) != number) {
                fault(item_.id, Fault::not_whole);
                return {};
            }
            value = static_cast<std::int64_t>(kept);
        }
        if (is_answered(answer)) {
            if (answer.value != value) fault(item_.id, Fault::too_many, "1");
            continue;
        }
        const std::size_t faults_before = faults_.size();
        judge_bounds(kind, number);
        // Beyond any number that can be stored there is nothing to keep.
        const bool storable = std::isfinite(number);
        if (storable || faults_.size() == faults_before) answer.value = std::move(value);
    }
    return answer;
}

void ItemReader::judge_bounds(const instrument::Number& kind, double number) {
    const double least = std::max(kind.minimum.value_or(-number_max), -number_max);
    const double greatest = std::min(kind.maximum.value_or(number_max), number_max);
    if (number < least) fault(item_.id, Fault::too_small, number_text(least));
    if (number > greatest) fault(item_.id, Fault::too_large, number_text(greatest));
}

Answer ItemReader::read(const instrument::Consent&) {
    Answer answer;
    for (const Field& field : fields_) {
        if (field.part != Part::whole) continue;
        if (field.value != "yes" && field.value != "on") {
            fault(item_.id, Fault::unknown_choice);
            return {};
        }
        answer.value = true;
    }
    if (!is_answered(answer)) fault(item_.id, Fault::must_agree);
    return answer;
}

Answer ItemReader::read(const instrument::Information&) { return {}; }

}  // namespace querist::response
