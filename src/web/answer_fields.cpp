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

/// Choices, or a grid's rows: what a text can stand beside.
const std::vector<Option>* texted_options(const instrument::Kind& kind) {
    if (const auto* single = std::get_if<instrument::SingleChoice>(&kind)) return &single->choices;
    if (const auto* several = std::get_if<instrument::SeveralChoices>(&kind)) {
        return &several->choices;
    }
    if (const auto* grid = std::get_if<instrument::Grid>(&kind)) return &grid->rows;
    return nullptr;
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
    void operator()(const expression::Cells& value) const {
        const auto* grid = std::get_if<instrument::Grid>(&item.kind);
        if (grid == nullptr) return;
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            if (value.indices[row] < 0) continue;
            form.emplace_back(
                row_field(item.id, grid->rows.at(row).code),
                at(grid->scale, value.indices[row]).code
            );
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

struct Words {
    const instrument::Item& item;
    const Form& fields;
    std::vector<std::string>& lines;

    void choices(const std::vector<Option>& options) const {
        for (const auto& [name, value] : fields) {
            if (name != item.id) continue;
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
    void operator()(const instrument::Grid& kind) const {
        for (const Option& row : kind.rows) {
            const std::string_view value =
                response::field_value(fields, row_field(item.id, row.code));
            const std::string named = with_text(item, fields, row.code, row.label);
            if (!value.empty()) {
                lines.push_back(fmt::format("{} – {}", named, label_of(kind.scale, value)));
            } else if (named != row.label) {
                lines.push_back(named);
            }
        }
    }
    void operator()(const instrument::Text&) const { plain(); }
    void operator()(const instrument::Number& kind) const {
        const std::string_view value = response::field_value(fields, item.id);
        if (value.empty()) return;
        lines.push_back(
            kind.unit.empty() ? std::string(value) : fmt::format("{} {}", value, kind.unit)
        );
    }
    void operator()(const instrument::Consent&) const {
        if (!response::field_value(fields, item.id).empty()) lines.emplace_back("Agreed");
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
    if (const std::vector<Option>* options = texted_options(item.kind)) {
        for (const auto& [index, typed] : answer.texts) {
            form.emplace_back(text_field(item.id, at(*options, index).code), typed);
        }
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
    std::visit(Words{item, fields, lines}, item.kind);
    return lines;
}

}  // namespace querist::web
