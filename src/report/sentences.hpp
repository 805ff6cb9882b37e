#pragma once

#include "report/values.hpp"

namespace querist::report {

/// The answer to an item in one or two plain sentences, computed from its own table.
[[nodiscard]] std::string answer_sentence(const Table& table, const instrument::Kind& kind);

/// A picture in words, for those who do not see it.
[[nodiscard]] std::string describe_bars(const BarPlot& plot);
[[nodiscard]] std::string describe_diverging(const DivergingPlot& plot);
[[nodiscard]] std::string describe_histogram(const HistogramPlot& plot);

}  // namespace querist::report
