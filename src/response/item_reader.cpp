#include "response/item_reader.hpp"

#include "response/typed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace querist::response {

using expression::Cells;
using expression::CellSets;
using expression::Choice;
using expression::ChoiceSet;
using expression::Figures;
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

bool ItemReader::together(
    const std::vector<Option>& options, const std::vector<int>& indices, const std::string& name
) {
    const auto lone =
        std::ranges::find_if(indices, [&](int index) { return stands_alone(options[at(index)]); });
    if (lone == indices.end()) return true;
    if (indices.size() > 1) fault(name, Fault::not_alone, options[at(*lone)].label);
    return false;
}

void ItemReader::judge_set(
    const instrument::SeveralChoices& kind, const std::vector<int>& indices
) {
    if (!together(kind.choices, indices, item_.id)) return;
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

Answer ItemReader::cells(const std::vector<Option>& rows, const std::vector<Option>& scale) {
    Answer answer{Unanswered{}, texts(rows)};
    Cells read{std::vector<int>(rows.size(), -1)};
    bool any = false;
    for (const Field& field : fields_) {
        if (field.part != Part::row) continue;
        const int row = option_index(rows, field.code);
        if (row < 0 || !walk_.offers(index_, rows[at(row)])) continue;
        const std::string name = row_field(item_, rows[at(row)]);
        const int point = chosen(scale, field, name);
        if (point < 0) continue;
        int& cell = read.indices[at(row)];
        if (cell >= 0 && cell != point) fault(name, Fault::too_many, "1");
        if (cell < 0) cell = point;
        any = true;
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (read.indices[row] >= 0) {
            expect_text(rows[row], static_cast<int>(row), answer.texts);
        }
    }
    if (any) answer.value = std::move(read);
    return answer;
}

Answer ItemReader::read(const instrument::Grid& kind) { return cells(kind.rows, kind.scale); }

Answer ItemReader::read(const instrument::SemanticDifferential& kind) {
    return cells(kind.rows, kind.points);
}

Figures ItemReader::figures(
    const std::vector<Option>& rows, std::int64_t least, std::int64_t greatest
) {
    Figures read{std::vector<std::int64_t>(rows.size(), -1)};
    for (const Field& field : fields_) {
        if (field.part != Part::row || trimmed(field.value).empty()) continue;
        const int row = option_index(rows, field.code);
        if (row < 0) continue;
        const std::string name = row_field(item_, rows[at(row)]);
        const std::variant<double, NotANumber> typed = read_number(field.value);
        if (const auto* wrong = std::get_if<NotANumber>(&typed)) {
            fault(name, Fault::not_a_number, wrong->suggestion);
            continue;
        }
        const double number = std::get<double>(typed);
        if (number < static_cast<double>(least)) {
            fault(name, Fault::too_small, fmt::format("{}", least));
        } else if (number > static_cast<double>(greatest)) {
            fault(name, Fault::too_large, fmt::format("{}", greatest));
        } else if (std::trunc(number) != number) {
            fault(name, Fault::not_whole);
        } else {
            std::int64_t& figure = read.numbers[at(row)];
            const auto whole = static_cast<std::int64_t>(number);
            if (figure >= 0 && figure != whole) fault(name, Fault::too_many, "1");
            if (figure < 0) figure = whole;
        }
    }
    return read;
}

Answer ItemReader::read(const instrument::Ranking& kind) {
    const std::size_t faults_before = faults_.size();
    const auto most = static_cast<int>(kind.choices.size());
    Figures ranks = figures(kind.choices, 1, kind.at_most.value_or(most));
    const auto ranked = std::ranges::count_if(ranks.numbers, [](auto rank) { return rank > 0; });
    if (ranked == 0) return {};
    if (faults_.size() == faults_before) judge_ranks(kind, ranks.numbers);
    return {std::move(ranks), {}};
}

void ItemReader::judge_ranks(
    const instrument::Ranking& kind, const std::vector<std::int64_t>& ranks
) {
    std::vector<char> taken(ranks.size() + 1, 0);
    int count = 0;
    bool twice = false;
    for (std::size_t row = 0; row < ranks.size(); ++row) {
        if (ranks[row] < 0) continue;
        ++count;
        char& place = taken[static_cast<std::size_t>(ranks[row])];
        if (place != 0) {
            twice = true;
            const std::string name = row_field(item_, kind.choices[row]);
            fault(name, Fault::rank_twice, fmt::format("{}", ranks[row]));
        }
        place = 1;
    }
    if (twice) return;
    for (int rank = 1; rank <= count; ++rank) {
        if (taken[at(rank)] != 0) continue;
        fault(item_.id, Fault::rank_left_out, fmt::format("{}", rank));
        return;
    }
    const int all = kind.at_most.value_or(static_cast<int>(kind.choices.size()));
    const int least = kind.at_least.value_or(required() ? all : 1);
    if (count < least) fault(item_.id, Fault::too_few, fmt::format("{}", least));
}

Answer ItemReader::read(const instrument::ConstantSum& kind) {
    const std::size_t faults_before = faults_.size();
    Figures parts = figures(kind.rows, 0, kind.total);
    const bool any = std::ranges::any_of(parts.numbers, [](auto part) { return part >= 0; });
    if (faults_.size() > faults_before) return any ? Answer{std::move(parts), {}} : Answer{};
    if (!any) return {};
    std::int64_t sum = 0;
    for (std::int64_t& part : parts.numbers) {
        part = std::max(part, std::int64_t{0});  // left empty beside others: nothing of the total
        sum += part;
    }
    if (sum != kind.total) fault(item_.id, Fault::wrong_total, fmt::format("{}", sum));
    return {std::move(parts), {}};
}

Answer ItemReader::read(const instrument::NetPromoter&) {
    Answer answer;
    for (const Field& field : fields_) {
        if (field.part != Part::whole) continue;
        int number = -1;
        const std::string_view typed = field.value;
        const auto [end, error] =
            std::from_chars(typed.data(), typed.data() + typed.size(), number);
        const bool whole = error == std::errc{} && end == typed.data() + typed.size();
        if (!whole || number < 0 || number > instrument::NetPromoter::greatest) {
            fault(item_.id, Fault::unknown_choice);
            return {};
        }
        const Value value{std::int64_t{number}};
        if (is_answered(answer) && answer.value != value) {
            fault(item_.id, Fault::too_many, "1");
            return answer;
        }
        answer.value = value;
    }
    return answer;
}

Answer ItemReader::read(const instrument::Matrix& kind) {
    Answer answer{Unanswered{}, texts(kind.rows)};
    CellSets cells{std::vector<std::vector<int>>(kind.rows.size())};
    for (const Field& field : fields_) {
        if (field.part != Part::row) continue;
        const int row = option_index(kind.rows, field.code);
        if (row < 0 || !walk_.offers(index_, kind.rows[at(row)])) continue;
        const int choice = chosen(kind.choices, field, row_field(item_, kind.rows[at(row)]));
        if (choice >= 0) cells.indices[at(row)].push_back(choice);
    }
    bool any = false;
    for (std::size_t row = 0; row < kind.rows.size(); ++row) {
        std::vector<int>& chosen_here = cells.indices[row];
        if (chosen_here.empty()) continue;
        any = true;
        std::ranges::sort(chosen_here);
        const auto repeated = std::ranges::unique(chosen_here);
        chosen_here.erase(repeated.begin(), repeated.end());
        static_cast<void>(together(kind.choices, chosen_here, row_field(item_, kind.rows[row])));
        expect_text(kind.rows[row], static_cast<int>(row), answer.texts);
    }
    if (any) answer.value = std::move(cells);
    return answer;
}

std::string ItemReader::one_line(std::size_t characters_max) {
    std::string typed;
    for (const Field& field : fields_) {
        if (field.part != Part::whole) continue;
        std::string one =
            text(field.value, instrument::TextLength::one_line, characters_max, item_.id);
        if (one.empty() || one == typed) continue;
        if (!typed.empty()) {
            fault(item_.id, Fault::too_many, "1");
            break;
        }
        typed = std::move(one);
    }
    return typed;
}

Answer ItemReader::read(const instrument::Email&) {
    const std::size_t faults_before = faults_.size();
    std::string typed = one_line(email_characters_max);
    if (typed.empty()) return {};
    if (faults_.size() == faults_before && !is_email_address(typed)) {
        fault(item_.id, Fault::not_an_email);
    }
    return {std::move(typed), {}};
}

Answer ItemReader::read(const instrument::Date& kind) {
    const std::size_t faults_before = faults_.size();
    std::string typed = one_line(limits::short_text_characters_max);
    if (typed.empty() || faults_.size() > faults_before) return {};
    // Days written alike are in the order of their texts.
    if (!instrument::is_calendar_date(typed)) {
        fault(item_.id, Fault::not_a_date);
    } else if (!kind.earliest.empty() && typed < kind.earliest) {
        fault(item_.id, Fault::too_early, kind.earliest);
    } else if (!kind.latest.empty() && typed > kind.latest) {
        fault(item_.id, Fault::too_late, kind.latest);
    }
    return {std::move(typed), {}};
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
