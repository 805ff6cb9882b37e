#include "report/sentences.hpp"

#include "core/core.hpp"
#include "report/numbers.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace querist::report {

namespace {

/// How many answers of the same frequency a sentence names before it only counts them.
constexpr std::size_t named_ties_max = 3;

std::string listed(const std::vector<std::string>& labels, std::string_view last_joint) {
    std::string text;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i > 0) text += i + 1 == labels.size() ? std::string(last_joint) : ", ";
        text += in_quotes(labels[i]);
    }
    return text;
}

/// Why there is nothing to say; empty when there is something.
std::string nothing_to_say(const Basis& basis) {
    if (basis.responses == 0) return "There are no responses yet.";
    if (basis.answered > 0) return "";
    const auto not_shown = basis.gaps[static_cast<std::size_t>(response::Gap::not_shown)];
    return not_shown == basis.responses ? "It was shown to nobody." : "Nobody answered it.";
}

std::vector<std::string> labels_with(const FrequencyTable& table, std::int64_t count) {
    std::vector<std::string> labels;
    for (const FrequencyRow& row : table.rows) {
        if (row.share.count == count) labels.push_back(row.label);
    }
    return labels;
}

std::string most_frequent(const FrequencyTable& table) {
    // Distinct counts above zero, the greatest first.
    std::set<std::int64_t, std::greater<>> counts;
    for (const FrequencyRow& row : table.rows) {
        if (row.share.count > 0) counts.insert(row.share.count);
    }
    if (counts.empty()) return "None of its choices was chosen.";
    const auto share_at = [&](std::int64_t count) {
        return share_text(share_of(count, table.basis.answered, table.basis.level));
    };
    const std::int64_t top = *counts.begin();
    const std::vector<std::string> first = labels_with(table, top);
    if (first.size() > named_ties_max) {
        return "No answer stands out: " + count_text(static_cast<std::int64_t>(first.size())) +
               " were each chosen by " + share_at(top) + ".";
    }
    std::string text = listed(first, " and ");
    text += first.size() == 1 ? " was chosen most often, by " : " were chosen most often, each by ";
    text += share_at(top) + ".";
    if (counts.size() > 1) {
        const std::int64_t second = *std::next(counts.begin());
        const std::vector<std::string> next = labels_with(table, second);
        if (next.size() <= named_ties_max) {
            text += " Next: " + listed(next, " and ") + (next.size() == 1 ? ", " : ", each ") +
                    share_at(second) + ".";
        }
    }
    return text;
}

std::string grid_sentence(const GridTable& table) {
    const std::size_t first = upper_half(table.scale.size());
    if (first >= table.scale.size())
        return plural(table.basis.answered, "respondent", "respondents") + " answered.";
    const std::vector<std::string> upper(
        table.scale.begin() + static_cast<std::ptrdiff_t>(first), table.scale.end()
    );
    std::string text = upper.size() <= 2
                           ? listed(upper, " or ")
                           : in_quotes(upper.front()) + " to " + in_quotes(upper.back());
    text += " was answered";
    std::string joint = " by ";
    for (const GridRow& row : table.rows) {
        if (row.basis.answered == 0) continue;  // "0 of 0" tells nothing
        std::int64_t count = 0;
        for (std::size_t i = first; i < row.cells.size(); ++i) count += row.cells[i].count;
        text += joint + share_text(share_of(count, row.basis.answered, row.basis.level)) + " for " +
                in_quotes(row.label);
        joint = "; by ";
    }
    return text + ".";
}

/// What was chosen most often in each row that takes several answers.
std::string matrix_sentence(const GridTable& table) {
    std::string text;
    for (const GridRow& row : table.rows) {
        std::int64_t top = 0;
        for (const Share& cell : row.cells) top = std::max(top, cell.count);
        if (top == 0) continue;
        std::vector<std::string> labels;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (row.cells[i].count == top) labels.push_back(table.scale[i]);
        }
        if (labels.size() > named_ties_max) continue;
        text += text.empty() ? "Chosen most often: " : "; ";
        text += listed(labels, " and ") + " for " + in_quotes(row.label) + ", ";
        text += (labels.size() == 1 ? "by " : "each by ") +
                share_text(share_of(top, row.basis.answered, row.basis.level));
    }
    if (text.empty())
        return plural(table.basis.answered, "respondent", "respondents") + " answered.";
    return text + ".";
}

std::string number_sentence(const NumberTable& table) {
    if (!table.summary) return "Nobody answered it.";
    const std::string unit = table.unit.empty() ? "" : " " + table.unit;
    return "The median was " + number_text(table.summary->median) + unit + " (quartiles " +
           number_text(table.summary->lower_quartile) + " and " +
           number_text(table.summary->upper_quartile) + "; " + count_text(table.summary->count) +
           " answered).";
}

std::string figure_sentence(const FigureTable& table) {
    const bool ranks = table.figures == FigureTable::Figures::ranks;
    std::vector<const FigureRow*> rows;
    for (const FigureRow& row : table.rows) {
        if (row.summary) rows.push_back(&row);
    }
    // Equal means stand in the study's order.
    std::ranges::sort(rows, {}, [&](const FigureRow* row) {
        return std::pair(ranks ? row->summary->mean : -row->summary->mean, row);
    });
    std::string text = ranks ? "Mean ranks, the first places first: " : "On average: ";
    for (std::size_t i = 0; i < std::min(rows.size(), named_ties_max); ++i) {
        if (i > 0) text += "; ";
        const auto& summary = rows[i]->summary;
        if (!summary) continue;  // none is without: they were sorted by it
        text += in_quotes(rows[i]->label) + " " + number_text(summary->mean);
        if (!ranks && !table.unit.empty()) text += " " + table.unit;
        if (ranks) text += " (first for " + share_text(rows[i]->first) + ")";
    }
    return text + ".";
}

std::string open_sentence(const OpenAnswers& open) {
    if (open.stands == OpenAnswers::Stands::withheld) {
        return plural(open.total, "respondent", "respondents") + " gave an address.";
    }
    std::string text = plural(open.total, "respondent", "respondents") + " wrote an answer.";
    const auto listed_count = static_cast<std::int64_t>(open.quotes.size());
    if (listed_count < open.total) {
        text += " The first " + count_text(listed_count) +
                " by response id are listed; the other " + count_text(open.total - listed_count) +
                " are in the export.";
    }
    return text;
}

std::string frequency_sentence(const FrequencyTable& table, const instrument::Kind& kind) {
    if (table.shares == FrequencyTable::Shares::fixed_by_screening) {
        const auto given = std::ranges::find_if(table.rows, [](const FrequencyRow& row) {
            return row.share.count > 0;
        });
        if (given == table.rows.end()) return "";
        return "All " + count_text(given->share.count) + " answered " + in_quotes(given->label) +
               ": whoever answers otherwise is screened out.";
    }
    if (std::holds_alternative<instrument::Consent>(kind)) {
        return share_text(table.rows.front().share) + " agreed.";
    }
    if (std::holds_alternative<instrument::YesNo>(kind)) {
        return share_text(table.rows.front().share) + " answered " +
               in_quotes(table.rows.front().label) + ".";
    }
    return table.in_short.empty() ? most_frequent(table) : table.in_short;
}

}  // namespace

std::string answer_sentence(const Table& table, const instrument::Kind& kind) {
    const Basis& basis =
        std::visit([](const auto& one) -> const Basis& { return one.basis; }, table);
    if (std::string nothing = nothing_to_say(basis); !nothing.empty()) return nothing;
    return std::visit(
        Overloaded{
            [&](const FrequencyTable& one) { return frequency_sentence(one, kind); },
            [](const GridTable& one) {
                return one.answers == Answers::one ? grid_sentence(one) : matrix_sentence(one);
            },
            [](const NumberTable& one) { return number_sentence(one); },
            [](const FigureTable& one) { return figure_sentence(one); },
            [](const OpenAnswers& one) { return open_sentence(one); },
            // Tables of analysis never are an item's own: their sentence is the analysis's.
            [](const CrossTable&) { return std::string(); },
            [](const SummaryTable&) { return std::string(); },
            [](const MeasureTable&) { return std::string(); },
            [](const WeightedTable&) { return std::string(); },
            [](const ContextTable&) { return std::string(); },
        },
        table
    );
}

std::size_t upper_half(std::size_t points) { return (points + 1) / 2; }

std::string problem_sentence(const Problem& problem) {
    std::string sentence = problem.message + ".";
    char& first = sentence.front();
    if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
    return sentence;
}

std::string describe_bars(const BarPlot& plot) {
    const double level =
        plot.bars.empty() ? statistics::usual_level : plot.bars.front().share.level;
    std::string text =
        "A horizontal bar for each answer, from 0 to 100 percent, with a whisker for its " +
        number_text(100 * level) + "% interval: ";
    for (std::size_t i = 0; i < plot.bars.size(); ++i) {
        if (i > 0) text += "; ";
        text += plot.bars[i].label + " " + percent_text(plot.bars[i].share);
    }
    return text + ".";
}

std::string describe_diverging(const DivergingPlot& plot) {
    std::string text =
        "A bar for each row, divided by answer; the first half of the scale lies left "
        "of the centre line, the second half right of it. ";
    for (const DivergingPlot::Row& row : plot.rows) {
        text += row.label + ": ";
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (i > 0) text += ", ";
            text += plot.scale[i] + " " + percent_text(row.cells[i]);
        }
        text += " of " + count_text(row.base) + ". ";
    }
    text.pop_back();
    return text;
}

std::string describe_histogram(const HistogramPlot& plot) {
    std::string text = "A column for each range of numbers: ";
    for (std::size_t i = 0; i < plot.bins.size(); ++i) {
        if (i > 0) text += "; ";
        text += bin_text(plot.bins[i], plot.spacing) + ", " +
                plural(plot.bins[i].count, "answer", "answers");
    }
    return text + ".";
}

std::string describe_means(const MeanPlot& plot) {
    std::string text =
        "A horizontal bar up to the mean of each row, with a whisker from its lower "
        "to its upper quartile: ";
    for (std::size_t i = 0; i < plot.rows.size(); ++i) {
        if (i > 0) text += "; ";
        text += plot.rows[i].label + " " + number_text(plot.rows[i].summary.mean) +
                (plot.unit.empty() ? "" : " " + plot.unit);
    }
    return text + ".";
}

}  // namespace querist::report
