// The order in which one response sees choices, rows and questions that are shuffled.

#include "response/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

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
