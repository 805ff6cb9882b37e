#pragma once

// Reads the reference tables of tests/statistics/ for the unit tests of this room. Nothing of the
// program includes it: it does I/O.
//
// A table is a CSV file without quotes: a header line, then one case a line. A cell with several
// numbers separates them by blanks; an empty cell and R's NA mean that there is no value.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::statistics {

/// The parts of `text` between separators; one more than there are separators.
[[nodiscard]] inline std::vector<std::string> split_cells(const std::string& text, char separator) {
    std::vector<std::string> cells;
    std::size_t begin = 0;
    for (std::size_t end = text.find(separator); end != std::string::npos;
         end = text.find(separator, begin)) {
        cells.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    cells.push_back(text.substr(begin));
    return cells;
}

/// One line of a reference table, asked by the name of the column. A column that does not exist
/// or a cell that is no number throws: the table is wrong, not the code under test.
class ReferenceCase {
public:
    using Columns = std::shared_ptr<const std::vector<std::string>>;

    ReferenceCase(Columns columns, std::vector<std::string> cells)
        : columns_(std::move(columns)), cells_(std::move(cells)) {
        if (cells_.size() != columns_->size()) {
            throw std::runtime_error("a reference case has as many cells as its table has columns");
        }
    }

    [[nodiscard]] const std::string& text(std::string_view column) const {
        const auto place = std::ranges::find(*columns_, column);
        if (place == columns_->end()) {
            throw std::runtime_error("no column " + std::string(column));
        }
        return cells_[static_cast<std::size_t>(place - columns_->begin())];
    }

    [[nodiscard]] bool has(std::string_view column) const {
        return !text(column).empty() && text(column) != "NA";
    }

    /// Reads what R prints, "Inf" and "-Inf" too.
    [[nodiscard]] double number(std::string_view column) const { return std::stod(text(column)); }

    [[nodiscard]] std::int64_t whole(std::string_view column) const {
        return std::stoll(text(column));
    }

    /// Empty where the cell is empty or NA.
    [[nodiscard]] std::optional<double> number_if_any(std::string_view column) const {
        return has(column) ? std::optional(number(column)) : std::nullopt;
    }

    [[nodiscard]] std::vector<double> numbers(std::string_view column) const {
        std::vector<double> values;
        std::istringstream parts(text(column));
        for (std::string part; parts >> part;) values.push_back(std::stod(part));
        return values;
    }

    /// Numbers among which NA stands for a missing one.
    [[nodiscard]] std::vector<std::optional<double>> numbers_and_gaps(std::string_view column
    ) const {
        std::vector<std::optional<double>> values;
        std::istringstream parts(text(column));
        for (std::string part; parts >> part;) {
            values.push_back(part == "NA" ? std::nullopt : std::optional(std::stod(part)));
        }
        return values;
    }

    [[nodiscard]] std::vector<std::int64_t> wholes(std::string_view column) const {
        std::vector<std::int64_t> values;
        std::istringstream parts(text(column));
        for (std::string part; parts >> part;) values.push_back(std::stoll(part));
        return values;
    }

private:
    Columns columns_;
    std::vector<std::string> cells_;
};

/// The cases of tests/statistics/`name`. A missing or an empty table fails the test.
[[nodiscard]] inline std::vector<ReferenceCase> reference_cases(const std::string& name) {
    std::ifstream file(std::string(QUERIST_SOURCE_DIR) + "/tests/statistics/" + name);
    EXPECT_TRUE(file) << name;
    std::string line;
    std::getline(file, line);
    const auto columns = std::make_shared<const std::vector<std::string>>(split_cells(line, ','));
    std::vector<ReferenceCase> cases;
    while (std::getline(file, line)) cases.emplace_back(columns, split_cells(line, ','));
    EXPECT_FALSE(cases.empty()) << name;
    return cases;
}

/// Equal up to `digits` of the reference value, or of 1 where that is larger.
inline void expect_equal_digits(double actual, double reference, double digits = 1e-13) {
    EXPECT_NEAR(actual, reference, digits * std::max(1.0, std::abs(reference)));
}

/// What a closed form and R may differ by: some units in the last place of each of its steps.
inline constexpr double closed_form_tolerance = 1e-10;

/// Equal up to `tolerance` of the reference value however small that is: for p values. A
/// reference of 0 asks for an absolute difference below `tolerance`; infinities must be the same.
inline void expect_relative(
    double actual, double reference, double tolerance = closed_form_tolerance
) {
    if (std::isinf(reference)) {
        EXPECT_EQ(actual, reference);
        return;
    }
    EXPECT_NEAR(actual, reference, tolerance * (reference == 0 ? 1.0 : std::abs(reference)));
}

}  // namespace querist::statistics
