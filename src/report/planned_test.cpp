#include "report/planned.hpp"

#include "fixtures/planned_study.hpp"
#include "golden/golden.hpp"
#include "report/laid_table.hpp"
#include "report/numbers.hpp"
#include "report/report.hpp"
#include "report/scales.hpp"
#include "report/subgroups.hpp"
#include "report/weighted_shares.hpp"
#include "report/word_context.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace querist::report {
namespace {

using fixtures::variable;
using response::Gap;

ReportFacts planned_facts() {
    ReportFacts facts;
    facts.origin = response::Origin::synthetic;
    facts.visits = 80;
    facts.left_out = {{response::Disposition::refused, 4}};
    facts.plan.emplace();
    facts.plan->plan = fixtures::study_plan();
    facts.plan->hash = facts.plan->plan.hash;
    facts.plan->frozen_at = parse_instant("2026-11-18T09:00:00.000000Z");
    facts.plan->deviations = {"comparison \"models-drift\" added"};
    return facts;
}

Report planned_report(int responses = 60) {
    const instrument::Study study = fixtures::planned_study();
    return build_report(study, fixtures::planned_table(study, responses), planned_facts());
}

const Section& section_of(const Report& report, std::string_view id) {
    return *std::ranges::find(report.sections, id, &Section::id);
}

const ItemReport& item_of(const Report& report, std::string_view id) {
    for (const Section& section : report.sections) {
        const auto found = std::ranges::find(section.items, id, &ItemReport::id);
        if (found != section.items.end()) return *found;
    }
    throw std::out_of_range(std::string(id));
}

template <class T>
std::vector<T> tables_of(const std::vector<Table>& tables) {
    std::vector<T> found;
    for (const Table& table : tables) {
        if (const auto* one = std::get_if<T>(&table)) found.push_back(*one);
    }
    return found;
}

/// Whether a number that is none was printed.
bool has_nan(std::string_view text) {
    for (const std::string_view sign : {"nan", "inf ", "inf)", "-inf", "inf%", ">inf<"}) {
        if (text.contains(sign)) return true;
    }
    return false;
}

TEST(PlannedReportTest, HtmlOfAPlannedStudy) {
    EXPECT_GOLDEN("report/planned.html", render_html(planned_report()));
}

TEST(PlannedReportTest, MarkdownOfAPlannedStudy) {
    EXPECT_GOLDEN("report/planned.md", render_markdown(planned_report()));
}

TEST(PlannedReportTest, TellsPlannedFromExploratory) {
    const Report report = planned_report();
    const Section& how = section_of(report, "how");
    std::vector<std::string> order;
    for (const ItemReport& item : how.items) order.push_back(item.id);
    EXPECT_EQ(
        order,
        (std::vector<std::string>{
            "problems", "onnx", "purposes", "models", "recommends", "remedy", "curious"
        })
    );
    EXPECT_EQ(item_of(report, "onnx").standing, Standing::planned);
    EXPECT_EQ(item_of(report, "curious").standing, Standing::exploratory);
    EXPECT_EQ(item_of(report, "expertise").standing, Standing::neither);
    EXPECT_EQ(how.found.size(), 6U + 11U + 1U);
    EXPECT_EQ(how.found.front().about, "5. How often do you meet these problems?");
    ASSERT_TRUE(report.plan.has_value());
}

TEST(PlannedReportTest, WhatJoinedThePlanLaterIsExploratory) {
    const instrument::Study study = fixtures::planned_study();
    ReportFacts facts = planned_facts();
    facts.plan->additions = {
        .items = {instrument::item_index(study, "onnx")},
        .comparisons = {"models-drift"},
        .scales = {facts.plan->plan.answers.front().scales.front().id},
    };
    const Report report = build_report(study, fixtures::planned_table(study), facts);
    const Section& how = section_of(report, "how");
    EXPECT_EQ(item_of(report, "onnx").standing, Standing::exploratory);
    EXPECT_EQ(item_of(report, "problems").standing, Standing::planned);
    for (const Analysis& one : how.comparisons) {
        EXPECT_EQ(one.standing == Standing::exploratory, one.id == "models-drift") << one.id;
    }
    EXPECT_EQ(how.scales.front().standing, Standing::exploratory);
}

TEST(PlannedReportTest, SaysOnceThatNothingWasPlanned) {
    const instrument::Study study = fixtures::planned_study();
    const Report report = build_report(study, fixtures::planned_table(study), {});
    EXPECT_FALSE(report.plan.has_value());
    for (const Section& section : report.sections) {
        for (const ItemReport& item : section.items) {
            EXPECT_EQ(item.standing, Standing::neither);
        }
    }
    EXPECT_TRUE(render_html(report).contains("every result of this report is exploratory"));
}

TEST(PlannedReportTest, SaysWhenThePlanIsNoProof) {
    struct Row {
        const char* name;
        response::Origin origin;
        const char* frozen;
        const char* said;
    };
    using enum response::Origin;
    constexpr const char* before = "2026-11-18T09:00:00.000000Z";
    constexpr const char* after = "2026-12-01T09:00:00.000000Z";
    const instrument::Study study = fixtures::planned_study();
    const response::ResponseTable table = fixtures::planned_table(study, 3);
    for (const Row& row : {
             Row{"never", real, "", "It was not frozen"},
             Row{"before", real, before, "(UTC), before the first response"},
             Row{"after", real, after, "(UTC), after the first response"},
             Row{"synthetic, never", synthetic, "", "It is not frozen: freeze it"},
             Row{"synthetic, before", synthetic, before, "no answers were there to be seen"},
             Row{"synthetic, after", synthetic, after, "no answers were there to be seen"},
             Row{"imported, before", imported, before, "nothing here shows whether"},
             Row{"imported, after", imported, after, "nothing here shows whether"},
         }) {
        SCOPED_TRACE(row.name);
        ReportFacts facts = planned_facts();
        facts.origin = row.origin;
        facts.plan->frozen_at = parse_instant(row.frozen);
        const Report report = build_report(study, table, facts);
        EXPECT_TRUE(report.plan->sentences[1].contains(row.said)) << report.plan->sentences[1];
    }
}

TEST(PlannedReportTest, FewOrNoAnswersGiveSentences) {
    for (const int responses : {0, 1, 2, 3, 5, 8}) {
        SCOPED_TRACE(responses);
        const Report report = planned_report(responses);
        for (const std::string& text : {render_html(report), render_markdown(report)}) {
            EXPECT_FALSE(has_nan(text));
        }
        for (const Analysis& one : section_of(report, "how").comparisons) {
            EXPECT_TRUE(one.answer.ends_with('.')) << one.answer;
        }
    }
}

TEST(SubgroupTest, GroupsAddUpToWhoeverHasBoth) {
    const instrument::Study study = fixtures::planned_study();
    const response::ResponseTable table = fixtures::planned_table(study);
    const ReportFacts facts = planned_facts();
    const Ground ground{table, facts, study};
    for (const response::TableItem& item : table.items()) {
        for (const Table& one : by_group(ground, item, variable(1))) {
            const auto* cross = std::get_if<CrossTable>(&one);
            if (cross == nullptr) continue;
            std::int64_t bases = 0;
            for (const auto& column : cross->columns) bases += column.base;
            EXPECT_EQ(bases, cross->basis.answered) << cross->title;
            std::int64_t everyone = bases;
            for (const std::int64_t gaps : cross->basis.gaps) everyone += gaps;
            EXPECT_EQ(everyone, 60) << cross->title;
            if (cross->answers == Answers::several) continue;
            for (std::size_t column = 0; column < cross->columns.size(); ++column) {
                std::int64_t sum = 0;
                for (const auto& row : cross->rows) sum += row.cells[column].share.count;
                EXPECT_EQ(sum, cross->columns[column].base) << cross->title;
            }
        }
    }
}

TEST(SubgroupTest, CountsAnswersAsMultipleResponseTablesDo) {
    const instrument::Study study = fixtures::planned_study();
    const response::ResponseTable table = fixtures::planned_table(study);
    const auto& sets = std::get<response::CodeSets>(table.columns()[3].cells);
    std::vector<std::uint8_t> cells;
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table.columns()[3].gap(i) != Gap::none) continue;
        for (int code = 0; code < 3; ++code) cells.push_back(sets.at(i, code) ? 1 : 0);
    }
    const auto expected = statistics::multiple_response_table({cells, 3});
    const Report report = planned_report();
    const auto& purposes = std::get<FrequencyTable>(item_of(report, "purposes").tables.front());
    EXPECT_EQ(purposes.answers_given, expected.answers);
    EXPECT_EQ(purposes.basis.answered, expected.respondents);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(purposes.rows[i].share.count, expected.rows[i].count);
    }
}

TEST(SubgroupTest, SummarisesRowsOfAScaleWithoutWhoDeclined) {
    const Report report = planned_report();
    const auto summaries = tables_of<SummaryTable>(item_of(report, "problems").tables);
    const auto& grid = std::get<GridTable>(item_of(report, "problems").tables.front());
    ASSERT_EQ(summaries.size(), 2U) << "of all, and by expertise";
    EXPECT_EQ(grid.scale.size(), 4U) << "who does not know is a gap";
    double above = 1;
    for (std::size_t row = 0; row < 3; ++row) {
        const SummaryTable::Row& sorted = summaries[0].rows[row];
        EXPECT_LE(sorted.upper->interval->estimate, above);
        above = sorted.upper->interval->estimate;
        const auto in_grid = std::ranges::find(grid.rows, sorted.label, &GridRow::label);
        EXPECT_EQ(sorted.base, in_grid->basis.answered);
        EXPECT_EQ(sorted.upper->count, in_grid->cells[2].count + in_grid->cells[3].count);
        std::int64_t groups = 0;
        for (std::size_t group = 0; group < 3; ++group) {
            groups += summaries[1].rows[3 * row + group].base;
        }
        EXPECT_EQ(groups, grid.rows[row].basis.answered) << "groups stand in the study's order";
    }
}

/// Everyone answers alike, or nearly nobody does: each kind of emptiness has its sentence.
TEST(PlannedReportTest, UniformAnswersGiveSentences) {
    struct Row {
        const char* name;
        int responses;
        bool answers;
        const char* comparison;
        const char* said;
    };
    const instrument::Study study = fixtures::planned_study();
    const std::vector<const instrument::Study*> versions{&study};
    for (const Row& row : {
             Row{"all the same, categories", 12, true, "onnx-by-expertise", "only one category"},
             Row{"all the same, ranks", 12, true, "crashes-by-onnx", "only one group"},
             Row{"all the same, pairs", 12, true, "crashes-or-drift", "No pair differs."},
             Row{"all the same, shares", 12, true, "deploy-or-speed", "No pair differs."},
             Row{"all the same, several", 12, true, "problems", "All values are the same."},
             Row{"all the same, correlation", 12, true, "models-crashes", "All values are the same."
             },
             Row{"gaps only", 12, false, "problems", "There are no values."},
             Row{"one respondent", 1, true, "models-crashes", "There are too few values."},
         }) {
        SCOPED_TRACE(row.name);
        response::ResponseTable table(versions);
        for (int i = 0; i < row.responses; ++i) {
            fixtures::begin_response(table, i, response::Completion::complete, Gap::skipped);
            for (int column = 0; row.answers && column < 11; ++column) {
                if (column == 3) {
                    table.add_code(3, 0);
                    table.add_code(3, 1);
                } else if (column == 7 || column == 8) {
                    table.set_number(column, 5);
                } else if (column == 9) {
                    table.set_text(9, "The same.");
                } else {
                    table.set_code(column, 1);
                }
            }
        }
        const Report report = build_report(study, table, planned_facts());
        const auto& comparisons = section_of(report, "how").comparisons;
        const auto found = std::ranges::find(comparisons, row.comparison, &Analysis::id);
        EXPECT_TRUE(found->answer.contains(row.said)) << found->answer;
        EXPECT_FALSE(has_nan(render_html(report)));
        EXPECT_FALSE(has_nan(render_markdown(report)));
    }
}

TEST(WeightedSharesTest, MeetThePopulation) {
    const Report report = planned_report();
    const auto weighted = tables_of<WeightedTable>(item_of(report, "onnx").tables);
    ASSERT_EQ(weighted.size(), 1U);
    // ONNX use is itself a margin: its weighted shares are the population's.
    EXPECT_NEAR(weighted[0].rows[0].weighted->interval.estimate, 0.5, 1e-9);
    EXPECT_NEAR(weighted[0].rows[1].weighted->interval.estimate, 0.5, 1e-9);
    ASSERT_TRUE(report.weights.has_value());
    EXPECT_TRUE(report.weights->answer.contains("raking"));
}

TEST(WeightedSharesTest, MarginsAreFixedAndBasesAreBothSaid) {
    const Report report = planned_report();
    const WeightedTable margin = tables_of<WeightedTable>(item_of(report, "onnx").tables).front();
    EXPECT_EQ(margin.shares, WeightedTable::Shares::fixed_by_weighting);
    const LaidTable laid = lay_out(Table(margin)).front();
    EXPECT_EQ(laid.rows.front().cells[3].text, "fixed by weighting");
    EXPECT_TRUE(laid.rows.front().cells[3].raw.empty()) << "no interval in files either";
    const WeightedTable other =
        tables_of<WeightedTable>(item_of(report, "purposes").tables).front();
    EXPECT_EQ(other.shares, WeightedTable::Shares::estimated);
    EXPECT_LT(other.weighted, other.basis.answered) << "who declined a margin has no weight";
    ASSERT_TRUE(other.effective_size.has_value());
    EXPECT_LT(*other.effective_size, static_cast<double>(other.weighted));
    EXPECT_TRUE(lay_out(Table(other)).front().notes.front().contains("effective n = "));
}

TEST(PlannedReportTest, SortsTheRowsOfAPictureByAgreementWhereThePlanSaysSo) {
    const instrument::Study study = fixtures::planned_study();
    const response::ResponseTable table = fixtures::planned_table(study);
    const auto rows_of = [&](instrument::RowOrder order) {
        ReportFacts facts = planned_facts();
        facts.plan->plan.rows = order;
        const Report report = build_report(study, table, facts);
        std::vector<std::pair<std::string, double>> rows;
        for (const auto& row :
             std::get<DivergingPlot>(item_of(report, "problems").plot->shape).rows) {
            const double upper = static_cast<double>(row.cells[2].count + row.cells[3].count);
            rows.emplace_back(row.label, upper / static_cast<double>(row.base));
        }
        return rows;
    };
    const auto asked = rows_of(instrument::RowOrder::as_asked);
    EXPECT_EQ(asked.front().first, "Crashes");
    const auto sorted = rows_of(instrument::RowOrder::by_agreement);
    EXPECT_TRUE(
        std::ranges::is_sorted(sorted, std::greater(), &std::pair<std::string, double>::second)
    );
    EXPECT_NE(asked, sorted);
}

TEST(WeightedSharesTest, SayWhyThereAreNone) {
    struct Row {
        const char* name;
        std::vector<instrument::PopulationMargin> margins;
        int responses;
        const char* why;
    };
    const auto margin = [](int item, std::vector<double> shares) {
        return instrument::PopulationMargin{variable(item), std::move(shares), {}};
    };
    const instrument::Study study = fixtures::planned_study();
    for (const Row& row : {
             Row{"nobody", {margin(1, {0.7, 0.3, 0})}, 0, "Nobody has an answer to every margin."},
             Row{"an empty stratum", {margin(1, {0.7, 0.3, 0})}, 1, "no respondents"},
             Row{"no share for respondents", {margin(2, {1, 0})}, 60, "no share of the population"},
             Row{"open text", {margin(7, {1})}, 60, "open text"},
             Row{"shares of another item", {margin(0, {0.5, 0.5})}, 60, "do not fit its answers"},
         }) {
        SCOPED_TRACE(row.name);
        ReportFacts facts = planned_facts();
        facts.plan->plan.weights.front().margins = row.margins;
        const response::ResponseTable table = fixtures::planned_table(study, row.responses);
        const auto weights = make_weights({table, facts, study});
        ASSERT_TRUE(weights.has_value());
        EXPECT_TRUE(weights->weights.empty());
        EXPECT_TRUE(weights->analysis.answer.starts_with("There are no weights"));
        EXPECT_TRUE(weights->analysis.answer.contains(row.why)) << weights->analysis.answer;
    }
}

/// Two yes/no margins that no weights meet: everyone is yes-yes or no-no, the population is not.
TEST(WeightedSharesTest, SayWhenRakingDoesNotConverge) {
    const instrument::Study study = fixtures::planned_study();
    const std::vector<const instrument::Study*> versions{&study};
    response::ResponseTable table(versions);
    for (int i = 0; i < 10; ++i) {
        fixtures::begin_response(table, i, response::Completion::complete, Gap::skipped);
        table.set_code(2, i % 2);
        table.set_code(10, i % 2);
    }
    ReportFacts facts = planned_facts();
    facts.plan->plan.weights.front().margins = {
        {variable(2), {0.9, 0.1}, {}}, {variable(8), {0.1, 0.9}, {}}
    };
    const auto weights = make_weights({table, facts, study});
    EXPECT_TRUE(weights->analysis.answer.contains("did not converge")) << weights->analysis.answer;
}

TEST(ScalesTest, SayWhyThereIsNoFigure) {
    struct Row {
        const char* name;
        std::vector<instrument::Variable> variables;
        int responses;
        const char* said;
    };
    const std::vector<instrument::Variable> rows{variable(4, 0), variable(4, 1), variable(4, 2)};
    const instrument::Study study = fixtures::planned_study();
    const ReportFacts facts = planned_facts();
    for (const Row& row : {
             Row{"enough", rows, 60, "had Cronbach's alpha"},
             Row{"nobody", rows, 0, "0 respondents answered every item"},
             Row{"one respondent", rows, 1, "respondents answered every item"},
             Row{"one item", {variable(4, 0)}, 60, "no such reliability"},
             Row{"no item", {}, 60, "no items"},
             Row{"a text", {variable(7)}, 60, "open text"},
         }) {
        SCOPED_TRACE(row.name);
        const response::ResponseTable table = fixtures::planned_table(study, row.responses);
        const Analysis scale = scale_report(
            {table, facts, study},
            {.id = "s", .measures = "", .variables = row.variables, .place = {}}
        );
        EXPECT_TRUE(scale.answer.contains(row.said)) << scale.answer;
    }
}

TEST(WordContextTest, FindsWordsOfManyLanguages) {
    const auto folded = [](std::string_view text, std::string_view language) {
        std::string all;
        for (const TextWord& word : words_of(text, language)) all += word.folded + "|";
        return all;
    };
    EXPECT_EQ(folded("It's the ONNX-runtime, v2 (2024)!", "en"), "it's|the|onnx|runtime|");
    EXPECT_EQ(folded("Größe STRASSE Straße", "de"), "grösse|strasse|strasse|");
    EXPECT_EQ(folded("🙂 … 12", "en"), "");
    EXPECT_EQ(folded("", "en"), "");
    EXPECT_EQ(folded("\xff\xfe broken", "en"), "broken|");
}

TEST(WordContextTest, ListsTheMostFrequentWordsWithTheirContext) {
    const Report report = planned_report();
    const auto tables = tables_of<ContextTable>(item_of(report, "remedy").tables);
    ASSERT_EQ(tables.size(), 1U);
    const ContextTable& words = tables.front();
    EXPECT_EQ(words.read, 10);
    EXPECT_EQ(words.total, 10);
    ASSERT_FALSE(words.lines.empty());
    for (const ContextTable::Line& line : words.lines) {
        EXPECT_NE(line.word, "the") << "holds sentences together";
        EXPECT_GE(line.answers, 2);
    }
    EXPECT_EQ(words.lines.front().word, "compare");
    EXPECT_EQ(words.lines.front().before, "I pin the opset and ");
    EXPECT_EQ(words.lines.front().after, " outputs of the runtime.");
}

TEST(ChecklistTest, LeavesOpenWhatOnlyAPersonKnows) {
    const Report report = planned_report();
    ASSERT_EQ(report.checklists.size(), 2U);
    const auto point = [&](std::size_t list, std::string_view topic) {
        return *std::ranges::find(report.checklists[list].points, topic, &ChecklistPoint::topic);
    };
    EXPECT_EQ(report.checklists[0].points.size(), 30U);
    EXPECT_EQ(point(0, "Advertising").state, ChecklistPoint::State::open);
    EXPECT_EQ(point(0, "Number of items").evidence, "9 items; at most 9 a page.");
    EXPECT_EQ(point(0, "Design").state, ChecklistPoint::State::known);
    EXPECT_EQ(point(0, "Cookies").state, ChecklistPoint::State::open)
        << "synthetic responses met no browser";
    EXPECT_EQ(point(1, "Generalisation").state, ChecklistPoint::State::open);
    EXPECT_TRUE(render_html(report).contains("class=\"open\""));
}

}  // namespace
}  // namespace querist::report
