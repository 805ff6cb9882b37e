#include "response/answer_text.hpp"

#include "response/walk.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace querist::response {

using expression::Cells;
using expression::CellSets;
using expression::Choice;
using expression::ChoiceSet;
using expression::Figures;
using expression::Unanswered;
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
    RowForm row_form;

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
        if (huge && row_form == RowForm::by_position) {
            char digits[32];
            const auto end =
                std::to_chars(digits, digits + sizeof digits, value, std::chars_format::scientific);
            out.append(digits, end.ptr);
        } else {
            out += canonical_json(nlohmann::json(value));
        }
    }
    void operator()(const std::string& value) const { append_json_string(out, value); }
    void operator()(const Choice& value) const { code(value.index); }
    void operator()(const ChoiceSet& value) const { codes(value.indices); }
    void operator()(const Cells& value) const {
        by_row(
            value.indices.size(),
            [&](std::size_t row) { return value.indices[row] >= 0; },
            [&](std::size_t row) { code(value.indices[row]); }
        );
    }
    void operator()(const CellSets& value) const {
        by_row(
            value.indices.size(),
            [&](std::size_t row) { return !value.indices[row].empty(); },
            [&](std::size_t row) { codes(value.indices[row]); }
        );
    }
    void operator()(const Figures& value) const {
        by_row(
            value.numbers.size(),
            [&](std::size_t row) { return value.numbers[row] >= 0; },
            [&](std::size_t row) { append_whole(out, value.numbers[row]); }
        );
    }

private:
    void code(int index) const { append_json_string(out, options()[at(index)].code); }
    void codes(const std::vector<int>& indices) const {
        out += '[';
        bool first = true;
        for (const int index : indices) {
            if (!first) out += ',';
            first = false;
            code(index);
        }
        out += ']';
    }

    /// What stands in each row, as the form wants: all rows in a list, or those with an answer by
    /// their codes.
    template <class Has, class Write>
    void by_row(std::size_t row_count, const Has& has, const Write& write) const {
        row_form == RowForm::by_code ? by_code(row_count, has, write)
                                     : by_position(row_count, has, write);
    }
    template <class Has, class Write>
    void by_position(std::size_t row_count, const Has& has, const Write& write) const {
        out += '[';
        for (std::size_t row = 0; row < row_count; ++row) {
            if (row > 0) out += ',';
            if (has(row))
                write(row);
            else
                out += "null";
        }
        out += ']';
    }
    template <class Has, class Write>
    void by_code(std::size_t row_count, const Has& has, const Write& write) const {
        const std::vector<Option>& rows = instrument::rows_of(item.kind);
        std::vector<int> answered;
        answered.reserve(row_count);
        for (std::size_t row = 0; row < row_count; ++row) {
            if (has(row)) answered.push_back(static_cast<int>(row));
        }
        sort_by_code(answered, rows);
        out += '{';
        for (const int row : answered) {
            if (row != answered.front()) out += ',';
            append_json_string(out, rows[at(row)].code);
            out += ':';
            write(at(row));
        }
        out += '}';
    }
};

}  // namespace

void append_value(
    std::string& out, const Item& item, const expression::Value& value, RowForm row_form
) {
    std::visit(ValueText{out, item, row_form}, value);
}

void append_texts(std::string& out, const Item& item, const Answer& answer) {
    const std::vector<Option>& options = texted_options(item.kind);
    std::vector<int> positions;
    positions.reserve(answer.texts.size());
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
