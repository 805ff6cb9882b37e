#include "exchange/import_mapping.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::exchange {

namespace {

using instrument::Item;
using instrument::Option;
using instrument::Study;

constexpr std::string_view text_part = ".text.";
constexpr std::string_view row_part = ".row.";
constexpr std::string_view choice_part = ".choice.";

std::unexpected<Problem> unknown_code(
    const Item& item, std::string_view what, std::string_view code, const std::vector<Option>& among
) {
    const std::optional<std::string> near = nearest(code, codes_of(among));
    return failure(
        "import.unknown-code",
        fmt::format("{} has no {} \"{}\"", item.id, what, code),
        near ? fmt::format("did you mean {}?", *near) : "use a code of the study file"
    );
}

int position(const std::vector<Option>& options, std::string_view code) {
    const auto found = std::ranges::find(options, code, &Option::code);
    return found == options.end() ? -1 : static_cast<int>(found - options.begin());
}

Result<Target> text_target(const Study& study, int item, std::string_view code) {
    const Item& one = study.items[static_cast<std::size_t>(item)];
    const std::vector<Option>& rows = instrument::rows_of(one.kind);
    const std::vector<Option>& texted = rows.empty() ? instrument::options_of(one.kind) : rows;
    const int found = position(texted, code);
    if (found < 0 || !texted[static_cast<std::size_t>(found)].takes_text) {
        std::vector<Option> among;
        std::ranges::copy_if(texted, std::back_inserter(among), &Option::takes_text);
        return unknown_code(one, "choice or row with a text", code, among);
    }
    Target target{item, Target::Part::text};
    (rows.empty() ? target.option : target.row) = found;
    return target;
}

/// What follows the item's id: ".row.code", ".choice.code", both, or nothing.
Result<Target> answer_target(const Study& study, int item, std::string_view rest) {
    const Item& one = study.items[static_cast<std::size_t>(item)];
    const std::vector<Option>& rows = instrument::rows_of(one.kind);
    const std::vector<Option>& options = instrument::options_of(one.kind);
    Target target{item, Target::Part::answer};
    if (rest.starts_with(row_part)) {
        rest.remove_prefix(row_part.size());
        const std::string_view code = rest.substr(0, rest.find(choice_part));
        target.row = position(rows, code);
        if (target.row < 0) return unknown_code(one, "row", code, rows);
        rest.remove_prefix(code.size());
    }
    if (rest.starts_with(choice_part)) {
        rest.remove_prefix(choice_part.size());
        target.part = Target::Part::choice;
        target.option = position(options, rest);
        if (target.option < 0) return unknown_code(one, "choice", rest, options);
    }
    if (!rows.empty() && target.row < 0) {
        return failure(
            "import.unknown-code",
            fmt::format("{} is answered row by row", one.id),
            fmt::format("map each column to one row: {}.row.{}", one.id, rows.front().code)
        );
    }
    return target;
}

/// Analysis plans name a part by its code alone ("problems.slow"): here its kind stands before it.
std::string part_cure(const Item& item, std::string_view rest) {
    const std::string_view code = rest.substr(std::min<std::size_t>(rest.size(), 1));
    if (position(instrument::rows_of(item.kind), code) >= 0) {
        return fmt::format("write {}{}{}", item.id, row_part, code);
    }
    if (position(instrument::options_of(item.kind), code) >= 0) {
        return fmt::format("write {}{}{}", item.id, choice_part, code);
    }
    return "write item, item.text.code, item.row.code or item.choice.code";
}

}  // namespace

Result<Target> read_target(const Study& study, std::string_view text) {
    const std::string_view id = text.substr(0, text.find('.'));
    const int item = instrument::item_index(study, id);
    if (item < 0) {
        const std::vector<std::string> ids = ids_of(study.items);
        const std::optional<std::string> near = nearest(id, ids);
        return failure(
            "import.unknown-item",
            fmt::format("the study has no item \"{}\"", id),
            near ? fmt::format("did you mean {}?", *near)
                 : "name an item of the study file, or put the column under \"left out\""
        );
    }
    if (!instrument::is_on_page(study.items[static_cast<std::size_t>(item)])) {
        return failure(
            "import.unasked-item",
            fmt::format("nobody is asked for \"{}\" on a page", id),
            "put the column under \"left out\", or make the item a question"
        );
    }
    const std::string_view rest = text.substr(id.size());
    if (rest.starts_with(text_part)) return text_target(study, item, rest.substr(text_part.size()));
    if (rest.empty() || rest.starts_with(row_part) || rest.starts_with(choice_part)) {
        return answer_target(study, item, rest);
    }
    return failure(
        "import.unknown-item",
        fmt::format("\"{}\" is no part of {}", rest, id),
        part_cure(study.items[static_cast<std::size_t>(item)], rest)
    );
}

std::string target_text(const Study& study, const Target& target) {
    const Item& item = study.items[static_cast<std::size_t>(target.item)];
    const std::vector<Option>& rows = instrument::rows_of(item.kind);
    const std::vector<Option>& options = instrument::options_of(item.kind);
    std::string text = item.id;
    if (target.part == Target::Part::text) {
        const Option& beside = target.row >= 0 ? rows[static_cast<std::size_t>(target.row)]
                                               : options[static_cast<std::size_t>(target.option)];
        return text + std::string(text_part) + beside.code;
    }
    if (target.row >= 0) {
        text += std::string(row_part) + rows[static_cast<std::size_t>(target.row)].code;
    }
    if (target.part == Target::Part::choice) {
        text += std::string(choice_part) + options[static_cast<std::size_t>(target.option)].code;
    }
    return text;
}

}  // namespace querist::exchange
