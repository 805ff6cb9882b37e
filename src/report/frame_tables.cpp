#include "report/frame_tables.hpp"

#include "report/numbers.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace querist::report {

namespace {

using Holds = LaidColumn::Holds;

/// A row of such a table: people who are told together.
struct FramePart {
    std::string name;
    std::string code;
    std::int64_t in_frame = 0;
    std::int64_t released = 0;
    std::int64_t respondents = 0;  ///< Complete and partial: those whose answers are in the tables.
};

constexpr std::size_t told_together_max = 3;

std::string text_of_value(const std::string& value) { return value.empty() ? "not told" : value; }

std::string all_values(const std::vector<std::string>& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const std::string& value : values) texts.push_back(text_of_value(value));
    return fmt::format("{}", fmt::join(texts, " + "));
}

/// "a + b"; "a + b + c and 4 others".
std::string group_name(const std::vector<std::string>& values) {
    if (values.size() <= told_together_max + 1) return all_values(values);
    const std::vector<std::string> first(
        values.begin(), values.begin() + std::ptrdiff_t{told_together_max}
    );
    return fmt::format("{} and {} others", all_values(first), values.size() - told_together_max);
}

std::vector<FramePart> parts_by_stratum(const SampleFacts& sample) {
    std::vector<FramePart> parts;
    for (const recruitment::SamplePart& part : sample.rates.strata) {
        const SampleFacts::Stratum& stratum = sample.strata.at(part.stratum.value_or(0));
        const recruitment::GroupCounts groups = part.cases.by_group();
        parts.push_back(
            {.name = stratum.name.empty() ? "Everybody" : stratum.name,
             .code = stratum.name,
             .in_frame = stratum.in_frame,
             .released = part.cases.total(),
             .respondents = groups.complete + groups.partial}
        );
    }
    return parts;
}

std::vector<FramePart> parts_by_value(const SampleFacts::Comparison& comparison) {
    std::vector<FramePart> parts;
    parts.reserve(comparison.groups.size());
    for (const SampleFacts::Comparison::Group& group : comparison.groups) {
        parts.push_back(
            {.name = group_name(group.values),
             .code = all_values(group.values),
             .in_frame = group.in_frame,
             .released = group.released,
             .respondents = group.respondents}
        );
    }
    return parts;
}

std::string difference_words(const Share& respondents, const Share& frame) {
    if (respondents.base == 0 || frame.base == 0) return "–";
    const auto share = [](const Share& one) {
        return static_cast<double>(one.count) / static_cast<double>(one.base);
    };
    return fmt::format("{:+.1f} points", (share(respondents) - share(frame)) * 100);
}

/// Whether strata were released in other shares than the frame has, by more than sizes are rounded.
bool is_unequal(const SampleFacts& sample) {
    std::int64_t in_frame = 0;
    for (const SampleFacts::Stratum& one : sample.strata) in_frame += one.in_frame;
    const auto released = static_cast<double>(sample.rates.whole.cases.total());
    return std::ranges::any_of(sample.rates.strata, [&](const recruitment::SamplePart& part) {
        const auto of_frame =
            static_cast<double>(sample.strata.at(part.stratum.value_or(0)).in_frame);
        const double equal = released * of_frame / static_cast<double>(in_frame);
        return std::abs(static_cast<double>(part.cases.total()) - equal) > 1;
    });
}

/// Whether the respondents could be a random choice of the frame, part by part; of the released,
/// where the design itself made these unlike the frame.
std::string fit_sentence(const std::vector<FramePart>& parts, bool unequal) {
    std::vector<std::int64_t> counts;
    std::vector<double> shares;
    for (const FramePart& part : parts) {
        const std::int64_t expected = unequal ? part.released : part.in_frame;
        // Nobody is expected where nobody could be: such a part has no share to be tested.
        if (expected == 0 && part.respondents == 0) continue;
        counts.push_back(part.respondents);
        shares.push_back(static_cast<double>(expected));
    }
    const auto fit = statistics::chi_square_fit(counts, shares);
    if (!fit) return "No test: " + std::string(statistics::absence_sentence(fit.error()));
    std::string text = fmt::format(
        "Chi-square test of goodness of fit (Pearson 1900): X² = {}, {}, p {}.",
        number_text(fit->test.statistic),
        plural(fit->test.degrees_of_freedom, "degree of freedom", "degrees of freedom"),
        p_relation(fit->test.p_value)
    );
    if (unequal) {
        text +=
            " Strata were released with unequal chances, so that it compares with the released and "
            "not with the frame.";
    }
    if (fit->expected_too_low) {
        text += " Expected counts are too low for it: read the counts (Cochran 1954).";
    }
    return text;
}

LaidTable frame_table(
    const Report& report,
    const std::string& stamp,
    std::string title,
    const std::string& head,
    const std::vector<FramePart>& parts
) {
    LaidTable table{
        .title = std::move(title),
        .stamp = stamp,
        .columns =
            {{.head = head, .small = {}, .holds = Holds::words},
             {.head = "Frame", .raw = share_names("frame: ")},
             {.head = "Released", .raw = share_names("released: ")},
             {.head = "Respondents", .raw = share_names("respondents: ")},
             {.head = "Respondents less frame", .small = {}, .holds = Holds::words}},
        .rows = {},
        .notes = {}
    };
    FramePart all;
    for (const FramePart& part : parts) {
        all.in_frame += part.in_frame;
        all.released += part.released;
        all.respondents += part.respondents;
    }
    for (const FramePart& part : parts) {
        const Share in_frame = share_of(part.in_frame, all.in_frame, report.level);
        const Share of_respondents = share_of(part.respondents, all.respondents, report.level);
        // The frame is all of it: its shares are no estimates.
        LaidCell whole = share_cell(in_frame);
        whole.small.clear();
        LaidCell sampled = share_cell(share_of(part.released, all.released, report.level));
        sampled.small.clear();
        table.rows.push_back(
            {.cells =
                 {{.text = part.name},
                  std::move(whole),
                  std::move(sampled),
                  share_cell(of_respondents),
                  {.text = difference_words(of_respondents, in_frame)}},
             .code = part.code}
        );
    }
    return table;
}

/// Which texts of a comparison stand in one row, where its name does not list them.
void add_long_groups(const SampleFacts::Comparison& comparison, LaidTable& table) {
    for (const SampleFacts::Comparison::Group& group : comparison.groups) {
        if (group.values.size() <= told_together_max + 1) continue;
        table.notes.push_back(
            fmt::format("{}: {}.", group_name(group.values), all_values(group.values))
        );
    }
}

LaidTable comparison_table(
    const Report& report,
    const SampleFacts& sample,
    const std::string& stamp,
    const SampleFacts::Comparison& comparison
) {
    const std::vector<FramePart> parts = parts_by_value(comparison);
    LaidTable table = frame_table(
        report, stamp, "The frame and the respondents: " + comparison.text, comparison.text, parts
    );
    table.notes.push_back(fit_sentence(parts, is_unequal(sample)));
    add_long_groups(comparison, table);
    std::int64_t released = 0;
    bool joined = false;
    for (const SampleFacts::Comparison::Group& group : comparison.groups) {
        released += group.released;
        joined = joined || group.values.size() > 1;
    }
    if (joined) {
        table.notes.emplace_back(
            "What stands together in a row would, told apart, say of people whether they answered."
        );
    }
    const std::int64_t left_out = sample.rates.whole.cases.total() - released;
    if (left_out > 0) {
        table.notes.push_back(
            plural(left_out, "case is", "cases are") +
            " left out, of people who want no mail or were forgotten."
        );
    }
    return table;
}

}  // namespace

std::vector<LaidTable> frame_tables(
    const Report& report, const SampleFacts& sample, const std::string& stamp
) {
    std::vector<LaidTable> tables;
    if (sample.strata.size() > 1) {
        const std::vector<FramePart> parts = parts_by_stratum(sample);
        tables.push_back(
            frame_table(report, stamp, "The frame and the respondents", "Stratum", parts)
        );
        tables.back().notes.push_back(fit_sentence(parts, is_unequal(sample)));
        tables.back().notes.emplace_back(
            "Respondents: cases with complete or partial answers. Resembling the frame in its "
            "strata is "
            "no proof of resembling it in what was asked."
        );
    }
    for (const SampleFacts::Comparison& comparison : sample.comparisons) {
        if (comparison.groups.empty()) continue;
        tables.push_back(comparison_table(report, sample, stamp, comparison));
    }
    return tables;
}

std::string withheld_comparisons(const SampleFacts& sample) {
    std::vector<std::string> telling;
    std::vector<std::string> without;
    for (const SampleFacts::Comparison& comparison : sample.comparisons) {
        if (!comparison.groups.empty()) continue;
        (comparison.has_texts ? telling : without).push_back(fmt::format("“{}”", comparison.text));
    }
    std::string words;
    if (!telling.empty()) {
        words = fmt::format(
            "Not compared with the frame by {}: the counts would tell of people whether they "
            "answered.",
            fmt::join(telling, ", ")
        );
    }
    if (!without.empty()) {
        words += fmt::format(
            "{}Not compared with the frame by {}: the frame says it of nobody, since it was "
            "imported before the study compared by it.",
            words.empty() ? "" : " ",
            fmt::join(without, ", ")
        );
    }
    return words;
}

}  // namespace querist::report
