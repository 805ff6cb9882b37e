#include "web/question_html.hpp"

#include "language/language.hpp"
#include "web/answer_fields.hpp"
#include "web/picture.hpp"
#include "web/question_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace querist::web {

namespace {

using instrument::Option;
using language::Phrase;

/// Grids with more points stay a list on every screen.
constexpr std::size_t columns_max = 7;

struct Writer : QuestionParts {
    /// One radio or checkbox whose whole row is its label.
    struct Choice {
        std::string_view type;
        std::string_view code;
        std::string_view label;
        std::string_view description;
        bool takes_text = false;
        PartName part = {};
        const instrument::Picture* picture = nullptr;
    };
    void choice(const Choice& one, const std::string& id) const {
        const std::string about = id + ".about";
        const bool described = !one.description.empty();
        html.open("div", {{"class", "choice"}, {"data-part", one.part}}).open("label");
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
        html.open("span");
        if (one.picture != nullptr) picture(*one.picture);
        html.text(one.label).close().close();
        if (described) {
            html.element("p", {{"class", "about"}, {"id", about}}, one.description);
        }
        if (one.takes_text) other_text(one.code, one.label, say(Phrase::in_your_words));
        html.close();
    }
    /// Its size is said before it arrives, so that nothing moves.
    void picture(const instrument::Picture& one) const {
        const std::string path = picture_path(question.study.id, one);
        const std::string width = fmt::format("{}", one.width);
        const std::string height = fmt::format("{}", one.height);
        html.empty(
            "img", {{"src", path}, {"alt", one.alternative}, {"width", width}, {"height", height}}
        );
    }
    /// The field beside an "other": its visible label is the option's, so it names itself.
    void other_text(std::string_view code, std::string_view label, std::string_view shown) const {
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
             {"placeholder", shown},
             {"autocomplete", "off"},
             {"aria-invalid", invalid(name)},
             {"aria-describedby", unless_empty(error_id)}}
        );
    }
    /// Radio buttons cannot be unchosen: where no script does it, this takes an answer back.
    void take_back(const std::string& name) const {
        if (item().requirement == instrument::Requirement::required) return;
        html.open("noscript").open("label", {{"class", "none"}});
        html.empty("input", {{"type", "radio"}, {"name", name}, {"value", ""}});
        html.element("span", say(Phrase::no_answer)).close().close();
    }
    /// Position of the first option that applies.
    [[nodiscard]] std::size_t first_offered() const {
        return static_cast<std::size_t>(
            std::ranges::find(question.options, true) - question.options.begin()
        );
    }
    void choices(const std::vector<Option>& options, std::string_view type) const {
        open_group({}, false);
        // Links to a fault lead to the first control, which bears the question's own id.
        const std::size_t first = first_offered();
        each_option(options, [&](std::size_t i, PartName name) {
            const Option& one = options[i];
            const std::string id = i == first ? item().id : part_id(fmt::format("{}", i));
            choice(
                {type,
                 one.code,
                 one.label,
                 one.description,
                 one.takes_text,
                 name,
                 one.picture ? &*one.picture : nullptr},
                id
            );
        });
        if (type == "radio") take_back(item().id);
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
        each_option(options, [&](std::size_t i, PartName name) {
            const Option& option = options[i];
            const std::string words =
                option.description.empty()
                    ? option.label
                    : fmt::format("{} – {}", option.label, option.description);
            html.element(
                "option",
                {{"value", option.code},
                 {"selected", holds(item().id, option.code)},
                 {"data-part", name}},
                words
            );
        });
        html.close();
        each_option(options, [&](std::size_t i, PartName name) {
            if (!options[i].takes_text) return;
            html.open("p", {{"class", "beside"}, {"data-part", name}});
            // Its label is out of sight in the list, so the field shows it.
            other_text(options[i].code, options[i].label, options[i].label);
            html.close();
        });
        html.close();
    }
    void operator()(const instrument::SeveralChoices& kind) const {
        choices(kind.choices, "checkbox");
    }
    void operator()(const instrument::YesNo& kind) const {
        open_group("pair", false);
        choice({"radio", "yes", kind.yes_label, {}, false}, item().id);
        choice({"radio", "no", kind.no_label, {}, false}, part_id("no"));
        take_back(item().id);
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
        each_row(rows, [&](std::size_t row, PartName part_name) {
            grid_row(rows[row], options, type, part_name);
        });
        html.close();
    }
    /// The options above the columns, for eyes only: each control has its own label.
    void heads(const std::vector<Option>& options) const {
        html.open("div", {{"class", "heads"}, {"aria-hidden", "true"}}).element("span", {});
        each_option(options, [&](std::size_t i, PartName name) {
            html.element("span", {{"data-part", name}}, options[i].label);
        });
        html.close();
    }
    void open_row_group(
        const Option& row, const std::string& name, const std::string& about, PartName part_name
    ) const {
        html.open(
            "fieldset",
            {{"class", faulty(name) ? "row faulty" : "row"},
             {"aria-describedby",
              row.description.empty() ? std::nullopt : std::optional<std::string_view>(about)},
             {"data-part", part_name}}
        );
    }
    void about_row(const Option& row, const std::string& about) const {
        if (row.description.empty()) return;
        html.element("p", {{"class", "about"}, {"id", about}}, row.description);
    }
    void grid_row(
        const Option& row,
        const std::vector<Option>& options,
        std::string_view type,
        PartName part_name
    ) const {
        const std::string name = row_field(item().id, row.code);
        const std::string about = name + ".about";
        open_row_group(row, name, about, part_name);
        html.open("legend").text(row.label).close();
        about_row(row, about);
        if (row.takes_text) other_text(row.code, row.label, say(Phrase::in_your_words));
        const std::size_t first = first_offered();
        each_option(options, [&](std::size_t i, PartName option_name) {
            html.open("label", {{"data-part", option_name}});
            html.empty(
                "input",
                {{"type", type},
                 {"name", name},
                 {"value", options[i].code},
                 {"id", i == first ? name : fmt::format("{}.{}", name, i)},
                 {"checked", holds(name, options[i].code)},
                 {"aria-invalid", invalid(name)}}
            );
            html.element("span", options[i].label).close();
        });
        if (type == "radio") take_back(name);
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
        take_back(name);
    }
    void operator()(const instrument::SemanticDifferential& kind) const {
        open_group({}, true);
        each_row(kind.rows, [&](std::size_t row, PartName part_name) {
            const Option& one = kind.rows[row];
            const std::string name = row_field(item().id, one.code);
            const std::string about = name + ".about";
            open_row_group(one, name, about, part_name);
            html.open("legend", {{"class", "poles"}});
            poles(one.label, one.opposite);
            html.close();
            about_row(one, about);
            points(name, 1, static_cast<int>(kind.points.size()));
            html.close();
        });
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
    /// There where script keeps it together with the field. It has no name: the field is what is
    /// sent. Before it is moved it stands in the middle and says that there is no answer.
    void slide(const instrument::Slider& slider, double minimum, double maximum, const char* step)
        const {
        const std::string least = fmt::format("{}", minimum);
        const std::string most = fmt::format("{}", maximum);
        const auto end = [](const std::string& number, const std::string& label) {
            return label.empty() ? number : fmt::format("{}: {}", number, label);
        };
        html.open("p", {{"class", "poles"}});
        poles(end(least, slider.lowest_label), end(most, slider.highest_label));
        html.close();
        const std::string_view value = value_of(item().id);
        html.empty(
            "input",
            {{"type", "range"},
             {"min", least},
             {"max", most},
             {"step", step},
             {"value", unless_empty(value)},
             {"class", value.empty() ? std::optional<std::string_view>("unset") : std::nullopt},
             {"aria-label", item().ask},
             {"data-none", say(Phrase::no_answer)}}
        );
    }
    void operator()(const instrument::Number& kind) const {
        open_single();
        const std::string unit_id = part_id("unit");
        std::string described = descriptions();
        if (!kind.unit.empty()) described.append(described.empty() ? "" : " ").append(unit_id);
        const bool whole = kind.number == instrument::NumberKind::whole;
        if (kind.slider && kind.minimum && kind.maximum) {
            slide(*kind.slider, *kind.minimum, *kind.maximum, whole ? "1" : "any");
        }
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
        html.open("div", {{"class", "prose"}, {"data-part", unless_empty(part())}});
        html.insert(TrustedHtml::from_markdown(item().ask));
        if (!item().hint.empty()) html.element("p", {{"class", "hint"}}, item().hint);
        html.close();
    }
};

}  // namespace

void write_question(Html& html, const Question& question) {
    std::visit(
        Writer{{html, question, language::Words(question.study.language)}}, question.item.kind
    );
}

}  // namespace querist::web
