// Quotas, through the fieldwork.

#include "actions/fieldwork_fixture.hpp"

#include <nlohmann/json.hpp>

#include <thread>

namespace querist::actions {
namespace {

using namespace fixture;

/// Two users are wanted, and any number of others.
std::string quota_yaml(bool review) {
    std::string yaml = study_yaml();
    yaml.insert(
        yaml.find("  pages:\n"),
        std::string(review ? "  review: true\n" : "") +
            "  quotas:\n    - {id: users, when: uses, at most: 2, message: Enough users.}\n"
    );
    return yaml;
}

class QuotaTest : public ::testing::Test {
protected:
    void study(bool review = false) {
        write_file(folder_.path() / "tiny" / "study.yaml", quota_yaml(review));
    }
    static Result<SubmitOutcome> first(Desk& desk, const Secret& secret, const char* uses) {
        return desk.send(
            secret, "first", {{"uses", uses}, {"reason", "work"}, {"_shown", "uses reason"}}
        );
    }
    static Result<SubmitOutcome> last(Desk& desk, const Secret& secret) {
        (void)desk.send(secret, "second", {{"parts", "core"}});
        return desk.send(secret, "last", {{"remark", "none"}});
    }
    static Secret complete_user(Desk& desk) {
        const Secret secret = desk.start();
        EXPECT_EQ(page_of(first(desk, secret, "yes")), 1);
        EXPECT_TRUE(is<Completed>(last(desk, secret)));
        EXPECT_EQ(desk.view(secret)->state.status, response::Status::complete);
        return secret;
    }
    static void expect_full(Desk& desk, const Secret& secret) {
        const auto seen = desk.view(secret);
        ASSERT_TRUE(seen);
        EXPECT_EQ(seen->state.status, response::Status::screened_out);
        EXPECT_EQ(seen->state.flags, std::vector<std::string>{"quota-full:users"});
        EXPECT_EQ(response::screen_out_message(*seen->study, seen->state), "Enough users.");
    }

    TemporaryFolder folder_;
};

TEST_F(QuotaTest, TellsWhoComesAfterItIsFull) {
    study();
    Desk desk(folder_);
    complete_user(desk);
    complete_user(desk);
    const Secret late = desk.start();
    EXPECT_TRUE(is<Completed>(first(desk, late, "yes")));
    expect_full(desk, late);
    const auto entries = desk.entries(late);
    EXPECT_EQ(nlohmann::json::parse(*entries.back().body)["quota"], "users");
    const Secret other = desk.start();
    EXPECT_EQ(page_of(first(desk, other, "no")), 2) << "others are wanted";
}

/// One who has answered everything but the last page or, where there is a review, is at it.
Secret at_the_end(Desk& desk, bool review) {
    Secret secret = desk.start();
    (void
    )desk.send(secret, "first", {{"uses", "yes"}, {"reason", "work"}, {"_shown", "uses reason"}});
    EXPECT_EQ(page_of(desk.send(secret, "second", {{"parts", "core"}})), 2);
    if (review) {
        EXPECT_TRUE(is<ToReview>(desk.send(secret, "last", {{"remark", "none"}})));
    }
    return secret;
}

/// The form that completes it.
response::Form last_form(Desk& desk, const Secret& secret, bool review) {
    if (!review) return Desk::form("last", 0, {{"remark", "none"}});
    const auto seen = desk.view(secret);
    return {{"_go", "send"}, {"_revision", std::to_string(response::state_revision(seen->state))}};
}

TEST_F(QuotaTest, GivesTheLastPlaceToOneOfThoseWhoCompleteAtOnce) {
    for (const bool review : {false, true}) {
        SCOPED_TRACE(review);
        const TemporaryFolder folder;
        write_file(folder.path() / "tiny" / "study.yaml", quota_yaml(review));
        Desk desk(folder);
        constexpr int racers = 8;
        std::vector<Secret> secrets;
        std::vector<response::Form> forms;
        for (int i = 0; i < racers; ++i) {
            secrets.push_back(at_the_end(desk, review));
            forms.push_back(last_form(desk, secrets.back(), review));
        }
        {
            std::vector<std::jthread> race;
            for (std::size_t i = 0; i < secrets.size(); ++i) {
                race.emplace_back([&, i] {
                    EXPECT_TRUE(is<Completed>(desk.submit(secrets[i], forms[i])));
                });
            }
        }
        int complete = 0;
        for (const Secret& secret : secrets) {
            const bool thanked = desk.view(secret)->state.status == response::Status::complete;
            complete += thanked ? 1 : 0;
            if (!thanked) expect_full(desk, secret);
        }
        EXPECT_EQ(complete, 2);
    }
}

TEST_F(QuotaTest, TakesNothingBackFromWhoWasThanked) {
    study();
    Desk desk(folder_);
    const Secret first_user = complete_user(desk);
    const Secret second_user = complete_user(desk);
    const Secret late = desk.start();
    EXPECT_TRUE(is<Completed>(first(desk, late, "yes")));
    EXPECT_TRUE(is<TooLate>(first(desk, late, "no"))) << "another answer does not undo it";
    expect_full(desk, late);
    for (const Secret& thanked : {first_user, second_user}) {
        EXPECT_EQ(desk.view(thanked)->state.status, response::Status::complete);
        EXPECT_TRUE(desk.view(thanked)->state.flags.empty());
    }
}

TEST_F(QuotaTest, TellsAtOnceWhereTheLinkSaysEverything) {
    std::string yaml = study_yaml();
    yaml.insert(
        yaml.find("  pages:\n"),
        "  from link:\n    - {id: source, title: Where from, serves: [why], allowed: [{forum: A "
        "forum}]}\n  quotas:\n    - {id: forum, when: 'source == \"forum\"', at most: 1, message: "
        "Enough users.}\n"
    );
    write_file(folder_.path() / "tiny" / "study.yaml", yaml);
    Desk desk(folder_);
    const Secret secret = desk.start({{"source", "forum"}});
    EXPECT_EQ(page_of(first(desk, secret, "no")), 2);
    EXPECT_TRUE(is<Completed>(desk.send(secret, "last", {{"remark", "none"}})));
    for (int click = 0; click < 2; ++click) {
        const auto late = desk.consent(true, "0123456789abcdefghjkmnpqr0", {{"source", "forum"}});
        ASSERT_TRUE(late && std::holds_alternative<Started>(*late));
        const auto& started = std::get<Started>(*late);
        EXPECT_FALSE(started.page);
        const auto seen = desk.view(started.secret);
        EXPECT_EQ(seen->state.status, response::Status::screened_out);
        EXPECT_EQ(seen->state.flags, std::vector<std::string>{"quota-full:forum"});
    }
    EXPECT_TRUE(std::get<Started>(*desk.consent()).page) << "others are wanted";
}

TEST_F(QuotaTest, IsCountedInTheReport) {
    study();
    Desk desk(folder_);
    complete_user(desk);
    complete_user(desk);
    EXPECT_TRUE(is<Completed>(first(desk, desk.start(), "yes")));
    desk.close();
    const auto built = build_report(
        desk.folder(),
        desk.data(),
        {.format = ReportFormat::markdown, .origin = response::Origin::test}
    );
    ASSERT_TRUE(built) << describe(built.error());
    for (const char* line :
         {" Screened out by their answers | 0 |",
          " Ended because a quota was full | 1 |",
          " Agreed and started | 3 |",
          " Responses in this report | 2 |",
          "3 who agreed and started, less 0 screened out and 1 for whom a quota was full.",
          ", 1 over a quota"}) {
        EXPECT_TRUE(built->document.contains(line)) << line << "\n" << built->document;
    }
}

TEST_F(QuotaTest, MakesRoomWhereSomebodyWithdrawsAndIsMadeAgain) {
    study();
    Desk desk(folder_);
    complete_user(desk);
    const Secret second = complete_user(desk);
    desk.close();
    ASSERT_TRUE(rebuild(folder_.path() / "data", "tiny", nullptr));
    desk.open();
    const Secret late = desk.start();
    EXPECT_TRUE(is<Completed>(first(desk, late, "yes")));
    expect_full(desk, late);
    ASSERT_TRUE(desk.withdraw(second));
    complete_user(desk);
}

}  // namespace
}  // namespace querist::actions
