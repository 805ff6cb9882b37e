#pragma once

#include "report/basis.hpp"
#include "statistics/statistics.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace querist::report {

/// Whether a result was promised before the data were seen. Items that describe the sample answer
/// no research question: they are neither.
enum class Standing { neither, planned, exploratory };

/// Answers in rows, groups of respondents in columns.
struct CrossTable {
    struct Column {
        std::string label;
        std::int64_t base = 0;
    };
    struct Cell {
        Share share;                     ///< Of the column's base.
        std::optional<double> residual;  ///< Adjusted; where the table was tested.
    };
    struct Row {
        std::string label;
        std::vector<Cell> cells;  ///< One a column.
    };
    std::string title;
    Basis basis;  ///< Respondents in the table; gaps: why the others are not.
    std::string row_heading;
    std::string column_heading;
    std::vector<Column> columns;
    std::vector<Row> rows;
    Answers answers = Answers::one;  ///< several: a column's shares may add up to more than 1.
    std::vector<std::string> notes = {};
    /// Whether a column's base are its own respondents, or all pairs of answers in the table.
    enum class Bases { own, pairs } bases = Bases::own;
};

/// Values in short, one row a group or a variable.
struct SummaryTable {
    struct Row {
        std::string label;
        std::string group;  ///< Empty where rows are not cut into groups.
        std::int64_t base = 0;
        std::optional<statistics::Summary> summary;           ///< Empty when nobody answered.
        std::optional<statistics::Interval> median_bounds{};  ///< Empty for too few values.
        std::optional<Share> upper{};                         ///< In the upper half of the scale.
    };
    std::string title;
    Basis basis;
    std::string row_heading;
    std::string group_heading;  ///< Empty: no column of groups.
    std::string unit;
    std::vector<Row> rows;
    std::vector<std::string> notes = {};
};

/// One figure of a test, an effect, a scale or weights.
struct Measure {
    enum class Form { number, count, p_value, fraction };
    std::string label;
    Form form = Form::number;
    std::optional<double> value{};
    std::optional<statistics::Interval> interval{};  ///< Around the value.
    std::string words{};                             ///< How it was made, or why there is none.
};

struct MeasureTable {
    std::string title;
    Basis basis;
    std::vector<Measure> measures;
    std::vector<std::string> notes = {};
};

/// Shares among the respondents beside what the weights make of them.
struct WeightedTable {
    struct Row {
        std::string label;
        Share share;
        std::optional<statistics::WeightedEstimate> weighted;
        std::string absence{};  ///< Why there is no weighted share.
    };
    /// Whether weighting makes the shares what they are: then they have no sampling error.
    enum class Shares { estimated, fixed_by_weighting };
    std::string title;
    Basis basis;
    Shares shares = Shares::estimated;
    std::int64_t weighted = 0;               ///< Respondents who answered and have a weight.
    std::optional<double> effective_size{};  ///< Of their weights: Kish. Empty: there are none.
    std::vector<Row> rows;
    std::vector<std::string> notes = {};
};

/// The most frequent words of open answers, each with the words around it.
struct ContextTable {
    struct Line {
        std::string word;          ///< As it is counted: folded.
        std::int64_t answers = 0;  ///< In how many of the texts read the word stands.
        std::string response;      ///< The first characters of the public id.
        std::string before;
        std::string match;  ///< As typed.
        std::string after;
    };
    std::string title;
    Basis basis;
    std::int64_t read = 0;   ///< Texts that were read.
    std::int64_t total = 0;  ///< Texts that there are.
    std::vector<Line> lines;
};

/// One point of a reporting checklist.
struct ChecklistPoint {
    enum class State { known, open, not_applicable };
    std::string topic;
    std::string asks;  ///< What is to be reported, in our words.
    State state = State::open;
    std::string evidence;  ///< What the system knows; for an open point: what a person must add.
};

struct Checklist {
    std::string id;
    std::string title;
    std::string source;
    std::vector<ChecklistPoint> points;
};

}  // namespace querist::report
