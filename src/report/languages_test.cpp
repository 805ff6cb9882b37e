#include "fixtures/every_kind.hpp"
#include "report/report.hpp"
#include "report/supplements.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace querist::report {
namespace {

using response::Completion;

/// Three responses in German, one of them complete, one in English, and `unknown` ones.
Report report_in(const std::vector<std::string>& languages, int unknown) {
    instrument::Study study = fixtures::every_kind_study();
    study.languages = languages;
    const std::vector<const instrument::Study*> versions{&study};
    response::ResponseTable table(versions);
    const auto add = [&](std::uint8_t language, Completion completion) {
        table.add_response(
            {.public_id = fixtures::public_id(static_cast<int>(table.size())),
             .completion = completion,
             .language = language},
            response::Gap::skipped
        );
    };
    for (int i = 0; i < unknown; ++i) add(0, Completion::complete);
    add(1, Completion::complete);
    if (languages.size() > 1) {
        add(2, Completion::complete);
        add(2, Completion::partial);
        add(2, Completion::broken_off);
    }
    return build_report(study, table, {});
}

const Supplement* languages_part(const std::vector<Supplement>& parts) {
    const auto found = std::ranges::find(parts, "languages", &Supplement::id);
    return found == parts.end() ? nullptr : &*found;
}

TEST(ReportLanguagesTest, CountsResponsesByLanguage) {
    const std::vector<Supplement> parts = supplements(report_in({"en", "de", "ar"}, 1));
    const Supplement* part = languages_part(parts);
    ASSERT_NE(part, nullptr);
    EXPECT_EQ(part->answer, "The study was offered in 3 languages and answered in 2.");
    std::string told;
    for (const LaidRow& row : part->tables.front().rows) {
        for (const LaidCell& cell : row.cells) told += cell.text + " | ";
        told += "\n";
    }
    EXPECT_EQ(
        told,
        "en | 1 (20%) | 1 (100%†) | \n"
        "de | 3 (60%) | 1 (33%†) | \n"
        "ar | 0 (0%) | 0 (–) | \n"
        "Not known | 1 (20%) | 1 (100%†) | \n"
    );
    EXPECT_EQ(part->tables.front().rows.front().cells.front().text, "en");
}

TEST(ReportLanguagesTest, LeavesOutWhatIsNotThere) {
    const std::vector<Supplement> known = supplements(report_in({"en", "de"}, 0));
    ASSERT_NE(languages_part(known), nullptr);
    EXPECT_EQ(languages_part(known)->tables.front().rows.size(), 2U);
    EXPECT_EQ(languages_part(supplements(report_in({"en"}, 0))), nullptr)
        << "a study in one language says nothing of languages";
}

}  // namespace
}  // namespace querist::report
