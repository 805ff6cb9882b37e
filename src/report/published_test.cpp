#include "report/published.hpp"

#include "fixtures/every_kind.hpp"
#include "report/report.hpp"
#include "report/supplements.hpp"

#include <gtest/gtest.h>

namespace querist::report {
namespace {

const instrument::Study& study() {
    static const instrument::Study one = fixtures::every_kind_study();
    return one;
}

/// An item with choices, its first code, how many chose it and how many answered.
struct Known {
    std::string item;
    std::string code;
    std::int64_t count = 0;
    std::int64_t base = 0;
};
Known known_figure(const response::ResponseTable& table) {
    for (const response::TableItem& item : table.items()) {
        if (!std::holds_alternative<instrument::SingleChoice>(item.item.kind)) continue;
        const response::Column& column =
            table.columns()[static_cast<std::size_t>(item.first_column)];
        const auto& codes = std::get<response::Codes>(column.cells);
        const auto answered = std::ranges::count_if(column.gaps, [](std::uint8_t gap) {
            return static_cast<response::Gap>(gap) == response::Gap::none;
        });
        return {
            item.item.id,
            std::string(response::code_labels(item.item.kind).front().code),
            codes.counts().front(),
            answered
        };
    }
    ADD_FAILURE() << "the fixture has no single choice";
    return {};
}

PublishedFigures figures_of(const std::string& yaml) {
    LoadedPublished loaded = read_published(yaml, "published.yaml", study());
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << describe(problem, yaml);
    return loaded.published.value_or(PublishedFigures());
}

std::string yaml_of(const Known& known, const std::string& more) {
    return "querist published: 1\nsource: A paper\nfigures:\n  - item: " + known.item +
           "\n    why: A header row was counted.\n" + more;
}

TEST(PublishedTest, ComparesCountsBasesAndPercentages) {
    const response::ResponseTable table = fixtures::every_kind_table(study());
    const Known known = known_figure(table);
    const std::string count = std::to_string(known.count);
    const std::string percent = std::to_string(static_cast<int>(
        100.0 * static_cast<double>(known.count) / static_cast<double>(known.base) + 0.5
    ));
    struct Row {
        const char* name;
        std::string more;
        bool same;
    };
    for (const Row& row : {
             Row{"the count", "    counts: {" + known.code + ": " + count + "}\n", true},
             Row{"another count", "    counts: {" + known.code + ": 99}\n", false},
             Row{"the base",
                 "    base: " + std::to_string(known.base) + "\n    counts: {" + known.code + ": " +
                     count + "}\n",
                 true},
             Row{"another base",
                 "    base: 99\n    counts: {" + known.code + ": " + count + "}\n",
                 false},
             Row{"the percentage",
                 "    percentages: {" + known.code + ": " + percent + " %}\n",
                 true},
             Row{"another percentage", "    percentages: {" + known.code + ": 99.9 %}\n", false},
             Row{"how many answered", "    answered: " + std::to_string(known.base) + "\n", true},
             Row{"another number", "    answered: 99\n", false},
         }) {
        SCOPED_TRACE(row.name);
        const PublishedComparison compared =
            compare_published(figures_of(yaml_of(known, row.more)), table);
        ASSERT_EQ(compared.figures.size(), 1U);
        EXPECT_EQ(compared.figures[0].same, row.same);
        EXPECT_EQ(compared.figures[0].why, row.same ? "" : "A header row was counted.");
        EXPECT_EQ(compared.differing, row.same ? 0 : 1);
    }
}

TEST(PublishedTest, SaysWhatIsWrongWithAFile) {
    const Known known = known_figure(fixtures::every_kind_table(study()));
    struct Row {
        const char* name;
        std::string yaml;
        const char* code;
    };
    for (const Row& row : {
             Row{"no version", "source: x\n", "published.wrong-value"},
             Row{"no source", "querist published: 1\n", "published.wrong-value"},
             Row{"unknown key",
                 "querist published: 1\nsource: x\nfigure: []\n",
                 "published.unknown-key"},
             Row{"unknown item",
                 "querist published: 1\nsource: x\nfigures: [{item: nothing_like}]\n",
                 "published.unknown-item"},
             Row{"unknown code",
                 yaml_of(known, "    counts: {nothing_like: 1}\n"),
                 "published.unknown-code"},
             Row{"no count",
                 yaml_of(known, "    counts: {" + known.code + ": many}\n"),
                 "published.wrong-value"},
             Row{"no percentage",
                 yaml_of(known, "    percentages: {" + known.code + ": 12}\n"),
                 "published.wrong-value"},
             Row{"a row that is none", yaml_of(known, "    row: x\n"), "published.unknown-code"},
             Row{"no YAML", "querist published: [\n", "study.syntax"},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedPublished loaded = read_published(row.yaml, "published.yaml", study());
        EXPECT_FALSE(loaded.published);
        ASSERT_FALSE(loaded.problems.empty());
        EXPECT_EQ(loaded.problems[0].code, row.code);
        EXPECT_FALSE(loaded.problems[0].cure.empty());
    }
}

TEST(SupplementsTest, TellFlagsExclusionsAndWhatWasPublished) {
    const response::ResponseTable table = fixtures::every_kind_table(study());
    const Known known = known_figure(table);
    ReportFacts facts;
    facts.origin = response::Origin::imported;
    facts.left_out = {{response::Disposition::excluded, 3}};
    facts.flags = {{"artefact:" + known.item, 2, 1}, {"of our own", 1, 0}};
    facts.exclusions = {{"no consent", 2}, {"", 1}};
    facts.published = figures_of(yaml_of(known, "    counts: {" + known.code + ": 99}\n"));
    const Report report = build_report(study(), table, facts);
    const std::vector<Supplement> parts = supplements(report);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(
        parts[0].answer,
        "3 responses are excluded by an entry and not in the tables of this report."
    );
    ASSERT_EQ(parts[0].tables.size(), 2U);
    EXPECT_EQ(parts[0].tables[0].rows[0].cells[0].text, "No reason given");
    EXPECT_EQ(parts[0].tables[1].rows[1].cells[0].text, "of our own");
    EXPECT_EQ(
        parts[1].answer,
        "0 of 1 published figure comes out of these responses as printed; 1 differs."
    );
    for (const std::string& document : {render_markdown(report), render_html(report)}) {
        EXPECT_NE(document.find("A header row was counted."), std::string::npos);
        EXPECT_NE(document.find("no consent"), std::string::npos);
    }
    EXPECT_TRUE(supplements(build_report(study(), table, {})).empty());
}

}  // namespace
}  // namespace querist::report
