#include "actions/response_table.hpp"

#include "actions/fold.hpp"
#include "actions/study_reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <tuple>

#include <unistd.h>

namespace querist::actions {
namespace {

using response::Gap;
using response::Origin;

/// A study folder and a data folder of the test's own.
class ReportActionsTest : public testing::Test {
protected:
    void SetUp() override {
        const auto* info = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::temp_directory_path() /
                  ("querist-report-" + std::string(info->name()) + "-" + std::to_string(getpid()));
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        std::filesystem::copy(
            std::filesystem::path(QUERIST_SOURCE_DIR) / "studies/onnx-interop",
            study(),
            std::filesystem::copy_options::recursive
        );
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path study() const { return folder_ / "onnx-interop"; }
    std::filesystem::path data() const { return folder_ / "data"; }

    void simulate_some(std::int64_t responses, std::uint64_t seed) {
        const auto simulated = simulate(
            study(),
            data(),
            {.responses = responses, .seed = seed},
            [](std::int64_t, std::int64_t) {}
        );
        ASSERT_TRUE(simulated) << simulated.error().message;
    }
    void replace_in_study(const std::string& from, const std::string& to) {
        std::ifstream in(study() / "study.yaml");
        std::string text((std::istreambuf_iterator<char>(in)), {});
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        std::ofstream(study() / "study.yaml") << text.replace(at, from.size(), to);
    }
    std::string report(ReportFormat format) {
        const Result<BuiltReport> built =
            build_report(study(), data(), {.format = format, .origin = {}});
        EXPECT_TRUE(built) << built.error().message;
        return built ? built->document : "";
    }

private:
    std::filesystem::path folder_;
};

/// (item, row or "", code or gap) -> how often.
using Recount = std::map<std::tuple<std::string, std::string, std::string>, std::int64_t>;

/// Counts from the entries, without projections, columns or anything that reports use.
Recount recount_from_entries(
    store::Snapshot& snapshot, const instrument::Study& study, StudyId id
) {
    Recount counts;
    snapshot.each_response(id, [&](const store::ResponseRow& row) {
        if (row.status == response::Status::refused ||
            row.status == response::Status::screened_out) {
            return;
        }
        const auto folded = fold_entries(study, snapshot.entries(row.id));
        ASSERT_TRUE(folded);
        const auto gaps = response::gaps(study, folded->state);
        const auto answers = response::effective_answers(study, folded->state.answers);
        for (std::size_t i = 0; i < study.items.size(); ++i) {
            const instrument::Item& item = study.items[i];
            const auto count = [&](const std::string& row_code, std::string_view what) {
                ++counts[{item.id, row_code, std::string(what)}];
            };
            if (std::holds_alternative<instrument::Information>(item.kind)) continue;
            if (const auto* grid = std::get_if<instrument::Grid>(&item.kind)) {
                const auto* cells = std::get_if<expression::Cells>(&answers[i].value);
                for (std::size_t r = 0; r < grid->rows.size(); ++r) {
                    const int point =
                        cells == nullptr || gaps[i] != Gap::none ? -1 : cells->indices[r];
                    count(
                        grid->rows[r].code,
                        point >= 0             ? grid->scale[static_cast<std::size_t>(point)].code
                        : gaps[i] == Gap::none ? std::string_view("skipped")
                                               : response::to_text(gaps[i])
                    );
                }
                continue;
            }
            if (gaps[i] != Gap::none) {
                count("", response::to_text(gaps[i]));
            } else if (const auto* one = std::get_if<expression::Choice>(&answers[i].value)) {
                count(
                    "", instrument::options_of(item.kind)[static_cast<std::size_t>(one->index)].code
                );
            } else if (const auto* set = std::get_if<expression::ChoiceSet>(&answers[i].value)) {
                for (const int index : set->indices) {
                    count(
                        "", instrument::options_of(item.kind)[static_cast<std::size_t>(index)].code
                    );
                }
            } else if (const auto* truth = std::get_if<bool>(&answers[i].value)) {
                count("", *truth ? "yes" : "no");
            } else {
                count("", "(answered)");
            }
        }
    });
    return counts;
}

/// The same counts from the columns.
Recount recount_from_columns(const response::ResponseTable& table) {
    Recount counts;
    for (const response::Column& column : table.columns()) {
        const instrument::Item& item = table.items()[static_cast<std::size_t>(column.item)].item;
        std::string row;
        if (const auto* grid = std::get_if<instrument::Grid>(&item.kind)) {
            row = grid->rows[static_cast<std::size_t>(column.row)].code;
        }
        const auto labels = response::code_labels(item.kind);
        for (std::size_t i = 0; i < table.size(); ++i) {
            if (column.gap(i) != Gap::none) {
                ++counts[{item.id, row, std::string(response::to_text(column.gap(i)))}];
            } else if (const auto* codes = std::get_if<response::Codes>(&column.cells)) {
                ++counts[{
                    item.id, row, std::string(labels[static_cast<std::size_t>(codes->at(i))].code)
                }];
            } else if (const auto* sets = std::get_if<response::CodeSets>(&column.cells)) {
                for (std::size_t code = 0; code < labels.size(); ++code) {
                    if (sets->at(i, static_cast<int>(code))) {
                        ++counts[{item.id, row, std::string(labels[code].code)}];
                    }
                }
            } else {
                ++counts[{item.id, row, "(answered)"}];
            }
        }
    }
    return counts;
}

TEST_F(ReportActionsTest, CountsEqualARecountFromTheEntries) {
    simulate_some(400, 7);
    const auto stored = read_responses(study(), data(), {}, Wanted::reported);
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(stored->origin, Origin::synthetic);
    ASSERT_EQ(stored->notes.size(), 1U);
    EXPECT_TRUE(stored->notes.front().starts_with("No real responses yet: synthetic ones"));
    const auto store = open_existing(data(), store::Access::read_only);
    ASSERT_TRUE(store);
    const auto snapshot = (*store)->snapshot();
    const StudyId id = snapshot->study("onnx-interop")->id;
    EXPECT_EQ(
        recount_from_entries(*snapshot, stored->versions.front(), id),
        recount_from_columns(stored->table)
    );
    std::int64_t rows = 0;
    std::int64_t refused = 0;
    std::int64_t same_completion = 0;
    snapshot->each_response(id, [&](const store::ResponseRow& row) {
        if (row.status == response::Status::refused) {
            ++refused;
            return;
        }
        if (row.status == response::Status::screened_out) return;
        const auto folded = fold_entries(stored->versions.front(), snapshot->entries(row.id));
        const auto completion = response::completion_of(stored->versions.front(), folded->state);
        same_completion +=
            stored->table.responses()[static_cast<std::size_t>(rows)].completion == completion ? 1
                                                                                               : 0;
        ++rows;
    });
    EXPECT_EQ(stored->left_out.of(response::Disposition::refused), refused);
    EXPECT_EQ(static_cast<std::int64_t>(stored->table.size()), rows);
    EXPECT_EQ(same_completion, rows);
}

TEST_F(ReportActionsTest, OnlyWhoDidNotSayYesWasNotShownWhatYesOpens) {
    simulate_some(500, 11);
    const auto stored = read_responses(study(), data(), {}, Wanted::reported);
    ASSERT_TRUE(stored);
    const auto column = [&](std::string_view id) -> const response::Column& {
        const auto item = static_cast<std::size_t>(stored->table.item_of(0, id));
        const int first = stored->table.items()[item].first_column;
        return stored->table.columns()[static_cast<std::size_t>(first)];
    };
    const response::Column& deciding = column("uses_onnx");
    const response::Column& opened = column("purposes");
    std::int64_t kept_away = 0;
    for (std::size_t i = 0; i < stored->table.size(); ++i) {
        const bool no =
            deciding.gap(i) == Gap::none && std::get<response::Codes>(deciding.cells).at(i) == 1;
        const bool kept = no || deciding.gap(i) == Gap::skipped;
        kept_away += kept ? 1 : 0;
        EXPECT_EQ(opened.gap(i) == Gap::not_shown, kept) << i;
    }
    EXPECT_GT(kept_away, 0);
}

TEST_F(ReportActionsTest, SameDataSameBytes) {
    simulate_some(60, 3);
    EXPECT_EQ(report(ReportFormat::html), report(ReportFormat::html));
    EXPECT_EQ(report(ReportFormat::markdown), report(ReportFormat::markdown));
}

TEST_F(ReportActionsTest, AnEmptyOriginGivesAReportThatSaysSo) {
    simulate_some(10, 3);
    const auto built =
        build_report(study(), data(), {.format = ReportFormat::markdown, .origin = Origin::real});
    ASSERT_TRUE(built);
    EXPECT_EQ(built->responses, 0);
    EXPECT_TRUE(built->document.contains("There are no responses to report yet."));
}

TEST_F(ReportActionsTest, MissingDataAndStudiesAreProblemsWithACure) {
    const auto nothing = build_report(study(), data(), {});
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, "store.missing");
    simulate_some(5, 1);
    const auto unknown = build_report("onnx-interup", data(), {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "actions.unknown-study");
    EXPECT_EQ(unknown.error().cure, "did you mean onnx-interop?");
}

TEST_F(ReportActionsTest, AWithdrawnResponseBecomesAGap) {
    simulate_some(30, 5);
    auto before = read_responses(study(), data(), {}, Wanted::reported);
    ASSERT_TRUE(before);
    SystemClock clock;
    SystemRandom random;
    const PublicId gone = before->table.responses().front().public_id;
    ASSERT_TRUE(withdraw(data(), "onnx-interop", gone, clock, random));
    const auto after = read_responses(study(), data(), {}, Wanted::reported);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->table.size(), before->table.size());
    EXPECT_EQ(after->table.responses().front().public_id, gone);
    EXPECT_EQ(after->table.responses().front().completion, response::Completion::withdrawn);
    for (const response::Column& column : after->table.columns()) {
        EXPECT_EQ(column.gap(0), Gap::withdrawn);
    }
}

TEST_F(ReportActionsTest, AQuestionThatWasChangedIsReportedAndExportedApart) {
    simulate_some(40, 5);
    replace_in_study("- 3-5: 3 – 5 years", "- 3-4: 3 – 4 years");
    const auto edited = read_responses(study(), data(), {}, Wanted::reported);
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->notes.size(), 2U);  // the folder is ahead of the data
    simulate_some(40, 6);
    const auto both = read_responses(study(), data(), {}, Wanted::reported);
    ASSERT_TRUE(both) << both.error().message;
    EXPECT_EQ(both->versions.size(), 2U);
    EXPECT_GT(both->table.size(), edited->table.size());
    const auto item = [&](int version) -> const response::TableItem& {
        return both->table.items(
        )[static_cast<std::size_t>(both->table.item_of(version, "ml_years"))];
    };
    EXPECT_EQ(item(0).asked_in, std::vector<int>{0});
    EXPECT_EQ(item(1).asked_in, std::vector<int>{1});
    EXPECT_TRUE(item(1).key.starts_with("ml_years@"));
    EXPECT_EQ(both->table.item_of(0, "uses_onnx"), both->table.item_of(1, "uses_onnx"));
    EXPECT_TRUE(report(ReportFormat::markdown).contains("stand apart, at ml"));
    const auto csv = export_responses(study(), data(), ExportFormat::csv, {});
    ASSERT_TRUE(csv);
    EXPECT_TRUE((*csv)[0].bytes.contains("," + item(1).key));
    EXPECT_TRUE((*csv)[1].bytes.contains(item(1).key + "," + item(1).key + ",single choice,3-5,"));
    EXPECT_TRUE((*csv)[1].bytes.contains("," + both->table.versions()[1].hex() + ",,\r\n"));
}

TEST_F(ReportActionsTest, ExportsOneRowAResponse) {
    simulate_some(50, 9);
    const auto stored = read_responses(study(), data(), {}, Wanted::all);
    ASSERT_TRUE(stored);
    const auto lines = export_responses(study(), data(), ExportFormat::json_lines, {});
    ASSERT_TRUE(lines);
    EXPECT_EQ((*lines)[0].name, "onnx-interop.jsonl");
    EXPECT_EQ(
        std::ranges::count((*lines)[0].bytes, '\n'),
        static_cast<std::ptrdiff_t>(stored->table.size())
    );
    const auto csv = export_responses(study(), data(), ExportFormat::csv, {});
    ASSERT_TRUE(csv);
    EXPECT_EQ((*csv)[0].name, "onnx-interop.csv");
    EXPECT_EQ((*csv)[1].name, "onnx-interop.labels.csv");
    EXPECT_TRUE((*csv)[0].bytes.starts_with("response,origin,version,"));
}

}  // namespace
}  // namespace querist::actions
