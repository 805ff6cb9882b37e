#include "web/answer_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::web {

namespace {

using instrument::Option;
using response::Answer;
using response::Form;

const Option& at(const std::vector<Option>& options, int index) {
    return options.at(static_cast<std::size_t>(index));
}

/// Rows where a kind has them, else choices: what a text can stand beside.
const std::vector<Option>& texted_options(const instrument::Kind& kind) {
    const std::vector<Option>& rows = instrument::rows_of(kind);
    return rows.empty() ? instrument::options_of(kind) : rows;
}

struct ValueFields {
    const instrument::Item& item;
    Form& form;

    [[nodiscard]] const std::vector<Option>& options() const {
        return instrument::options_of(item.kind);
    }
    void operator()(const expression::Unanswered&) const {}
    void operator()(bool value) const { form.emplace_back(item.id, value ? "yes" : "no"); }
    void operator()(std::int64_t value) const {
        form.emplace_back(item.id, fmt::format("{}", value));
    }
    void operator()(double value) const { form.emplace_back(item.id, fmt::format("{}", value)); }
    void operator()(const std::string& value) const { form.emplace_back(item.id, value); }
    void operator()(const expression::Choice& value) const {
        form.emplace_back(item.id, at(options(), value.index).code);
    }
    void operator()(const expression::ChoiceSet& value) const {
        for (const int index : value.indices) {
            form.emplace_back(item.id, at(options(), index).code);
        }
    }
    [[nodiscard]] std::string row_name(std::size_t row) const {
        return row_field(item.id, instrument::rows_of(item.kind).at(row).code);
    }
    void operator()(const expression::Cells& value) const {
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            if (value.indices[row] < 0) continue;
            form.emplace_back(row_name(row), at(options(), value.indices[row]).code);
        }
    }
    void operator()(const expression::CellSets& value) const {
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            for (const int index : value.indices[row]) {
                form.emplace_back(row_name(row), at(options(), index).code);
            }
        }
    }
    void operator()(const expression::Figures& value) const {
        for (std::size_t row = 0; row < value.numbers.size(); ++row) {
            if (value.numbers[row] < 0) continue;
            form.emplace_back(row_name(row), fmt::format("{}", value.numbers[row]));
        }
    }
};

std::string_view label_of(const std::vector<Option>& options, std::string_view code) {
    const auto found = std::ranges::find(options, code, &Option::code);
    return found == options.end() ? code : std::string_view(found->label);
}

/// "Other: a text", or the label alone when nothing was typed beside it.
std::string with_text(
    const instrument::Item& item, const Form& fields, std::string_view code, std::string words
) {
    const std::string_view typed = response::field_value(fields, text_field(item.id, code));
    if (typed.empty()) return words;
    return fmt::format("{}: {}", words, typed);
}

struct TypedAnswer {
    const instrument::Item& item;
    const Form& fields;
    std::vector<std::string>& lines;

    void choices(const std::vector<Option>& options) const {
        for (const auto& [name, value] : fields) {
            if (name != item.id || value.empty()) continue;
            lines.push_back(with_text(item, fields, value, std::string(label_of(options, value))));
        }
        for (const Option& option : options) {  // a text typed beside what was not chosen
            const bool chosen =
                std::ranges::find(fields, std::pair(item.id, option.code)) != fields.end();
            const std::string_view typed =
                response::field_value(fields, text_field(item.id, option.code));
            if (!chosen && !typed.empty())
                lines.push_back(fmt::format("{}: {}", option.label, typed));
        }
    }
    void plain() const {
        for (const auto& [name, value] : fields) {
            if (name == item.id && !value.empty()) lines.push_back(value);
        }
    }
    void operator()(const instrument::SingleChoice& kind) const { choices(kind.choices); }
    void operator()(const instrument::SeveralChoices& kind) const { choices(kind.choices); }
    void operator()(const instrument::YesNo& kind) const {
        const std::string_view value = response::field_value(fields, item.id);
        if (value == "yes") lines.push_back(kind.yes_label);
        if (value == "no") lines.push_back(kind.no_label);
    }
    /// "Crashes – Never" for each row that has an answer; its values as `label` says them.
    template <class Label>
    void by_row(const std::vector<Option>& rows, const Label& label) const {
        for (const Option& row : rows) {
            const std::string name = row_field(item.id, row.code);
            std::string values;
            for (const auto& [field, value] : fields) {
                if (field != name || value.empty()) continue;
                if (!values.empty()) values += ", ";
                values += label(value);
            }
            const std::string words = instrument::row_words(row);
            const std::string named = with_text(item, fields, row.code, words);
            if (!values.empty()) {
                lines.push_back(fmt::format("{} – {}", named, values));
            } else if (named != words) {
                lines.push_back(named);
            }
        }
    }
    void labelled(const std::vector<Option>& rows, const std::vector<Option>& options) const {
        by_row(rows, [&](const std::string& value) { return label_of(options, value); });
    }
    void operator()(const instrument::Grid& kind) const { labelled(kind.rows, kind.scale); }
    void operator()(const instrument::Matrix& kind) const { labelled(kind.rows, kind.choices); }
    void operator()(const instrument::SemanticDifferential& kind) const {
        labelled(kind.rows, kind.points);
    }
    void operator()(const instrument::Ranking& kind) const {
        by_row(kind.choices, [](const std::string& rank) { return rank; });
    }
    void operator()(const instrument::ConstantSum& kind) const {
        by_row(kind.rows, [&](const std::string& part) {
            return kind.unit.empty() ? part : fmt::format("{} {}", part, kind.unit);
        });
    }
    void operator()(const instrument::NetPromoter&) const { plain(); }
    void operator()(const instrument::Text&) const { plain(); }
    void operator()(const instrument::Email&) const { plain(); }
    void operator()(const instrument::Date&) const { plain(); }
    void operator()(const instrument::Number& kind) const {
        const std::string_view value = response::field_value(fields, item.id);
        if (value.empty()) return;
        lines.push_back(
            kind.unit.empty() ? std::string(value) : fmt::format("{} {}", value, kind.unit)
        );
    }
    void operator()(const instrument::Consent& kind) const {
        if (!response::field_value(fields, item.id).empty()) lines.push_back(kind.statement);
    }
    void operator()(const instrument::Information&) const {}
};

}  // namespace

std::string text_field(std::string_view item, std::string_view option) {
    return std::string(item).append(".text.").append(option);
}

std::string row_field(std::string_view item, std::string_view row) {
    return std::string(item).append(".row.").append(row);
}

Form fields_of(const instrument::Item& item, const Answer& answer) {
    Form form;
    std::visit(ValueFields{item, form}, answer.value);
    const std::vector<Option>& options = texted_options(item.kind);
    for (const auto& [index, typed] : answer.texts) {
        form.emplace_back(text_field(item.id, at(options, index).code), typed);
    }
    return form;
}

Form fields_of(const instrument::Item& item, const Form& form) {
    Form own;
    for (const auto& [name, value] : form) {
        if (!name.starts_with(item.id)) continue;
        if (name.size() > item.id.size() && name[item.id.size()] != '.') continue;
        own.emplace_back(name, value);
    }
    return own;
}

std::vector<std::string> words_of(const instrument::Item& item, const Form& fields) {
    std::vector<std::string> lines;
    std::visit(TypedAnswer{item, fields, lines}, item.kind);
    return lines;
}

}  // namespace querist::web
