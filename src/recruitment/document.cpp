// docs/recruitment.md: the prose stands here, every table is made from the data that the program
// counts with.

#include "recruitment/document.hpp"

#include "recruitment/case_event.hpp"
#include "recruitment/disposition_codes.hpp"
#include "recruitment/disposition_rules.hpp"
#include "recruitment/outcome_rates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace querist::recruitment {

namespace {

constexpr std::string_view introduction =
    R"md(# Recruitment: what became of everybody, and the rates

This file is made from the tables in `src/recruitment/` (`recruitment_document()`); a test compares the two. What it describes is
pure: events come in, codes and rates go out. How people are imported and drawn, see [recruiting.md](recruiting.md).

A **case** is one sampled person in one study. What happens to it is a list of events, each with its moment and without any
text: nothing of a person is in it, and the rates stay computable when name and address are deleted.

## Events

)md";

constexpr std::string_view before_rules = R"md(
## Which code a case has

The first of these rules that holds gives the code. Corrections come first, then answers, then what somebody says, then traces of
contact, then what became of the mail. The order in which events were recorded never matters. Their moments matter
in one place: of several words on delivery the latest counts, and of two of the same moment the worse one.

Outside the last group a rule hangs on what there is and never on what is missing. So a further event leads to the same rule
or to one above it: nothing but a correction takes a complete away, and whoever was once known to be eligible never becomes unknown again.

What people write, a program cannot tell: `querist recruit bounces` takes reports, receipts and replies from a mailbox, a reply as *replied-other*, and
whoever reads it says with `querist recruit note` what it says (refused, language, away, moved, somebody else, duplicate), or takes that back. With the
mail programs' own answers nothing is noted: that somebody is away this week says nothing of the fieldwork. *not eligible*, *duplicate* and *unusable* answers
are said by `querist exclude --as`.

Exclusions for the quality of answers (*unusable*) make no case ineligible: the person was drawn, reached and answered, so a complete or partial
interview becomes 2.30 and stays in the denominators of response rates: a study does not gain in them by excluding much. Only COOP3 and COOP4, whose denominators have interviews and refusals
alone, leave such cases out. What was no interview (a break-off, a screen-out) keeps its code. The Standard Definitions give no code for it; 2.30 is the one of its group that says nothing more.

While the fieldwork lasts, codes are those of today: who is still answering counts as broken off.

)md";

constexpr std::string_view before_flow = R"md(
## How far a case came

The flow diagram counts, apart from codes, how far somebody came; each step includes those before it, and who went no further is listed beside it by
code.

)md";

constexpr std::string_view before_codes = R"md(
## Codes

)md";

constexpr std::string_view before_formulas = R"md(
## Rates

I, P, R, NC, O, UH, UO are the numbers of cases in the groups above; R includes break-offs, and NE is in no rate but through e.
Numerators and denominators are whole numbers; where e is in a denominator it is an exact fraction. Rates are given for the
whole sample, each stratum, each wave and each stratum of a wave. Cases that are drawn and not released in a wave are in none.
A rate without a base is no number: in its place stands what the last column says.

)md";

constexpr std::string_view after_formulas = R"md(
Source: AAPOR, *Standard Definitions* (2016); the formulas as R's `outcomerate::outcomerate` implements them, with whose published test the unit tests
agree.

**e**, the share that is taken to be eligible among the cases of which it is not known, is estimated as
(I + P + R + NC + O) / (I + P + R + NC + O + NE), the default of AAPOR's calculator (version 4.0, 2016;
R: `outcomerate::eligibility_rate`), by each part of the sample for itself. It is always shown with how it came about. Researchers who know better
state it with its basis (`eligible share` and `eligible share basis` of the `sample`): it then holds for every part. As long as nobody was found not to be eligible it is 1, and RR3 is RR1. Where e is needed and of no
case it is known whether it was eligible, RR3, RR4, REF2 and CON2 are a sentence, too. A pilot wave belongs in a sample of its own.

The rates are of cases as they were drawn. Where strata were drawn with unequal chances, those of the whole describe the sample; those of
the population need weights ([report.md](report.md)).

**Anonymous studies** know which cases have an entry ticket, and what those did who came in by one, and never who of these did what. Each of them has a
ticket, so for the whole sample the counts are right all the same: who began counts in place of somebody who has a ticket, whoever has one and did not begin
is 2.1121, and everybody else has the code that sending and replies give. Strata and waves cannot be told apart. Where accounts have tickets, too (a
sign-in), who began need not be a case: codes and rates know of sending and replies only. Whoever comes by an open link has no ticket and counts as no case. A case that opted out after
taking a ticket is a refusal in both ways.

**CHERRIES** (Eysenbach 2004) asks for three more, of visitors of the questionnaire:

| rate | count | base | without |
|---|---|---|---|
| view rate | people who saw the first page | people who saw where it was announced | no rate: an open survey counts page loads, and people of another site only its owner knows |
| participation rate | agreed and started | people who saw the first page | where visitors are not told apart, those who agreed or refused stand for them, and it is said |
| completion rate | completed | agreed and started, less those screened out or met by a full quota | |

With personal links whoever opened one is a visitor. Responses that the researchers excluded are in none of the three. The report uses the same
functions.

)md";

constexpr std::string_view before_published = R"md(## An example: the published survey

The paper mailed 228 PRO accounts and 1,985 members of organizations, 2,213 in all, and reports 92 responses and a response rate of 4 %. Of the
92 lines of its export, 91 are people who agreed (`docs/replication.md`). The export does not say who finished, so complete and partial
cannot be told apart: all 91 stand under P here, and only rates that count I + P are shown. Of the others nothing is known, neither
bounces nor refusals: 3.19.

)md";

constexpr std::string_view after_published = R"md(
- The published 4 % is RR2: 92 / 2213 = 0.0416 with the line that is no person, 0.0411 without; both are printed as 4 %.
- RR4 equals RR2 because nobody is known not to be eligible (e = 1): the export knows no screen-out.
- RR6 and the cooperation rates are 1 because only those who answered are known to be eligible or reached. They say nothing here;
  without bounces and refusals as events no other rate than RR2 should be reported.
- By stratum there is no rate: the export does not say which list a respondent was on.
)md";

std::string_view nature_words(Nature nature) {
    switch (nature) {
        case Nature::record:
            return "kept for the record; no code hangs on it";
        case Nature::sending:
            return "sending";
        case Nature::delivery:
            return "delivery: the latest word counts";
        case Nature::word:
            return "what somebody says";
        case Nature::answering:
            return "answering";
        case Nature::correction:
            return "correction";
    }
    std::unreachable();
}

std::string_view tier_words(RuleTier tier) {
    switch (tier) {
        case RuleTier::corrections:
            return "corrections";
        case RuleTier::answers:
            return "answers";
        case RuleTier::words:
            return "words";
        case RuleTier::traces:
            return "traces";
        case RuleTier::delivery:
            return "delivery";
    }
    std::unreachable();
}

std::string events_table() {
    std::string out = "| event | what it means | what it does |\n|---|---|---|\n";
    for (const EventRow& row : event_rows()) {
        out += fmt::format("| `{}` | {} | {} |\n", row.word, row.says, nature_words(row.nature));
    }
    return out;
}

std::string rules_table() {
    std::string out = "| | group | a case that | code |\n|---|---|---|---|\n";
    int number = 0;
    for (const DispositionRule& rule : disposition_rules()) {
        const CodeRow& row = row_of(rule.code);
        out += fmt::format(
            "| {} | {} | {} | {} {} |\n",
            ++number,
            tier_words(rule.tier),
            rule.when,
            row.number,
            row.meaning
        );
    }
    return out;
}

std::string flow_list() {
    std::string out;
    for (std::size_t i = 0; i < steps; ++i) {
        out += fmt::format("{}. {}\n", i + 1, label_of(static_cast<Step>(i)));
    }
    return out;
}

std::string codes_table() {
    const CodeTable& table = code_table();
    std::string out = fmt::format(
        "{}. Source: {}. {}\n\n| code | meaning | group | given by a rule |\n|---|---|---|---|\n",
        table.edition,
        table.source,
        table.not_verified
    );
    for (const CodeRow& row : table.rows) {
        const bool given = std::ranges::any_of(
            disposition_rules(), [&](const DispositionRule& rule) { return rule.code == row.code; }
        );
        out += fmt::format(
            "| {} | {} | {} | {} |\n",
            row.number,
            row.meaning,
            letters_of(row.group),
            given ? "yes" : "no"
        );
    }
    return out;
}

std::string formulas_table() {
    std::string out = "| rate | formula | what it is | without a base |\n|---|---|---|---|\n";
    for (const RateFormula& formula : rate_formulas()) {
        out += fmt::format(
            "| {} | {} | {} | {} |\n",
            formula.name,
            formula.formula,
            formula.meaning,
            formula.without_base
        );
    }
    return out;
}

/// The counts of the published survey, which hold no complete: see the text above the table.
std::string published_table() {
    const OutcomeRates found = outcome_rates({.partial = 91, .unknown_receipt = 2'213 - 91});
    std::string out =
        found.eligibility.basis + "\n\n| rate | count | base | value |\n|---|---|---|---|\n";
    for (const RateName name : {RateName::rr2, RateName::rr4, RateName::rr6, RateName::coop2}) {
        const Rate& rate = found.of(name);
        const std::optional<Fraction> value = rate.value();
        if (!rate.base || !value) continue;
        out += fmt::format(
            "| {} | {} | {} | {:.4f} |\n",
            formula_of(name).name,
            rate.count,
            rate.base->numerator(),
            value->value()
        );
    }
    return out;
}

}  // namespace

std::string recruitment_document() {
    std::string out(introduction);
    out += events_table();
    out += before_rules;
    out += rules_table();
    out += before_flow;
    out += flow_list();
    out += before_codes;
    out += codes_table();
    out += before_formulas;
    out += formulas_table();
    out += after_formulas;
    out += before_published;
    out += published_table();
    out += after_published;
    return out;
}

}  // namespace querist::recruitment
