#include "exchange/columns.hpp"

#include <algorithm>
#include <set>

namespace querist::exchange {

namespace {

using response::Column;
using response::TableItem;

template <class... F>
struct Overload : F... {
    using F::operator()...;
};

/// Whether one of the codes that a cell can hold is a gap code.
bool named_like_a_gap(const std::vector<instrument::Option>& options) {
    return std::ranges::any_of(options, [](const instrument::Option& option) {
        if (option.declines) return false;
        for (const auto gap :
             {response::Gap::not_shown,
              response::Gap::skipped,
              response::Gap::declined,
              response::Gap::broken_off,
              response::Gap::withdrawn}) {
            if (option.code == response::to_text(gap)) return true;
        }
        return false;
    });
}

/// Whether an answer could look like a gap code: free text, or a choice named so.
bool ambiguous(const instrument::Kind& kind) {
    return std::visit(
        Overload{
            [](const instrument::SingleChoice& k) { return named_like_a_gap(k.choices); },
            [](const instrument::SeveralChoices&) { return false; },  // 1 and 0
            [](const instrument::YesNo&) { return false; },           // yes and no
            [](const instrument::Grid& k) { return named_like_a_gap(k.scale); },
            [](const instrument::Text&) { return true; },
            [](const instrument::Number&) { return false; },
            [](const instrument::Consent&) { return false; },
            [](const instrument::Information&) { return false; },
        },
        kind
    );
}

class Plan {
public:
    void add(std::string name, Field::Holds holds, int column, int option = -1) {
        while (!names_.insert(name).second) name += '_';
        fields_.push_back({std::move(name), holds, column, option});
    }
    void item(const response::ResponseTable& table, const TableItem& item) {
        const auto one = [&](const auto&) { add(item.key, Field::Holds::code, item.first_column); };
        std::visit(
            Overload{
                [&](const instrument::SingleChoice& k) {
                    one(k);
                    add_texts_beside(item, k.choices);
                },
                [&](const instrument::SeveralChoices& k) { add_members(item, k.choices); },
                [&](const instrument::YesNo& k) { one(k); },
                [&](const instrument::Grid& k) { add_rows(table, item, k); },
                [&](const instrument::Text& k) { one(k); },
                [&](const instrument::Number& k) { one(k); },
                [&](const instrument::Consent& k) { one(k); },
                [](const instrument::Information&) {},
            },
            item.item.kind
        );
        const bool is_grid = std::holds_alternative<instrument::Grid>(item.item.kind);
        if (!is_grid && ambiguous(item.item.kind)) {
            add(item.key + "__gap", Field::Holds::gap, item.first_column);
        }
    }
    std::vector<Field> take() { return std::move(fields_); }

private:
    void add_beside(const TableItem& item, const instrument::Option& option, std::size_t position) {
        if (!option.takes_text) return;
        add(item.key + "__" + option.code + "__text",
            Field::Holds::beside,
            item.first_column,
            static_cast<int>(position));
    }
    void add_texts_beside(const TableItem& item, const std::vector<instrument::Option>& options) {
        for (std::size_t i = 0; i < options.size(); ++i) add_beside(item, options[i], i);
    }
    void add_members(const TableItem& item, const std::vector<instrument::Option>& options) {
        for (std::size_t i = 0; i < options.size(); ++i) {
            // A choice that declines is a gap, never a value.
            if (!options[i].declines) {
                add(item.key + "__" + options[i].code,
                    Field::Holds::member,
                    item.first_column,
                    static_cast<int>(i));
            }
            add_beside(item, options[i], i);
        }
    }
    void add_rows(
        const response::ResponseTable& table, const TableItem& item, const instrument::Grid& grid
    ) {
        for (int i = 0; i < item.column_count; ++i) {
            const int position = item.first_column + i;
            const Column& column = table.columns()[static_cast<std::size_t>(position)];
            const instrument::Option& row = grid.rows[static_cast<std::size_t>(column.row)];
            const std::string name = item.key + "__" + row.code;
            add(name, Field::Holds::code, position);
            if (row.takes_text) add(name + "__text", Field::Holds::beside, position, 0);
            if (ambiguous(item.item.kind)) add(name + "__gap", Field::Holds::gap, position);
        }
    }

    std::vector<Field> fields_;
    std::set<std::string> names_{
        "response", "origin", "version", "completion", "excluded", "started", "finished"
    };
};

}  // namespace

std::vector<Field> fields_of(const response::ResponseTable& table) {
    Plan plan;
    for (const TableItem& item : table.items()) plan.item(table, item);
    return plan.take();
}

}  // namespace querist::exchange
