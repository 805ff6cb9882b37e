// One data set whatever the language, and the language in it.

#include "actions/fieldwork_fixture.hpp"
#include "actions/response_table.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>

namespace querist::actions {
namespace {

using namespace fixture;
using nlohmann::json;

constexpr const char* german = R"(language: de
texts:
  title:
    source: "A tiny study"
    text: "Eine kleine Studie"
  items.uses.ask:
    source: "Do you use it?"
    text: "Benutzen Sie es?"
)";

Desk german_desk(const TemporaryFolder& folder) {
    write_file(folder.path() / "tiny/study.yaml", study_yaml());
    write_file(folder.path() / "tiny/translations/de.yaml", german);
    return Desk(folder);
}

Secret started(const Result<ConsentOutcome>& outcome) {
    const auto* begun = outcome ? std::get_if<Started>(&*outcome) : nullptr;
    if (begun == nullptr) {
        ADD_FAILURE() << "did not start";
        return {};
    }
    return begun->secret;
}

/// The "language" of each of a response's entries; "-" where one says none.
std::string languages_said(Desk& desk, const Secret& secret) {
    std::string said;
    for (const store::EntryRow& entry : desk.entries(secret)) {
        said += said.empty() ? "" : " ";
        said += json::parse(entry.body.value_or("{}")).value("language", "-");
    }
    return said;
}

TEST(ResponseLanguageTest, IsKeptByEveryEntryAndTheLastOneIsTheResponses) {
    const TemporaryFolder folder;
    Desk desk = german_desk(folder);
    const Secret changing = started(desk.consent(true, "", {}, "de"));
    (void)desk.send(changing, "first", {{"uses", "no"}, {"_language", "de"}});
    EXPECT_EQ(languages_said(desk, changing), "de de");
    (void)desk.send(changing, "last", {{"remark", "Fine"}, {"_language", "en"}});
    EXPECT_EQ(languages_said(desk, changing), "de de en -");
    const Secret silent = desk.start();
    (void)desk.send(silent, "first", {{"uses", "no"}, {"_language", "tlh"}});
    EXPECT_EQ(languages_said(desk, silent), "- -");
    desk.close();

    const Result<StoredResponses> stored =
        read_responses(desk.folder(), desk.data(), response::Origin::test, Wanted::all);
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(stored->table.languages(), (std::vector<std::string>{"en", "de"}));
    std::multiset<std::string_view> languages;
    for (const auto& meta : stored->table.responses()) {
        languages.insert(stored->table.language(meta));
    }
    EXPECT_EQ(languages, (std::multiset<std::string_view>{"", "en"}));
    const auto verified = verify(desk.data(), "tiny", {});
    ASSERT_TRUE(verified);
    for (const Verification& one : *verified) EXPECT_FALSE(one.broken);
}

TEST(ResponseLanguageTest, IsNotKeptOfARefusal) {
    const TemporaryFolder folder;
    Desk desk = german_desk(folder);
    const std::string key = "00000000000000000000000010";
    ASSERT_TRUE(std::holds_alternative<Refused>(desk.consent(false, key, {}, "de").value()));
    desk.close();
    const auto store = open_existing(desk.data(), store::Access::read_only);
    ASSERT_TRUE(store);
    const auto snapshot = (*store)->snapshot();
    int entries = 0;
    const std::optional<store::StudyRow> study = snapshot->study("tiny");
    ASSERT_TRUE(study.has_value());
    snapshot->each_response(
        study.value_or(store::StudyRow{}).id,
        [&](const store::ResponseRow& row) {
            for (const store::EntryRow& entry : snapshot->entries(row.id)) {
                ++entries;
                EXPECT_FALSE(entry.body.value_or("").contains("language"));
            }
        }
    );
    EXPECT_EQ(entries, 1);
}

TEST(ResponseLanguageTest, OfAStudyInOneLanguageIsThatOne) {
    const TemporaryFolder folder;
    Desk desk(folder);
    (void)desk.start();
    desk.close();
    const Result<StoredResponses> stored =
        read_responses(desk.folder(), desk.data(), response::Origin::test, Wanted::all);
    ASSERT_TRUE(stored);
    ASSERT_EQ(stored->table.size(), 1U);
    EXPECT_EQ(stored->table.language(stored->table.responses().front()), "en");
}

TEST(ResponseLanguageTest, AppearsInTheExportOfARehearsal) {
    const TemporaryFolder folder;
    write_file(folder.path() / "tiny/study.yaml", study_yaml());
    write_file(folder.path() / "tiny/translations/de.yaml", german);
    const auto simulated = simulate(
        folder.path() / "tiny",
        folder.path() / "data",
        {.responses = 40, .seed = 7},
        [](std::int64_t, std::int64_t) {}
    );
    ASSERT_TRUE(simulated) << simulated.error().message;
    const Result<std::vector<ExportedFile>> exported = export_responses(
        folder.path() / "tiny",
        folder.path() / "data",
        ExportFormat::json_lines,
        response::Origin::synthetic
    );
    ASSERT_TRUE(exported);
    const std::string& text = exported->front().bytes;
    EXPECT_TRUE(text.contains(R"("language":"de")"));
    EXPECT_TRUE(text.contains(R"("language":"en")"));
}

TEST(ResponseLanguageTest, OpeningSaysWhatTranslationsLackAndWhatChanged) {
    const TemporaryFolder folder;
    const fs::path study = folder.path() / "tiny";
    write_file(study / "study.yaml", study_yaml());
    StandingClock clock;
    Result<LifeStep> step = step_life(study, folder.path() / "data", Life::pilot, clock);
    ASSERT_TRUE(step) << step.error().message;
    EXPECT_TRUE(step->warnings.empty());
    write_file(study / "translations/de.yaml", german);
    step = step_life(study, folder.path() / "data", Life::open, clock);
    ASSERT_TRUE(step) << step.error().message;
    ASSERT_EQ(step->warnings.size(), 1U);
    EXPECT_EQ(step->warnings.front().code, "translation.missing");
    ASSERT_EQ(step->changes.size(), 1U);
    EXPECT_EQ(step->changes.front().what, "translation \"de\" added");
    EXPECT_TRUE(step->changes.front().comparable);
}

TEST(ResponseLanguageTest, ABrokenTranslationKeepsTheStudyFromOpening) {
    const TemporaryFolder folder;
    const fs::path study = folder.path() / "tiny";
    write_file(study / "study.yaml", study_yaml());
    write_file(study / "translations/de.yaml", "language: fr\n");
    StandingClock clock;
    const Result<LifeStep> step = step_life(study, folder.path() / "data", Life::pilot, clock);
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, "translation.bad-language");
    EXPECT_TRUE(step.error().place.file.ends_with("translations/de.yaml"));
}

}  // namespace
}  // namespace querist::actions
