// Recruiting by the command line: from a list of people to codes and rates.

#include "cli/cli.hpp"
#include "cli/command.hpp"
#include "cli/recruit_telling.hpp"
#include "fixtures/temporary_folder.hpp"
#include "golden/golden.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace querist::cli {
namespace {

struct RecruitRun {
    int code = 0;
    std::string out;
    std::string error;

    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out); }
};

/// The first study, a list of ten people and the data of recruiting them.
class RecruitingFolder {
public:
    RecruitingFolder() {
        std::ofstream list(folder_.file("people.csv"), std::ios::binary);
        list << "Mail,Town,stratum\n";
        for (int i = 1; i <= 10; ++i) {
            list << "person" << i << "@example.org,Town," << (i <= 3 ? "pro\n" : "normal\n");
        }
        list << "no address,Town,pro\n";
    }

    /// `querist recruit ARGUMENTS --data …`
    RecruitRun run_recruit(std::vector<std::string> arguments) {
        RecruitRun ran;
        Console console;
        console.out = [&ran](std::string_view text) { ran.out += text; };
        console.error = [&ran](std::string_view text) { ran.error += text; };
        arguments.insert(arguments.begin(), "recruit");
        arguments.insert(arguments.end(), {"--data", folder_.file("data")});
        ran.code = run(arguments, console);
        return ran;
    }
    [[nodiscard]] std::string file(const std::string& name) const { return folder_.file(name); }

private:
    fixtures::TemporaryFolder folder_;
};

const std::string recruited_study = QUERIST_SOURCE_DIR "/studies/onnx-interop";
const std::string looked_up_study = QUERIST_SOURCE_DIR "/studies/onnx-interop-2024";

TEST(RecruitCommandTest, GoesFromAListToRates) {
    RecruitingFolder folder;
    const std::string& study = recruited_study;
    const RecruitRun imported = folder.run_recruit(
        {"import",
         study,
         folder.file("people.csv"),
         "--map",
         "city=town",
         "--map",
         "address=Mail",
         "--json"}
    );
    EXPECT_EQ(imported.code, exit_problems) << imported.error;
    EXPECT_EQ(imported.json()["added"], 10);
    EXPECT_EQ(imported.json()["faults"].dump(), R"({"address":1})");
    EXPECT_EQ(imported.json()["rejected_rows"][0]["line"], 12);
    EXPECT_EQ(imported.json()["ignored_columns"].size(), 0U);

    const RecruitRun drawn = folder.run_recruit(
        {"draw", study, "--size", "6", "--seed", "1", "--design", "proportional", "--json"}
    );
    ASSERT_EQ(drawn.code, exit_fine) << drawn.error;
    EXPECT_EQ(drawn.json()["drawn"], 6);
    EXPECT_EQ(drawn.json()["strata"][0]["drawn"], 2);

    ASSERT_EQ(folder.run_recruit({"batch", study, "--size", "2", "--pilot"}).code, exit_fine);
    const RecruitRun wave = folder.run_recruit({"batch", study, "--size", "3", "--json"});
    ASSERT_EQ(wave.code, exit_fine) << wave.error;
    EXPECT_EQ(wave.json()["wave"], 2);

    EXPECT_EQ(folder.run_recruit({"suppress", "person1@example.org"}).code, exit_fine);
    EXPECT_EQ(
        folder.run_recruit({"forget", "person2@example.org"}).out,
        "forgotten in the frame of onnx-interop\n"
    );
    const RecruitRun status = folder.run_recruit({"status", study, "--json"});
    ASSERT_EQ(status.code, exit_fine) << status.error;
    const nlohmann::json json = status.json();
    EXPECT_EQ(json["strata"][0]["in_frame"], 3);
    EXPECT_EQ(json["strata"][0]["forgotten"], 1);
    EXPECT_EQ(json["rates"]["parts"][0]["codes"].dump(), R"({"3.11":3})");
    EXPECT_EQ(json["rates"]["not_released"], 1);
    EXPECT_EQ(json["rates"]["parts"][0]["rates"]["RR1"]["base"].dump(), "[3,1]");
    EXPECT_EQ(json["pilot"]["parts"][0]["cases"], 2);
    EXPECT_EQ(json["suppressed_addresses"], 1);
}

TEST(RecruitCommandTest, SaysWhatIsWrong) {
    RecruitingFolder folder;
    std::filesystem::create_directory(folder.file("plain"));
    std::ofstream(folder.file("plain") + "/study.yaml")
        << "querist: 1\nid: plain\ntitle: Plain\nresearch questions: [{id: rq, text: Why?}]\n"
           "instrument:\n  pages:\n    - id: one\n      items:\n"
           "        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}\n";
    struct Row {
        const char* name;
        std::vector<std::string> arguments;
        int code;
        const char* says;
    };
    for (const Row& row :
         {Row{"no frame", {"status", recruited_study}, exit_impossible, "store.missing"},
          Row{"nothing to draw from", {"draw", recruited_study}, exit_impossible, "store.missing"},
          Row{"no such file",
              {"import", recruited_study, folder.file("none.csv")},
              exit_impossible,
              "import.unreadable"},
          Row{"unknown column",
              {"import", recruited_study, folder.file("people.csv"), "--map", "name=Nome"},
              exit_impossible,
              "no column \"Nome\""},
          Row{"nothing to look up",
              {"lookup", folder.file("plain")},
              exit_impossible,
              "lookup.nothing-wanted"},
          Row{"no Hub to ask",
              {"lookup", looked_up_study, "--hub", "http://hub.example"},
              exit_impossible,
              "hub.bad-address"},
          Row{"nobody to look up",
              {"lookup", looked_up_study},
              exit_impossible,
              "no frame of the study"},
          Row{"suppress nobody", {"suppress"}, exit_usage, "whose address"},
          Row{"no address", {"suppress", "nobody"}, exit_impossible, "mail.bad-address"},
          Row{"bad design",
              {"draw", recruited_study, "--design", "luck"},
              exit_usage,
              "--design takes"},
          Row{"size of nothing",
              {"batch", recruited_study, "--size", "0"},
              exit_usage,
              "--size takes"}}) {
        SCOPED_TRACE(row.name);
        const RecruitRun ran = folder.run_recruit(row.arguments);
        EXPECT_EQ(ran.code, row.code);
        EXPECT_NE(ran.error.find(row.says), std::string::npos) << ran.error;
    }
}

TEST(RecruitStatusTextTest, LaysPeopleHistoryAndRatesOut) {
    using recruitment::Code;
    using recruitment::Step;
    actions::RecruitmentStatus status;
    status.study = "tiny";
    status.strata = {
        {.name = "pro", .in_frame = 228, .suppressed = 2, .drawn = 120, .released = 60},
        {.name = "normal", .in_frame = 1'985, .forgotten = 1, .drawn = 880, .released = 340}
    };
    status.rate_strata = {"pro", "normal"};
    const Instant at = parse_instant("2026-11-27T12:00:00.000000Z").value();
    actions::FrameDraw draw;
    draw.sequence = 1;
    draw.at = at;
    draw.seed = 7;
    draw.design = "proportional";
    draw.drawn = 1'000;
    status.draws = {draw};
    status.waves = {
        {.number = 1, .kind = actions::WaveKind::pilot, .at = at, .cases = 20},
        {.number = 2, .kind = actions::WaveKind::main, .at = at, .cases = 380}
    };
    status.cases_with_event[0] = 1'000;
    recruitment::SampleTally tally(2);
    for (int i = 0; i < 380; ++i) {
        const Code code = i < 11   ? Code::complete
                          : i < 15 ? Code::break_off
                                   : Code::nothing_returned;
        const Step step = i < 11 ? Step::counted : i < 15 ? Step::started : Step::invited;
        tally.add(i % 7 == 0 ? 0 : 1, 2, {.code = code, .reached = step});
    }
    status.rates = recruitment::sample_rates(tally);
    status.web_of_cases = recruitment::web_counts(status.rates->whole.cases);
    status.web_of_responses = {.refused = 2, .agreed = 20, .eligible = 19, .completed = 14};
    status.versions = {
        {sha256("second"), {.agreed = 5, .eligible = 5, .completed = 3}},
        {sha256("first"), {.agreed = 15, .eligible = 14, .completed = 11}}
    };
    status.sign_ins = {{"", 1}, {"pro", 12}};
    status.mails.counts = {{.number = 0, .state = "accepted", .mails = 380}};
    status.suppressed_addresses = 3;
    status.complete = 11;
    status.stop_when = 69;
    EXPECT_GOLDEN("cli/recruit-status.txt", recruitment_status_text(status));
}

TEST(RecruitCommandTest, DestroyingALinkTellsWhyNot) {
    RecruitingFolder folder;
    const RecruitRun nobody = folder.run_recruit({"unlink", recruited_study});
    EXPECT_EQ(nobody.code, exit_impossible);
    EXPECT_TRUE(nobody.error.contains("store.missing")) << nobody.error;
}

TEST(RecruitStatusTextTest, SaysThatCountsWereKept) {
    actions::RecruitmentStatus status;
    status.study = "kept";
    status.unlinked = {
        .day = Instant(std::chrono::days(20'785)), .tells = true, .key_remains = true
    };
    const std::string text = recruitment_status_text(status);
    EXPECT_TRUE(text.contains("the counts that were kept on 2026-11-28")) << text;
    EXPECT_TRUE(text.contains("They tell who answered")) << text;
    EXPECT_FALSE(text.contains("nobody can tell"));
    EXPECT_TRUE(text.contains("run querist recruit unlink again"));
    const auto json = recruitment_status_json(status);
    EXPECT_EQ(json["unlinked"]["day"], "2026-11-28");
    EXPECT_EQ(json["unlinked"]["key_remains"], true);
    status.unlinked->tells = false;
    EXPECT_TRUE(recruitment_status_text(status).contains("nobody can tell any more who answered"));
    status.unlinked->counts_lost = true;
    status.no_answers = "The counts are lost.";
    EXPECT_FALSE(recruitment_status_text(status).contains("counts that were kept"));
    EXPECT_TRUE(recruitment_status_text(status).contains("The counts are lost."));
    EXPECT_EQ(recruitment_status_json(status)["unlinked"]["counts_lost"], true);
    status.unlinked.reset();
    EXPECT_TRUE(recruitment_status_json(status)["unlinked"].is_null());
    EXPECT_FALSE(recruitment_status_text(status).contains("link key"));
}

TEST(RecruitUnlinkTextTest, PromisesOnlyWhatHolds) {
    struct Row {
        const char* name;
        bool tells;
        std::vector<std::string> shared_with;
        bool rehearsal;
        const char* says;
        bool older_copy = false;
    };
    for (const Row& row : {
             Row{"kept", false, {}, false, "nobody can tell any more who answered"},
             Row{"counts tell", true, {}, false, "but the counts tell of some who answered"},
             Row{"key is elsewhere", false, {"other"}, false, "other studies still have the same"},
             Row{"both", true, {"other"}, false, "other studies still have the same"},
             Row{"rehearsed", true, {}, true, "nothing is changed"},
             Row{"older copy", false, {}, false, "of this older copy of identity.db, too", true},
             Row{"older copy rehearsed", false, {}, true, "nothing is changed", true},
         }) {
        SCOPED_TRACE(row.name);
        actions::UnlinkedStudy done;
        done.study = "kept";
        done.tells = row.tells;
        done.shared_with = row.shared_with;
        done.older_copy = row.older_copy;
        const std::string text = unlinked_text(done, row.rehearsal);
        const std::string first = text.substr(0, text.find('\n'));
        EXPECT_TRUE(first.contains(row.says)) << text;
        const bool holds = !row.tells && row.shared_with.empty() && !row.older_copy;
        EXPECT_EQ(text.contains("nobody can tell"), holds) << text;
        EXPECT_EQ(text.contains("all of the people in one of the counts"), row.tells);
    }
}

}  // namespace
}  // namespace querist::cli
