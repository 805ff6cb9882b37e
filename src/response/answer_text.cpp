#include "response/answer_text.hpp"

#include "response/walk.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace querist::response {

using expression::Cells;
using expression::Choice;
using expression::ChoiceSet;
using expression::Unanswered;
using instrument::Grid;
using instrument::Item;
using instrument::Option;

namespace {

/// Positions of options by their codes in the order of RFC 8785.
template <class Positions>
void sort_by_code(Positions& positions, const std::vector<Option>& options) {
    std::ranges::sort(positions, [&](int a, int b) {
        return before_in_json(options[at(a)].code, options[at(b)].code);
    });
}

struct ValueText {
    std::string& out;
    const Item& item;
    GridForm grid_form;

    [[nodiscard]] const std::vector<Option>& options() const {
        return instrument::options_of(item.kind);
    }
    void operator()(const Unanswered&) const { out += "null"; }
    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(std::int64_t value) const { append_whole(out, value); }
    void operator()(double value) const {
        // RFC 8785 prints 10^20 as digits, which readers of projections take for a whole number
        // that they cannot hold. Forms accept nothing of that size, but a fold must not fail.
        const bool huge = std::abs(value) > static_cast<double>(limits::number_size_max);
        if (huge && grid_form == GridForm::by_position) {
            char digits[32];
            const auto end =
                std::to_chars(digits, digits + sizeof digits, value, std::chars_format::scientific);
            out.append(digits, end.ptr);
        } else {
            out += canonical_json(nlohmann::json(value));
        }
    }
    void operator()(const std::string& value) const { append_json_string(out, value); }
    void operator()(const Choice& value) const {
        append_json_string(out, options()[at(value.index)].code);
    }
    void operator()(const ChoiceSet& value) const {
        out += '[';
        bool first = true;
        for (const int index : value.indices) {
            if (!first) out += ',';
            first = false;
            append_json_string(out, options()[at(index)].code);
        }
        out += ']';
    }
    void operator()(const Cells& value) const {
        grid_form == GridForm::by_code ? by_code(value) : by_position(value);
    }
    void by_position(const Cells& value) const {
        out += '[';
        bool first = true;
        for (const int index : value.indices) {
            if (!first) out += ',';
            first = false;
            if (index < 0)
                out += "null";
            else
                append_json_string(out, options()[at(index)].code);
        }
        out += ']';
    }
    void by_code(const Cells& value) const {
        const std::vector<Option>& rows = texted_options(item.kind);
        std::vector<int> answered;
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            if (value.indices[row] >= 0) answered.push_back(static_cast<int>(row));
        }
        sort_by_code(answered, rows);
        out += '{';
        for (const int row : answered) {
            if (row != answered.front()) out += ',';
            append_json_string(out, rows[at(row)].code);
            out += ':';
            append_json_string(out, options()[at(value.indices[at(row)])].code);
        }
        out += '}';
    }
};

}  // namespace

void append_value(
    std::string& out, const Item& item, const expression::Value& value, GridForm grid_form
) {
    std::visit(ValueText{out, item, grid_form}, value);
}

void append_texts(std::string& out, const Item& item, const Answer& answer) {
    const std::vector<Option>& options = texted_options(item.kind);
    std::vector<int> positions;
    for (const auto& [position, text] : answer.texts) positions.push_back(position);
    sort_by_code(positions, options);
    out += '{';
    for (const int position : positions) {
        if (position != positions.front()) out += ',';
        append_json_string(out, options[at(position)].code);
        out += ':';
        append_json_string(out, answer.texts.at(position));
    }
    out += '}';
}

void append_whole(std::string& out, std::int64_t number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

bool before_in_json(std::string_view a, std::string_view b) {
    const auto [left, right] = std::ranges::mismatch(a, b);
    if (left == a.end() || right == b.end()) return a.size() < b.size();
    const auto x = static_cast<unsigned char>(*left);
    const auto y = static_cast<unsigned char>(*right);
    // UTF-8 orders by code point; UTF-16 puts U+10000 and above before U+E000 to U+FFFF.
    const bool x_supplementary = x >= 0xF0;
    const bool y_supplementary = y >= 0xF0;
    if (x_supplementary != y_supplementary && x >= 0xEE && y >= 0xEE) return x_supplementary;
    return x < y;
}

}  // namespace querist::response
