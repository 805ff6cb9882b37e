#include "response/response_table.hpp"

#include "core/core.hpp"
#include "response/response.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>

namespace querist::response {

namespace {

constexpr std::uint8_t narrow_none = std::numeric_limits<std::uint8_t>::max();
constexpr std::size_t languages_max = std::numeric_limits<std::uint8_t>::max();
constexpr std::uint16_t wide_none = std::numeric_limits<std::uint16_t>::max();

/// What keeps answers to an item apart in two versions, by the item's id.
using Changes = std::map<std::string, std::vector<std::string>, std::less<>>;

Changes incomparable(const instrument::Study& newer, const instrument::Study& older) {
    Changes changes;
    for (instrument::VersionChange& change : instrument::compare_versions(older, newer)) {
        if (!change.comparable) changes[change.item].push_back(std::move(change.what));
    }
    return changes;
}

decltype(Column::cells) empty_cells(const instrument::Kind& kind) {
    using Cells = decltype(Column::cells);
    return std::visit(
        Overloaded{
            [](const instrument::SingleChoice& k) { return Cells(Codes(k.choices.size())); },
            [](const instrument::SeveralChoices& k) { return Cells(CodeSets(k.choices.size())); },
            [](const instrument::YesNo&) { return Cells(Codes(2)); },
            [](const instrument::Grid& k) { return Cells(Codes(k.scale.size())); },
            [](const instrument::Matrix& k) { return Cells(CodeSets(k.choices.size())); },
            [](const instrument::Text&) { return Cells(Texts()); },
            [](const instrument::SemanticDifferential& k) { return Cells(Codes(k.points.size())); },
            [](const instrument::Ranking&) { return Cells(Numbers()); },
            [](const instrument::ConstantSum&) { return Cells(Numbers()); },
            [](const instrument::NetPromoter&) { return Cells(Numbers()); },
            [](const instrument::Email&) { return Cells(Texts()); },
            [](const instrument::Date&) { return Cells(Texts()); },
            [](const instrument::Number&) { return Cells(Numbers()); },
            [](const instrument::Consent&) { return Cells(Codes(2)); },
            [](const instrument::Information&) -> Cells {
                throw std::logic_error("information has no column");
            },
        },
        kind
    );
}

/// Columns of an item: one for each row where it has rows, one for other questions, none for
/// information. A column that is not a row's has no row (-1).
std::vector<int> column_rows(const instrument::Kind& kind) {
    if (std::holds_alternative<instrument::Information>(kind)) return {};
    const std::size_t count = instrument::rows_of(kind).size();
    if (count == 0) return {-1};
    std::vector<int> rows(count);
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

std::vector<std::int64_t> counts_of(const statistics::TabulatedColumn& column) {
    const statistics::Wanted wanted{.rows = &column};
    return statistics::tabulate({&wanted, 1}).front().cells;
}

}  // namespace

Codes::Codes(std::size_t code_count) : code_count_(code_count) {}

void Codes::reserve(std::size_t responses) {
    if (is_narrow()) {
        narrow_.reserve(responses);
    } else {
        wide_.reserve(responses);
    }
}

void Codes::grow() {
    if (is_narrow()) {
        narrow_.push_back(narrow_none);
    } else {
        wide_.push_back(wide_none);
    }
}

void Codes::set(std::size_t response, int code) {
    if (is_narrow()) {
        narrow_[response] = code < 0 ? narrow_none : static_cast<std::uint8_t>(code);
    } else {
        wide_[response] = code < 0 ? wide_none : static_cast<std::uint16_t>(code);
    }
}

int Codes::at(std::size_t response) const {
    if (is_narrow()) {
        return narrow_[response] == narrow_none ? -1 : narrow_[response];
    }
    return wide_[response] == wide_none ? -1 : wide_[response];
}

statistics::CodeColumn Codes::tabulated() const {
    statistics::CodeColumn column{.codes = std::span(narrow_), .code_count = code_count_};
    if (!is_narrow()) column.codes = std::span(wide_);
    return column;
}

std::vector<std::int64_t> Codes::counts() const { return counts_of(tabulated()); }

CodeSets::CodeSets(std::size_t code_count) : bits_(code_count) {}

void CodeSets::reserve(std::size_t responses) {
    for (std::vector<std::uint64_t>& words : bits_) words.reserve(responses / 64 + 1);
}

void CodeSets::grow() {
    if (responses_++ % 64 != 0) return;
    for (std::vector<std::uint64_t>& words : bits_) words.push_back(0);
}

void CodeSets::set(std::size_t response, int code) {
    bits_[static_cast<std::size_t>(code)][response / 64] |= std::uint64_t{1} << (response % 64);
}

void CodeSets::clear(std::size_t response) {
    for (std::vector<std::uint64_t>& words : bits_) {
        words[response / 64] &= ~(std::uint64_t{1} << (response % 64));
    }
}

bool CodeSets::at(std::size_t response, int code) const {
    return (bits_[static_cast<std::size_t>(code)][response / 64] >> (response % 64) & 1U) != 0;
}

statistics::SetColumn CodeSets::tabulated() const {
    return {.bits = {bits_.begin(), bits_.end()}, .responses = responses_};
}

std::vector<std::int64_t> CodeSets::counts() const { return counts_of(tabulated()); }

void Texts::add(std::size_t response, std::string_view text) {
    cells_.push_back({
        .response = static_cast<std::uint32_t>(response),
        .length = static_cast<std::uint32_t>(text.size()),
        .begin = bytes_.size(),
    });
    bytes_.append(text);
}

void Texts::reserve_times(double times) {
    const auto enough = [times](std::size_t size) {
        return static_cast<std::size_t>(static_cast<double>(size) * times);
    };
    cells_.reserve(enough(cells_.size()));
    bytes_.reserve(enough(bytes_.size()));
}

std::string_view Texts::text(std::size_t i) const {
    return std::string_view(bytes_).substr(cells_[i].begin, cells_[i].length);
}

std::string_view Texts::at(std::size_t response) const {
    const auto found = std::ranges::lower_bound(cells_, response, {}, [](const Cell& cell) {
        return std::size_t{cell.response};
    });
    if (found == cells_.end() || found->response != response) return {};
    return text(static_cast<std::size_t>(found - cells_.begin()));
}

ResponseTable::ResponseTable(std::span<const instrument::Study* const> versions) {
    for (std::size_t i = 0; i < versions.size(); ++i) {
        versions_.push_back(versions[i]->version);
        for (const std::string& language : versions[i]->languages) {
            const bool known = std::ranges::find(languages_, language) != languages_.end();
            if (!known && languages_.size() < languages_max) languages_.push_back(language);
        }
        add_version(static_cast<int>(i), versions);
    }
    add_columns();
}

std::string_view ResponseTable::language(const Meta& meta) const {
    if (meta.language == 0 || meta.language > languages_.size()) return {};
    return languages_[meta.language - std::size_t{1}];
}

void ResponseTable::add_version(int version, std::span<const instrument::Study* const> versions) {
    const instrument::Study& study = *versions[static_cast<std::size_t>(version)];
    std::map<int, Changes> against;  // by newer version
    const auto changes_since = [&](const TableItem& known) -> std::vector<std::string> {
        const int newer = known.asked_in.front();
        if (newer == version) return {};
        const auto [found, missing] = against.try_emplace(newer);
        if (missing) {
            found->second = incomparable(*versions[static_cast<std::size_t>(newer)], study);
        }
        const auto changes = found->second.find(known.item.id);
        return changes == found->second.end() ? std::vector<std::string>{} : changes->second;
    };
    std::vector<std::pair<std::string, int>>& ids = item_ids_.emplace_back();
    for (const instrument::Item& item : study.items) {
        TableItem fresh{
            .item = instrument::in_its_round(item),
            .key = item.id,
            .asked_in = {version},
            .changes = {}
        };
        std::size_t position = items_.size();
        for (std::size_t i = 0; i < items_.size() && position == items_.size(); ++i) {
            if (items_[i].item.id != item.id) continue;
            std::vector<std::string> changes = changes_since(items_[i]);
            if (changes.empty()) position = i;
            if (fresh.changes.empty()) fresh.changes = std::move(changes);
        }
        if (position < items_.size()) {
            items_[position].asked_in.push_back(version);
        } else {
            if (!fresh.changes.empty()) fresh.key += "@" + study.version.hex().substr(0, 8);
            items_.push_back(std::move(fresh));
        }
        const bool on_page = instrument::is_on_page(item);
        const auto page = on_page ? static_cast<std::size_t>(item.page) : study.pages.size();
        TableItem& known = items_[position];
        known.shuffles = known.shuffles || item.options == instrument::Order::random;
        known.moves = known.moves || (page < study.pages.size() &&
                                      study.pages[page].items == instrument::Order::random);
        ids.emplace_back(item.id, static_cast<int>(position));
    }
    std::ranges::sort(ids);
}

void ResponseTable::add_columns() {
    for (std::size_t i = 0; i < items_.size(); ++i) {
        TableItem& item = items_[i];
        item.first_column = static_cast<int>(columns_.size());
        const std::vector<int> rows = column_rows(item.item.kind);
        for (const int row : rows) {
            Column column;
            column.item = static_cast<int>(i);
            column.row = row;
            column.cells = empty_cells(item.item.kind);
            column.beside.resize(row >= 0 ? 1 : code_labels(item.item.kind).size());
            columns_.push_back(std::move(column));
        }
        item.column_count = static_cast<int>(rows.size());
    }
}

void ResponseTable::reserve(std::size_t responses) {
    const double times = static_cast<double>(responses) / static_cast<double>(responses_.size());
    const auto reserve_texts = [&](Texts& texts) {
        if (times > 1 && std::isfinite(times)) texts.reserve_times(times);
    };
    responses_.reserve(responses);
    reserve_texts(flags_);
    for (TableItem& item : items_) {
        reserve_texts(item.order);
        reserve_texts(item.place);
    }
    for (Column& column : columns_) {
        column.gaps.reserve(responses);
        std::ranges::for_each(column.beside, reserve_texts);
        std::visit(
            Overloaded{reserve_texts, [&](auto& cells) { cells.reserve(responses); }}, column.cells
        );
    }
}

void ResponseTable::add_response(const Meta& meta, Gap gap) {
    responses_.push_back(meta);
    for (Column& column : columns_) {
        column.gaps.push_back(static_cast<std::uint8_t>(gap));
        if (auto* codes = std::get_if<Codes>(&column.cells)) codes->grow();
        if (auto* sets = std::get_if<CodeSets>(&column.cells)) sets->grow();
        if (auto* numbers = std::get_if<Numbers>(&column.cells)) numbers->push_back(0);
    }
}

void ResponseTable::set_code(int column, int code) {
    Column& target = columns_[static_cast<std::size_t>(column)];
    std::get<Codes>(target.cells).set(responses_.size() - 1, code);
    target.gaps.back() = static_cast<std::uint8_t>(Gap::none);
}

void ResponseTable::add_code(int column, int code) {
    Column& target = columns_[static_cast<std::size_t>(column)];
    std::get<CodeSets>(target.cells).set(responses_.size() - 1, code);
    target.gaps.back() = static_cast<std::uint8_t>(Gap::none);
}

void ResponseTable::set_number(int column, double number) {
    Column& target = columns_[static_cast<std::size_t>(column)];
    std::get<Numbers>(target.cells).back() = number;
    target.gaps.back() = static_cast<std::uint8_t>(Gap::none);
}

void ResponseTable::set_text(int column, std::string_view text) {
    Column& target = columns_[static_cast<std::size_t>(column)];
    std::get<Texts>(target.cells).add(responses_.size() - 1, text);
    target.gaps.back() = static_cast<std::uint8_t>(Gap::none);
}

void ResponseTable::set_text_beside(int column, int option, std::string_view text) {
    Column& target = columns_[static_cast<std::size_t>(column)];
    target.beside[static_cast<std::size_t>(option)].add(responses_.size() - 1, text);
}

void ResponseTable::set_flags(std::span<const std::string> flags) {
    if (flags.empty()) return;
    std::string lines;
    for (const std::string& flag : flags) {
        if (!lines.empty()) lines += '\n';
        lines += flag;
    }
    flags_.add(responses_.size() - 1, lines);
}

std::vector<std::string_view> split_flags(std::string_view flags) {
    std::vector<std::string_view> all;
    for (std::size_t begin = 0; begin < flags.size();) {
        const std::size_t end = std::min(flags.find('\n', begin), flags.size());
        all.push_back(flags.substr(begin, end - begin));
        begin = end + 1;
    }
    return all;
}

void ResponseTable::set_gap(int column, Gap gap) {
    Column& target = columns_[static_cast<std::size_t>(column)];
    const std::size_t response = responses_.size() - 1;
    target.gaps.back() = static_cast<std::uint8_t>(gap);
    if (auto* codes = std::get_if<Codes>(&target.cells)) codes->set(response, -1);
    if (auto* sets = std::get_if<CodeSets>(&target.cells)) sets->clear(response);
    if (auto* numbers = std::get_if<Numbers>(&target.cells)) numbers->back() = 0;
}

std::optional<statistics::TabulatedColumn> Column::tabulated() const {
    using Found = std::optional<statistics::TabulatedColumn>;
    return std::visit(
        Overloaded{
            [](const Codes& codes) { return Found(codes.tabulated()); },
            [](const CodeSets& sets) { return Found(sets.tabulated()); },
            [](const Numbers&) { return Found(); },
            [](const Texts&) { return Found(); },
        },
        cells
    );
}

statistics::Counts ResponseTable::cross_counts(int rows, int columns) const {
    const auto row = columns_[static_cast<std::size_t>(rows)].tabulated();
    const auto column = columns_[static_cast<std::size_t>(columns)].tabulated();
    if (!row || !column) throw std::domain_error("only columns of codes are crossed");
    const statistics::Wanted wanted{.rows = &*row, .columns = &*column};
    return statistics::tabulate({&wanted, 1}).front();
}

void ResponseTable::set_order(int item, std::string_view codes) {
    items_[static_cast<std::size_t>(item)].order.add(responses_.size() - 1, codes);
}

void ResponseTable::set_place(int item, int place) {
    const std::string number = std::to_string(place);
    items_[static_cast<std::size_t>(item)].place.add(responses_.size() - 1, number);
}

int ResponseTable::item_of(int version, std::string_view id) const {
    const auto& ids = item_ids_[static_cast<std::size_t>(version)];
    const auto found = std::ranges::lower_bound(ids, id, {}, [](const auto& pair) {
        return std::string_view(pair.first);
    });
    return found != ids.end() && found->first == id ? found->second : -1;
}

int ResponseTable::version_of(const Digest& version) const {
    const auto found = std::ranges::find(versions_, version);
    return found == versions_.end() ? -1 : static_cast<int>(found - versions_.begin());
}

std::vector<CodeLabel> code_labels(const instrument::Kind& kind) {
    const auto of_options = [](const std::vector<instrument::Option>& options) {
        std::vector<CodeLabel> labels;
        labels.reserve(options.size());
        for (const instrument::Option& option : options)
            labels.push_back({option.code, option.label});
        return labels;
    };
    using Labels = std::vector<CodeLabel>;
    return std::visit(
        Overloaded{
            [&](const instrument::SingleChoice& k) { return of_options(k.choices); },
            [&](const instrument::SeveralChoices& k) { return of_options(k.choices); },
            [](const instrument::YesNo& k) {
                return Labels{{"yes", k.yes_label}, {"no", k.no_label}};
            },
            [&](const instrument::Grid& k) { return of_options(k.scale); },
            [&](const instrument::Matrix& k) { return of_options(k.choices); },
            [](const instrument::Text&) { return Labels{}; },
            [&](const instrument::SemanticDifferential& k) { return of_options(k.points); },
            [](const instrument::Ranking&) { return Labels{}; },
            [](const instrument::ConstantSum&) { return Labels{}; },
            [](const instrument::NetPromoter&) { return Labels{}; },
            [](const instrument::Email&) { return Labels{}; },
            [](const instrument::Date&) { return Labels{}; },
            [](const instrument::Number&) { return Labels{}; },
            [](const instrument::Consent&) {
                return Labels{{"yes", "Agreed"}, {"no", "Not agreed"}};
            },
            [](const instrument::Information&) { return Labels{}; },
        },
        kind
    );
}

}  // namespace querist::response
