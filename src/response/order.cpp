// The order in which one response sees choices, rows and questions that are shuffled.

#include "response/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace querist::response {

using instrument::Item;
using instrument::Option;
using instrument::Page;
using instrument::Study;

namespace {

/// Numbers that a response's public id and a name decide, for ever: the blocks
/// HMAC-SHA-256(key = the id's 16 bytes, message = "querist order 1\n" name "\n" block number),
/// blocks from 0, each read as four big-endian words.
class OrderNumbers {
public:
    OrderNumbers(const PublicId& id, std::string_view name)
        : key_(id.bytes.begin(), id.bytes.end()), name_(name) {}

    /// 0 to `bound` - 1, each as likely: words beyond the last whole multiple are passed over.
    std::uint64_t below(std::uint64_t bound) {
        constexpr std::uint64_t greatest = std::numeric_limits<std::uint64_t>::max();
        const std::uint64_t beyond = (greatest % bound + 1) % bound;  // 2^64 mod bound
        std::uint64_t word = next();
        while (word > greatest - beyond) word = next();
        return word % bound;
    }

private:
    std::uint64_t next() {
        constexpr std::size_t word_bytes = sizeof(std::uint64_t);
        if (at_ == block_.bytes.size()) {
            block_ = hmac_sha256(key_, fmt::format("querist order 1\n{}\n{}", name_, blocks_));
            ++blocks_;
            at_ = 0;
        }
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < word_bytes; ++i) word = word << 8U | block_.bytes[at_++];
        return word;
    }

    std::string key_;
    std::string name_;
    Digest block_;
    std::size_t at_ = block_.bytes.size();
    int blocks_ = 0;
};

/// Fisher and Yates from the last to the first, among the places that are not kept.
std::vector<int> shuffled(OrderNumbers numbers, const std::vector<bool>& keeps_place) {
    std::vector<int> order(keeps_place.size());
    std::iota(order.begin(), order.end(), 0);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (!keeps_place[i]) places.push_back(i);
    }
    for (std::size_t left = places.size(); left > 1; --left) {
        const auto drawn = static_cast<std::size_t>(numbers.below(left));
        std::swap(order[places[left - 1]], order[places[drawn]]);
    }
    return order;
}

}  // namespace

void draw_page_orders(const Study& study, const PublicId& id, Given& given) {
    for (const instrument::PageShuffle& shuffle : study.shuffles) {
        const Item& item = study.items[at(shuffle.item)];
        const std::vector<Option>& blocks = instrument::rows_of(item.kind);
        std::vector<bool> keeps;
        keeps.reserve(blocks.size());
        for (const Option& block : blocks) keeps.push_back(instrument::keeps_place(block));
        const std::vector<int> order = shuffled(OrderNumbers(id, "pages " + item.id), keeps);
        expression::Figures ranks{std::vector<std::int64_t>(blocks.size(), 0)};
        std::int64_t rank = 0;
        for (const int block : order) ranks.numbers[at(block)] = ++rank;
        given.answers[at(shuffle.item)].value = std::move(ranks);
    }
}

std::vector<int> page_order(const Study& study, std::span<const Answer> answers) {
    std::vector<int> pages(study.pages.size());
    std::iota(pages.begin(), pages.end(), 0);
    for (const instrument::PageShuffle& shuffle : study.shuffles) {
        const auto* ranks = std::get_if<expression::Figures>(&answers[at(shuffle.item)].value);
        if (ranks == nullptr || ranks->numbers.size() != shuffle.blocks.size()) continue;
        std::vector<std::size_t> order(shuffle.blocks.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::sort(order, {}, [&](std::size_t block) {
            return std::pair(ranks->numbers[block], block);
        });
        auto next = pages.begin() + shuffle.blocks.front().first_page;
        for (const std::size_t block : order) {
            const instrument::PageBlock& one = shuffle.blocks[block];
            for (int page = 0; page < one.page_count; ++page) *next++ = one.first_page + page;
        }
    }
    return pages;
}

std::vector<int> option_order(const Item& item, const PublicId& id) {
    const std::vector<Option>& options = texted_options(item.kind);
    std::vector<bool> keeps;
    keeps.reserve(options.size());
    for (const Option& option : options) {
        keeps.push_back(
            item.options != instrument::Order::random || instrument::keeps_place(option)
        );
    }
    return shuffled(OrderNumbers(id, "choices " + item.id), keeps);
}

std::vector<int> item_order(const Study& study, int page, const PublicId& id) {
    const Page& one = study.pages[at(page)];
    std::vector<bool> keeps;
    for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
        keeps.push_back(one.items != instrument::Order::random || study.items[at(i)].keeps_place);
    }
    std::vector<int> order = shuffled(OrderNumbers(id, "questions " + one.id), keeps);
    for (int& item : order) item += one.first_item;
    return order;
}

std::vector<ShownOrder> shown_orders(
    const Study& study, std::span<const int> shown, const PublicId& id
) {
    std::vector<ShownOrder> orders;
    for (const int i : shown) {
        const Item& item = study.items[at(i)];
        if (item.options != instrument::Order::random) continue;
        orders.push_back({i, option_order(item, id)});
    }
    return orders;
}

}  // namespace querist::response
