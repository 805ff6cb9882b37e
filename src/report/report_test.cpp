#include "report/report.hpp"

#include "fixtures/every_kind.hpp"
#include "fixtures/further_kinds.hpp"
#include "golden/golden.hpp"
#include "report/markup.hpp"
#include "report/numbers.hpp"
#include "report/periods.hpp"
#include "report/wording.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace querist::report {
namespace {

using response::Completion;
using response::Gap;

ReportFacts facts_of(response::Origin origin) {
    using enum response::Disposition;
    return {
        .origin = origin,
        .visits = 31,
        .left_out = {{refused, 2}, {screened_out, 1}, {excluded, 3}},
        .notes = {}
    };
}

Report fixture_report(response::Origin origin = response::Origin::synthetic) {
    const instrument::Study study = fixtures::every_kind_study();
    return build_report(study, fixtures::every_kind_table(study), facts_of(origin));
}

std::vector<const ItemReport*> items_of(const Report& report) {
    std::vector<const ItemReport*> items;
    for (const Section& section : report.sections) {
        for (const ItemReport& item : section.items) items.push_back(&item);
    }
    return items;
}

const ItemReport& reported_item(const Report& report, std::string_view id) {
    for (const ItemReport* item : items_of(report)) {
        if (item->id == id) return *item;
    }
    throw std::out_of_range(std::string(id));
}

TEST(ReportTest, HtmlOfEveryKindAndGap) {
    EXPECT_GOLDEN("report/every-kind.html", render_html(fixture_report()));
}

TEST(ReportTest, MarkdownOfEveryKindAndGap) {
    EXPECT_GOLDEN("report/every-kind.md", render_markdown(fixture_report()));
}

TEST(ReportTest, ReportsFurtherKinds) {
    const instrument::Study study = fixtures::further_kinds_study();
    const Report report = build_report(
        study, fixtures::further_kinds_table(study), facts_of(response::Origin::synthetic)
    );
    EXPECT_GOLDEN("report/further-kinds.md", render_markdown(report));
    EXPECT_GOLDEN("report/further-kinds.html", render_html(report));
    EXPECT_FALSE(render_html(report).contains("one@example.org"));

    const auto& where = std::get<GridTable>(reported_item(report, "where").tables[0]);
    EXPECT_EQ(where.scale, (std::vector<std::string>{"ONNX", "NNEF", "None of these"}));
    EXPECT_EQ(where.rows[0].basis.answered, 4);
    EXPECT_EQ(where.rows[0].cells[0].count, 3);
    EXPECT_EQ(where.rows[0].cells[1].count, 2);
    EXPECT_EQ(where.rows[1].basis.gaps[static_cast<std::size_t>(Gap::declined)], 1);
    ASSERT_TRUE(reported_item(report, "where").plot);
    EXPECT_EQ(std::get<BarPlot>(reported_item(report, "where").plot->shape).bars.size(), 9U);

    const auto& order = std::get<FigureTable>(reported_item(report, "order").tables[0]);
    EXPECT_EQ(order.basis.answered, 3);
    EXPECT_EQ(order.rows[0].first.count, 2);
    EXPECT_EQ(order.rows[1].summary->mean, 1.5);
    EXPECT_EQ(order.rows[2].basis.answered, 2);
    EXPECT_TRUE(reported_item(report, "order").plot);

    const auto& week = std::get<FigureTable>(reported_item(report, "week").tables[0]);
    EXPECT_NEAR(week.rows[0].summary->mean, 55.0 / 3, 1e-12);
    ASSERT_TRUE(reported_item(report, "week").plot);
    EXPECT_EQ(
        std::get<MeanPlot>(reported_item(report, "week").plot->shape).rows.size(), week.rows.size()
    );

    const auto& groups = std::get<FrequencyTable>(reported_item(report, "recommends").tables[0]);
    EXPECT_EQ(groups.rows[0].share.count, 3);
    EXPECT_EQ(groups.rows[1].share.count, 1);
    EXPECT_EQ(groups.rows[2].share.count, 1);
    EXPECT_TRUE(reported_item(report, "recommends").answer.contains("score was +40 (95% CI"));
    EXPECT_EQ(
        reported_item(report, "attentive").answer, "Attention check: 3 of 4 passed it with “Often”."
    );
    EXPECT_EQ(reported_item(report, "mail").answer, "2 respondents gave an address.");
}

TEST(ReportTest, CutsTheCalendar) {
    struct Row {
        const char* name;
        std::vector<const char*> days;
        const char* first;
        std::size_t count;
    };
    for (const Row& row : {
             Row{"nothing", {}, "", 0},
             Row{"a day", {"2024-02-29"}, "2024-02-29", 1},
             Row{"days over a month's end", {"2024-03-01", "2024-02-28"}, "2024-02-28", 3},
             Row{"days", {"2024-01-01", "2024-01-24"}, "2024-01-01", 24},
             Row{"months", {"2024-01-01", "2024-01-25"}, "2024-01", 1},
             Row{"months over years", {"2023-12-31", "2024-02-01"}, "2023-12", 3},
             Row{"years", {"2020-05-01", "2022-05-01"}, "2020", 3},
             Row{"decades", {"1969-12-31", "2024-05-01"}, "1960–1969", 7},
         }) {
        SCOPED_TRACE(row.name);
        std::vector<std::chrono::sys_days> days;
        for (const char* day : row.days) days.push_back(instrument::calendar_day(day).value());
        const std::vector<Period> periods = periods_of(days);
        ASSERT_EQ(periods.size(), row.count);
        if (!periods.empty()) EXPECT_EQ(periods.front().label, row.first);
        std::int64_t sum = 0;
        for (const Period& period : periods) sum += period.count;
        EXPECT_EQ(sum, static_cast<std::int64_t>(days.size()));
    }
}

TEST(ReportTest, WritesScoresWithTheirSigns) {
    EXPECT_EQ(score_text(0.234), "+23");
    EXPECT_EQ(score_text(-0.04), "-4");
    EXPECT_EQ(score_text(-0.004), "0");
    EXPECT_EQ(score_text(1), "+100");
}

TEST(ReportTest, EmptyDataGiveAWholeReport) {
    const instrument::Study study = fixtures::every_kind_study();
    const std::vector<const instrument::Study*> versions{&study};
    const response::ResponseTable table(versions);
    const Report report = build_report(study, table, {});
    EXPECT_GOLDEN("report/empty.md", render_markdown(report));
    const std::string html = render_html(report);
    EXPECT_TRUE(html.contains("There are no responses to report yet."));
    EXPECT_FALSE(html.contains("nan"));
    EXPECT_FALSE(html.contains("inf%"));
}

TEST(ReportTest, SameDataSameBytes) {
    EXPECT_EQ(render_html(fixture_report()), render_html(fixture_report()));
    EXPECT_EQ(render_markdown(fixture_report()), render_markdown(fixture_report()));
}

TEST(ReportTest, EveryTableAndFigureOfUnrealDataIsStamped) {
    for (const auto origin :
         {response::Origin::synthetic,
          response::Origin::test,
          response::Origin::pilot,
          response::Origin::imported}) {
        SCOPED_TRACE(response::to_text(origin));
        const std::string html = render_html(fixture_report(origin));
        const auto occurrences = [&](std::string_view what) {
            std::size_t count = 0;
            for (std::size_t at = html.find(what); at != std::string::npos;
                 at = html.find(what, at + 1)) {
                ++count;
            }
            return count;
        };
        std::string stamp(response::to_text(origin));
        stamp.front() = static_cast<char>(stamp.front() - 'a' + 'A');
        EXPECT_GE(
            occurrences("class=\"stamp\">" + stamp + " data"),
            occurrences("<caption>") + occurrences("<figcaption>")
        );
        EXPECT_EQ(occurrences("class=\"running warns\""), 1U);
    }
    EXPECT_FALSE(
        render_html(fixture_report(response::Origin::real)).contains("class=\"running warns\"")
    );
}

TEST(ReportTest, EveryLinkHasOneTarget) {
    instrument::Study study = fixtures::every_kind_study();
    const char* const ids[] = {"flow", "sample", "contents", "method", "other-items", "figure-1"};
    study.research_questions.clear();
    for (const char* id : ids) study.research_questions.push_back({id, "What of it?", {}});
    study.items[3].serves = {"flow"};
    const std::string html =
        render_html(build_report(study, fixtures::every_kind_table(study), facts_of({})));
    const auto all_after = [&](std::string_view before) {
        std::vector<std::string> found;
        for (std::size_t at = html.find(before); at != html.npos; at = html.find(before, at + 1)) {
            const std::size_t begin = at + before.size();
            found.push_back(html.substr(begin, html.find('"', begin) - begin));
        }
        return found;
    };
    const std::vector<std::string> targets = all_after(" id=\"");
    EXPECT_EQ(std::set(targets.begin(), targets.end()).size(), targets.size());
    for (const std::string& link : all_after(" href=\"#")) {
        EXPECT_EQ(std::ranges::count(targets, link), 1) << link;
    }
    EXPECT_EQ(std::ranges::count(all_after(" href=\"#"), "rq-flow"), 1);
}

TEST(ReportTest, PlacesItemsByPurpose) {
    const Report report = fixture_report();
    ASSERT_EQ(report.sections.size(), 4U);
    EXPECT_EQ(report.sections[0].purpose, Purpose::sample);
    EXPECT_EQ(report.sections[0].items.size(), 2U);
    EXPECT_EQ(report.sections[1].id, "how");
    EXPECT_EQ(report.sections[1].items.size(), 4U);
    EXPECT_EQ(report.sections[2].items.size(), 1U);
    EXPECT_EQ(report.sections[2].elsewhere, std::vector<std::string>{"4. Do you use ONNX?"});
    EXPECT_EQ(report.sections[3].purpose, Purpose::nothing);
    EXPECT_EQ(report.sections[3].items.size(), 2U);
}

TEST(ReportTest, CountsWhatAHandCountGives) {
    const Report report = fixture_report();
    const auto& tools = std::get<FrequencyTable>(reported_item(report, "tools").tables[0]);
    EXPECT_EQ(tools.basis.answered, 4);
    EXPECT_EQ(tools.rows[0].share.count, 2);
    EXPECT_EQ(tools.basis.gaps[static_cast<std::size_t>(Gap::skipped)], 1);
    EXPECT_EQ(tools.basis.gaps[static_cast<std::size_t>(Gap::broken_off)], 1);
    EXPECT_EQ(tools.basis.gaps[static_cast<std::size_t>(Gap::withdrawn)], 1);
    const auto& role = std::get<FrequencyTable>(reported_item(report, "role").tables[0]);
    EXPECT_EQ(role.rows.size(), 3U);  // declining is no answer
    EXPECT_EQ(role.basis.gaps[static_cast<std::size_t>(Gap::declined)], 1);
    const auto& grid = std::get<GridTable>(reported_item(report, "problems").tables[0]);
    EXPECT_EQ(grid.basis.answered, 4);
    EXPECT_EQ(grid.rows[0].basis.answered, 4);
    EXPECT_EQ(grid.rows[1].basis.answered, 2);
    EXPECT_EQ(report.flow.outcome.where(response::has_started), 8);
    EXPECT_EQ(report.responses, 7);
}

std::map<std::string, std::int64_t> flow_counts(const Report& report) {
    std::map<std::string, std::int64_t> counts;
    for (const CountLine& line : flow_lines(report)) {
        counts[line.label.substr(0, line.label.find(" ("))] = line.count;
    }
    return counts;
}

TEST(ReportTest, CountsEveryResponseOnce) {
    const instrument::Study study = fixtures::every_kind_study();
    response::ResponseTable table = fixtures::every_kind_table(study);
    const auto counts = flow_counts(build_report(study, table, facts_of({})));
    EXPECT_EQ(counts.at("Refused consent"), 2);
    EXPECT_EQ(counts.at("Excluded by the researchers"), 3);
    EXPECT_EQ(counts.at("Screened out by their answers"), 1);
    EXPECT_EQ(counts.at("Agreed and started"), 8);
    EXPECT_EQ(
        counts.at("Completed") + counts.at("Partial") + counts.at("Broken off") +
            counts.at("Withdrawn, answers deleted") + counts.at("Screened out by their answers"),
        8
    );
    EXPECT_EQ(counts.at("Responses in this report"), 7);
    const Report empty = build_report(study, table, {.left_out = {}, .notes = {}});
    EXPECT_EQ(
        completion_rate(build_report(study, table, facts_of({}))).base, completion_rate(empty).base
    ) << "who is screened out or excluded is in no rate";
}

TEST(ReportTest, ExcludedResponsesInTheTablesDidNotStartNorComplete) {
    const instrument::Study study = fixtures::every_kind_study();
    response::ResponseTable table = fixtures::every_kind_table(study);
    const Share before = completion_rate(build_report(study, table, {}));
    table.add_response(
        {.public_id = fixtures::public_id(90), .completion = Completion::complete, .excluded = true
        },
        Gap::skipped
    );
    const Report report = build_report(study, table, {});
    EXPECT_EQ(report.responses, 8);
    EXPECT_EQ(report.excluded_kept, 1);
    const auto counts = flow_counts(report);
    EXPECT_EQ(counts.at("Agreed and started"), 7);
    EXPECT_EQ(counts.at("Excluded by the researchers"), 1);
    EXPECT_EQ(completion_rate(report).base, before.base);
    EXPECT_EQ(completion_rate(report).count, before.count);
}

TEST(ReportTest, KeepsApartWhatAnotherVersionAskedOtherwise) {
    const instrument::Study newest = fixtures::every_kind_study();
    instrument::Study older = newest;
    older.version = sha256("every kind, version 1");
    auto& choices = std::get<instrument::SingleChoice>(older.items[2].kind).choices;
    choices[1].declines = true;
    std::get<instrument::Number>(older.items[6].kind).unit = "millions of models";
    older.items[9].number = "10";  // a corrected number changes no answer
    const std::vector<const instrument::Study*> versions{&newest, &older};
    response::ResponseTable table(versions);
    for (int version = 0; version < 2; ++version) {
        table.add_response(
            {.public_id = fixtures::public_id(version),
             .version = version,
             .completion = Completion::complete},
            Gap::not_shown
        );
        const auto column = [&](std::string_view id) {
            return table.items()[static_cast<std::size_t>(table.item_of(version, id))].first_column;
        };
        if (version == 0) table.set_code(column("role"), 1);
        if (version == 1) table.set_gap(column("role"), Gap::declined);
        table.set_number(column("models"), version == 0 ? 5'000'000 : 5);
        table.set_code(column("adult"), 0);
    }
    const std::string apart = "@" + older.version.hex().substr(0, 8);
    const Report report = build_report(newest, table, {});
    for (const ItemReport* item : items_of(report)) {
        const auto* frequencies = std::get_if<FrequencyTable>(&item->tables.front());
        if (frequencies == nullptr || frequencies->answers == Answers::several) continue;
        std::int64_t sum = 0;
        for (const FrequencyRow& row : frequencies->rows) sum += row.share.count;
        EXPECT_EQ(sum, frequencies->basis.answered) << item->id;
    }
    EXPECT_EQ(reported_item(report, "role").basis.answered, 1);
    EXPECT_EQ(reported_item(report, "role" + apart).basis.answered, 0);
    const auto& old_role =
        std::get<FrequencyTable>(reported_item(report, "role" + apart).tables.front());
    EXPECT_EQ(old_role.rows.size(), 2U) << "in its version, two of four choices decline";
    const auto& new_role = std::get<FrequencyTable>(reported_item(report, "role").tables.front());
    EXPECT_EQ(new_role.rows.size(), 3U);
    EXPECT_EQ(
        std::get<NumberTable>(reported_item(report, "models").tables[0]).summary->mean, 5'000'000
    );
    const ItemReport& millions = reported_item(report, "models" + apart);
    EXPECT_EQ(std::get<NumberTable>(millions.tables[0]).summary->mean, 5);
    EXPECT_TRUE(millions.notes.back().ends_with("which differs: unit changed."));
    EXPECT_TRUE(reported_item(report, "models").notes.back().ends_with("at models" + apart + "."));
    EXPECT_EQ(reported_item(report, "adult").basis.answered, 2) << "asked alike: together";
    for (const std::string& note : reported_item(report, "adult").notes) {
        EXPECT_FALSE(note.contains("apart")) << note;
    }
    EXPECT_EQ(report.versions[1].responses, 1);
    const std::vector<const ItemReport*> all = items_of(report);
    const auto newer = std::ranges::find(all, "models", &ItemReport::id);
    EXPECT_EQ((*(newer + 1))->id, "models" + apart) << "behind the newest form";
}

/// A table with any answers and gaps, and the same responses as plain rows for a naive recount.
struct Naive {
    std::vector<std::vector<int>> cells;  ///< [response][column]: code, or -1 - gap.
};

TEST(ReportTest, BaseAndGapsAddUpAndEqualANaiveRecount) {
    const instrument::Study study = fixtures::every_kind_study();
    EXPECT_TRUE(rc::check([&] {
        const std::vector<const instrument::Study*> versions{&study};
        response::ResponseTable table(versions);
        Naive naive;
        const int responses = *rc::gen::inRange(0, 140);
        for (int i = 0; i < responses; ++i) {
            table.add_response(
                {.public_id = fixtures::public_id(i), .completion = Completion::complete},
                Gap::skipped
            );
            std::vector<int>& row = naive.cells.emplace_back();
            for (int column = 0; column < 7; ++column) {
                const bool several = column == 2;
                const int codes = column == 0 || column >= 4 ? 4 : column == 3 ? 2 : 3;
                const int drawn = *rc::gen::inRange(-5, codes);
                row.push_back(drawn);
                if (drawn < 0) table.set_gap(column, static_cast<Gap>(-drawn));
                if (drawn >= 0 && several) {
                    for (int code = 0; code <= drawn; ++code) table.add_code(column, code);
                }
                if (drawn >= 0 && !several) table.set_code(column, drawn);
            }
        }
        const Report report = build_report(study, table, facts_of(response::Origin::test));
        const auto recount = [&](std::size_t column, auto counts) {
            return std::ranges::count_if(naive.cells, [&](const auto& row) {
                return counts(row[column]);
            });
        };
        const auto check = [&](const Basis& basis, std::size_t column) {
            RC_ASSERT(basis.answered == recount(column, [](int cell) { return cell >= 0; }));
            RC_ASSERT(
                basis.answered + std::reduce(basis.gaps.begin(), basis.gaps.end()) == responses
            );
            for (int gap = 1; gap <= 5; ++gap) {
                RC_ASSERT(
                    basis.gaps[static_cast<std::size_t>(gap)] ==
                    recount(column, [&](int cell) { return cell == -gap; })
                );
            }
        };
        const char* const ids[] = {"years", "role", "tools", "uses"};
        for (std::size_t column = 0; column < 4; ++column) {
            const auto& one =
                std::get<FrequencyTable>(reported_item(report, ids[column]).tables[0]);
            check(one.basis, column);
            for (std::size_t i = 0; i < one.rows.size(); ++i) {
                const int code = static_cast<int>(i);
                RC_ASSERT(one.rows[i].share.count == recount(column, [&](int cell) {
                              return column == 2 ? cell >= code : cell == code;
                          }));
                RC_ASSERT(one.rows[i].share.base == one.basis.answered);
            }
        }
        const auto& grid = std::get<GridTable>(reported_item(report, "problems").tables[0]);
        for (std::size_t row = 0; row < 3; ++row) {
            check(grid.rows[row].basis, 4 + row);
            for (int code = 0; code < 4; ++code) {
                RC_ASSERT(
                    grid.rows[row].cells[static_cast<std::size_t>(code)].count ==
                    recount(4 + row, [&](int cell) { return cell == code; })
                );
            }
        }
        for (const ItemReport* item : items_of(report)) {
            const Basis& basis = item->basis;
            RC_ASSERT(
                basis.answered + std::reduce(basis.gaps.begin(), basis.gaps.end()) ==
                basis.responses
            );
        }
        RC_ASSERT(!render_html(report).contains("nan"));
    }));
}

TEST(ReportTest, ListsAtMostSoManyOpenAnswersAndSaysHowManyMore) {
    const instrument::Study study = fixtures::every_kind_study();
    const std::vector<const instrument::Study*> versions{&study};
    response::ResponseTable table(versions);
    for (int i = 0; i < 250; ++i) {
        table.add_response(
            {.public_id = fixtures::public_id(i % 256), .completion = Completion::complete},
            Gap::skipped
        );
        table.set_text(8, "text " + std::to_string(i));
    }
    const Report report = build_report(study, table, {});
    const auto& open = std::get<OpenAnswers>(reported_item(report, "remedy").tables[0]);
    EXPECT_EQ(open.quotes.size(), quotes_max);
    EXPECT_EQ(open.total, 250);
    EXPECT_TRUE(reported_item(report, "remedy").answer.contains("the other 50 are in the export"));
}

TEST(NumbersTest, AreWrittenWithoutFalsePrecision) {
    struct Row {
        std::int64_t count;
        std::int64_t base;
        const char* expected;
    };
    for (const Row& row : {
             Row{38, 89, "38 of 89 (43%; 95% CI 33–53%)"},
             Row{0, 10, "0 of 10 (0%; 95% CI 0–28%)"},
             Row{10, 10, "10 of 10 (100%; 95% CI 72–100%)"},
             Row{1, 400, "1 of 400 (<1%; 95% CI 0–1%)"},
             Row{399, 400, "399 of 400 (>99%; 95% CI 99–100%)"},
             Row{1, 8, "1 of 8 (13%; 95% CI 2–47%)"},
             Row{2, 3, "2 of 3"},
             Row{0, 0, "0 of 0"},
             Row{12345, 100000, "12,345 of 100,000 (12.3%; 95% CI 12.1–12.6%)"},
             Row{1, 100000, "1 of 100,000 (<0.1%; 95% CI 0.0–<0.1%)"},
         }) {
        EXPECT_EQ(share_text(share_of(row.count, row.base)), row.expected);
    }
    EXPECT_EQ(percent_text(share_of(0, 0)), "–");
    EXPECT_EQ(interval_text(share_of(0, 0)), "–");
    struct Number {
        double number;
        const char* expected;
    };
    for (const Number& row :
         {Number{31, "31"},
          Number{2.5, "2.5"},
          Number{-0.0, "0"},
          Number{34.181818, "34.18"},
          Number{0.0123456, "0.01235"},
          Number{123456.7, "123457"},
          Number{-0.125, "-0.125"},
          Number{0.1 + 0.2, "0.3"},
          Number{std::numeric_limits<double>::infinity(), "–"},
          Number{std::numeric_limits<double>::quiet_NaN(), "–"}}) {
        EXPECT_EQ(number_text(row.number), row.expected);
    }
}

TEST(MarkupTest, EscapesAndClosesEverything) {
    Markup page;
    page.open("p", {{"title", "a\"b'<&>"}});
    page.text("<script>\x01");
    EXPECT_THROW((void)page.take(), std::logic_error);
    page.close();
    EXPECT_EQ(page.take(), "<p title=\"a&quot;b&#39;&lt;&amp;&gt;\">&lt;script&gt; </p>");
    EXPECT_THROW(page.close(), std::logic_error);
}

}  // namespace
}  // namespace querist::report
