#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "report/analysis_values.hpp"
#include "report/basis.hpp"
#include "report/flagged.hpp"
#include "report/published.hpp"
#include "report/sample_facts.hpp"
#include "response/response.hpp"
#include "statistics/statistics.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace querist::report {

struct FrequencyRow {
    std::string code;
    std::string label;
    Share share;
};

struct FrequencyTable {
    std::string title;
    Basis basis;
    Answers answers = Answers::one;
    std::vector<FrequencyRow> rows;
    std::int64_t answers_given = 0;  ///< Choices made in all rows: the base of shares of answers.
    std::string in_short = {};       ///< What the table says; empty: its most frequent rows do.
    /// Fixed: only one answer leads into the tables, so that there is nothing to estimate.
    enum class Shares { estimated, fixed_by_screening } shares = Shares::estimated;
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

using Table = std::variant<
    FrequencyTable,
    GridTable,
    NumberTable,
    FigureTable,
    OpenAnswers,
    CrossTable,
    SummaryTable,
    MeasureTable,
    WeightedTable,
    ContextTable>;

/// One planned comparison or scale, or the weights: a sentence with the tables it stands on.
struct Analysis {
    std::string id;
    std::string heading;
    Standing standing = Standing::planned;
    std::string expects;  ///< The hypothesis as planned; may be empty.
    std::string answer;   ///< In plain words; claims no more than the test says.
    std::string figures;  ///< What the answer stands on: "Fisher's exact test, p = 0.034; n = 60".
    std::vector<Table> tables;
    std::vector<std::string> notes;
};

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
/// More bars of a matrix than this are a table, and no picture.
inline constexpr std::size_t plotted_bars_max = 40;

struct HistogramPlot {
    std::vector<statistics::Bin> bins;
    statistics::Spacing spacing = statistics::Spacing::whole;
    std::string unit;
};

/// A horizontal bar up to each row's mean, with a whisker from its lower to its upper quartile.
struct MeanPlot {
    struct Row {
        std::string label;
        std::int64_t base = 0;
        statistics::Summary summary;
    };
    std::vector<Row> rows;
    std::string unit;
    double greatest = 0;  ///< Where the axis ends; above 0.
};

/// Boxes beneath each other with an arrow from each to the next, and beside each what left there.
struct FlowPlot {
    struct Box {
        std::string label;
        std::int64_t cases = 0;
        std::vector<std::string> lost;
    };
    std::vector<Box> boxes;
};

struct Plot {
    std::string title;
    std::string description;  ///< The picture in words, for those who do not see it.
    Basis basis;
    std::variant<BarPlot, DivergingPlot, HistogramPlot, MeanPlot, FlowPlot> shape;
    std::string stamp = {};  ///< Whose data it shows, where the basis, of responses, does not say.
};

struct ItemReport {
    Standing standing = Standing::neither;
    std::string id;
    std::string number;
    std::string question;
    std::string kind;    ///< As study files name it.
    std::string answer;  ///< A sentence computed from the data.
    Basis basis;
    std::vector<Table> tables;  ///< The item's own first, then what was typed beside options.
    std::optional<Plot> plot;
    std::vector<std::string> notes;
    /// Rounds of a repeated block: the id of the report that tells all of them together, which has
    /// its own; else empty.
    std::string joint = {};
};

/// An answer in short, and where its evidence stands.
struct Finding {
    std::string about;
    std::string answer;
    std::string figures;
    std::string evidence;  ///< An item's id, "comparison.ID" or "scale.ID".
    Standing standing = Standing::planned;
};

enum class Purpose { sample, research_question, nothing };

struct Section {
    Purpose purpose = Purpose::nothing;
    std::string id;
    std::string heading;
    std::string text;  ///< The research question's words.
    std::vector<Finding>
        found;  ///< What answers it, in short: planned results where there are any.
    std::vector<Analysis> comparisons;
    std::vector<Analysis> scales;
    std::vector<ItemReport> items;  ///< Planned ones first, in the order of the plan.
    std::vector<std::string>
        elsewhere;  ///< Items that serve it too and stand in an earlier section.
};

/// The plan that the report answers to.
struct PlanReport {
    std::vector<std::string> sentences;   ///< Which plan, its hash, when it was frozen.
    std::vector<std::string> deviations;  ///< From the registered plan; may be none.
};

/// What became of everyone who came.
struct Flow {
    std::int64_t visits = 0;              ///< Of the first page, not people.
    response::DispositionCounts outcome;  ///< Of all responses, refusals among them.
};

/// How many responses carry a flag.
struct FlagCount {
    std::string flag;           ///< "contradiction:problems": why, and of which item.
    std::int64_t reported = 0;  ///< Among the responses of the report.
    std::int64_t excluded = 0;  ///< Among those that are excluded.
};
struct ExclusionCount {
    std::string reason;
    std::int64_t responses = 0;
};
/// What is known of the responses' quality.
struct Quality {
    std::vector<FlagCount> flags;
    std::vector<ExclusionCount> exclusions;
};

/// Responses in one of the languages that a study is offered in.
struct LanguageCount {
    std::string language;        ///< BCP 47; empty: not known.
    std::int64_t responses = 0;  ///< Of the report.
    std::int64_t complete = 0;   ///< Among them.
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
    std::int64_t responses = 0;          ///< Those in the tables.
    Flow flow;
    std::int64_t excluded_kept = 0;  ///< Excluded responses that are in the tables, as was asked.
    double partial_from = 0.5;       ///< The study's declared completeness.
    std::vector<std::string> notes;
    double level = statistics::usual_level;  ///< Of every interval.
    std::optional<PlanReport> plan;          ///< Empty: everything is exploratory.
    std::vector<Section> sections;
    std::optional<Analysis> weights;
    std::vector<Checklist> checklists;
    Quality quality;
    std::vector<LanguageCount> languages;  ///< Empty where there is one only.
    std::optional<PublishedComparison> published;
    std::optional<FlaggedReport> flagged{};  ///< Empty: the study screens nobody.
    std::optional<SampleFacts> sample;       ///< Empty where nobody was drawn.
    std::optional<Plot> sample_flow;         ///< Of it.
};

}  // namespace querist::report
