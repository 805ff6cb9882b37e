#include "response/field_table.hpp"

#include "response/walk.hpp"

#include <algorithm>
#include <charconv>

namespace querist::response {

using instrument::Item;
using instrument::Option;
using instrument::Page;
using instrument::Study;

FieldTable::FieldTable(const Study& study, int page, const Form& form) {
    const Page& one = study.pages[at(page)];
    const int end = one.first_item + one.item_count;
    fields_.reserve(form.size());
    int expected = one.first_item;  // forms come in the page's order: look where the last was found
    for (const auto& [name, value] : form) {
        if (value.empty() || name.starts_with('_')) continue;
        const std::string_view whole = name;
        const std::string_view id = whole.substr(0, whole.find('.'));
        int item = -1;
        for (int step = 0; step < one.item_count && item < 0; ++step) {
            if (study.items[at(expected)].id == id)
                item = expected;
            else
                expected = expected + 1 < end ? expected + 1 : one.first_item;
        }
        if (item < 0) continue;
        const int position = static_cast<int>(fields_.size());
        std::string_view rest = whole.substr(id.size());
        if (rest.empty()) {
            fields_.push_back({item, position, Part::whole, {}, value});
        } else if (rest.starts_with(".text.")) {
            fields_.push_back({item, position, Part::text, rest.substr(6), value});
        } else if (rest.starts_with(".row.")) {
            fields_.push_back({item, position, Part::row, rest.substr(5), value});
        }
    }
    const auto place = [](const Field& field) { return std::pair(field.item, field.position); };
    if (!std::ranges::is_sorted(fields_, {}, place)) std::ranges::sort(fields_, {}, place);
}

std::span<const Field> FieldTable::of(int item) const {
    const auto range = std::ranges::equal_range(fields_, item, {}, &Field::item);
    return {range.begin(), range.end()};
}

std::string text_field(const Item& item, const Option& option) {
    return item.id + ".text." + option.code;
}

std::string row_field(const Item& item, const Option& row) { return item.id + ".row." + row.code; }

std::string_view field_value(const Form& form, std::string_view name) {
    for (const auto& [field, value] : form) {
        if (field == name) return value;
    }
    return {};
}

std::optional<int> form_page(const Study& study, const Form& form) {
    const std::string_view id = field_value(form, "_page");
    for (std::size_t page = 0; page < study.pages.size(); ++page) {
        if (study.pages[page].id == id) return static_cast<int>(page);
    }
    return std::nullopt;
}

std::optional<int> form_revision(const Form& form) {
    const std::string_view text = field_value(form, "_revision");
    int revision = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), revision);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && revision >= 0 ? std::optional(revision) : std::nullopt;
}

}  // namespace querist::response
