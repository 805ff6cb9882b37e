#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "response/response.hpp"
#include "statistics/statistics.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace querist::report {

/// Kinds of `response::Gap`, none included.
inline constexpr std::size_t gap_kinds = 6;
using GapCounts = std::array<std::int64_t, gap_kinds>;

/// What every table and picture rests on and says of itself.
struct Basis {
    std::int64_t responses = 0;  ///< Those of the report: `answered` and all gaps add up to it.
    std::int64_t answered = 0;   ///< The base: the denominator of every percentage.
    GapCounts gaps{};            ///< By `response::Gap`; [none] is 0.
    std::int64_t excluded = 0;   ///< Left out of `responses`.
    Digest version;              ///< The newest instrument version.
    response::Origin origin = response::Origin::real;
};

/// Below this base a percentage is marked as resting on a small base and sentences leave it out.
inline constexpr std::int64_t small_base = 5;

/// A count in a base. The interval (95 %, Wilson) is empty when the base is 0.
struct Share {
    std::int64_t count = 0;
    std::int64_t base = 0;
    std::optional<statistics::Interval> interval;
};
[[nodiscard]] Share share_of(std::int64_t count, std::int64_t base);

struct FrequencyRow {
    std::string code;
    std::string label;
    Share share;
};

/// Whether a respondent stands in one row or in any number of them.
enum class Answers { one, several };

struct FrequencyTable {
    std::string title;
    Basis basis;
    Answers answers = Answers::one;
    std::vector<FrequencyRow> rows;
    std::string in_short = {};  ///< What the table says; empty: its most frequent rows do.
};

struct GridRow {
    std::string code;
    std::string label;
    Basis basis;               ///< Each row has a base of its own.
    std::vector<Share> cells;  ///< One a point of the scale.
};

struct GridTable {
    std::string title;
    Basis basis;                     ///< Of the item: answered in any row.
    std::vector<std::string> scale;  ///< Labels, in the study's order, without declining points.
    std::vector<GridRow> rows;
    Answers answers = Answers::one;  ///< In a row.
};

struct NumberTable {
    std::string title;
    Basis basis;
    std::string unit;
    std::optional<statistics::Summary> summary;  ///< Empty when nobody answered.
    std::vector<statistics::Bin> bins;
    statistics::Spacing spacing = statistics::Spacing::whole;
};

/// What numbers a row of an item was given: ranks (1 is first) or parts of a total.
struct FigureRow {
    std::string code;
    std::string label;
    Basis basis;                                 ///< Each row has a base of its own.
    std::optional<statistics::Summary> summary;  ///< Empty when nobody gave it a number.
    Share first;  ///< Ranks: how many of those who ranked anything put it first.
};

struct FigureTable {
    enum class Figures { ranks, parts } figures = Figures::ranks;
    std::string title;
    Basis basis;  ///< Of the item: answered in any row.
    std::string unit;
    std::vector<FigureRow> rows;
};

struct Quote {
    std::string response;  ///< The first characters of the public id.
    std::string text;
};

/// Open answers: the first ones by public id. Public ids are random, so these are a random choice
/// that stays the same when the report is built again.
struct OpenAnswers {
    /// Whether the texts are the answer, were typed beside a choice or a row, or are counted only
    /// because they say who wrote them.
    enum class Stands { alone, beside, withheld } stands = Stands::alone;
    std::string title;
    Basis basis;
    std::int64_t total = 0;
    std::vector<Quote> quotes;
};
inline constexpr std::size_t quotes_max = 200;
/// Characters of a public id that a report prints: enough to find the response in an export.
inline constexpr std::size_t short_id_characters = 8;

using Table = std::variant<FrequencyTable, GridTable, NumberTable, FigureTable, OpenAnswers>;

/// Horizontal bars with the whiskers of their intervals.
struct BarPlot {
    struct Bar {
        std::string label;
        Share share;
    };
    std::vector<Bar> bars;
};

/// One bar a row, its points of the scale side by side; the first half of the scale lies left of
/// the centre line and the second half right of it. A scale with an odd number of points has its
/// middle point astride the line; one with an even number, such as Never to Regularly, has no
/// middle and is divided between its two middle points.
struct DivergingPlot {
    struct Row {
        std::string label;
        std::int64_t base = 0;
        std::vector<Share> cells;
    };
    std::vector<std::string> scale;
    std::vector<Row> rows;
};
/// A longer scale has no picture: its segments could not be told apart.
inline constexpr std::size_t plotted_points_max = 11;

struct HistogramPlot {
    std::vector<statistics::Bin> bins;
    statistics::Spacing spacing = statistics::Spacing::whole;
    std::string unit;
};

struct Plot {
    std::string title;
    std::string description;  ///< The picture in words, for those who do not see it.
    Basis basis;
    std::variant<BarPlot, DivergingPlot, HistogramPlot> shape;
};

struct ItemReport {
    std::string id;
    std::string number;
    std::string question;
    std::string kind;    ///< As study files name it.
    std::string answer;  ///< A sentence computed from the data.
    Basis basis;
    std::vector<Table> tables;  ///< The item's own first, then what was typed beside options.
    std::optional<Plot> plot;
    std::vector<std::string> notes;
};

enum class Purpose { sample, research_question, nothing };

struct Section {
    Purpose purpose = Purpose::nothing;
    std::string id;
    std::string heading;
    std::string text;  ///< The research question's words.
    std::vector<ItemReport> items;
    std::vector<std::string>
        elsewhere;  ///< Items that serve it too and stand in an earlier section.
};

/// What became of everyone who came.
struct Flow {
    std::int64_t visits = 0;  ///< Of the first page, not people.
    std::int64_t refused = 0;
    std::int64_t started = 0;  ///< Agreed; the sum of the next five.
    std::int64_t complete = 0;
    std::int64_t partial = 0;
    std::int64_t broken_off = 0;
    std::int64_t withdrawn = 0;
    std::int64_t screened = 0;  ///< Excluded by an entry, whatever else became of them.
};

struct VersionCount {
    Digest version;
    std::int64_t responses = 0;
};

struct Report {
    std::string study;
    std::string title;
    std::string language;
    response::Origin origin = response::Origin::real;
    Digest version;                      ///< The newest: its words and order are used.
    std::vector<VersionCount> versions;  ///< Newest first.
    std::int64_t responses = 0;          ///< Those reported: started and not screened.
    Flow flow;
    double partial_from = 0.5;  ///< The study's declared completeness.
    std::vector<std::string> notes;
    std::vector<Section> sections;
};

}  // namespace querist::report
