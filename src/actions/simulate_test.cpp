#include "actions/fieldwork_fixture.hpp"
#include "actions/response_table.hpp"

#include <map>

namespace querist::actions {
namespace {

using namespace fixture;

Result<SimulationReport> simulate_in(
    const TemporaryFolder& folder, std::int64_t responses, std::uint64_t seed
) {
    return simulate(folder.path() / "tiny", folder.path() / "data", {responses, seed}, {});
}

/// Every entry of every response: what two runs have to agree on.
std::map<PublicId, std::vector<Digest>> chains(const TemporaryFolder& folder) {
    std::map<PublicId, std::vector<Digest>> all;
    Result<std::unique_ptr<store::Store>> store =
        open_existing(folder.path() / "data", store::Access::read_only);
    if (!store) return all;
    const auto snapshot = (*store)->snapshot();
    snapshot->each_response(snapshot->study("tiny")->id, [&](const store::ResponseRow& row) {
        EXPECT_EQ(row.origin, response::Origin::synthetic);
        for (const store::EntryRow& entry : (*store)->snapshot()->entries(row.id)) {
            all[row.public_id].push_back(entry.head);
        }
    });
    return all;
}

TEST(SimulateTest, CoversEveryQuestionAndChoice) {
    const TemporaryFolder folder;
    write_file(folder.path() / "tiny/study.yaml", study_yaml());
    const auto report = simulate_in(folder, 200, 1);
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->completed + report->refused + report->broken_off, 200);
    EXPECT_GT(report->refused, 0);
    EXPECT_GT(report->broken_off, 0);
    EXPECT_EQ(report->never_shown, std::vector<std::string>());
    EXPECT_EQ(report->never_answered, std::vector<std::string>());
    EXPECT_EQ(report->never_chosen, std::vector<std::string>());
    const auto verified = verify(folder.path() / "data", "tiny", {});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->front().responses, 200);
    EXPECT_FALSE(verified->front().broken);
    fixture::StandingClock clock;
    const auto rebuilt = rebuild(folder.path() / "data", "tiny", {});
    ASSERT_TRUE(rebuilt) << describe(rebuilt.error());
    EXPECT_EQ(rebuilt->differing, 0);
}

TEST(SimulateTest, AFewRespondentsReachWhatOnlyOneAnswerOpens) {
    const TemporaryFolder folder;
    const std::string narrow = R"(    - id: narrow
      shown when: people == 42 && "web" in parts
      items:
        - id: rare
          ask: Is that so?
          kind: yes/no
          serves: [why]
)";
    write_file(folder.path() / "tiny/study.yaml", study_yaml("tiny", narrow));
    const auto report = simulate_in(folder, 40, 3);
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->never_shown, std::vector<std::string>());
    EXPECT_EQ(report->never_chosen, std::vector<std::string>());
}

/// What only one answer makes of a calculated value is reached, and pages are walked in every
/// order.
TEST(SimulateTest, WalksCalculatedValuesAndShuffledPages) {
    const TemporaryFolder folder;
    std::string yaml = study_yaml("tiny", R"(    - id: narrow
      shown when: exact && size(parts) == 2
      items: [{id: rare, ask: Is that so?, kind: yes/no, serves: [why]}]
    - id: here
      items: [{id: q_here, ask: Here?, kind: yes/no, serves: [why]}]
    - id: there
      items: [{id: q_there, ask: There?, kind: yes/no, serves: [why]}]
)");
    yaml.insert(
        yaml.find("    - id: last\n"),
        "      calculated: [{id: exact, title: Exact, value: people * 2 == 84, serves: [why]}]\n"
    );
    yaml.insert(
        yaml.find("  pages:\n"),
        "  shuffled pages:\n    - id: places\n      title: Order of the places\n"
        "      blocks: [{here: Here}, {there: There}]\n"
    );
    write_file(folder.path() / "tiny/study.yaml", yaml);
    const auto report = simulate_in(folder, 60, 3);
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->never_shown, std::vector<std::string>());
    EXPECT_EQ(report->never_answered, std::vector<std::string>());
    EXPECT_EQ(report->never_chosen, std::vector<std::string>());
    const auto stored =
        read_responses(folder.path() / "tiny", folder.path() / "data", {}, Wanted::all);
    ASSERT_TRUE(stored) << describe(stored.error());
    EXPECT_GE(stored->table.item_of(0, "exact"), 0);
    EXPECT_GE(stored->table.item_of(0, "places"), 0);
    const auto verified = verify(folder.path() / "data", "tiny", {});
    ASSERT_TRUE(verified);
    EXPECT_FALSE(verified->front().broken);
    EXPECT_EQ(rebuild(folder.path() / "data", "tiny", {})->differing, 0);
}

TEST(SimulateTest, ARehearsalOfKindsTriesTheScreening) {
    const screening::Mix mix{{6, 0, 3, 1}};
    const auto simulate_mix = [&mix](const TemporaryFolder& folder) {
        write_file(
            folder.path() / "tiny/study.yaml", study_yaml("tiny", "screening: {review at: 3}\n")
        );
        return simulate(folder.path() / "tiny", folder.path() / "data", {200, 5, mix}, {});
    };
    const TemporaryFolder folder;
    const auto report = simulate_mix(folder);
    ASSERT_TRUE(report) << describe(report.error());
    ASSERT_TRUE(report->trial);
    const screening::Trial& trial = *report->trial;
    EXPECT_EQ(trial.respondents, report->completed);
    const auto in_force = std::ranges::find(trial.thresholds, true, &screening::TrialRow::in_force);
    ASSERT_NE(in_force, trial.thresholds.end());
    EXPECT_EQ(in_force->threshold, 3);
    const screening::Found& honest = in_force->kinds[0];
    const screening::Found& scripted = in_force->kinds[2];
    EXPECT_GT(honest.of, 80);
    EXPECT_LT(honest.found * 20, honest.of) << "false alarms";
    EXPECT_EQ(in_force->kinds[1].of, 0) << "nobody is careless";
    EXPECT_GT(scripted.found * 10, scripted.of * 9) << "misses";

    const TemporaryFolder again;
    ASSERT_TRUE(simulate_mix(again));
    EXPECT_EQ(chains(folder), chains(again));
    EXPECT_FALSE(verify(folder.path() / "data", "tiny", {})->front().broken);
    EXPECT_EQ(rebuild(folder.path() / "data", "tiny", {})->differing, 0);
    const auto built = build_report(
        folder.path() / "tiny", folder.path() / "data", {ReportFormat::markdown, {}, false}
    );
    ASSERT_TRUE(built);
    EXPECT_NE(built->document.find("What thresholds find of simulated"), std::string::npos);
    EXPECT_EQ(built->document.find("simulated:"), std::string::npos) << "no flag among others";
}

TEST(SimulateTest, KindsNeedNoScreening) {
    const TemporaryFolder folder;
    write_file(folder.path() / "tiny/study.yaml", study_yaml());
    const auto report = simulate(
        folder.path() / "tiny", folder.path() / "data", {50, 5, screening::Mix{{1, 1, 1, 1}}}, {}
    );
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_FALSE(report->trial);
    EXPECT_GT(report->completed, 30);
}

TEST(SimulateTest, TellsWhatIsShownAndNeverAnswered) {
    const TemporaryFolder folder;
    const std::string riddle = R"(    - id: riddle
      items:
        - id: password
          ask: What is the password?
          kind: short text
          serves: [why]
          valid when:
            must hold: size(password) == 14 && password.endsWith("sesame")
            message: That is not the password.
        - id: words
          ask: Say it aloud.
          kind: information
)";
    write_file(folder.path() / "tiny/study.yaml", study_yaml("tiny", riddle));
    const auto report = simulate_in(folder, 60, 4);
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->never_shown, std::vector<std::string>());
    EXPECT_EQ(report->never_answered, std::vector<std::string>{"password"});
}

/// How many responses of each status the store holds.
std::map<response::Status, std::int64_t> stored(const TemporaryFolder& folder) {
    std::map<response::Status, std::int64_t> counts;
    const auto store = open_existing(folder.path() / "data", store::Access::read_only);
    if (!store) return counts;
    const auto snapshot = (*store)->snapshot();
    for (const store::ResponseCount& one : snapshot->response_counts(snapshot->study("tiny")->id)) {
        counts[one.status] += one.count;
    }
    return counts;
}

TEST(SimulateTest, TellsOfScreeningAndOfQuotasWhatTheStoreHolds) {
    const TemporaryFolder folder;
    std::string yaml = study_yaml();
    const auto put = [&](std::string_view after, std::string_view text) {
        yaml.insert(yaml.find(after) + after.size(), text);
    };
    put("instrument:\n",
        "  quotas:\n    - {id: users, when: uses, at most: 40, message: Enough.}\n");
    // Who goes back to the first page and answers otherwise is sent away by the third.
    put("      title: Last\n",
        "      screen out: {when: '!uses && remark != \"\"', message: Not for you.}\n");
    yaml += R"(    - id: more
      items:
        - id: anything
          ask: Anything more?
          kind: yes/no
          serves: [why]
)";
    write_file(folder.path() / "tiny/study.yaml", yaml);
    const auto report = simulate_in(folder, 600, 5);
    ASSERT_TRUE(report) << describe(report.error());
    const auto held = stored(folder);
    EXPECT_EQ(report->completed, held.at(response::Status::complete));
    EXPECT_EQ(report->screened_out, held.at(response::Status::screened_out));
    EXPECT_GT(report->screened_out, 40);
}

TEST(SimulateTest, TheSameSeedMakesTheSameEntries) {
    const TemporaryFolder one;
    const TemporaryFolder other;
    const TemporaryFolder another_seed;
    for (const TemporaryFolder* folder : {&one, &other, &another_seed}) {
        write_file(folder->path() / "tiny/study.yaml", study_yaml());
        ASSERT_TRUE(simulate_in(*folder, 700, folder == &another_seed ? 2 : 1));
    }
    EXPECT_EQ(chains(one).size(), 700U);
    EXPECT_EQ(chains(one), chains(other));
    EXPECT_NE(chains(one), chains(another_seed));
}

TEST(SimulateTest, ASeedUsedBeforeIsRefusedAndChangesNothing) {
    const TemporaryFolder folder;
    write_file(folder.path() / "tiny/study.yaml", study_yaml());
    ASSERT_TRUE(simulate_in(folder, 50, 1));
    const auto before = chains(folder);
    const auto again = simulate_in(folder, 80, 1);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "actions.seed-used");
    EXPECT_EQ(again.error().message, "seed 1 was already simulated here");
    EXPECT_EQ(chains(folder), before);
    EXPECT_TRUE(simulate_in(folder, 50, 2));
}

TEST(SimulateTest, AnOpenStudysSyntheticAnswersStaySynthetic) {
    const TemporaryFolder folder;
    Desk desk(folder);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    desk.close();
    ASSERT_TRUE(simulate_in(folder, 20, 1));
    EXPECT_EQ(chains(folder).size(), 20U);
}

}  // namespace
}  // namespace querist::actions
