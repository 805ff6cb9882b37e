#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace querist::instrument {
namespace {

using namespace fixture;

Item plain(std::string id, Kind kind = YesNo{}) { return item(std::move(id), std::move(kind)); }

TEST(LintTest, AStudyWithoutFaultsHasNoFindings) {
    StudyBuilder builder;
    builder.add(plain("used"));
    builder.add(
        item("tools", SeveralChoices{with(with(options({"A", "B"}), other()), none()), {}, {}})
    );
    builder.page("", "used").add(item("why", Text{TextLength::paragraphs, 500}));
    const LintReport report = lint(builder.build());
    for (const Finding& finding : report.findings) ADD_FAILURE() << finding.problem.message;
    EXPECT_GT(report.minutes, 0);
}

TEST(LintPurposeTest, FindsWhatIsAskedForNothing) {
    Item stray = plain("stray");
    stray.serves.clear();
    Item sample = plain("sample");
    sample.serves.clear();
    sample.describes_sample = true;
    Item words = item("words", Information{});
    words.serves.clear();
    StudyBuilder builder;
    builder.add(stray).add(sample).add(words).add(plain("fine"));
    builder.study().research_questions.push_back({"idle", "Who else?", {"study.yaml", 99, 1}});
    const LintReport report = lint(builder.build());
    EXPECT_EQ(count_of(report, "serves-nothing"), 1);
    EXPECT_EQ(count_of(report, "research-question-without-items"), 1);
}

TEST(LintPurposeTest, FindsDemandedAnswers) {
    struct Row {
        const char* name;
        Kind kind;
        int expected;
    };
    for (const Row& row : {
             Row{"text", Text{}, 1},
             Row{"choices", SingleChoice{options({"A", "B"})}, 1},
             Row{"may decline", SingleChoice{with(options({"A", "B"}), declined())}, 0},
             Row{"consent", Consent{"I agree"}, 0},
         }) {
        SCOPED_TRACE(row.name);
        Item made = plain("q", row.kind);
        made.requirement = Requirement::required;
        StudyBuilder builder;
        builder.add(made);
        EXPECT_EQ(count_of(lint(builder.build()), "required-item"), row.expected);
    }
}

TEST(LintPurposeTest, FindsCompensationWithoutAmountOrRecipients) {
    StudyBuilder builder;
    builder.add(plain("used"));
    Compensation card;
    card.id = "card";
    card.recipients = "participants";
    card.amount = Money{.minor_units = 1000, .currency = "USD"};
    Compensation vague = card;
    vague.id = "vague";
    vague.amount.reset();
    vague.acknowledged = {{"ambiguous-compensation", "It stands so in the protocol.", {}}};
    Compensation nobody = card;
    nobody.recipients.clear();
    builder.study().compensation = {card, vague, nobody};
    const LintReport report = lint(builder.build());
    EXPECT_EQ(count_of(report, "ambiguous-compensation"), 2);
    EXPECT_EQ(count_of(report, "unused-acknowledgement"), 0);
}

TEST(LintConsentTest, FindsWhatIsLeftUnsaid) {
    struct Row {
        const char* rule;
        void (*spoil)(Study&);
    };
    for (const Row& row : {
             Row{"no-consent", [](Study& study) { study.consent.reset(); }},
             Row{"no-consent", [](Study& study) { study.consent->text = " \n"; }},
             Row{"no-minimum-age", [](Study& study) { study.consent->minimum_age.reset(); }},
             Row{"no-contact", [](Study& study) { study.consent->contact.clear(); }},
             Row{"no-controller", [](Study& study) { study.consent->controller.clear(); }},
             Row{"no-ethics-approval", [](Study& study) { study.consent->ethics_approval.clear(); }
             },
             Row{"no-retention", [](Study& study) { study.consent->keep_until.clear(); }},
             Row{"no-thanks", [](Study& study) { study.thanks.clear(); }},
         }) {
        SCOPED_TRACE(row.rule);
        StudyBuilder builder;
        builder.add(plain("used"));
        row.spoil(builder.study());
        const LintReport report = lint(builder.build());
        EXPECT_EQ(report.findings.size(), 1U);
        EXPECT_EQ(count_of(report, row.rule), 1);
    }
}

struct Conditions {
    const char* name;
    const char* page;
    const char* item;
    const char* option;
    const char* valid;
    const char* rule;  ///< The only one expected of the rules about conditions; empty: none.
};

TEST(LintReachabilityTest, DecidesConditions) {
    for (const Conditions& row : {
             Conditions{"open", "used", "role == \"c1\"", "", "", ""},
             Conditions{
                 "page contradicts itself", "used && !used", "", "", "", "contradictory-condition"
             },
             Conditions{
                 "item contradicts itself",
                 "",
                 "role == \"c1\" && role == \"c2\"",
                 "",
                 "",
                 "contradictory-condition"
             },
             Conditions{
                 "told once for a page",
                 "used && !used",
                 "used && !used",
                 "",
                 "",
                 "contradictory-condition"
             },
             Conditions{"against its page", "used", "!used", "", "", "unreachable-item"},
             Conditions{
                 "through another question",
                 "used",
                 "role == \"c2\" && size(tools) > 3",
                 "",
                 "",
                 "contradictory-condition"
             },
             Conditions{
                 "option against its question", "used", "", "!used", "", "unreachable-option"
             },
             Conditions{
                 "option contradicts itself", "", "", "used && !used", "", "unreachable-option"
             },
             Conditions{"option is open", "", "", "used", "", ""},
             Conditions{
                 "no valid answer",
                 "",
                 "",
                 "",
                 "last == \"c1\" && last == \"c2\"",
                 "contradictory-condition"
             },
             Conditions{
                 "no valid answer where it is asked",
                 "",
                 "role == \"c1\"",
                 "",
                 "role == \"c2\"",
                 "contradictory-condition"
             },
             Conditions{
                 "no valid answer where its page is shown",
                 "used",
                 "",
                 "",
                 "!used && last == \"c1\"",
                 "contradictory-condition"
             },
             Conditions{"valid answers where it is asked", "used", "", "", "used", ""},
             Conditions{"valid answers", "", "", "", "last == \"c1\" || used", ""},
             Conditions{"always, of a required one", "", "must || !must", "", "", "always-true"},
             Conditions{"not always, of one that may be skipped", "", "used || !used", "", "", ""},
         }) {
        SCOPED_TRACE(row.name);
        Item must = plain("must");
        must.requirement = Requirement::required;
        StudyBuilder builder;
        builder.add(plain("used")).add(must).add(item("role", SingleChoice{options({"A", "B"})}));
        builder.add(item("tools", SeveralChoices{with(options({"A", "B"}), none()), {}, {}}));
        builder.page("", row.page);
        builder.add(item("last", SingleChoice{options({"A", "B"})}), row.item, row.valid);
        if (*row.option != '\0') builder.offered_when(0, row.option);
        const LintReport report = lint(builder.build());
        int expected = 0;
        int all = 0;
        for (const char* rule :
             {"contradictory-condition",
              "unreachable-item",
              "unreachable-option",
              "always-true",
              "undecided"}) {
            all += count_of(report, rule);
            if (std::string_view(rule) == row.rule) expected = count_of(report, rule);
        }
        EXPECT_EQ(all, *row.rule == '\0' ? 0 : 1);
        EXPECT_EQ(expected, all);
    }
}

TEST(LintReachabilityTest, SaysWhatItCouldNotDecide) {
    // No text is both, but infinitely many texts would have to be looked at to know it.
    StudyBuilder builder;
    builder.add(item("role", Text{}));
    builder.page("", "role.startsWith(\"abc\") && size(role) < 3").add(plain("last"));
    const LintReport report = lint(builder.build());
    EXPECT_EQ(count_of(report, "undecided"), 1);
    EXPECT_EQ(count_of(report, "contradictory-condition"), 0);
}

TEST(LintAcknowledgementTest, KeepsTheFindingWithItsReason) {
    Item made = plain("tools", SeveralChoices{with(options({"A", "B"}), other()), {}, {}});
    made.acknowledged = {{"no-none", "Everybody uses one.", {}}};
    StudyBuilder builder;
    builder.add(made);
    const LintReport report = lint(builder.build());
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings[0].problem.code, "lint.no-none");
    EXPECT_EQ(report.findings[0].acknowledged, "Everybody uses one.");
}

TEST(LintAcknowledgementTest, TheStudySpeaksForEveryPlace) {
    const Item made = plain("tools", SeveralChoices{with(options({"A", "B"}), other()), {}, {}});
    Item second = made;
    second.id = "more";
    StudyBuilder builder;
    builder.add(made).add(second);
    builder.study().acknowledged = {{"no-none", "Everybody uses one.", {"study.yaml", 90, 5}}};
    const LintReport report = lint(builder.build());
    ASSERT_EQ(report.findings.size(), 2U);
    EXPECT_EQ(report.findings[0].acknowledged, "Everybody uses one.");
    EXPECT_EQ(report.findings[1].acknowledged, "Everybody uses one.");
}

TEST(LintAcknowledgementTest, IsItselfCheckedForUseAndReason) {
    Item made = plain("tools", SeveralChoices{with(options({"A", "B"}), other()), {}, {}});
    made.acknowledged = {
        {"no-none", " ", {}},
        {"range-gap", "It is so.", {}},
        {"rage-gap", "It is so.", {}},
        {"research-questions-without-items", "It is so.", {}},
    };
    StudyBuilder builder;
    builder.add(made);
    const LintReport report = lint(builder.build());
    EXPECT_EQ(count_of(report, "acknowledgement-without-reason"), 1);
    EXPECT_EQ(count_of(report, "unused-acknowledgement"), 3);
    std::map<std::string, std::string> cures;
    for (const Finding& finding : report.findings) {
        EXPECT_EQ(finding.acknowledged, "") << finding.problem.message;
        cures[finding.problem.message] = finding.problem.cure;
    }
    EXPECT_EQ(cures["there is no rule \"rage-gap\""], "did you mean \"range-gap\"?");
    EXPECT_EQ(
        cures["there is no rule \"research-questions-without-items\""],
        "did you mean \"research-question-without-items\"?"
    );
}

TEST(LintTest, FindingsComeInFileOrderWithPlaceAndCure) {
    StudyBuilder builder;
    builder.add(item("a", SingleChoice{options({"1 – 2 years", "4 – 5 years"})}));
    builder.add(item("b", SeveralChoices{options({"A", "B"}), {}, {}}));
    Study study = builder.build();
    study.thanks.clear();
    int before = 0;
    for (const Finding& finding : lint(study).findings) {
        EXPECT_GE(finding.problem.place.line, before);
        EXPECT_EQ(finding.problem.place.file, "study.yaml");
        EXPECT_FALSE(finding.problem.cure.empty());
        EXPECT_FALSE(finding.problem.message.ends_with('.'));
        before = finding.problem.place.line;
    }
}

TEST(LintTest, EveryRuleIsTold) {
    std::vector<std::string> ids;
    for (const LintRule& rule : lint_rules()) {
        EXPECT_EQ(std::ranges::find(ids, rule.id), ids.end()) << rule.id;
        EXPECT_FALSE(rule.what.empty() || rule.cure.empty() || rule.example.empty()) << rule.id;
        ids.push_back(rule.id);
    }
    EXPECT_GT(ids.size(), 25U);
}

TEST(LintTest, TheDocumentIsMadeFromTheTable) {
    const std::filesystem::path path =
        std::filesystem::path(QUERIST_SOURCE_DIR) / "docs" / "lint-rules.md";
    if (std::getenv("QUERIST_ACCEPT") != nullptr) {
        std::ofstream(path, std::ios::binary) << lint_rules_document();
    }
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_EQ(text.str(), lint_rules_document())
        << "run this test with QUERIST_ACCEPT=1 and review the difference";
}

rc::Gen<std::string> words() {
    return rc::gen::element<std::string>(
        "",
        "Yes",
        "1 – 2 years",
        "> 20",
        "Other",
        "Never",
        "Agree",
        "a*b<c>&\"'`|",
        "How? Why?",
        "if so which",
        "and/or",
        "äöü…",
        "3–5 (x)",
        "None",
        "ML\nSE",
        "How and why"
    );
}

std::vector<Option> random_options() {
    std::vector<Option> list;
    for (const std::string& label : *rc::gen::container<std::vector<std::string>>(words())) {
        Option made = option(label);
        made.code = "c" + std::to_string(list.size());
        made.exclusive = *rc::gen::arbitrary<bool>();
        made.declines = *rc::gen::arbitrary<bool>();
        made.takes_text = *rc::gen::arbitrary<bool>();
        made.added = *words();
        list.push_back(std::move(made));
    }
    return list;
}

Kind random_kind() {
    switch (*rc::gen::inRange(0, 8)) {
        case 0:
            return SingleChoice{random_options()};
        case 1:
            return SeveralChoices{random_options(), {}, {}};
        case 2:
            return YesNo{};
        case 3:
            return Grid{random_options(), random_options()};
        case 4:
            return Text{};
        case 5:
            return Number{};
        case 6:
            return Consent{*words()};
        default:
            return Information{};
    }
}

TEST(LintTest, NeverThrowsOnRandomStudies) {
    EXPECT_TRUE(rc::check([] {
        StudyBuilder builder;
        builder.study().language = *rc::gen::element<std::string>("en", "de", "", "en-GB");
        if (*rc::gen::arbitrary<bool>()) builder.study().consent.reset();
        const int items = *rc::gen::inRange(0, 8);
        std::vector<std::string> yes_no;
        for (int i = 0; i < items; ++i) {
            std::string condition = yes_no.empty() ? "" : *rc::gen::elementOf(yes_no);
            if (*rc::gen::arbitrary<bool>() && !condition.empty()) condition = "!" + condition;
            Item made = item("q" + std::to_string(i), random_kind(), *words());
            made.personal = *rc::gen::arbitrary<bool>();
            made.note = *words();
            made.acknowledged = {{"no-none", *words(), {}}};
            if (std::holds_alternative<YesNo>(made.kind)) yes_no.push_back(made.id);
            if (*rc::gen::arbitrary<bool>()) builder.page(*words());
            builder.add(std::move(made), std::move(condition));
        }
        const Study study = builder.build();
        const LintReport report = lint(study);
        RC_ASSERT(report.minutes >= 0);
        RC_ASSERT(!protocol_markdown(study, report).empty());
        const std::string html = protocol_html(study, report);
        RC_ASSERT(html.find("a*b<c>") == std::string::npos);
        RC_ASSERT(html.ends_with("</html>\n"));
    }));
}

}  // namespace
}  // namespace querist::instrument
