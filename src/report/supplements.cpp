#include "report/supplements.hpp"

#include "report/numbers.hpp"
#include "report/sample_part.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace querist::report {

namespace {

using Holds = LaidColumn::Holds;

/// What a flag's reason means, in words for a reader.
struct FlagWords {
    std::string_view reason;
    std::string_view words;
};
constexpr std::array flag_words = {
    FlagWords{"artefact", "A token of the export stood among the answers; it is left out"},
    FlagWords{"burst", "As many or more began from one network on a day"},
    FlagWords{"by-hand", "Flagged by a person who looked at it"},
    FlagWords{"contradiction", "Contradictory answers; each of them is counted"},
    FlagWords{"exclusion-proposed", "A person proposed to exclude it"},
    FlagWords{"honeypot", "A field was filled in that people do not see"},
    FlagWords{"missing", "Required and not answered"},
    FlagWords{"no-proof-of-work", "It came without the work that the open link asks for"},
    FlagWords{"not-asked", "Answered though its condition was not true; the answer is left out"},
    FlagWords{"not-offered", "A choice that was not offered; it is left out"},
    FlagWords{"out-of-range", "Outside the limits; kept where it can be stored"},
    FlagWords{"ranks", "Ranks that are not 1, 2, 3 …, each once"},
    FlagWords{"rule-broken", "A rule of the study does not hold; kept as answered"},
    FlagWords{"text-missing", "The text beside a choice is missing"},
    FlagWords{"too-few", "Fewer choices than asked for; kept as answered"},
    FlagWords{"too-long", "Longer than allowed; kept as answered"},
    FlagWords{"too-many", "More choices than allowed; kept as answered"},
    FlagWords{"unknown-value", "A value that is no choice; it is left out"},
    FlagWords{"unreadable", "Nothing that the question takes; it is left out"},
    FlagWords{"wrong-total", "Numbers with another total than asked for"},
};

std::string words_of(std::string_view reason) {
    const auto found = std::ranges::find(flag_words, reason, &FlagWords::reason);
    return std::string(found == flag_words.end() ? reason : found->words);
}

/// The responses of the report, all of them.
Basis whole(const Report& report) {
    Basis basis;
    basis.responses = report.responses;
    basis.answered = report.responses;
    basis.screened_out = report.flow.outcome.of(response::Disposition::screened_out);
    basis.quota_full = report.flow.outcome.of(response::Disposition::quota_full);
    basis.excluded = report.flow.outcome.of(response::Disposition::excluded) - report.excluded_kept;
    basis.version = report.version;
    basis.origin = report.origin;
    basis.level = report.level;
    return basis;
}

/// The item as readers know it: its number, else its id.
std::string item_name(const Report& report, std::string_view id) {
    for (const Section& section : report.sections) {
        for (const ItemReport& item : section.items) {
            if (item.id != id || item.number.empty()) continue;
            return item.number + " (" + item.id + ")";
        }
    }
    return std::string(id);
}

LaidTable flag_table(const Report& report) {
    LaidTable table{
        .title = "Flags",
        .stamp = basis_stamp(whole(report)),
        .columns =
            {{.head = "Flag", .small = {}, .holds = Holds::words},
             {.head = "Question", .small = {}, .holds = Holds::words},
             {.head = "Responses", .raw = {"responses"}},
             {.head = "Excluded ones", .small = "that carry it", .raw = {"excluded"}}},
        .rows = {},
        .notes = {"A flag takes no response away: it says what a reader may want to look at."}
    };
    for (const FlagCount& one : report.quality.flags) {
        const std::size_t colon = one.flag.find(':');
        const std::string item =
            colon == std::string::npos ? "" : item_name(report, one.flag.substr(colon + 1));
        table.rows.push_back(
            {.cells =
                 {{.text = words_of(std::string_view(one.flag).substr(0, colon))},
                  {.text = item},
                  count_cell(one.reported),
                  count_cell(one.excluded)},
             .code = one.flag}
        );
    }
    return table;
}

LaidTable exclusion_table(const Report& report) {
    LaidTable table{
        .title = "Excluded responses",
        .stamp = basis_stamp(whole(report)),
        .columns =
            {{.head = "Why", .small = {}, .holds = Holds::words},
             {.head = "Responses", .raw = {"responses"}}},
        .rows = {},
        .notes = {}
    };
    for (const ExclusionCount& one : report.quality.exclusions) {
        table.rows.push_back(
            {.cells =
                 {{.text = one.reason.empty() ? "No reason given" : one.reason},
                  count_cell(one.responses)}}
        );
    }
    return table;
}

Supplement languages(const Report& report) {
    Supplement part{
        .id = "languages",
        .heading = "Languages",
        .answer = {},
        .tables = {},
        .notes = {"Codes are the same in every language, so all answers are reported together. A "
                  "response counts in the language that it was answered in last."}
    };
    LaidTable table{
        .title = "Responses by language",
        .stamp = basis_stamp(whole(report)),
        .columns =
            {{.head = "Language", .small = {}, .holds = Holds::words},
             {.head = "Responses", .small = "% of all", .raw = share_names("")},
             {.head = "Complete", .small = "% of the language", .raw = share_names("complete: ")}},
        .rows = {},
        .notes = {}
    };
    std::int64_t used = 0;
    for (const LanguageCount& one : report.languages) {
        if (one.responses > 0 && !one.language.empty()) ++used;
        const Share all = share_of(one.responses, report.responses, report.level);
        const Share complete = share_of(one.complete, one.responses, report.level);
        table.rows.push_back(
            {.cells =
                 {{.text = one.language.empty() ? "Not known" : one.language},
                  share_cell(all),
                  share_cell(complete)},
             .code = one.language}
        );
    }
    const bool unknown = report.languages.back().language.empty();
    const auto offered = static_cast<std::int64_t>(report.languages.size()) - (unknown ? 1 : 0);
    part.answer = "The study was offered in " + plural(offered, "language", "languages") +
                  " and answered in " + count_text(used) + ".";
    part.tables.push_back(std::move(table));
    return part;
}

Supplement quality(const Report& report) {
    Supplement part{
        .id = "quality", .heading = "Flags and exclusions", .answer = {}, .tables = {}, .notes = {}
    };
    std::int64_t excluded = 0;
    for (const ExclusionCount& one : report.quality.exclusions) excluded += one.responses;
    if (excluded == 0) {
        part.answer = "No response is excluded.";
    } else if (report.excluded_kept > 0) {
        part.answer =
            plural(excluded, "response is", "responses are") +
            " excluded by an entry, and counted in this report all the same, as was asked.";
    } else {
        part.answer = plural(excluded, "response is", "responses are") +
                      " excluded by an entry and not in the tables of this report.";
    }
    if (excluded > 0) part.tables.push_back(exclusion_table(report));
    if (!report.quality.flags.empty()) part.tables.push_back(flag_table(report));
    return part;
}

LaidTable signal_table(const Report& report, const FlaggedReport& flagged) {
    LaidTable table{
        .title = "Signals",
        .stamp = basis_stamp(whole(report)),
        .columns =
            {{.head = "Signal", .small = {}, .holds = Holds::words},
             {.head = "What it says", .small = {}, .holds = Holds::words},
             {.head = "Responses", .raw = {"responses"}},
             {.head = "Flagged", .small = "among them", .raw = {"flagged"}},
             {.head = "Excluded", .small = "among them", .raw = {"excluded"}}},
        .rows = {},
        .notes = {"A signal is a reason to look at a response, and no verdict. Excluded responses "
                  "are counted here, too."}
    };
    for (const SignalRow& one : flagged.signals) {
        table.rows.push_back(
            {.cells =
                 {{.text = one.signal},
                  {.text = one.meaning},
                  count_cell(one.responses),
                  count_cell(one.flagged),
                  count_cell(one.excluded)},
             .code = one.signal}
        );
    }
    return table;
}

/// A table whose columns are kinds of simulated respondents.
LaidTable trial_table(
    const Report& report, const std::string& title, const std::vector<screening::TrialRow>& rows
) {
    LaidTable table{
        .title = title,
        .stamp = basis_stamp(whole(report)),
        .columns = {{.head = "Found by", .small = {}, .holds = Holds::words}},
        .rows = {},
        .notes = {}
    };
    for (const screening::RespondentKind kind : screening::all_respondent_kinds) {
        const std::string name(screening::to_text(kind));
        table.columns.push_back(
            {.head = name,
             .small = kind == screening::RespondentKind::honest ? "false alarms" : "found",
             .raw = share_names(name + ": ")}
        );
    }
    for (const screening::TrialRow& row : rows) {
        std::string name = row.name;
        if (row.threshold > 0) name = "From " + plural(row.threshold, "point", "points") + " on";
        if (row.in_force) name += ", as the study says";
        LaidRow laid{.cells = {{.text = name}}};
        for (const screening::Found& found : row.kinds) {
            laid.cells.push_back(share_cell(share_of(found.found, found.of, report.level)));
        }
        table.rows.push_back(std::move(laid));
    }
    return table;
}

void add_trial(const Report& report, const screening::Trial& trial, Supplement& part) {
    part.tables.push_back(
        trial_table(report, "What signals find of simulated respondents", trial.signals)
    );
    part.tables.push_back(
        trial_table(report, "What thresholds find of simulated respondents", trial.thresholds)
    );
    part.notes.emplace_back(
        "Respondents of these kinds were simulated, under assumptions that no measurement stands "
        "behind. What is not found of careless, scripted and generated ones is missed."
    );
}

std::string change_text(const ResultWithout& result) {
    if (!result.change) return "–";
    if (*result.change == 0) return "none";
    return fmt::format("{:+.1f} points", 100 * *result.change);
}

LaidTable without_table(const Report& report, const FlaggedReport& flagged) {
    LaidTable table{
        .title = "Results with and without flagged responses",
        .stamp = basis_stamp(whole(report)),
        .columns =
            {{.head = "Result", .small = {}, .holds = Holds::words},
             {.head = "All", .small = "n = " + count_text(flagged.responses), .holds = Holds::words
             },
             {.head = "Without flagged ones",
              .small = "n = " + count_text(flagged.responses_without),
              .holds = Holds::words},
             {.head = "Greatest change", .small = "of a share", .raw = {"change"}}},
        .rows = {},
        .notes = {"Points are percentage points, of the share that changes most in the first table "
                  "of a question. Flagged responses that a person kept are left out here all the "
                  "same."}
    };
    for (const ResultWithout& one : flagged.results) {
        table.rows.push_back(
            {.cells =
                 {{.text = one.about},
                  {.text = one.all},
                  {.text = one.without},
                  {.text = change_text(one),
                   .small = one.change.value_or(0) == 0 ? "" : one.changed,
                   .raw = {raw_of(one.change)}}}}
        );
    }
    return table;
}

Supplement screened(const Report& report, const FlaggedReport& flagged) {
    const FlaggedCounts& counts = flagged.counts;
    Supplement part{
        .id = "screening",
        .heading = "Screening",
        .answer = count_text(counts.flagged) + " of " +
                  plural(counts.screened, "response", "responses") +
                  " were flagged for a person to look at: " + count_text(counts.excluded) +
                  " of them excluded, " + count_text(counts.kept) + " kept, " +
                  count_text(counts.waiting) + " still waiting.",
        .tables = {},
        .notes = {}
    };
    if (!flagged.signals.empty()) part.tables.push_back(signal_table(report, flagged));
    if (flagged.trial) add_trial(report, *flagged.trial, part);
    if (flagged.results.empty()) {
        part.notes.emplace_back(
            "Nobody in the tables is flagged: every result is also the one without flagged "
            "responses."
        );
    } else {
        part.tables.push_back(without_table(report, flagged));
    }
    return part;
}

std::string recomputed_text(const ComparedFigure& figure) {
    if (!figure.base) return count_text(figure.count);
    const Share share = share_of(figure.count, *figure.base);
    return count_text(figure.count) + " of " + count_text(*figure.base) + " (" +
           percent_text(share) + ")";
}

Supplement published(const Report& report, const PublishedComparison& comparison) {
    const auto all = static_cast<std::int64_t>(comparison.figures.size());
    Supplement part{
        .id = "published",
        .heading = "Published and recomputed",
        .answer = count_text(all - comparison.differing) + " of " +
                  plural(all, "published figure comes", "published figures come") +
                  " out of these responses as printed; " + count_text(comparison.differing) +
                  (comparison.differing == 1 ? " differs." : " differ."),
        .tables = {},
        .notes = comparison.notes
    };
    LaidTable table{
        .title = "Published and recomputed figures",
        .stamp = basis_stamp(whole(report)),
        .columns =
            {{.head = "Question and answer", .small = {}, .holds = Holds::text},
             {.head = "Published"},
             {.head = "Recomputed", .raw = {"count", "base"}},
             {.head = "Agree", .small = {}, .holds = Holds::words},
             {.head = "Why not", .small = {}, .holds = Holds::text}},
        .rows = {},
        .notes = {"Published: " + comparison.source + "."}
    };
    for (const ComparedFigure& one : comparison.figures) {
        const RawNumber base = one.base ? RawNumber(*one.base) : RawNumber();
        const std::string about =
            one.question.empty() ? one.answer : one.question + " – " + one.answer;
        table.rows.push_back(
            {.cells =
                 {{.text = about},
                  {.text = one.published},
                  {.text = recomputed_text(one), .raw = {RawNumber(one.count), base}},
                  {.text = one.same ? "yes" : "no"},
                  {.text = one.why}}}
        );
    }
    part.tables.push_back(std::move(table));
    return part;
}

}  // namespace

std::vector<Supplement> supplements(const Report& report) {
    std::vector<Supplement> parts;
    const bool any = !report.quality.flags.empty() || !report.quality.exclusions.empty();
    if (report.sample) parts.push_back(sample_part(report));
    if (!report.languages.empty()) parts.push_back(languages(report));
    if (any) parts.push_back(quality(report));
    if (report.flagged) parts.push_back(screened(report, *report.flagged));
    if (report.published) parts.push_back(published(report, *report.published));
    return parts;
}

}  // namespace querist::report
