#include "report/wording.hpp"

#include "report/numbers.hpp"

#include <fmt/format.h>

namespace querist::report {

namespace {

using response::Gap;
using response::Origin;
using Rank = CountLine::Rank;

constexpr Gap all_gaps[] = {
    Gap::skipped, Gap::declined, Gap::not_shown, Gap::broken_off, Gap::withdrawn
};

std::int64_t count_of(const Basis& basis, Gap gap) {
    return basis.gaps[static_cast<std::size_t>(gap)];
}

}  // namespace

std::string_view warning_of(Origin origin) {
    switch (origin) {
        case Origin::real:
            return "";
        case Origin::pilot:
            return "Pilot data: answers given while the study was being tried out";
        case Origin::test:
            return "Test data: answers typed to try the questionnaire, not a survey";
        case Origin::synthetic:
            return "Synthetic data: made by the program, not by people";
        case Origin::imported:
            return "Imported data: collected outside Querist";
    }
    return "";
}

std::string_view stamp_of(Origin origin) {
    switch (origin) {
        case Origin::real:
            return "Real responses";
        case Origin::pilot:
            return "Pilot data";
        case Origin::test:
            return "Test data";
        case Origin::synthetic:
            return "Synthetic data";
        case Origin::imported:
            return "Imported data";
    }
    return "";
}

std::string responses_text(std::int64_t count, Origin origin) {
    return fmt::format(
        "{} {} {}",
        count_text(count),
        response::to_text(origin),
        count == 1 ? "response" : "responses"
    );
}

std::string_view gap_label(Gap gap) {
    switch (gap) {
        case Gap::none:
            return "Answered";
        case Gap::not_shown:
            return "Not shown";
        case Gap::skipped:
            return "Skipped";
        case Gap::declined:
            return "Declined to say";
        case Gap::broken_off:
            return "Broken off before";
        case Gap::withdrawn:
            return "Withdrawn";
    }
    return "";
}

std::vector<CountLine> basis_lines(const Basis& basis) {
    std::vector<CountLine> lines{{"Answered (base)", basis.answered, Rank::part}};
    for (const Gap gap : all_gaps) {
        if (count_of(basis, gap) == 0) continue;
        lines.push_back({std::string(gap_label(gap)), count_of(basis, gap), Rank::part});
    }
    lines.push_back({"All responses", basis.responses, Rank::sum});
    return lines;
}

std::vector<CountLine> flow_lines(const Report& report) {
    const Flow& flow = report.flow;
    return {
        {"Visits of the first page", flow.visits, Rank::sum},
        {"Refused to take part", flow.refused, Rank::sum},
        {"Agreed and started", flow.started, Rank::sum},
        {"Complete", flow.complete, Rank::part},
        {fmt::format(
             "Partial (not finished, at least {:.0f}% answered)", 100 * report.partial_from
         ),
         flow.partial,
         Rank::part},
        {"Broken off (not finished, fewer answered)", flow.broken_off, Rank::part},
        {"Withdrawn, answers deleted", flow.withdrawn, Rank::part},
        {"Screened out, not reported", flow.screened, Rank::part},
        {"Responses in this report", report.responses, Rank::sum},
    };
}

std::string basis_stamp(const Basis& basis) {
    std::string text = fmt::format(
        "{}, version {}, base {} of {}",
        stamp_of(basis.origin),
        short_version(basis.version),
        count_text(basis.answered),
        plural(basis.responses, "response", "responses")
    );
    if (basis.excluded > 0) text += ", " + count_text(basis.excluded) + " screened out";
    return text;
}

std::string marked_percent(const Share& share) {
    return percent_text(share) + (share.base > 0 && share.base < small_base ? "†" : "");
}

std::string gaps_text(const Basis& basis) {
    std::string text;
    for (const Gap gap : all_gaps) {
        if (count_of(basis, gap) == 0) continue;
        std::string label(gap_label(gap));
        label.front() = static_cast<char>(label.front() - 'A' + 'a');
        text += (text.empty() ? "" : ", ") + label + " " + count_text(count_of(basis, gap));
    }
    return text.empty() ? "–" : text;
}

std::string empty_list_text(const OpenAnswers& open) {
    if (open.stands != OpenAnswers::Stands::withheld || open.total == 0) return "None.";
    return plural(open.total, "address", "addresses") + ", not printed.";
}

std::string open_note(const OpenAnswers& open) {
    if (open.stands == OpenAnswers::Stands::withheld) {
        return "Addresses say who answered: they are in the export, not in reports. Gaps: " +
               gaps_text(open.basis) + ".";
    }
    const auto listed = static_cast<std::int64_t>(open.quotes.size());
    if (listed < open.total) {
        return fmt::format(
            "The first {} of {} by response id, which is random; the other {} are in the export.",
            count_text(listed),
            count_text(open.total),
            count_text(open.total - listed)
        );
    }
    if (open.stands == OpenAnswers::Stands::beside) return "";
    return "Gaps: " + gaps_text(open.basis) + ".";
}

std::vector<NumberLine> summary_lines(const NumberTable& table) {
    if (!table.summary) return {};
    const statistics::Summary& summary = *table.summary;
    std::vector<NumberLine> lines{
        {"Median", summary.median},
        {"Lower quartile", summary.lower_quartile},
        {"Upper quartile", summary.upper_quartile},
        {"Mean", summary.mean},
    };
    if (summary.standard_deviation) {
        lines.push_back({"Standard deviation", *summary.standard_deviation});
    }
    lines.push_back({"Least", summary.minimum});
    lines.push_back({"Greatest", summary.maximum});
    return lines;
}

std::vector<std::string> method_lines(const Report& report) {
    std::vector<std::string> lines;
    lines.emplace_back(
        "The base of an item is the number of responses with an answer to it. Percentages are of "
        "this base. Base and gaps add up to all responses."
    );
    lines.emplace_back(
        "Gaps: skipped (shown, left empty), declined (chose not to say), not shown (a condition of "
        "the questionnaire kept it away), broken off before (the response ended earlier), "
        "withdrawn "
        "(the participant took the answers back and they were deleted)."
    );
    lines.emplace_back(
        "95% CI is the Wilson score interval without continuity correction (Wilson 1927; R: "
        "prop.test(correct = FALSE)). It covers chance in sampling, not who chose to take part."
    );
    lines.push_back(
        "† marks a base under " + count_text(small_base) + ": read the counts, not the percentages."
    );
    lines.emplace_back(
        "Quartiles are of Hyndman and Fan's type 7 (R: quantile()); the standard deviation has "
        "n − 1 below."
    );
    lines.emplace_back(
        "A scale of answers is drawn around its middle: the first half of its points to the left, "
        "the second half to the right, an odd middle point astride. A scale such as Never to "
        "Regularly has no neutral point; the line divides its lower from its upper half."
    );
    lines.push_back(fmt::format(
        "A response that was not finished is partial when at least {:.0f}% of the questions that "
        "applied to it were answered, and broken off otherwise; both are in the tables. While the "
        "study is open this includes responses still being written.",
        100 * report.partial_from
    ));
    lines.emplace_back(
        "Open answers are named by the first characters of the response's id, as in the export."
    );
    return lines;
}

}  // namespace querist::report
