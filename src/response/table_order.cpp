// Joining tables and putting their responses in another order, column by column: a column at a time
// is in memory twice.

#include "response/response.hpp"

#include "core/core.hpp"
#include "response/first_bytes.hpp"
#include "response/words_of_bits.hpp"

#include <algorithm>
#include <numeric>

namespace querist::response {

namespace {

using Order = std::span<const std::uint32_t>;

template <class T>
void add_all(std::vector<T>& to, const std::vector<T>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

/// 64 bits from any bit on; what lies beyond the last word is 0.
std::uint64_t bits_from(const std::vector<std::uint64_t>& words, std::size_t bit) {
    const std::size_t word = bit / word_bits;
    const std::size_t shift = bit % word_bits;
    const auto at = [&](std::size_t i) { return i < words.size() ? words[i] : 0; };
    if (shift == 0) return at(word);
    return at(word) >> shift | at(word + 1) << (word_bits - shift);
}

}  // namespace

/// An order, and where it is long runs, as it is when few responses changed.
class Selection {
public:
    /// Of as many responses as there are before.
    Selection(Order order, std::size_t responses) : order_(order), place_(responses, Texts::gone) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            place_[order[i]] = static_cast<std::uint32_t>(i);
        }
        find_runs();
        find_unbroken();
    }

    template <class T>
    [[nodiscard]] std::vector<T> of(const std::vector<T>& from) const {
        if (runs_.empty()) {
            std::vector<T> to(order_.size());
            for (std::size_t i = 0; i < order_.size(); ++i) to[i] = from[order_[i]];
            return to;
        }
        std::vector<T> to;
        to.reserve(order_.size());
        for (const Run& run : runs_) {
            const auto begin = from.begin() + static_cast<std::ptrdiff_t>(run.from);
            to.insert(to.end(), begin, begin + static_cast<std::ptrdiff_t>(run.length));
        }
        return to;
    }

    [[nodiscard]] Order order() const { return order_; }
    /// Where each of the responses goes; `Texts::gone`: it leaves.
    [[nodiscard]] Order place() const { return place_; }
    /// Whether the 64 from `64 * word` on come from 64 neighbours.
    [[nodiscard]] bool is_unbroken(std::size_t word) const {
        return word < unbroken_.size() && unbroken_[word];
    }

private:
    void find_runs() {
        constexpr std::size_t shortest = 32;  // on the average; copying less is no faster
        for (const std::uint32_t from : order_) {
            if (!runs_.empty() && runs_.back().from + runs_.back().length == from) {
                ++runs_.back().length;
                continue;
            }
            if (runs_.size() * shortest > order_.size()) return runs_.clear();
            runs_.push_back({from, 1});
        }
    }
    void find_unbroken() {
        if (runs_.empty()) return;
        for (std::size_t begin = 0; begin + word_bits <= order_.size(); begin += word_bits) {
            bool all = true;
            for (std::size_t i = 1; i < word_bits; ++i) {
                all = all && order_[begin + i] == order_[begin] + i;
            }
            unbroken_.push_back(all);
        }
    }

    struct Run {
        std::size_t from;
        std::size_t length;
    };

    Order order_;
    std::vector<std::uint32_t> place_;
    std::vector<Run> runs_;       ///< None: they are short.
    std::vector<bool> unbroken_;  ///< None: hardly any is.
};

void Codes::append(const Codes& more) {
    add_all(narrow_, more.narrow_);
    add_all(wide_, more.wide_);
}

void Codes::select(const Selection& selection) {
    if (is_narrow()) {
        narrow_ = selection.of(narrow_);
    } else {
        wide_ = selection.of(wide_);
    }
}

void CodeSets::append(const CodeSets& more) {
    const std::size_t shift = responses_ % word_bits;
    const std::size_t responses = responses_ + more.responses_;
    for (std::size_t code = 0; code < bits_.size(); ++code) {
        std::vector<std::uint64_t>& words = bits_[code];
        for (const std::uint64_t word : more.bits_[code]) {
            if (shift == 0) {
                words.push_back(word);
            } else {
                words.back() |= word << shift;
                words.push_back(word >> (word_bits - shift));
            }
        }
        words.resize((responses + word_bits - 1) / word_bits);
    }
    responses_ = responses;
}

void CodeSets::select(const Selection& selection) {
    const Order order = selection.order();
    for (std::vector<std::uint64_t>& words : bits_) {
        std::vector<std::uint64_t> selected((order.size() + word_bits - 1) / word_bits);
        for (std::size_t w = 0; w < selected.size(); ++w) {
            const std::size_t begin = w * word_bits;
            if (selection.is_unbroken(w)) {
                selected[w] = bits_from(words, order[begin]);
                continue;
            }
            const std::size_t end = std::min(begin + word_bits, order.size());
            for (std::size_t i = begin; i < end; ++i) {
                const std::uint64_t bit =
                    words[order[i] / word_bits] >> (order[i] % word_bits) & 1U;
                selected[w] |= bit << (i - begin);
            }
        }
        words = std::move(selected);
    }
    responses_ = order.size();
}

void Texts::append(const Texts& more, std::size_t first) {
    for (Cell cell : more.cells_) {
        cell.response += static_cast<std::uint32_t>(first);
        cell.begin += bytes_.size();
        cells_.push_back(cell);
    }
    bytes_ += more.bytes_;
}

void Texts::move_to(Order place, std::size_t responses) {
    if (cells_.empty()) return;
    // Which cell each place gets: sorting a million would take longer.
    std::vector<std::uint32_t> from(responses, gone);
    std::size_t count = 0;
    std::size_t size = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const std::uint32_t to = place[cells_[i].response];
        if (to == gone) continue;
        from[to] = static_cast<std::uint32_t>(i);
        ++count;
        size += cells_[i].length;
    }
    std::vector<Cell> cells;
    cells.reserve(count);
    for (std::size_t i = 0; i < responses; ++i) {
        if (from[i] == gone) continue;
        cells.push_back(cells_[from[i]]);
        cells.back().response = static_cast<std::uint32_t>(i);
    }
    // The bytes in the same order: in that of their coming they would tell who answered first.
    std::string bytes;
    bytes.reserve(size);
    for (Cell& cell : cells) {
        const std::size_t begin = bytes.size();
        bytes.append(bytes_, cell.begin, cell.length);
        cell.begin = begin;
    }
    cells_ = std::move(cells);
    bytes_ = std::move(bytes);
}

namespace {

/// Adds the cells of another table's column after those of `first` responses.
void append_cells(Column& column, Column& other, std::size_t first) {
    add_all(column.gaps, std::exchange(other.gaps, {}));
    for (std::size_t k = 0; k < column.beside.size(); ++k) {
        column.beside[k].append(std::exchange(other.beside[k], {}), first);
    }
    std::visit(
        Overloaded{
            [&](Numbers& numbers) { add_all(numbers, std::get<Numbers>(other.cells)); },
            [&](Texts& texts) { texts.append(std::get<Texts>(other.cells), first); },
            [&](Codes& codes) { codes.append(std::get<Codes>(other.cells)); },
            [&](CodeSets& sets) { sets.append(std::get<CodeSets>(other.cells)); },
        },
        column.cells
    );
    other.cells = Numbers();
}

void select_cells(Column& column, const Selection& selection) {
    const Order order = selection.order();
    column.gaps = selection.of(column.gaps);
    for (Texts& texts : column.beside) texts.move_to(selection.place(), order.size());
    std::visit(
        Overloaded{
            [&](Numbers& numbers) { numbers = selection.of(numbers); },
            [&](Texts& texts) { texts.move_to(selection.place(), order.size()); },
            [&](auto& cells) { cells.select(selection); },
        },
        column.cells
    );
}

void run_each(
    const statistics::Executor& executor,
    std::size_t parts,
    const std::function<void(std::size_t)>& part
) {
    if (executor.run) return executor.run(parts, part);
    for (std::size_t i = 0; i < parts; ++i) part(i);
}

/// The numbers of responses in the order of their public ids.
std::vector<std::uint32_t> order_of_ids(
    const std::vector<ResponseTable::Meta>& responses, const statistics::Executor& executor
) {
    // The first bytes of the ids beside the numbers: to look at a million responses in no order
    // would take longer than to sort them. Ids that begin alike are rare.
    struct Key {
        std::uint64_t begin;
        std::uint32_t response;
    };
    std::vector<Key> keys;
    keys.reserve(responses.size());
    for (std::uint32_t i = 0; i < responses.size(); ++i) {
        keys.push_back({first_bytes(responses[i].public_id.bytes), i});
    }
    const auto precedes = [&](const Key& a, const Key& b) {
        if (a.begin != b.begin) return a.begin < b.begin;
        return responses[a.response].public_id < responses[b.response].public_id;
    };
    const auto share = [&](std::size_t i) {
        return keys.begin() + static_cast<std::ptrdiff_t>(i * keys.size() / executor.parts);
    };
    run_each(executor, executor.parts, [&](std::size_t i) {
        std::sort(share(i), share(i + 1), precedes);
    });
    std::vector<Key> merged;
    for (std::size_t i = 1; i < executor.parts; ++i) {
        merged.resize(keys.size());
        const auto end =
            std::merge(keys.begin(), share(i), share(i), share(i + 1), merged.begin(), precedes);
        std::copy(merged.begin(), end, keys.begin());
    }
    std::vector<std::uint32_t> order;
    order.reserve(keys.size());
    for (const Key& key : keys) order.push_back(key.response);
    return order;
}

}  // namespace

void ResponseTable::append_beside(ResponseTable& more) {
    const std::size_t first = responses_.size();
    flags_.append(std::exchange(more.flags_, {}), first);
    for (std::size_t i = 0; i < items_.size(); ++i) {
        items_[i].order.append(std::exchange(more.items_[i].order, {}), first);
        items_[i].place.append(std::exchange(more.items_[i].place, {}), first);
    }
    add_all(responses_, std::exchange(more.responses_, {}));
}

void ResponseTable::select_beside(const Selection& selection) {
    const Order order = selection.order();
    responses_ = selection.of(responses_);
    flags_.move_to(selection.place(), order.size());
    for (TableItem& item : items_) {
        item.order.move_to(selection.place(), order.size());
        item.place.move_to(selection.place(), order.size());
    }
}

void ResponseTable::append(ResponseTable&& more) {
    const std::size_t first = responses_.size();
    append_beside(more);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        append_cells(columns_[i], more.columns_[i], first);
    }
    more.columns_.clear();
}

void ResponseTable::select(Order order) {
    const Selection selection(order, responses_.size());
    select_beside(selection);
    for (Column& column : columns_) select_cells(column, selection);
}

void ResponseTable::sort_by_public_id(
    std::span<ResponseTable> others, const statistics::Executor& executor
) {
    std::vector<std::size_t> firsts;
    firsts.reserve(others.size());
    for (ResponseTable& other : others) {
        firsts.push_back(responses_.size());
        append_beside(other);
    }
    const std::vector<std::uint32_t> order = order_of_ids(responses_, executor);
    const Selection selection(order, responses_.size());
    select_beside(selection);
    // A column is put in order as soon as it is joined, while it is near.
    run_each(executor, columns_.size(), [&](std::size_t i) {
        for (std::size_t k = 0; k < others.size(); ++k) {
            append_cells(columns_[i], others[k].columns_[i], firsts[k]);
        }
        select_cells(columns_[i], selection);
    });
    for (ResponseTable& other : others) other.columns_.clear();
}

void ResponseTable::replace(std::span<const PublicId> ids, ResponseTable&& fresh) {
    const auto before = static_cast<std::uint32_t>(responses_.size());
    append(std::move(fresh));
    std::vector<std::uint32_t> old_ones;
    for (std::uint32_t i = 0; i < before; ++i) {
        if (!std::ranges::binary_search(ids, responses_[i].public_id)) old_ones.push_back(i);
    }
    std::vector<std::uint32_t> new_ones(responses_.size() - before);
    std::iota(new_ones.begin(), new_ones.end(), before);
    const auto id_of = [&](std::uint32_t i) { return responses_[i].public_id; };
    std::ranges::sort(new_ones, {}, id_of);
    std::vector<std::uint32_t> order;
    order.reserve(old_ones.size() + new_ones.size());
    std::ranges::merge(old_ones, new_ones, std::back_inserter(order), {}, id_of, id_of);
    select(order);
}

std::int64_t ResponseTable::remove(const std::function<bool(const Meta&)>& leaves) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < responses_.size(); ++i) {
        if (!leaves(responses_[i])) order.push_back(i);
    }
    const auto removed = static_cast<std::int64_t>(responses_.size() - order.size());
    if (removed > 0) select(order);
    return removed;
}

}  // namespace querist::response
