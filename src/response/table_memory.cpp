#include "response/table_memory.hpp"

#include "core/core.hpp"
#include "response/response.hpp"
#include "response/words_of_bits.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <type_traits>

namespace querist::response {

namespace {

template <class T>
std::span<std::byte> piece(std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    return std::as_writable_bytes(std::span(values));
}

}  // namespace

static_assert(std::has_unique_object_representations_v<ResponseTable::Meta>);

template <class Visit>
void TableMemory::each_texts(Visit&& visit) const {
    visit(table_.flags_);
    for (TableItem& item : table_.items_) {
        visit(item.order);
        visit(item.place);
    }
    for (Column& column : table_.columns_) {
        if (auto* texts = std::get_if<Texts>(&column.cells)) visit(*texts);
        for (Texts& texts : column.beside) visit(texts);
    }
}

Digest TableMemory::layout() const {
    std::string text =
        fmt::format("{} {}\n", sizeof(ResponseTable::Meta), fmt::join(table_.languages_, " "));
    for (const Column& column : table_.columns_) {
        const TableItem& item = table_.items_[static_cast<std::size_t>(column.item)];
        std::size_t codes = 0;
        if (const auto* one = std::get_if<Codes>(&column.cells)) codes = one->code_count_;
        if (const auto* sets = std::get_if<CodeSets>(&column.cells)) codes = sets->bits_.size();
        text += fmt::format(
            "{} {} {} {} {}\n",
            item.key,
            column.row,
            column.cells.index(),
            codes,
            column.beside.size()
        );
    }
    return sha256(text);
}

std::vector<std::uint64_t> TableMemory::sizes() const {
    std::vector<std::uint64_t> sizes = {table_.responses_.size()};
    each_texts([&](const Texts& texts) {
        sizes.push_back(texts.cells_.size());
        sizes.push_back(texts.bytes_.size());
    });
    return sizes;
}

bool TableMemory::make_room(std::span<const std::uint64_t> sizes) {
    std::size_t lists = 0;
    each_texts([&](const Texts&) { ++lists; });
    if (sizes.size() != 1 + 2 * lists) return false;
    const std::size_t responses = sizes.front();
    std::size_t next = 1;
    each_texts([&](Texts& texts) {
        texts.cells_.resize(sizes[next++]);
        texts.bytes_.resize(sizes[next++]);
    });
    table_.responses_.resize(responses);
    for (Column& column : table_.columns_) {
        column.gaps.resize(responses);
        std::visit(
            Overloaded{
                [&](Codes& codes) {
                    if (codes.is_narrow()) {
                        codes.narrow_.resize(responses);
                    } else {
                        codes.wide_.resize(responses);
                    }
                },
                [&](CodeSets& sets) {
                    sets.responses_ = responses;
                    for (auto& words : sets.bits_)
                        words.resize((responses + word_bits - 1) / word_bits);
                },
                [&](Numbers& numbers) { numbers.resize(responses); },
                [](Texts&) {},
            },
            column.cells
        );
    }
    return true;
}

std::vector<std::span<std::byte>> TableMemory::pieces() {
    std::vector<std::span<std::byte>> all = {piece(table_.responses_)};
    for (Column& column : table_.columns_) {
        all.push_back(piece(column.gaps));
        std::visit(
            Overloaded{
                [&](Codes& codes) {
                    all.push_back(codes.is_narrow() ? piece(codes.narrow_) : piece(codes.wide_));
                },
                [&](CodeSets& sets) {
                    for (std::vector<std::uint64_t>& words : sets.bits_)
                        all.push_back(piece(words));
                },
                [&](Numbers& numbers) { all.push_back(piece(numbers)); },
                [](Texts&) {},
            },
            column.cells
        );
    }
    each_texts([&](Texts& texts) {
        all.push_back(piece(texts.cells_));
        all.push_back(std::as_writable_bytes(std::span(texts.bytes_)));
    });
    std::erase_if(all, [](const std::span<std::byte>& one) { return one.empty(); });
    return all;
}

bool TableMemory::is_sound() const {
    const std::size_t responses = table_.responses_.size();
    const auto versions = static_cast<int>(table_.versions_.size());
    bool sound = std::ranges::all_of(table_.responses_, [&](const ResponseTable::Meta& meta) {
        return meta.version >= 0 && meta.version < versions &&
               meta.language <= table_.languages_.size() &&
               meta.completion >= Completion::complete && meta.completion <= Completion::quota_full;
    });
    each_texts([&](const Texts& texts) {
        for (const Texts::Cell& cell : texts.cells_) {
            sound = sound && cell.response < responses && cell.begin <= texts.bytes_.size() &&
                    cell.length <= texts.bytes_.size() - cell.begin;
        }
    });
    for (const Column& column : table_.columns_) {
        for (const std::uint8_t gap : column.gaps) {
            sound = sound && gap <= static_cast<std::uint8_t>(Gap::withdrawn);
        }
        const auto* codes = std::get_if<Codes>(&column.cells);
        if (codes == nullptr) continue;
        for (const std::uint8_t code : codes->narrow_) {
            sound = sound && (code < codes->code_count_ || code == 255);
        }
        for (const std::uint16_t code : codes->wide_) {
            sound = sound && (code < codes->code_count_ || code == 65535);
        }
    }
    return sound;
}

}  // namespace querist::response
