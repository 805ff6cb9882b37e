// Every lint rule, in the order of docs/lint-rules.md, which is made from this table.

#include "instrument/lint_rule.hpp"

#include <array>

namespace querist::instrument {

namespace {

using enum Severity;

std::vector<Rule> range_rules() {
    return {
        {{"range-gap",
          warning,
          "Choices that are numbers or ranges of a number leave out values between two of them",
          "let each range begin where the one before it ends",
          "1 – 2 years, 4 – 5 years: nobody with 3 years finds a choice"},
         find_range_gaps},
        {{"range-overlap",
          warning,
          "Two ranges share a value",
          "let each value belong to one range",
          "1 – 5, 5 – 10: where does 5 belong?"},
         find_range_overlaps},
        {{"range-start",
          warning,
          "The ranges leave out the least possible value",
          "begin with the least possible value, such as \"Less than 1 year\"",
          "1 – 2 years first: nobody with less than one year finds a choice"},
         find_range_starts},
        {{"range-end",
          warning,
          "The ranges have no open end",
          "end with an open range, such as \"> 20 years\"",
          "11 – 20 years last: nobody with 21 years finds a choice"},
         find_range_ends},
    };
}

std::vector<Rule> choice_rules() {
    return {
        {{"no-none",
          warning,
          "A question with several choices, or a matrix, has no exclusive choice for \"none of "
          "these\"",
          "add a choice such as \"None of these\" with `exclusive: true`",
          "Which tools do you use? MMdnn, NNEF: someone who uses none seems to have skipped it"},
         find_no_none},
        {{"no-prefer-not-to-say",
          warning,
          "A question that is personal or describes the sample offers no way to decline: choices "
          "need one with `declines: true`, other kinds must not be required",
          "add a choice such as \"Prefer not to say\" with `declines: true`",
          "What is your gender? Woman, Man, Non-binary"},
         find_no_prefer_not_to_say},
        {{"image-without-alternative",
          error,
          "A choice shows an image that only those who see it can choose by",
          "say what it shows under `alternative`; WCAG 2.2, 1.1.1",
          "- a: Graph A, image: images/a.png"},
         find_images_without_words},
        {{"weak-contrast",
          warning,
          "What is written in the accent, or on it, has a contrast below 4.5 to 1 in light or dark",
          "take a darker colour for light pages, a lighter one for `dark accent`; WCAG 2.2, 1.4.3",
          "looks: {accent: \"#ffcc00\"}"},
         find_weak_contrast},
        {{"undeclared-personal",
          warning,
          "A question about gender, age, income, origin, belief or health is neither marked as "
          "personal nor as describing the sample (English only)",
          "add `personal: true`, and a choice that declines",
          "What is your monthly income?"},
         find_undeclared_personal},
        {{"no-other",
          warning,
          "Choices name things without \"other\" (not ranges, grades, scales or a pair of "
          "opposites; English only)",
          "add \"Other (please specify)\" with `text: true`, unless the list is complete",
          "Where do you deploy? Web, Desktop, Cloud"},
         find_no_other},
        {{"other-without-text",
          warning,
          "\"Other\" takes no text (English only)",
          "add `text: true` to the choice",
          "Other"},
         find_other_without_text},
        {{"long-choice-list",
          note,
          "More than 15 choices in view",
          "group or shorten the list, show a single choice as a dropdown with `shown as: "
          "dropdown`, "
          "or ask for a text",
          "One choice for each of 50 countries"},
         find_long_choice_lists},
        {{"repeated-label",
          warning,
          "Two choices, rows or scale points of a question have the same label",
          "leave one out, or say what tells them apart",
          "0 – 1, 2 – 3, 2 – 3, 4+"},
         find_repeated_labels},
        {{"lone-choice",
          warning,
          "A single choice or a grid's scale has only one answer to choose",
          "add the other answers, or ask for consent or a tick instead",
          "Do you agree? I agree"},
         find_lone_choices},
    };
}

std::vector<Rule> scale_rules() {
    return {
        {{"unequal-scales",
          warning,
          "The same construct is measured with different points, or in another order (English "
          "only)",
          "use one scale for one construct throughout the study",
          "Never, Rarely, Often in one grid; Never, Sometimes, Often, Always in the next"},
         find_unequal_scales},
        {{"unbalanced-scale",
          warning,
          "A two-sided scale has more points on one side (English only)",
          "give both sides as many points",
          "Strongly agree, Agree, Somewhat agree, Disagree"},
         find_unbalanced_scales},
    };
}

std::vector<Rule> wording_rules() {
    return {
        {{"double-barrelled",
          warning,
          "A question asks several things at once: two question marks, or (English only) \"if so, "
          "which\", "
          "\"how and why\", \"and/or\", a demand after the question, a second question after "
          "\"and\", \"use or plan to use\", one rating of two things",
          "ask one thing in each question",
          "Are there other tools that you use, if so which ones?"},
         find_double_barrelled},
        {{"leading",
          warning,
          "A question suggests its answer (English only)",
          "put it so that every answer is equally easy to give",
          "Don't you agree that conversion should be easier?"},
         find_leading},
        {{"placeholder-text",
          warning,
          "A text still holds what was to be replaced: TODO, TBD, FIXME, XXX, lorem ipsum, [...], "
          "or (English only) \"your name here\", \"to be decided\" and the like, and \"none yet\" "
          "outside of the questions",
          "write what belongs there before anybody reads it",
          "ethics approval: None yet"},
         find_placeholders},
        {{"reading-grade",
          note,
          "A question of ten words or more reads above grade 12 (Flesch-Kincaid; English only)",
          "use shorter sentences and shorter words",
          "To what extent does organizational standardization necessitate interoperability "
          "considerations?"},
         find_reading_grade},
        {{"too-long",
          warning,
          "The longest usual walk takes more than 15 minutes",
          "leave out what serves no research question, or show it only where it matters",
          "20 open questions"},
         find_too_long},
    };
}

std::vector<Rule> purpose_rules() {
    return {
        {{"serves-nothing",
          warning,
          "A question serves no research question and is not declared as describing the sample",
          "add `serves: [id]` or `describes sample: true`, or leave the question out",
          "A question about hobbies in a study of build tools"},
         find_serves_nothing},
        {{"research-question-without-items",
          warning,
          "No question serves a research question",
          "name the research question in a question's `serves`, or leave it out",
          "RQ2 is stated and nothing is asked for it"},
         find_research_questions_without_items},
        {{"required-item",
          warning,
          "A question must be answered and offers no way to decline",
          "remove `required`, or add a choice with `declines: true`",
          "A required question about income: people leave, or make something up"},
         find_required_items},
        {{"email-beside-answers",
          warning,
          "A question asks for an e-mail address: who reads the answers knows whose they are",
          "leave it out, or collect addresses in a form of its own that no answer is stored beside",
          "Your e-mail address, if you want the results"},
         find_identifying_items},
        {{"identifying-link",
          warning,
          "A field from the link may say who somebody is: its name sounds like a person's own "
          "data, "
          "or an anonymous study takes any value",
          "leave it out, or list under `allowed` the places that people come from",
          "?email=…, which whoever shares the link passes on"},
         find_identifying_links},
    };
}

std::vector<Rule> consent_rules() {
    return {
        {{"no-consent",
          error,
          "Nobody is asked for consent",
          "add `consent` with its text",
          "A study that begins with its first question"},
         find_no_consent},
        {{"no-minimum-age",
          warning,
          "The consent states no minimum age",
          "add `minimum age` to `consent`",
          "minimum age: 18"},
         find_no_minimum_age},
        {{"no-contact",
          warning,
          "The consent names no contact",
          "add `contact` to `consent`",
          "contact: team@example.org"},
         find_no_contact},
        {{"no-controller",
          warning,
          "The consent names nobody responsible for the data",
          "add `controller` to `consent`",
          "controller: Example University"},
         find_no_controller},
        {{"no-ethics-approval",
          note,
          "The consent does not mention an ethics approval",
          "add `ethics approval` to `consent`: its number, or why none is needed",
          "ethics approval: IRB 2026-123"},
         find_no_ethics_approval},
        {{"no-retention",
          warning,
          "The consent does not say until when data are kept",
          "add `keep until` to `consent`",
          "keep until: 2031-12-31"},
         find_no_retention},
        {{"no-thanks",
          note,
          "The last page says nothing",
          "add `thanks`",
          "A study that ends without a word"},
         find_no_thanks},
    };
}

std::vector<Rule> condition_rules() {
    return {
        {{"contradictory-condition",
          error,
          "No walk through the questionnaire makes a condition or a rule for answers true",
          "mend the condition",
          "role == \"student\" && role == \"teacher\""},
         find_contradictory_conditions},
        {{"unreachable-item",
          error,
          "A question's condition can be true, but never where its page is shown",
          "mend one of the two conditions",
          "a page shown when uses_onnx, a question on it when !uses_onnx"},
         find_unreachable_items},
        {{"unreachable-option",
          error,
          "A choice or row can never be offered",
          "mend its condition or leave it out",
          "a choice shown when an earlier answer excludes it"},
         find_unreachable_options},
        {{"late-screen-out",
          warning,
          "A screen-out comes after more than ten questions",
          "ask who is eligible on the first page and screen out there",
          "twenty questions, then \"This study is for people who …\": their time was for nothing"},
         find_late_screen_outs},
        {{"pipe-without-fallback",
          warning,
          "A text puts in an earlier answer that may be missing and says nothing in its place",
          "write what stands there without an answer after a bar: {{tool|your tool}}",
          "How often do you use {{tool}}? after a question that may be skipped"},
         find_pipes_without_fallback},
        {{"shuffled-scale",
          warning,
          "Choices that are ranges of a number are shuffled",
          "leave out `random order`: an ordered list is read faster in its order",
          "> 20 years, 1 – 2 years, 3 – 5 years"},
         find_shuffled_scales},
        {{"always-true",
          note,
          "Every walk makes a condition true",
          "leave the condition out",
          "a required yes/no question, and a page shown when used || !used"},
         find_always_true},
        {{"undecided",
          warning,
          "Whether a condition can be true was not decided within the bound of steps: this is not "
          "a fault, only not known",
          "simplify the condition, or acknowledge that it is not decided",
          "a condition over dozens of questions with several choices each"},
         find_undecided},
    };
}

std::vector<Rule> plan_rules() {
    return {
        {{"unplanned-question",
          warning,
          "The analysis plan says nothing of a research question",
          "add an entry that `answers` it to analysis.yaml",
          "research questions how and why, and a plan that answers how"},
         find_unplanned_questions},
        {{"unplanned-item",
          note,
          "An item serves a research question and is not among the planned items: the report calls "
          "it exploratory",
          "add it to the `items` of the plan, or leave it to be exploratory",
          "a question added after the plan was written"},
         find_unplanned_items},
    };
}

std::vector<Rule> acknowledgement_rules() {
    return {
        {{"unused-acknowledgement",
          warning,
          "An acknowledgement names a rule that finds nothing there, or no rule at all",
          "remove it, or write the rule's id as in this document",
          "- rule: range-gaps"},
         nullptr},
        {{"acknowledgement-without-reason",
          warning,
          "An acknowledgement has no reason, so it counts for nothing",
          "say why the finding may stay",
          "- rule: range-gap, reason: \"\""},
         nullptr},
    };
}

std::vector<Rule> all_rules() {
    std::vector<Rule> rules;
    for (auto* part :
         {range_rules,
          choice_rules,
          scale_rules,
          wording_rules,
          purpose_rules,
          compensation_rules,
          signal_rules,
          plan_rules,
          sampling_rules,
          sign_in_rules,
          mail_rules,
          consent_rules,
          condition_rules,
          acknowledgement_rules}) {
        for (Rule& rule : part()) rules.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace

std::span<const Rule> lint_table() {
    static const std::vector<Rule> rules = all_rules();
    return rules;
}

std::span<const LintRule> lint_rules() {
    static const std::vector<LintRule> told = [] {
        std::vector<LintRule> list;
        for (const Rule& rule : lint_table()) list.push_back(rule.told);
        return list;
    }();
    return told;
}

}  // namespace querist::instrument
