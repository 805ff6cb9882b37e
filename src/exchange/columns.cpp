#include "exchange/columns.hpp"

#include <algorithm>
#include <set>

namespace querist::exchange {

namespace {

using response::Column;
using response::TableItem;

/// Whether an answer could look like a gap code: free text, or a choice named so.
bool ambiguous(const instrument::Kind& kind) {
    if (std::holds_alternative<instrument::Text>(kind)) return true;
    if (std::holds_alternative<instrument::SeveralChoices>(kind)) return false;  // 1 and 0
    const std::vector<instrument::Option>& options = instrument::options_of(kind);
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

class Plan {
public:
    void add(std::string name, Field::Holds holds, int column, int option = -1) {
        while (!names_.insert(name).second) name += '_';
        fields_.push_back({std::move(name), holds, column, option});
    }
    void item(const response::ResponseTable& table, const TableItem& item) {
        for (int i = 0; i < item.column_count; ++i) {
            const int position = item.first_column + i;
            const Column& column = table.columns()[static_cast<std::size_t>(position)];
            if (const auto* grid = std::get_if<instrument::Grid>(&item.item.kind)) {
                const auto& row = grid->rows[static_cast<std::size_t>(column.row)];
                const std::string name = item.key + "__" + row.code;
                add(name, Field::Holds::code, position);
                if (row.takes_text) add(name + "__text", Field::Holds::beside, position, 0);
                if (ambiguous(item.item.kind)) add(name + "__gap", Field::Holds::gap, position);
            } else {
                plain(item, position);
            }
        }
    }
    std::vector<Field> take() { return std::move(fields_); }

private:
    void plain(const TableItem& item, int position) {
        const std::vector<instrument::Option>& options = instrument::options_of(item.item.kind);
        const bool several = std::holds_alternative<instrument::SeveralChoices>(item.item.kind);
        if (!several) add(item.key, Field::Holds::code, position);
        for (std::size_t i = 0; i < options.size(); ++i) {
            const std::string name = item.key + "__" + options[i].code;
            const int option = static_cast<int>(i);
            // A choice that declines is a gap, never a value.
            if (several && !options[i].declines) add(name, Field::Holds::member, position, option);
            if (options[i].takes_text) add(name + "__text", Field::Holds::beside, position, option);
        }
        if (ambiguous(item.item.kind)) add(item.key + "__gap", Field::Holds::gap, position);
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
