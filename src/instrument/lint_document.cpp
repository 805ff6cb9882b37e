// docs/lint-rules.md, made from the table of rules and from the constants of the estimates.

#include "instrument/lint_rule.hpp"
#include "instrument/reading_minutes.hpp"

#include <fmt/format.h>

namespace querist::instrument {

namespace {

std::string_view severity_name(Severity severity) {
    switch (severity) {
        case Severity::note:
            return "note";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    std::unreachable();
}

constexpr std::string_view introduction = R"md(# Lint rules

`querist check` reads a study as a careful methodologist would and reports what it finds, each
finding with its place and cure. This file is made from the table of rules (`lint_rules_document()`);
a test compares the two.

A finding that is right for your study stays in the study file with your reason, and `querist show`
prints both:

```yaml
acknowledged:
  - rule: double-barrelled
    reason: The wording is that of an earlier study, with which we compare.
```

Under a question it speaks for that question, under a compensation for that compensation, and at the
top of the study for every place where the rule finds something (consent, pages and research
questions have none of their own). An acknowledgement that meets no finding is itself reported.
`placeholder-text` is said again when the plan is frozen and the study opens, acknowledged or not.

Conditions are decided exactly: over every answer that the questions allow, not by patterns. Where
the number of cases passes a bound the rule `undecided` says so. A condition on a page that is never
shown is not reported again for each question of that page.

)md";

std::string estimates() {
    return fmt::format(
        R"md(## How minutes are estimated

The estimate adds up the longest usual walk: the consent, every item that can be asked, and the
thanks. Of branches that exclude one another the longer one counts.

| part | seconds | source |
|---|---|---|
| reading everything shown | 60 / {} a word | Brysbaert 2019, *Journal of Memory and Language* 109: 238 words a minute, silent reading of English prose |
| one choice: single choice, yes/no, consent, net promoter, each row of a grid or a semantic differential, leaving a page | {} | Card, Moran and Newell 1980, *CACM* 23(7), keystroke-level model: 1.35 s thinking, 1.1 s pointing, 0.2 s pressing |
| dropdown | two choices: opening it and choosing; its list is not read | our assumption |
| several choices | as many choices as a third of the list, at least one | our assumption |
| matrix | the same for each row | our assumption |
| number | {} | the same model: thinking, pointing, pressing, 0.4 s to the keyboard, three keys of 0.28 s |
| ranking | two choices for each choice: opening its list and choosing a rank | our assumption |
| constant sum | a number for each row | our assumption |
| date | {:.2f} | the same model: eight keys |
| e-mail | one choice, and {:.0f} words at {} a minute | as below; 20 characters are our assumption |
| short text | one choice, and {:.0f} words at {} a minute | Palin and others 2019, *MobileHCI*: typing on phones; the number of words is our assumption |
| long text | one choice, and {:.0f} words at {} a minute | as above |

It is an estimate for planning. Simulated and pilot responses tell more, real page times most.

## How the reading grade is computed

Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch Report 8-75):
0.39 x words per sentence + 11.8 x syllables per word - 15.59, in years of schooling in the USA, for
studies in English only. Sentences end at `.`, `?` or `!` before white space and a word that does not
begin in lower case, and at blank lines. Syllables are the groups of vowels (a, e, i, o, u, y) of a
word, less a silent final e, es or ed, at least one; two to four capitals (ML) are spelled out.
Questions of fewer than ten words are not judged, because one long word decides their grade.
)md",
        words_read_a_minute,
        choose_seconds,
        number_seconds,
        number_seconds + 5 * key_seconds,
        email_words,
        words_typed_a_minute,
        short_text_words,
        words_typed_a_minute,
        long_text_words,
        words_typed_a_minute
    );
}

}  // namespace

std::string lint_rules_document() {
    std::string out(introduction);
    out += "## The rules\n\n";
    for (const LintRule& rule : lint_rules()) {
        out += fmt::format(
            "### {}\n\n{}.\n\n- Severity: {}\n- Cure: {}\n- Example: {}\n\n",
            rule.id,
            rule.what,
            severity_name(rule.severity),
            rule.cure,
            rule.example
        );
    }
    return out + estimates();
}

}  // namespace querist::instrument
