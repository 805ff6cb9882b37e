#pragma once

#include "report/values.hpp"

#include <string>
#include <string_view>

namespace querist::report {

/// A label within a sentence: “Yes”.
[[nodiscard]] inline std::string in_quotes(std::string_view label) {
    return "“" + std::string(label) + "”";
}

/// The answer to an item in one or two plain sentences, computed from its own table.
[[nodiscard]] std::string answer_sentence(const Table& table, const instrument::Kind& kind);

/// A problem's message as a sentence of a report: with a capital and a full stop.
[[nodiscard]] std::string problem_sentence(const Problem& problem);

/// A picture in words, for those who do not see it.
[[nodiscard]] std::string describe_bars(const BarPlot& plot);
[[nodiscard]] std::string describe_diverging(const DivergingPlot& plot);
[[nodiscard]] std::string describe_histogram(const HistogramPlot& plot);
[[nodiscard]] std::string describe_means(const MeanPlot& plot);

/// Where the upper half of a scale begins; an odd scale's middle point belongs to neither half.
[[nodiscard]] std::size_t upper_half(std::size_t points);

}  // namespace querist::report
