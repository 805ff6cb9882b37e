// The rounds of repeated blocks: what is named, and what is read in them.

#include "instrument/study.hpp"

#include <algorithm>

namespace querist::instrument {

namespace {

void read_in_round(std::string& text, const Round* round) {
    if (text.find("{{") != std::string::npos) text = in_round(text, round);
}

void read_in_round(std::vector<Option>* options, const Round* round) {
    if (options == nullptr) return;
    for (Option& option : *options) {
        read_in_round(option.label, round);
        read_in_round(option.description, round);
        read_in_round(option.opposite, round);
    }
}

}  // namespace

bool is_same_round(const Round* one, const Round* other) {
    if (one == nullptr || other == nullptr) return one == other;
    return one->repeat == other->repeat && one->turn == other->turn;
}

int item_in_round(const Study& study, const Round* round, std::string_view name) {
    if (round != nullptr) {
        const auto found = std::ranges::find_if(study.items, [&](const Item& item) {
            return item.round && item.round->name == name && is_same_round(round, &*item.round);
        });
        if (found != study.items.end()) return static_cast<int>(found - study.items.begin());
    }
    return item_index(study, name);
}

std::vector<int> rounds_named(const Study& study, std::string_view name) {
    std::vector<int> found;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Round* round = round_of(study.items[i]);
        if (round != nullptr && round->name == name) found.push_back(static_cast<int>(i));
    }
    return found;
}

int told_for(const Study& study, int item) {
    const Round* round = round_of(study.items[static_cast<std::size_t>(item)]);
    if (round == nullptr || round->turn == 0) return item;
    const auto first = std::ranges::find_if(study.items, [&](const Item& other) {
        return other.round && other.round->repeat == round->repeat && other.round->turn == 0 &&
               other.round->name == round->name;
    });
    return first == study.items.end() ? item : static_cast<int>(first - study.items.begin());
}

std::string in_round(std::string_view text, const Round* round) {
    if (round == nullptr) return std::string(text);
    std::string read;
    std::size_t done = 0;
    for (const Pipe& pipe : pipes_in(text)) {
        if (!pipe.closed || pipe.item != each_pipe) continue;
        const auto begin = static_cast<std::size_t>(pipe.whole.data() - text.data());
        const bool says_more = round->takes_text && !pipe.fallback.empty();
        read.append(text.substr(done, begin - done));
        read.append(says_more ? pipe.fallback : std::string_view(round->label));
        done = begin + pipe.whole.size();
    }
    return read.append(text.substr(done));
}

Item in_its_round(Item item) {
    const Round* round = round_of(item);
    if (round == nullptr) return item;
    read_in_round(item.ask, round);
    read_in_round(item.hint, round);
    std::vector<Option>* const options = options_in(item.kind);
    std::vector<Option>* const rows = rows_in(item.kind);
    read_in_round(options, round);
    if (rows != options) read_in_round(rows, round);
    return item;
}

void label_rounds(Study& study) {
    const auto label = [&](std::optional<Round>& round) {
        if (!round) return;
        const auto source = study.repeats[static_cast<std::size_t>(round->repeat)].source;
        const auto& options = options_of(study.items[static_cast<std::size_t>(source)].kind);
        round->label = options[static_cast<std::size_t>(round->option)].label;
    };
    for (Page& page : study.pages) label(page.round);
    for (Item& item : study.items) label(item.round);
}

}  // namespace querist::instrument
