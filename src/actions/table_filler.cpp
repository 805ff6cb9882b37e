#include "actions/table_filler.hpp"

#include <algorithm>

namespace querist::actions {

namespace {

using instrument::Option;
using response::Gap;
using response::ResponseTable;

std::vector<int> positions(const std::vector<Option>& from, const std::vector<Option>& in) {
    std::vector<int> found;
    for (const Option& option : from) {
        const auto same = std::ranges::find(in, option.code, &Option::code);
        found.push_back(static_cast<int>(same - in.begin()));
    }
    return found;
}

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Writes one item's value into its column.
struct ValueWriter {
    ResponseTable& table;
    const std::vector<int>& codes;
    int column;

    void operator()(const expression::Unanswered&) const {}
    void operator()(bool value) const { table.set_code(column, value ? 0 : 1); }
    void operator()(std::int64_t value) const {
        table.set_number(column, static_cast<double>(value));
    }
    void operator()(double value) const { table.set_number(column, value); }
    void operator()(const std::string& value) const { table.set_text(column, value); }
    void operator()(const expression::Choice& value) const {
        table.set_code(column, codes[at(value.index)]);
    }
    void operator()(const expression::ChoiceSet& value) const {
        for (const int index : value.indices) table.add_code(column, codes[at(index)]);
    }
    // What is answered row by row has a column for each row.
    void operator()(const expression::Cells&) const {}
    void operator()(const expression::CellSets&) const {}
    void operator()(const expression::Figures&) const {}
};

/// Writes what one row has into its column; a row that declines or lacks an answer has a gap.
struct RowWriter {
    ResponseTable& table;
    const std::vector<Option>& options;  ///< Of the version that was answered.
    const std::vector<int>& codes;       ///< The table's code of each of them.
    int column;
    std::size_t row;
    Gap without;  ///< Why the row has no answer where it has none.

    // Without an answer, or declined as a whole.
    void operator()(const auto&) const { table.set_gap(column, without); }
    void operator()(const expression::Cells& value) const {
        const int code = value.indices[row];
        if (code < 0) return table.set_gap(column, without);
        if (options[at(code)].declines) return table.set_gap(column, Gap::declined);
        table.set_code(column, codes[at(code)]);
    }
    void operator()(const expression::CellSets& value) const {
        const std::vector<int>& chosen = value.indices[row];
        if (chosen.empty()) return table.set_gap(column, without);
        if (options[at(chosen.front())].declines) return table.set_gap(column, Gap::declined);
        for (const int code : chosen) table.add_code(column, codes[at(code)]);
    }
    void operator()(const expression::Figures& value) const {
        if (value.numbers[row] < 0) return table.set_gap(column, without);
        table.set_number(column, static_cast<double>(value.numbers[row]));
    }
};

}  // namespace

VersionFiller::VersionFiller(
    const instrument::Study& study, const ResponseTable& table, int version
)
    : study_(study), version_(version), reader_(study, response::ProjectionParts::answers) {
    const auto moves = [](const instrument::Page& page) {
        return page.items == instrument::Order::random;
    };
    const auto is_shuffled = [](const instrument::Item& item) {
        return item.options == instrument::Order::random;
    };
    shuffles_ =
        std::ranges::any_of(study.pages, moves) || std::ranges::any_of(study.items, is_shuffled);
    for (const std::string& language : study.languages) {
        const auto found = std::ranges::find(table.languages(), language);
        const auto position = found - table.languages().begin();
        const bool known = found != table.languages().end();
        languages_.push_back(known ? static_cast<std::uint8_t>(position + 1) : 0);
    }
    for (const instrument::Item& item : study.items) {
        Item& target = items_.emplace_back();
        const response::TableItem& merged = table.items()[at(table.item_of(version, item.id))];
        if (merged.column_count == 0) continue;
        target.first_column = merged.first_column;
        target.codes =
            positions(instrument::options_of(item.kind), instrument::options_of(merged.item.kind));
        const std::vector<Option>& rows = instrument::rows_of(item.kind);
        target.columns = positions(rows, instrument::rows_of(merged.item.kind));
        for (int& column : target.columns) column += merged.first_column;
        target.conditional_rows =
            std::ranges::any_of(rows, [](const Option& row) { return row.shown_when.has_value(); });
    }
}

void VersionFiller::add(ResponseTable& table, const PublicId& public_id, response::Status status)
    const {
    const response::Times& times = reader_.times();
    const auto microseconds = [](const std::optional<Instant>& instant) {
        return instant ? instant->time_since_epoch().count() : 0;
    };
    // What this version does not ask was not shown to its respondents.
    table.add_response(
        {.public_id = public_id,
         .version = version_,
         .completion = response::completion_of(study_, status, reader_.flags(), reader_.gaps()),
         .excluded = reader_.excluded(),
         .language = language(),
         .started = microseconds(times.started),
         .finished = microseconds(times.ended)},
        Gap::not_shown
    );
    table.set_flags(reader_.flags());
    for (std::size_t item = 0; item < items_.size(); ++item) {
        if (items_[item].first_column >= 0) add_answer(table, item);
    }
    if (shuffles_) add_orders(table, public_id);
}

/// A study that is offered in one language was answered in it.
std::uint8_t VersionFiller::language() const {
    if (reader_.language() >= 0) return languages_[at(reader_.language())];
    return languages_.size() == 1 ? languages_.front() : std::uint8_t{0};
}

/// The orders in which the response was shown what it was shown; its page entries say the same.
void VersionFiller::add_orders(ResponseTable& table, const PublicId& public_id) const {
    const auto shown = [&](int item) {
        const Gap gap = reader_.gaps()[at(item)];
        return gap == Gap::none || gap == Gap::skipped || gap == Gap::declined;
    };
    for (int page = 0; page < static_cast<int>(study_.pages.size()); ++page) {
        int place = 0;
        for (const int i : response::item_order(study_, page, public_id)) {
            if (!shown(i)) continue;
            const instrument::Item& item = study_.items[at(i)];
            const int target = table.item_of(version_, item.id);
            ++place;
            if (study_.pages[at(page)].items == instrument::Order::random) {
                table.set_place(target, place);
            }
            if (item.options != instrument::Order::random) continue;
            const std::vector<Option>& rows = instrument::rows_of(item.kind);
            const std::vector<Option>& list =
                rows.empty() ? instrument::options_of(item.kind) : rows;
            std::string codes;
            for (const int position : response::option_order(item, public_id)) {
                codes.append(codes.empty() ? "" : " ").append(list[at(position)].code);
            }
            table.set_order(target, codes);
        }
    }
}

void VersionFiller::add_answer(ResponseTable& table, std::size_t item) const {
    const Gap gap = reader_.gaps()[item];
    if (!items_[item].columns.empty()) {
        add_rows(table, item, gap);
    } else if (gap != Gap::none) {
        table.set_gap(items_[item].first_column, gap);
        return;
    } else {
        std::visit(
            ValueWriter{table, items_[item].codes, items_[item].first_column},
            reader_.answers()[item].value
        );
    }
    if (!reader_.answers()[item].texts.empty()) add_texts(table, item);
}

void VersionFiller::add_rows(ResponseTable& table, std::size_t item, Gap gap) const {
    const Item& target = items_[item];
    if (gap != Gap::none && gap != Gap::declined) {
        for (const int column : target.columns) table.set_gap(column, gap);
        return;
    }
    std::vector<bool> shown;
    if (target.conditional_rows) {
        shown = response::applicable_rows(study_, reader_.answers(), static_cast<int>(item));
    }
    const std::vector<Option>& options = instrument::options_of(study_.items[item].kind);
    for (std::size_t row = 0; row < target.columns.size(); ++row) {
        const bool hidden = !shown.empty() && !shown[row];
        std::visit(
            RowWriter{
                table,
                options,
                target.codes,
                target.columns[row],
                row,
                hidden ? Gap::not_shown : Gap::skipped
            },
            reader_.answers()[item].value
        );
    }
}

void VersionFiller::add_texts(ResponseTable& table, std::size_t item) const {
    const Item& target = items_[item];
    for (const auto& [index, text] : reader_.answers()[item].texts) {
        if (!target.columns.empty()) {
            table.set_text_beside(target.columns[at(index)], 0, text);
        } else {
            table.set_text_beside(target.first_column, target.codes[at(index)], text);
        }
    }
}

}  // namespace querist::actions
