#include "web/question_html.hpp"

#include "language/language.hpp"
#include "web/answer_fields.hpp"
#include "web/fault_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace querist::web {

namespace {

using language::Phrase;
using language::Words;

std::string how_many_text(const Words& words, const instrument::SeveralChoices& kind) {
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

using instrument::Option;

/// Grids with more points stay a list on every screen.
constexpr std::size_t columns_max = 7;

struct Writer {
    Html& html;
    const Question& question;
    Words say;  ///< What the program itself says.

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
        if (must) note.append(note.empty() ? "" : "; ").append(say(Phrase::required));
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
             {"aria-describedby", unless_empty(described)}}
        );
        html.open("legend");
        words();
        html.close();
        hint_and_errors();
    }

    /// One radio or checkbox whose whole row is its label.
    struct Choice {
        std::string_view type;
        std::string_view code;
        std::string_view label;
        std::string_view description;
        bool takes_text = false;
    };
    void choice(const Choice& one, const std::string& id) const {
        const std::string about = id + ".about";
        const bool described = !one.description.empty();
        html.open("div", {{"class", "choice"}}).open("label");
        html.empty(
            "input",
            {{"type", one.type},
             {"name", item().id},
             {"value", one.code},
             {"id", id},
             {"checked", holds(item().id, one.code)},
             {"aria-invalid", invalid(item().id)},
             {"aria-describedby", described ? std::optional<std::string_view>(about) : std::nullopt}
            }
        );
        html.element("span", one.label).close();
        if (described) {
            html.element("p", {{"class", "about"}, {"id", about}}, one.description);
        }
        if (one.takes_text) other_text(one.code, one.label);
        html.close();
    }
    /// The field beside an "other": its visible label is the option's, so it names itself.
    void other_text(std::string_view code, std::string_view label) const {
        const std::string name = text_field(item().id, code);
        const std::string error_id = faulty(name) ? part_id("error") : std::string();
        html.empty(
            "input",
            {{"type", "text"},
             {"class", "other"},
             {"name", name},
             {"id", name},
             {"value", value_of(name)},
             {"aria-label", say(Phrase::label_in_your_words, {{"label", label}})},
             {"placeholder", say(Phrase::in_your_words)},
             {"autocomplete", "off"},
             {"aria-invalid", invalid(name)},
             {"aria-describedby", unless_empty(error_id)}}
        );
    }
    void choices(const std::vector<Option>& options, std::string_view type) const {
        open_group({}, false);
        bool first = true;
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (!question.options.at(i)) continue;
            const Option& option = options[i];
            // Links to a fault lead to the first control, which bears the question's own id.
            const std::string id = first ? item().id : part_id(fmt::format("{}", i));
            first = false;
            choice({type, option.code, option.label, option.description, option.takes_text}, id);
        }
        html.close();
    }

    void operator()(const instrument::SingleChoice& kind) const {
        if (kind.appearance == instrument::Appearance::dropdown) {
            dropdown(kind.choices);
        } else {
            choices(kind.choices, "radio");
        }
    }
    /// A native list that opens; its first entry takes an answer back.
    void dropdown(const std::vector<Option>& options) const {
        open_single();
        const std::string described = descriptions();
        html.open(
            "select",
            {{"name", item().id},
             {"id", item().id},
             {"aria-invalid", invalid(item().id)},
             {"aria-describedby", unless_empty(described)}}
        );
        html.element("option", {{"value", ""}}, say(Phrase::choose_an_answer));
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (!question.options.at(i)) continue;
            const Option& option = options[i];
            const std::string words =
                option.description.empty()
                    ? option.label
                    : fmt::format("{} – {}", option.label, option.description);
            html.element(
                "option",
                {{"value", option.code}, {"selected", holds(item().id, option.code)}},
                words
            );
        }
        html.close();
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (!question.options.at(i) || !options[i].takes_text) continue;
            html.open("p", {{"class", "beside"}});
            other_text(options[i].code, options[i].label);
            html.close();
        }
        html.close();
    }
    void operator()(const instrument::SeveralChoices& kind) const {
        choices(kind.choices, "checkbox");
    }
    void operator()(const instrument::YesNo& kind) const {
        open_group("pair", false);
        choice({"radio", "yes", kind.yes_label, {}, false}, item().id);
        choice({"radio", "no", kind.no_label, {}, false}, part_id("no"));
        html.close();
    }
    void operator()(const instrument::Grid& kind) const { grid(kind.rows, kind.scale, "radio"); }
    void operator()(const instrument::Matrix& kind) const {
        grid(kind.rows, kind.choices, "checkbox");
    }
    /// Rows of the same options, each a group of its own.
    void grid(
        const std::vector<Option>& rows, const std::vector<Option>& options, std::string_view type
    ) const {
        const auto offered = std::ranges::count(question.options, true);
        const auto columns = static_cast<std::size_t>(offered);
        open_group(columns <= columns_max ? fmt::format("grid c{}", columns) : "grid", true);
        heads(options);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (question.rows.at(row)) grid_row(rows[row], options, type);
        }
        html.close();
    }
    /// The options above the columns, for eyes only: each control has its own label.
    void heads(const std::vector<Option>& options) const {
        html.open("div", {{"class", "heads"}, {"aria-hidden", "true"}}).element("span", {});
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (question.options.at(i)) html.element("span", options[i].label);
        }
        html.close();
    }
    void open_row_group(const Option& row, const std::string& name, const std::string& about)
        const {
        html.open(
            "fieldset",
            {{"class", faulty(name) ? "row faulty" : "row"},
             {"aria-describedby",
              row.description.empty() ? std::nullopt : std::optional<std::string_view>(about)}}
        );
    }
    void about_row(const Option& row, const std::string& about) const {
        if (row.description.empty()) return;
        html.element("p", {{"class", "about"}, {"id", about}}, row.description);
    }
    void grid_row(const Option& row, const std::vector<Option>& options, std::string_view type)
        const {
        const std::string name = row_field(item().id, row.code);
        const std::string about = name + ".about";
        open_row_group(row, name, about);
        html.open("legend").text(row.label).close();
        about_row(row, about);
        if (row.takes_text) other_text(row.code, row.label);
        bool first = true;
        for (std::size_t i = 0; i < options.size(); ++i) {
            if (!question.options.at(i)) continue;
            html.open("label");
            html.empty(
                "input",
                {{"type", type},
                 {"name", name},
                 {"value", options[i].code},
                 {"id", first ? name : fmt::format("{}.{}", name, i)},
                 {"checked", holds(name, options[i].code)},
                 {"aria-invalid", invalid(name)}}
            );
            html.element("span", options[i].label).close();
            first = false;
        }
        html.close();
    }

    /// The words at both ends of the points below them.
    void poles(std::string_view left, std::string_view right) const {
        html.element("span", left).element("span", {{"class", "to"}}, " – ").element("span", right);
    }
    /// Radios side by side, as many in a line as there is room for.
    void points(const std::string& name, int first, int last) const {
        html.open("div", {{"class", "points"}});
        for (int point = first; point <= last; ++point) {
            const std::string value = fmt::format("{}", point);
            html.open("label");
            html.empty(
                "input",
                {{"type", "radio"},
                 {"name", name},
                 {"value", value},
                 {"id", point == first ? name : fmt::format("{}.{}", name, point)},
                 {"checked", holds(name, value)},
                 {"aria-invalid", invalid(name)}}
            );
            html.element("span", value).close();
        }
        html.close();
    }
    void operator()(const instrument::SemanticDifferential& kind) const {
        open_group({}, true);
        for (std::size_t row = 0; row < kind.rows.size(); ++row) {
            if (!question.rows.at(row)) continue;
            const Option& one = kind.rows[row];
            const std::string name = row_field(item().id, one.code);
            const std::string about = name + ".about";
            open_row_group(one, name, about);
            html.open("legend", {{"class", "poles"}});
            poles(one.label, one.opposite);
            html.close();
            about_row(one, about);
            points(name, 1, static_cast<int>(kind.points.size()));
            html.close();
        }
        html.close();
    }
    void operator()(const instrument::NetPromoter& kind) const {
        open_group({}, false);
        constexpr int greatest = instrument::NetPromoter::greatest;
        html.open("p", {{"class", "poles"}});
        poles(
            fmt::format("0: {}", kind.lowest_label),
            fmt::format("{}: {}", greatest, kind.highest_label)
        );
        html.close();
        points(item().id, 0, greatest);
        html.close();
    }
    /// One field with its own label for each row.
    template <class Control>
    void fields(const std::vector<Option>& rows, const Control& control) const {
        for (const Option& row : rows) {
            const std::string name = row_field(item().id, row.code);
            html.open("div", {{"class", faulty(name) ? "entry faulty" : "entry"}});
            html.open("label", {{"for", name}}).text(row.label);
            if (!row.description.empty()) {
                html.element("span", {{"class", "about"}}, row.description);
            }
            html.close();
            control(name);
            html.close();
        }
    }
    void operator()(const instrument::Ranking& kind) const {
        open_group({}, true);
        const int most = kind.at_most.value_or(static_cast<int>(kind.choices.size()));
        fields(kind.choices, [&](const std::string& name) {
            html.open("select", {{"name", name}, {"id", name}, {"aria-invalid", invalid(name)}});
            html.element("option", {{"value", ""}}, say(Phrase::no_rank));
            for (int rank = 1; rank <= most; ++rank) {
                const std::string value = fmt::format("{}", rank);
                html.element("option", {{"value", value}, {"selected", holds(name, value)}}, value);
            }
            html.close();
        });
        html.close();
    }
    void operator()(const instrument::ConstantSum& kind) const {
        open_group({}, true);
        const std::string amount =
            fmt::format("{}{}{}", kind.total, kind.unit.empty() ? "" : " ", kind.unit);
        html.element("p", {{"class", "hint"}}, say(Phrase::adds_up, {{"amount", amount}}));
        fields(kind.rows, [&](const std::string& name) {
            html.open("div", {{"class", "figure"}});
            html.empty(
                "input",
                {{"type", "text"},
                 {"inputmode", "numeric"},
                 {"name", name},
                 {"id", name},
                 {"value", value_of(name)},
                 {"autocomplete", "off"},
                 {"aria-invalid", invalid(name)}}
            );
            if (!kind.unit.empty()) html.element("span", kind.unit);
            html.close();
        });
        html.close();
    }

    /// A question with one field: its words are the field's label.
    void open_single() const {
        html.open("div", {{"class", any_fault() ? "question faulty" : "question"}});
        html.open("label", {{"class", "ask"}, {"for", item().id}});
        words();
        html.close();
        hint_and_errors();
    }
    void operator()(const instrument::Text& kind) const {
        open_single();
        const std::string described = descriptions();
        if (kind.length == instrument::TextLength::paragraphs) {
            html.open(
                "textarea",
                {{"name", item().id},
                 {"id", item().id},
                 {"rows", "6"},
                 {"aria-invalid", invalid(item().id)},
                 {"aria-describedby", unless_empty(described)}}
            );
            // A browser drops one line end after the tag: without this, one of the answer's.
            html.text("\n").text(value_of(item().id)).close();
        } else {
            html.empty(
                "input",
                {{"type", "text"},
                 {"name", item().id},
                 {"id", item().id},
                 {"value", value_of(item().id)},
                 {"autocomplete", "off"},
                 {"aria-invalid", invalid(item().id)},
                 {"aria-describedby", unless_empty(described)}}
            );
        }
        html.close();
    }
    void operator()(const instrument::Email&) const {
        open_single();
        const std::string described = descriptions();
        html.empty(
            "input",
            {{"type", "email"},
             {"name", item().id},
             {"id", item().id},
             {"value", value_of(item().id)},
             {"autocomplete", "email"},
             {"aria-invalid", invalid(item().id)},
             {"aria-describedby", unless_empty(described)}}
        );
        html.close();
    }
    /// A browser without dates shows a text field: its placeholder says how to write one. What is
    /// no date would be dropped from the native field, so it comes back in one for text.
    void operator()(const instrument::Date& kind) const {
        open_single();
        const std::string described = descriptions();
        const std::string_view value = value_of(item().id);
        const bool native = value.empty() || instrument::is_calendar_date(value);
        html.open("div", {{"class", "figure"}});
        html.empty(
            "input",
            {{"type", native ? "date" : "text"},
             {"name", item().id},
             {"id", item().id},
             {"value", value},
             {"min", unless_empty(kind.earliest)},
             {"max", unless_empty(kind.latest)},
             {"placeholder", say(Phrase::date_form)},
             {"autocomplete", "off"},
             {"aria-invalid", invalid(item().id)},
             {"aria-describedby", unless_empty(described)}}
        );
        html.close().close();
    }
    void operator()(const instrument::Number& kind) const {
        open_single();
        const std::string unit_id = part_id("unit");
        std::string described = descriptions();
        if (!kind.unit.empty()) described.append(described.empty() ? "" : " ").append(unit_id);
        const bool whole = kind.number == instrument::NumberKind::whole;
        html.open("div", {{"class", "figure"}});
        // Not type=number: it drops what is no number, so that nobody could say what is wrong.
        html.empty(
            "input",
            {{"type", "text"},
             {"inputmode", whole ? "numeric" : "decimal"},
             {"name", item().id},
             {"id", item().id},
             {"value", value_of(item().id)},
             {"autocomplete", "off"},
             {"aria-invalid", invalid(item().id)},
             {"aria-describedby", unless_empty(described)}}
        );
        if (!kind.unit.empty()) html.element("span", {{"id", unit_id}}, kind.unit);
        html.close().close();
    }
    void operator()(const instrument::Consent& kind) const {
        open_group({}, false);
        choice({"checkbox", "yes", kind.statement, {}, false}, item().id);
        html.close();
    }
    void operator()(const instrument::Information&) const {
        html.open("div", {{"class", "prose"}});
        html.insert(TrustedHtml::from_markdown(item().ask));
        if (!item().hint.empty()) html.element("p", {{"class", "hint"}}, item().hint);
        html.close();
    }
};

}  // namespace

void write_question(Html& html, const Question& question) {
    std::visit(Writer{html, question, Words(question.study.language)}, question.item.kind);
}

}  // namespace querist::web
