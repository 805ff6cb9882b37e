#include "instrument/study.hpp"

#include "core/core.hpp"
#include "instrument/study_draft.hpp"

#include <algorithm>
#include <functional>

namespace querist::instrument {

namespace {

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
    void operator()(const Matrix& kind) const {
        one.offered_when = offered_when(kind.choices);
        one.row_offered_when = offered_when(kind.rows);
    }
    void operator()(const SemanticDifferential& kind) const {
        one.row_offered_when = offered_when(kind.rows);
    }
    void operator()(const Ranking&) const {}
    void operator()(const ConstantSum&) const {}
    void operator()(const NetPromoter&) const {
        one.minimum = 0;
        one.maximum = NetPromoter::greatest;
    }
    void operator()(const Email&) const {}
    void operator()(const Date&) const {}
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

}  // namespace

std::vector<std::string> codes_of(const std::vector<Option>& options) {
    std::vector<std::string> codes;
    codes.reserve(options.size());
    for (const Option& option : options) codes.push_back(option.code);
    return codes;
}

std::string_view language_of_file(std::string_view name) {
    constexpr std::string_view folder = "translations/";
    constexpr std::string_view end = ".yaml";
    if (!name.starts_with(folder) || !name.ends_with(end)) return {};
    if (name.size() < folder.size() + end.size()) return {};
    name.remove_prefix(folder.size());
    name.remove_suffix(end.size());
    return name.find('/') == std::string_view::npos ? name : std::string_view();
}

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
            [](const Matrix&) -> std::string_view { return "matrix"; },
            [](const SemanticDifferential&) -> std::string_view { return "semantic differential"; },
            [](const Ranking&) -> std::string_view { return "ranking"; },
            [](const ConstantSum&) -> std::string_view { return "constant sum"; },
            [](const NetPromoter&) -> std::string_view { return "net promoter"; },
            [](const Email&) -> std::string_view { return "e-mail"; },
            [](const Number&) -> std::string_view { return "number"; },
            [](const Date&) -> std::string_view { return "date"; },
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
            [&](const Matrix& kind) {
                return expression::Subject{
                    item.id, presence, codes_of(kind.choices), codes_of(kind.rows)
                };
            },
            [&](const Text&) { return with(text); },
            [&](const SemanticDifferential& kind) {
                return expression::Subject{
                    item.id, grid, codes_of(kind.points), codes_of(kind.rows)
                };
            },
            [&](const Ranking&) { return with(presence); },
            [&](const ConstantSum&) { return with(presence); },
            [&](const NetPromoter&) { return with(integer); },
            [&](const Email&) { return with(presence); },
            [&](const Date&) { return with(presence); },
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

std::vector<Option>* options_in(Kind& kind) {
    using Options = std::vector<Option>*;
    return std::visit(
        Overloaded{
            [](SingleChoice& one) -> Options { return &one.choices; },
            [](SeveralChoices& one) -> Options { return &one.choices; },
            [](YesNo&) -> Options { return nullptr; },
            [](Grid& one) -> Options { return &one.scale; },
            [](Matrix& one) -> Options { return &one.choices; },
            [](SemanticDifferential& one) -> Options { return &one.points; },
            [](Ranking&) -> Options { return nullptr; },
            [](ConstantSum&) -> Options { return nullptr; },
            [](NetPromoter&) -> Options { return nullptr; },
            [](Text&) -> Options { return nullptr; },
            [](Email&) -> Options { return nullptr; },
            [](Number&) -> Options { return nullptr; },
            [](Date&) -> Options { return nullptr; },
            [](Consent&) -> Options { return nullptr; },
            [](Information&) -> Options { return nullptr; },
        },
        kind
    );
}

std::vector<Option>* rows_in(Kind& kind) {
    using Rows = std::vector<Option>*;
    return std::visit(
        Overloaded{
            [](SingleChoice&) -> Rows { return nullptr; },
            [](SeveralChoices&) -> Rows { return nullptr; },
            [](YesNo&) -> Rows { return nullptr; },
            [](Grid& one) -> Rows { return &one.rows; },
            [](Matrix& one) -> Rows { return &one.rows; },
            [](SemanticDifferential& one) -> Rows { return &one.rows; },
            [](Ranking& one) -> Rows { return &one.choices; },
            [](ConstantSum& one) -> Rows { return &one.rows; },
            [](NetPromoter&) -> Rows { return nullptr; },
            [](Text&) -> Rows { return nullptr; },
            [](Email&) -> Rows { return nullptr; },
            [](Number&) -> Rows { return nullptr; },
            [](Date&) -> Rows { return nullptr; },
            [](Consent&) -> Rows { return nullptr; },
            [](Information&) -> Rows { return nullptr; },
        },
        kind
    );
}

const std::vector<Option>& options_of(const Kind& kind) {
    static const std::vector<Option> none;
    // Found alike, and not changed here.
    const auto* options = options_in(const_cast<Kind&>(kind));
    return options == nullptr ? none : *options;
}

const std::vector<Option>& rows_of(const Kind& kind) {
    static const std::vector<Option> none;
    const auto* rows = rows_in(const_cast<Kind&>(kind));
    return rows == nullptr ? none : *rows;
}

std::string row_words(const Option& row) {
    return row.opposite.empty() ? row.label : row.label + " – " + row.opposite;
}

const expression::Expression* page_condition(const Study& study, const Item& item) {
    if (item.page == no_page) return nullptr;
    const auto& condition = study.pages[static_cast<std::size_t>(item.page)].shown_when;
    return condition ? &*condition : nullptr;
}

bool may_follow(const Study& study, int page, int other) {
    for (const PageShuffle& shuffle : study.shuffles) {
        const auto block_of = [&](int of) {
            const auto found = std::ranges::find_if(shuffle.blocks, [&](const PageBlock& one) {
                return of >= one.first_page && of < one.first_page + one.page_count;
            });
            return static_cast<std::size_t>(found - shuffle.blocks.begin());
        };
        const std::size_t mine = block_of(page);
        const std::size_t others = block_of(other);
        const std::size_t none = shuffle.blocks.size();
        if (mine == none || others == none || mine == others) continue;
        const auto& blocks = rows_of(study.items[static_cast<std::size_t>(shuffle.item)].kind);
        return !(keeps_place(blocks[mine]) && keeps_place(blocks[others]));
    }
    return false;
}

namespace {

using AskedWhen = std::optional<expression::Expression>;

AskedWhen both(const AskedWhen& one, const AskedWhen& other) {
    if (one && other) return expression::conjunction(*one, *other);
    return one ? one : other;
}

/// When an item of the page is shown as far as their own conditions say; empty: always.
AskedWhen any_item_shown(const Study& study, const Page& page) {
    AskedWhen any;
    for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
        const AskedWhen& own = study.items[static_cast<std::size_t>(i)].shown_when;
        if (!own) return std::nullopt;
        any = any ? expression::disjunction(*any, *own) : *own;
    }
    return any;
}

/// What is calculated has no condition of its own: its page must be shown.
AskedWhen asked_when(const Study& study, const Item& item) {
    const expression::Expression* of_page = page_condition(study, item);
    const AskedWhen page = of_page == nullptr ? AskedWhen() : AskedWhen(*of_page);
    if (!item.calculation) return both(page, item.shown_when);
    return both(page, any_item_shown(study, study.pages[static_cast<std::size_t>(item.page)]));
}

}  // namespace

std::vector<expression::Answerable> answerable(const Study& study) {
    std::vector<expression::Answerable> all;
    all.reserve(study.items.size());
    for (const Item& item : study.items) {
        expression::Answerable one;
        one.asked_when = asked_when(study, item);
        one.required = item.requirement == Requirement::required;
        one.calculation = item.calculation;
        std::visit(Bounds{one}, item.kind);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace querist::instrument
