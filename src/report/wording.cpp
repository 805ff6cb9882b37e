#include "report/wording.hpp"

#include "report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::report {

namespace {

using response::Disposition;
using response::DispositionCounts;
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
    const auto of = [&](Disposition disposition) { return flow.outcome.of(disposition); };
    std::vector<CountLine> lines = {
        {"Visits of the first page", flow.visits, Rank::sum},
        {"Refused consent", of(Disposition::refused), Rank::sum},
        {"Excluded by the researchers", of(Disposition::excluded), Rank::sum},
        {"Agreed and started", flow.outcome.where(response::has_started), Rank::sum},
        {"Completed", of(Disposition::completed), Rank::part},
        {fmt::format(
             "Partial (not finished, at least {:.0f}% answered)", 100 * report.partial_from
         ),
         of(Disposition::partial),
         Rank::part},
        {"Broken off (not finished, fewer answered)", of(Disposition::broken_off), Rank::part},
        {"Withdrawn, answers deleted", of(Disposition::withdrawn), Rank::part},
        {"Screened out by their answers", of(Disposition::screened_out), Rank::part},
    };
    // Most studies have no quotas.
    if (const std::int64_t late = of(Disposition::quota_full); late > 0) {
        lines.push_back({"Ended because a quota was full", late, Rank::part});
    }
    lines.push_back({"Responses in this report", report.responses, Rank::sum});
    return lines;
}

std::vector<std::string> flow_notes(const Report& report) {
    const DispositionCounts& outcome = report.flow.outcome;
    const std::int64_t started = outcome.where(response::has_started);
    const std::int64_t screened = outcome.of(Disposition::screened_out);
    std::string sum = fmt::format(
        "Responses in this report: {} who agreed and started, less {} screened out",
        count_text(started),
        count_text(screened)
    );
    const std::int64_t late = outcome.of(Disposition::quota_full);
    if (late > 0) sum += fmt::format(" and {} for whom a quota was full", count_text(late));
    if (report.excluded_kept > 0) {
        sum += fmt::format(
            ", and {} excluded, which are in the tables as was asked",
            count_text(report.excluded_kept)
        );
    }
    return {
        fmt::format(
            "Each response is counted once, by the first that holds: excluded by the researchers "
            "(imported rows without consent are, too), refused, withdrawn, screened out, {}"
            "completed, partial, broken off (AAPOR's standard definitions).",
            late > 0 ? "ended by a full quota, " : ""
        ),
        sum + ".",
        "Visits count page loads, not people, and are not told apart by where a response comes "
        "from.",
    };
}

std::string led_in(std::string_view about) {
    while (about.ends_with(' ') || about.ends_with(':')) about.remove_suffix(1);
    return std::string(about) + ": ";
}

std::string mixed_versions_note(const Report& report) {
    if (report.versions.size() < 2) return {};
    return fmt::format(
        "The instrument changed while it was answered: responses of {} versions are counted "
        "together here.",
        report.versions.size()
    );
}

recruitment::WebRates web_rates(const Report& report) {
    const DispositionCounts& outcome = report.flow.outcome;
    return recruitment::web_rates({
        .refused = outcome.of(Disposition::refused),
        .agreed = outcome.where(response::has_started),
        .eligible = outcome.where(response::is_eligible),
        .completed = outcome.of(Disposition::completed),
    });
}

Share completion_rate(const Report& report) {
    const recruitment::WebRate rate = web_rates(report).completion;
    return share_of(rate.count, rate.base, report.level);
}

std::string basis_stamp(const Basis& basis) {
    std::string text = fmt::format(
        "{}, version {}, base {} of {}",
        stamp_of(basis.origin),
        short_version(basis.version),
        count_text(basis.answered),
        plural(basis.responses, "response", "responses")
    );
    if (basis.screened_out > 0) text += ", " + count_text(basis.screened_out) + " screened out";
    if (basis.quota_full > 0) text += ", " + count_text(basis.quota_full) + " over a quota";
    if (basis.excluded > 0) text += ", " + count_text(basis.excluded) + " excluded";
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
        label.front() = lower_case(label.front());
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

namespace {

/// How the tests, scales and weights of a plan are made.
void add_plan_method(const Report& report, std::vector<std::string>& lines) {
    if (!report.plan) return;
    lines.push_back(
        "A comparison claims something where its p value, adjusted among those of its research "
        "question, is below " +
        number_text(1 - report.level) +
        ". It stands on respondents with an answer to all that is compared, unless the plan counts "
        "those without. All tests are two-sided."
    );
    lines.emplace_back(
        "Where expected counts are too low for a planned chi-square or G test (Cochran's rule: one "
        "below 1, or more than a fifth below 5), Fisher's exact p value takes the place of its "
        "own; "
        "this rule is fixed and looks at no result. Fisher's test (R: fisher.test) is estimated "
        "from random tables with a printed seed where the enumeration is too long."
    );
    lines.emplace_back(
        "Chi-square and G are without continuity correction (R: chisq.test(correct = FALSE)); "
        "Cramér's V has the interval of the noncentral chi-square; the odds ratio is conditional "
        "(R: fisher.test). Mann-Whitney and Wilcoxon (R: wilcox.test) are exact for less than 50 "
        "values without ties; Cliff's delta has Feng and Cliff's interval, the rank-biserial "
        "correlation of pairs, Spearman's rho and Kendall's tau-b those of Fisher's z. McNemar's p "
        "is the exact binomial one."
    );
    const bool scales = std::ranges::any_of(report.sections, [](const Section& section) {
        return !section.scales.empty();
    });
    if (scales) {
        lines.emplace_back(
            "Scales: Cronbach's alpha with Feldt's interval (R: psych::alpha), McDonald's omega of "
            "a one-factor model fitted by maximum likelihood (R: factanal), of respondents who "
            "answered every item."
        );
    }
    if (report.weights) {
        lines.emplace_back(
            "Weights: post-stratification for one margin (R: survey::postStratify), raking for "
            "more (R: survey::rake). Weighted shares have the interval of Taylor linearisation on "
            "the logit scale (R: svyciprop(method = \"xlogit\")); the design effect compares with "
            "a simple random sample; effective n is Kish's."
        );
    }
}

}  // namespace

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
    lines.push_back(
        interval_name(report.level) +
        " is the Wilson score interval without continuity correction (Wilson 1927; R: "
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
        "Scales are coded from 1 in the order of the study; their medians have the interval of two "
        "order statistics (Thompson 1936), which is missing where there are too few values. The "
        "upper half of a scale leaves an odd middle point out."
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
        "Open answers are named by the first characters of the response's id, as in the export. "
        "Words in context are found by Unicode's rules for the study's language, case folded."
    );
    add_plan_method(report, lines);
    return lines;
}

}  // namespace querist::report
