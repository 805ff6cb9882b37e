#pragma once

// What every kind of question is written with: its words, its hint and faults, and what of it comes
// and goes.

#include "language/language.hpp"
#include "web/answer_fields.hpp"
#include "web/fault_text.hpp"
#include "web/question_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

/// How many choices an answer may have, in words.
[[nodiscard]] inline std::string how_many_text(
    const language::Words& words, const instrument::SeveralChoices& kind
) {
    using language::Phrase;
    if (kind.at_least && kind.at_most && *kind.at_least == *kind.at_most) {
        return words(Phrase::choose_exactly, {{"count", *kind.at_least}});
    }
    if (kind.at_least && kind.at_most) {
        return words(Phrase::choose_between, {{"least", *kind.at_least}, {"most", *kind.at_most}});
    }
    if (kind.at_least) return words(Phrase::choose_at_least, {{"count", *kind.at_least}});
    if (kind.at_most) return words(Phrase::choose_at_most, {{"count", *kind.at_most}});
    return std::string(words(Phrase::choose_all));
}

/// A name of `PageConditions`, or none for what does not come and go.
using PartName = std::optional<std::string_view>;

struct QuestionParts {
    Html& html;
    const Question& question;
    language::Words say;  ///< What the program itself says.

    [[nodiscard]] const instrument::Item& item() const { return question.item; }
    [[nodiscard]] std::string part_id(std::string_view part) const {
        return fmt::format("{}.{}", item().id, part);
    }
    [[nodiscard]] std::string_view value_of(std::string_view name) const {
        return response::field_value(question.fields, name);
    }
    [[nodiscard]] bool holds(std::string_view name, std::string_view value) const {
        return std::ranges::any_of(question.fields, [&](const auto& field) {
            return field.first == name && field.second == value;
        });
    }
    [[nodiscard]] bool faulty(std::string_view field) const {
        return std::ranges::any_of(question.faults, [&](const auto* fault) {
            return fault->field == field;
        });
    }
    [[nodiscard]] bool any_fault() const { return !question.faults.empty(); }
    [[nodiscard]] std::optional<std::string_view> invalid(std::string_view field) const {
        return faulty(field) ? std::optional<std::string_view>("true") : std::nullopt;
    }

    /// The ids that describe the whole question: its hint and what is wrong with it.
    [[nodiscard]] std::string descriptions() const {
        std::string ids;
        if (!item().hint.empty()) ids = part_id("hint");
        if (any_fault()) ids.append(ids.empty() ? "" : " ").append(part_id("error"));
        return ids;
    }
    /// The name under which the question, one of its options or one of its rows comes and goes.
    [[nodiscard]] std::string part(int option = -1) const {
        return question.conditions.part_name(question.study, question.index, as_written(option));
    }
    /// Conditions count options, and rows after them, as the study writes them; here one of both
    /// lists may be shuffled.
    [[nodiscard]] int as_written(int option) const {
        if (option < 0 || item().options != instrument::Order::random) return option;
        const instrument::Item& written =
            question.study.items.at(static_cast<std::size_t>(question.index));
        const bool by_row = !instrument::rows_of(written.kind).empty();
        const int before =
            by_row ? static_cast<int>(instrument::options_of(written.kind).size()) : 0;
        if (option < before) return option;  // where there are rows, only they are shuffled
        const auto list = [&](const instrument::Item& one
                          ) -> const std::vector<instrument::Option>& {
            return by_row ? instrument::rows_of(one.kind) : instrument::options_of(one.kind);
        };
        const std::string& code = list(item()).at(static_cast<std::size_t>(option - before)).code;
        const auto found = std::ranges::find(list(written), code, &instrument::Option::code);
        return before + static_cast<int>(found - list(written).begin());
    }
    /// Writes an option (a row) that applies, or into a template one that still may.
    template <class Write>
    void offered(bool applies, std::size_t position, const Write& write) const {
        const std::string name = part(static_cast<int>(position));
        if (!applies && name.empty()) return;
        if (!applies) html.open("template");
        write(unless_empty(name));
        if (!applies) html.close();
    }
    template <class Write>
    void each_option(const std::vector<instrument::Option>& options, const Write& write) const {
        for (std::size_t i = 0; i < options.size(); ++i) {
            offered(question.options.at(i), i, [&](auto name) { write(i, name); });
        }
    }
    template <class Write>
    void each_row(const std::vector<instrument::Option>& rows, const Write& write) const {
        const std::size_t before = instrument::options_of(item().kind).size();
        for (std::size_t row = 0; row < rows.size(); ++row) {
            offered(question.rows.at(row), before + row, [&](auto name) { write(row, name); });
        }
    }
    static std::optional<std::string_view> unless_empty(std::string_view text) {
        return text.empty() ? std::nullopt : std::optional(text);
    }

    void words() const {
        if (!item().number.empty()) {
            html.element("span", {{"class", "number"}}, item().number + ". ");
        }
        html.text(item().ask);
        // A statement to tick must be ticked, whatever the study says of "required".
        const bool must = item().requirement == instrument::Requirement::required ||
                          std::holds_alternative<instrument::Consent>(item().kind);
        const auto* several = std::get_if<instrument::SeveralChoices>(&item().kind);
        std::string note = several != nullptr ? how_many_text(say, *several) : std::string();
        if (must) note.append(note.empty() ? "" : "; ").append(say(language::Phrase::required));
        if (!note.empty()) html.element("span", {{"class", "required"}}, " (" + note + ")");
    }
    void hint_and_errors() const {
        if (!item().hint.empty()) {
            html.element("p", {{"class", "hint"}, {"id", part_id("hint")}}, item().hint);
        }
        if (!any_fault()) return;
        html.open("div", {{"class", "error"}, {"id", part_id("error")}});
        for (const auto* fault : question.faults) {
            html.element("p", fault_text(question.study, *fault));
        }
        html.close();
    }
    void open_group(std::string_view extra_class, bool focusable) const {
        const std::string described = descriptions();
        std::string classes = any_fault() ? "question faulty" : "question";
        if (!extra_class.empty()) classes.append(" ").append(extra_class);
        html.open(
            "fieldset",
            {{"class", classes},
             {"id", focusable ? std::optional<std::string_view>(item().id) : std::nullopt},
             {"tabindex", focusable ? std::optional<std::string_view>("-1") : std::nullopt},
             {"aria-describedby", unless_empty(described)},
             {"data-part", unless_empty(part())}}
        );
        html.open("legend");
        words();
        html.close();
        hint_and_errors();
    }

    /// A question with one field: its words are the field's label.
    void open_single() const {
        html.open(
            "div",
            {{"class", any_fault() ? "question faulty" : "question"},
             {"data-part", unless_empty(part())}}
        );
        html.open("label", {{"class", "ask"}, {"for", item().id}});
        words();
        html.close();
        hint_and_errors();
    }
};

}  // namespace querist::web
