#include "fixtures/repeated_study.hpp"
#include "golden/golden.hpp"
#include "report/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace querist::report {
namespace {

constexpr const char* repeated_plan = R"(querist: 1
plan:
  - answers: how
    items: [often, years, why]
)";

Report repeated_report(const std::string& plan = {}) {
    const instrument::Study study = fixtures::repeated_study(plan);
    ReportFacts facts;
    facts.origin = response::Origin::synthetic;
    facts.visits = 31;
    if (study.analysis) {
        facts.plan.emplace();
        facts.plan->plan = *study.analysis;
        facts.plan->hash = study.analysis->hash;
    }
    return build_report(study, fixtures::repeated_table(study), facts);
}

std::string ids_of(const std::vector<ItemReport>& items) {
    std::string ids;
    for (const ItemReport& item : items) ids += item.id + " ";
    return ids;
}

const ItemReport& round_report(const Report& report, std::string_view id) {
    for (const Section& section : report.sections) {
        for (const ItemReport& item : section.items) {
            if (item.id == id) return item;
        }
    }
    throw std::out_of_range(std::string(id));
}

TEST(RoundsReportTest, TellsAllRoundsInOneTableBeforeEach) {
    const Report report = repeated_report();
    EXPECT_GOLDEN("report/repeated.md", render_markdown(report));
    const ItemReport& often = round_report(report, "often");
    EXPECT_EQ(often.question, "How often do you use …?");
    const auto& grid = std::get<GridTable>(often.tables.front());
    ASSERT_EQ(grid.rows.size(), 3U);
    EXPECT_EQ(grid.scale, (std::vector<std::string>{"Daily", "Rarely"}));
    EXPECT_EQ(grid.rows[1].label, "Ninja");
    // Twelve use it, of whom one would not say how often.
    EXPECT_EQ(grid.rows[1].basis.answered, 11);
    EXPECT_EQ(grid.basis.responses, 30);
    const auto& own = std::get<FrequencyTable>(round_report(report, "often_ninja").tables.front());
    for (std::size_t i = 0; i < own.rows.size(); ++i) {
        EXPECT_EQ(grid.rows[1].cells[i].count, own.rows[i].share.count);
        EXPECT_EQ(grid.rows[1].cells[i].base, own.rows[i].share.base);
    }
    EXPECT_EQ(round_report(report, "often_ninja").question, "How often do you use Ninja?");
}

TEST(RoundsReportTest, AQuestionThatDoesNotNameItsChoiceIsTitledWithIt) {
    const Report report = repeated_report();
    const auto title = [&](const char* id) { return round_report(report, id).question; };
    EXPECT_EQ(title("years"), "Since how many years?");
    EXPECT_EQ(title("years_make"), "Since how many years? – Make");
    EXPECT_EQ(title("why_ninja"), "Why do you rarely use Ninja?");
    EXPECT_EQ(title("why_other"), "Why do you rarely use it? – Other (please specify)");
    EXPECT_EQ(title("liked"), "Do you like Make?");
}

TEST(RoundsReportTest, EveryKindThatOneTableCanHoldHasOne) {
    const Report report = repeated_report();
    EXPECT_EQ(
        ids_of(report.sections.front().items),
        "tools often often_make often_ninja often_other why_make why_ninja why_other parts "
        "parts_make parts_ninja parts_other years years_make years_ninja years_other recommends "
        "recommends_make recommends_ninja recommends_other liked "
    );
}

TEST(RoundsReportTest, FindingsTellARepeatedItemOnce) {
    const Report report = repeated_report(repeated_plan);
    const Section& section = report.sections.front();
    std::string told;
    for (const Finding& finding : section.found) told += finding.evidence + " ";
    EXPECT_EQ(told, "often years why_make why_ninja why_other ");
    EXPECT_EQ(
        ids_of(section.items).substr(0, 90),
        std::string("often often_make often_ninja often_other years years_make years_ninja "
                    "years_other why_make why_ninja why_other ")
            .substr(0, 90)
    );
    EXPECT_EQ(round_report(report, "often").standing, Standing::planned);
}

TEST(RoundsReportTest, OrderedChoicesAreDrawnAroundTheirMiddle) {
    const auto shape = [](const std::string& plan) {
        return round_report(repeated_report(plan), "often").plot->shape;
    };
    EXPECT_TRUE(std::holds_alternative<BarPlot>(shape("")));
    EXPECT_TRUE(std::holds_alternative<DivergingPlot>(
        shape("querist: 1\nordered: [often]\nplan:\n  - answers: how\n    items: [often]\n")
    ));
}

}  // namespace
}  // namespace querist::report
