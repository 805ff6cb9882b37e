#include "exchange/columns.hpp"

#include "core/core.hpp"

#include <algorithm>
#include <set>

namespace querist::exchange {

namespace {

using response::Column;
using response::TableItem;

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
        Overloaded{
            [](const instrument::SingleChoice& k) { return named_like_a_gap(k.choices); },
            [](const instrument::SeveralChoices&) { return false; },  // 1 and 0
            [](const instrument::YesNo&) { return false; },           // yes and no
            [](const instrument::Grid& k) { return named_like_a_gap(k.scale); },
            [](const instrument::Matrix&) { return false; },  // 1 and 0
            [](const instrument::SemanticDifferential&) { return false; },
            [](const instrument::Ranking&) { return false; },
            [](const instrument::ConstantSum&) { return false; },
            [](const instrument::NetPromoter&) { return false; },
            [](const instrument::Text&) { return true; },
            [](const instrument::Email&) { return false; },
            [](const instrument::Number&) { return false; },
            [](const instrument::Date&) { return false; },
            [](const instrument::Consent&) { return false; },
            [](const instrument::Information&) { return false; },
        },
        kind
    );
}

/// Whether each choice has a column of its own.
bool chosen_apart(const instrument::Kind& kind) {
    return std::holds_alternative<instrument::SeveralChoices>(kind) ||
           std::holds_alternative<instrument::Matrix>(kind);
}

class Plan {
public:
    void add(std::string name, Field::Holds holds, int column, int option = -1) {
        while (!names_.insert(name).second) name += '_';
        fields_.push_back({std::move(name), holds, column, option});
    }
    void item(const response::ResponseTable& table, const TableItem& item) {
        answers_of(table, item);
        if (item.column_count == 0) return;
        if (item.shuffles) add(item.key + "__order", Field::Holds::order, item.first_column);
        if (item.moves) add(item.key + "__place", Field::Holds::place, item.first_column);
    }
    std::vector<Field> take() { return std::move(fields_); }

private:
    void answers_of(const response::ResponseTable& table, const TableItem& item) {
        const std::vector<instrument::Option>& rows = instrument::rows_of(item.item.kind);
        for (int i = 0; i < item.column_count; ++i) {
            const int position = item.first_column + i;
            if (rows.empty()) {
                answers(item, position, item.key);
                continue;
            }
            const Column& column = table.columns()[static_cast<std::size_t>(position)];
            const auto& row = rows[static_cast<std::size_t>(column.row)];
            const std::string name = item.key + "__" + row.code;
            answers(item, position, name);
            if (row.takes_text) add(name + "__text", Field::Holds::beside, position, 0);
            if (ambiguous(item.item.kind)) add(name + "__gap", Field::Holds::gap, position);
        }
    }
    void answers(const TableItem& item, int position, const std::string& name) {
        const std::vector<instrument::Option>& options = instrument::options_of(item.item.kind);
        const bool apart = chosen_apart(item.item.kind);
        const bool by_row = !instrument::rows_of(item.item.kind).empty();
        if (!apart) add(name, Field::Holds::code, position);
        for (std::size_t i = 0; i < options.size(); ++i) {
            const std::string own = name + "__" + options[i].code;
            const int option = static_cast<int>(i);
            // A choice that declines is a gap, never a value.
            if (apart && !options[i].declines) add(own, Field::Holds::member, position, option);
            if (!by_row && options[i].takes_text) {
                add(own + "__text", Field::Holds::beside, position, option);
            }
        }
        if (!by_row && ambiguous(item.item.kind)) {
            add(name + "__gap", Field::Holds::gap, position);
        }
    }

    std::vector<Field> fields_;
    std::set<std::string> names_{response_columns.begin(), response_columns.end()};
};

}  // namespace

std::vector<Field> fields_of(const response::ResponseTable& table) {
    Plan plan;
    for (const TableItem& item : table.items()) plan.item(table, item);
    return plan.take();
}

}  // namespace querist::exchange
