#include "instrument/study.hpp"

#include "instrument/study_draft.hpp"

#include <algorithm>
#include <functional>

namespace querist::instrument {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

/// When each option is offered; empty when all always are.
std::vector<std::optional<expression::Expression>> offered_when(const std::vector<Option>& options
) {
    std::vector<std::optional<expression::Expression>> conditions;
    const bool any = std::any_of(options.begin(), options.end(), [](const Option& option) {
        return option.shown_when.has_value();
    });
    if (!any) return conditions;
    for (const Option& option : options) conditions.push_back(option.shown_when);
    return conditions;
}

template <class Property>
std::vector<int> positions(const std::vector<Option>& options, Property property) {
    std::vector<int> found;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (std::invoke(property, options[i])) found.push_back(static_cast<int>(i));
    }
    return found;
}

/// Fills in what a kind allows as an answer.
struct Bounds {
    expression::Answerable& one;

    void operator()(const SingleChoice& kind) const {
        one.offered_when = offered_when(kind.choices);
    }
    void operator()(const SeveralChoices& kind) const {
        one.offered_when = offered_when(kind.choices);
        one.exclusive = positions(kind.choices, stands_alone);
        one.at_least = kind.at_least;
        one.at_most = kind.at_most;
    }
    void operator()(const YesNo&) const {}
    void operator()(const Grid& kind) const {
        one.offered_when = offered_when(kind.scale);
        one.row_offered_when = offered_when(kind.rows);
        // Nobody must have another problem to specify.
        one.optional_rows = positions(kind.rows, &Option::takes_text);
    }
    void operator()(const Text& kind) const { one.characters_max = kind.characters_max; }
    void operator()(const Number& kind) const {
        one.minimum = kind.minimum;
        one.maximum = kind.maximum;
    }
    // A statement must be ticked to go on, whatever the file says of "required".
    void operator()(const Consent&) const {
        one.required = true;
        one.must_agree = true;
    }
    void operator()(const Information&) const {}
};

std::vector<std::string> codes_of(const std::vector<Option>& options) {
    std::vector<std::string> codes;
    codes.reserve(options.size());
    for (const Option& option : options) codes.push_back(option.code);
    return codes;
}

}  // namespace

std::string_view kind_name(const Kind& kind) {
    return std::visit(
        Overloaded{
            [](const SingleChoice&) -> std::string_view { return "single choice"; },
            [](const SeveralChoices&) -> std::string_view { return "several choices"; },
            [](const YesNo&) -> std::string_view { return "yes/no"; },
            [](const Grid&) -> std::string_view { return "grid"; },
            [](const Text& text) -> std::string_view {
                return text.length == TextLength::one_line ? "short text" : "long text";
            },
            [](const Number&) -> std::string_view { return "number"; },
            [](const Consent&) -> std::string_view { return "consent"; },
            [](const Information&) -> std::string_view { return "information"; },
        },
        kind
    );
}

expression::Subject subject_of(const Item& item) {
    using enum expression::SubjectKind;
    const auto with = [&](expression::SubjectKind kind) {
        return expression::Subject{item.id, kind, {}, {}};
    };
    return std::visit(
        Overloaded{
            [&](const SingleChoice& kind) {
                return expression::Subject{item.id, choice, codes_of(kind.choices), {}};
            },
            [&](const SeveralChoices& kind) {
                return expression::Subject{item.id, choices, codes_of(kind.choices), {}};
            },
            [&](const YesNo&) { return with(boolean); },
            [&](const Grid& kind) {
                return expression::Subject{
                    item.id, grid, codes_of(kind.scale), codes_of(kind.rows)
                };
            },
            [&](const Text&) { return with(text); },
            [&](const Number& kind) {
                return with(kind.number == NumberKind::whole ? integer : number);
            },
            [&](const Consent&) { return with(boolean); },
            [&](const Information&) { return with(nothing); },
        },
        item.kind
    );
}

int item_index(const Study& study, std::string_view id) {
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (study.items[i].id == id) return static_cast<int>(i);
    }
    return -1;
}

const std::vector<Option>& options_of(const Kind& kind) {
    static const std::vector<Option> none;
    return std::visit(
        Overloaded{
            [](const SingleChoice& one) -> const std::vector<Option>& { return one.choices; },
            [](const SeveralChoices& one) -> const std::vector<Option>& { return one.choices; },
            [](const Grid& one) -> const std::vector<Option>& { return one.scale; },
            [](const YesNo&) -> const std::vector<Option>& { return none; },
            [](const Text&) -> const std::vector<Option>& { return none; },
            [](const Number&) -> const std::vector<Option>& { return none; },
            [](const Consent&) -> const std::vector<Option>& { return none; },
            [](const Information&) -> const std::vector<Option>& { return none; },
        },
        kind
    );
}

std::vector<expression::Answerable> answerable(const Study& study) {
    std::vector<expression::Answerable> all;
    all.reserve(study.items.size());
    for (const Item& item : study.items) {
        expression::Answerable one;
        const auto& page_condition = study.pages[static_cast<std::size_t>(item.page)].shown_when;
        if (page_condition && item.shown_when) {
            one.asked_when = expression::conjunction(*page_condition, *item.shown_when);
        } else {
            one.asked_when = page_condition ? page_condition : item.shown_when;
        }
        one.required = item.requirement == Requirement::required;
        std::visit(Bounds{one}, item.kind);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace querist::instrument
