// What `querist new` writes: a study small enough to read at once and complete enough to run.

#include "instrument/instrument.hpp"

#include <fmt/format.h>

namespace querist::instrument {

namespace {

constexpr std::string_view study_text =
    R"(# A small complete study. docs/study-language.md explains every key.
#
#   querist check FOLDER    what is wrong with it
#   querist show FOLDER     the protocol as a document
#   querist serve FOLDER    answer it in a browser
querist: 1
id: @ID@
title: @TITLE@
language: en
time zone: UTC
mode: confidential

research questions:
  - id: how-used
    text: How do developers use build tools, and what hinders them?

population:
  text: Software developers.

recruitment:
  text: We ask developers whom we know, and ask them to pass the address on.
  sample:
    design: convenience
    target: 60

consent:
  version: 1
  text: messages/consent.md
  controller: The study team
  contact: study-team@example.org
  ethics approval: Not needed for this example
  minimum age: 18
  keep until: 2031-12-31

thanks: messages/thanks.md
refused: messages/refused.md

instrument:
  pages:
    - id: person
      title: About you
      items:
        - id: years
          number: 1
          ask: How many years have you developed software?
          kind: single choice
          describes sample: true
          choices:
            - lt1: Less than 1 year
            - 1-2: 1 – 2 years
            - 3-5: 3 – 5 years
            - 6-10: 6 – 10 years
            - gt10: More than 10 years
            - declined: Prefer not to say
              declines: true
        - id: uses_tools
          number: 2
          ask: Do you use a build tool?
          kind: yes/no
          serves: [how-used]

    - id: use
      title: Your build tool
      shown when: uses_tools
      items:
        - id: problems
          number: 3
          ask: How often do you meet these problems?
          kind: grid
          serves: [how-used]
          rows:
            - slow: Builds are slow
            - broken: Builds break without a change
            - other: Other (please specify)
              text: true
          scale:
            - never: Never
            - rarely: Rarely
            - occasionally: Occasionally
            - regularly: Regularly
        - id: remedy
          number: 4
          ask: What do you do about them?
          kind: long text
          serves: [how-used]
          shown when: problems.exists(row, problems[row] != "never")
)";

constexpr std::string_view plan_text =
    R"(# How the answers will be analysed. It is frozen when the study opens; what changes later stands
# in the report as a deviation. docs/study-language.md explains every key.
querist: 1

plan:
  - answers: how-used
    items: [uses_tools, problems, remedy]
    subgroups: [years]
    comparisons:
      - id: use-by-years
        compare: uses_tools
        by: years
        test: fisher exact
        expects: Who has developed longer uses build tools more often.
      - id: slow-or-broken
        compare: [problems.slow, problems.broken]
        test: wilcoxon
        expects: Slow builds are met more often than broken ones.
)";

constexpr std::string_view consent_text = R"(# Before you begin

This is a survey about how developers use build tools. It takes about three minutes.

- Taking part is voluntary. You can leave out any question and stop at any time.
- Your answers and the times at which you opened and sent each page are stored. Your IP address is
  not stored with them. Please do not write names into the text fields.
- With your answers goes a response code; every page shows it at its foot. Whoever has it can have
  the answers deleted.
- The answers are used for research and kept until 31 December 2031.

Questions? Write to study-team@example.org.
)";

constexpr std::string_view thanks_text = R"(# Thank you

Your answers have been stored. You can close this page.
)";

constexpr std::string_view refused_text = R"(# You are not taking part

That is fine. No answers have been stored, only that somebody declined. You can close this page.
)";

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const std::size_t at = text.find(what);
    if (at != std::string::npos) text.replace(at, what.size(), with);
    return text;
}

/// `text` in YAML's double quotes, which are JSON's; on one line.
std::string in_quotes(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
}

}  // namespace

StudyFiles new_study(std::string_view id, std::string_view title) {
    std::string study = replaced(std::string(study_text), "@ID@", id);
    study = replaced(std::move(study), "@TITLE@", in_quotes(title));
    return {
        {"study.yaml", std::move(study)},
        {"analysis.yaml", std::string(plan_text)},
        {"messages/consent.md", std::string(consent_text)},
        {"messages/thanks.md", std::string(thanks_text)},
        {"messages/refused.md", std::string(refused_text)}
    };
}

}  // namespace querist::instrument
