// Asking the Hub about a frame's accounts, against a server on this machine that answers as the Hub
// does. Nobody sleeps: waiting moves the clock.

#include "actions/claimed_stratum.hpp"
#include "actions/outbox_lock.hpp"
#include "actions/recruiting_fixture.hpp"
#include "delivery/canned_server_fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <mutex>

namespace querist::actions::fixture {
namespace {

using delivery::fixture::answer_of;
using delivery::fixture::CannedServer;

std::string overview(const std::string& user, const char* pro, const std::string& orgs = "") {
    return answer_of(
        "200 OK",
        R"({"avatarUrl":"/a.svg","isPro":)" + std::string(pro) +
            R"(,"fullname":"Somebody Secret",)" + R"("numModels":3,"orgs":[)" + orgs +
            R"(],"user":")" + user + R"(","type":"user","createdAt":"2022-03-02T23:29:04.000Z"})"
    );
}

/// What is said of each account; 404 of all others.
class FakeHub {
public:
    FakeHub() : server_([this](const std::string& request) { return answer(request); }) {}

    void says(const std::string& account, std::string answer) {
        const std::lock_guard lock(mutex_);
        answers_[account] = {std::move(answer)};
    }
    /// One after the other; the last one stays.
    void says(const std::string& account, std::vector<std::string> answers) {
        const std::lock_guard lock(mutex_);
        answers_[account] = std::move(answers);
    }
    std::vector<std::string> asked() {
        const std::lock_guard lock(mutex_);
        return asked_;
    }
    [[nodiscard]] std::string address() const { return server_.address(""); }

private:
    std::string answer(const std::string& request) {
        const std::lock_guard lock(mutex_);
        const std::string before = "GET /api/users/";
        const std::string account =
            request.substr(before.size(), request.find("/overview") - before.size());
        asked_.push_back(account);
        const auto found = answers_.find(account);
        if (found == answers_.end()) return answer_of("404 Not Found", "{}");
        const std::string said = found->second.front();
        if (found->second.size() > 1) found->second.erase(found->second.begin());
        return said;
    }

    std::mutex mutex_;
    std::map<std::string, std::vector<std::string>> answers_;
    std::vector<std::string> asked_;
    CannedServer server_;
};

/// A study whose strata are known by what the Hub says.
class LookupDesk : public RecruitingDesk {
public:
    explicit LookupDesk(const std::string& rule = ", claim: isPro") {
        set_rule(rule);
        hub.says("ada", overview("ada", "true"));
        hub.says("bob", overview("bob", "false", R"({"name":"lab"},{"name":"firm"})"));
        hub.says("old", overview("new", "true"));
        hub.says("shy", answer_of("401 Unauthorized", ""));
    }
    void set_rule(const std::string& rule) {
        std::string yaml = recruiting_yaml("target: 5, design: proportional");
        const std::string pro = "{pro: Paying, size: 20";
        yaml.insert(yaml.find(pro) + pro.size(), rule);
        const std::string text = "{text: We write, ";
        yaml.insert(
            yaml.find(text) + text.size(),
            "columns: [{organisations: Where they work, claim: orgs.name}], "
        );
        write_file(study() / "study.yaml", yaml);
    }
    Result<FrameLookup> lookup(std::optional<std::int64_t> older_than = std::nullopt) {
        SystemRandom random;
        return lookup_frame(
            study(),
            data(),
            {.hub = hub.address(), .older_than_days = older_than},
            clock(),
            random,
            [this](Instant until) {
                const auto pause = until - clock().now();
                waits.push_back(std::chrono::floor<std::chrono::seconds>(pause).count());
                clock().advance(pause);
            },
            {}
        );
    }
    /// People of a stratum; "" those of whom nobody knows it.
    std::int64_t people_in(const std::string& stratum) {
        const RecruitmentStatus status = recruitment_status(study(), data()).value();
        const auto found =
            std::ranges::find(status.strata, stratum, &RecruitmentStatus::Stratum::name);
        return found == status.strata.end() ? -1 : found->in_frame;
    }

    FakeHub hub;
    std::vector<std::int64_t> waits;
};

constexpr const char* five = "account\nada\nbob\ngone\nold\nshy\n";

TEST(LookupFrameTest, SortsPeopleIntoStrataAndAsksOnce) {
    LookupDesk desk;
    ASSERT_EQ(desk.import(five).value().added, 5);
    EXPECT_EQ(desk.people_in(untold_stratum), 5);
    const Result<FrameLookup> lookup = desk.lookup();
    ASSERT_TRUE(lookup) << describe(lookup.error());
    EXPECT_FALSE(lookup->stopped);
    EXPECT_EQ(lookup->accounts, 5);
    EXPECT_EQ(lookup->known, 2);
    EXPECT_EQ(lookup->renamed, 1);
    EXPECT_EQ(lookup->unknown, 1);
    EXPECT_EQ(lookup->refused, 1);
    EXPECT_EQ(lookup->moved, 3);
    EXPECT_EQ(lookup->left, 0);
    EXPECT_EQ(desk.people_in("pro"), 2);
    EXPECT_EQ(desk.people_in("normal"), 1);
    EXPECT_EQ(desk.people_in(untold_stratum), 2);
    EXPECT_TRUE(desk.waits.empty());

    const Result<FrameLookup> again = desk.lookup();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->before, 5);
    EXPECT_EQ(again->known + again->moved, 0);
    EXPECT_EQ(desk.hub.asked(), (std::vector<std::string>{"ada", "bob", "gone", "old", "shy"}));
    for (const auto& file : fs::directory_iterator(desk.data())) {
        EXPECT_FALSE(bytes_of(file.path()).contains("firm")) << file.path();
    }
}

TEST(LookupFrameTest, FillsColumnsThatMailsMayName) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account,email\nbob,bob@example.org\n"));
    ASSERT_TRUE(desk.lookup());
    SystemRandom random;
    const auto identity = open_existing_identity(desk.data(), store::Access::read_only, random);
    ASSERT_TRUE(identity);
    const auto view = identity->store->view();
    const store::PersonId bob = view->people_with_account("bob").front();
    const store::PersonalFields fields = present(view->personal_fields(bob).value());
    EXPECT_EQ(fields.address, "bob@example.org");
    ASSERT_EQ(fields.further.size(), 1U);
    EXPECT_EQ(
        fields.further.front(), std::pair(std::string("organisations"), std::string("lab, firm"))
    );
    const std::string kept = present(view->lookup_answer(bob).value());
    EXPECT_FALSE(kept.contains("Somebody Secret")) << "no claim of the study asks for it";
}

TEST(LookupFrameTest, RestsAsLongAsTheHubAsks) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account\nada\nbob\n"));
    const std::string limited =
        "HTTP/1.1 429 Too Many Requests\r\nRateLimit: \"api\";r=0;t=52\r\n"
        "RateLimit-Policy: \"fixed window\";\"api\";q=500;w=300\r\nContent-Length: 0\r\n\r\n";
    std::string last = overview("ada", "true");
    last.insert(last.find("Content-Length"), "RateLimit: \"api\";r=0;t=30\r\n");
    desk.hub.says("ada", {limited, last});
    const Result<FrameLookup> lookup = desk.lookup();
    ASSERT_TRUE(lookup);
    EXPECT_FALSE(lookup->stopped);
    EXPECT_EQ(lookup->known, 2);
    EXPECT_EQ(desk.waits, (std::vector<std::int64_t>{52, 30}));
}

TEST(LookupFrameTest, EndsWhereItGetsNoFurtherAndGoesOnThere) {
    struct Row {
        const char* name;
        std::string answer;
        const char* code;
        std::vector<std::int64_t> waits;
    };
    for (const Row& row :
         {Row{"busy without end",
              "HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n",
              "hub.busy",
              {5, 5, 5, 5}},
          Row{"busy for two hours",
              "HTTP/1.1 429 Busy\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n",
              "hub.busy",
              {}}}) {
        SCOPED_TRACE(row.name);
        LookupDesk desk;
        ASSERT_TRUE(desk.import("account\nada\nbob\nold\n"));
        desk.hub.says("bob", row.answer);
        const Result<FrameLookup> lookup = desk.lookup();
        ASSERT_TRUE(lookup);
        EXPECT_EQ(lookup->stopped ? lookup->stopped->code : "", row.code);
        EXPECT_EQ(lookup->known, 1);
        EXPECT_EQ(lookup->left, 2);
        EXPECT_EQ(desk.waits, row.waits);
        desk.hub.says("bob", overview("bob", "false"));
        const Result<FrameLookup> rest = desk.lookup();
        ASSERT_TRUE(rest);
        EXPECT_FALSE(rest->stopped);
        EXPECT_EQ(rest->before, 1);
        EXPECT_EQ(rest->left, 0);
        EXPECT_EQ(std::ranges::count(desk.hub.asked(), std::string("ada")), 1);
        EXPECT_EQ(desk.people_in("pro"), 2);
    }
}

TEST(LookupFrameTest, SetsAnAccountAsideOfWhichTheServerFails) {
    for (const std::string& answer :
         {answer_of("502 Bad Gateway", ""),
          std::string("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{")}) {
        SCOPED_TRACE(answer);
        LookupDesk desk;
        ASSERT_TRUE(desk.import("account\nada\nbob\nold\n"));
        desk.hub.says("ada", answer);
        const FrameLookup lookup = desk.lookup().value();
        EXPECT_FALSE(lookup.stopped);
        EXPECT_EQ(desk.waits, (std::vector<std::int64_t>{2, 4, 8, 16}));
        EXPECT_EQ(lookup.known + lookup.renamed, 2);
        EXPECT_EQ(lookup.unclear, 1);
        EXPECT_EQ(lookup.left, 1);
        desk.hub.says("ada", overview("ada", "true"));
        EXPECT_EQ(desk.lookup().value().known, 1);
    }
}

TEST(LookupFrameTest, EndsWhenTheServerFailsForEverybody) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account\nada\nbob\nold\n"));
    for (const char* account : {"ada", "bob", "old"}) {
        desk.hub.says(account, answer_of("502 Bad Gateway", ""));
    }
    const FrameLookup lookup = desk.lookup().value();
    ASSERT_TRUE(lookup.stopped);
    EXPECT_EQ(lookup.stopped->code, "hub.no-answer");
    EXPECT_EQ(lookup.left, 3);
    EXPECT_EQ(desk.hub.asked().size(), 10U);
}

TEST(LookupFrameTest, AnswersThatAreNotUnderstoodAtTheFrontDoNotBlockLaterRuns) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account\na\nb\nc\nd\ne\nf\nada\nbob\n"));
    for (const char* account : {"a", "b", "c", "d", "e", "f"}) {
        desk.hub.says(account, answer_of("200 OK", "<html>"));
    }
    const FrameLookup first = desk.lookup().value();
    ASSERT_TRUE(first.stopped);
    EXPECT_EQ(first.stopped->code, "hub.shape");
    EXPECT_EQ(first.unclear, 5);
    EXPECT_EQ(first.left, 8) << "what was not understood is asked about again";
    const FrameLookup second = desk.lookup().value();
    EXPECT_EQ(second.known, 2) << "they come before those that were set aside";
    EXPECT_EQ(desk.people_in("pro"), 1);
}

TEST(LookupFrameTest, EndsWhenTheHubRefusesEverybodyAndKeepsWhatIsKnown) {
    struct Row {
        const char* name;
        const char* answer;
    };
    for (const Row& row :
         {Row{"no account exists", "404 Not Found"},
          Row{"not to you", "403 Forbidden"},
          Row{"who are you", "401 Unauthorized"}}) {
        SCOPED_TRACE(row.name);
        LookupDesk desk;
        std::string list = "account\n";
        const std::vector<std::string> accounts{"a", "b", "c", "d", "e", "f"};
        for (const std::string& one : accounts) {
            list += one + "\n";
            desk.hub.says(one, overview(one, "true"));
        }
        ASSERT_TRUE(desk.import(list));
        ASSERT_EQ(desk.lookup().value().known, 6);
        for (const std::string& one : accounts) desk.hub.says(one, answer_of(row.answer, "{}"));
        desk.clock().advance(std::chrono::days(2));
        const FrameLookup again = desk.lookup(1).value();
        ASSERT_TRUE(again.stopped);
        EXPECT_EQ(again.stopped->code, "hub.refuses");
        EXPECT_EQ(again.unknown + again.refused, 0);
        EXPECT_EQ(desk.hub.asked().size(), 11U);
        EXPECT_EQ(desk.lookup().value().before, 6) << "the earlier answers hold";
        EXPECT_EQ(desk.people_in("pro"), 6);
    }
}

TEST(LookupFrameTest, FewWhoAreGoneAreBelievedOnceTheHubAnswers) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account\ngone\nlost\nada\n"));
    const FrameLookup lookup = desk.lookup().value();
    EXPECT_EQ(lookup.unknown, 2);
    EXPECT_EQ(lookup.known, 1);
    EXPECT_EQ(lookup.left, 0);
}

TEST(LookupFrameTest, OneRunAtATime) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account\nada\n"));
    std::optional<Result<OutboxLock>> lock(OutboxLock::take_lookup(desk.data()));
    ASSERT_TRUE(*lock);
    EXPECT_EQ(desk.lookup().error().code, "lookup.busy");
    lock.reset();
    EXPECT_TRUE(desk.lookup());
}

TEST(LookupFrameTest, KeepsOfOrganisationsOnlyWhatIsWanted) {
    LookupDesk desk;
    desk.hub.says("ada", overview("ada", "true", R"({"name":"lab","fullname":"Secret Lab"})"));
    ASSERT_TRUE(desk.import("account\nada\n"));
    ASSERT_TRUE(desk.lookup());
    SystemRandom random;
    const auto identity = open_existing_identity(desk.data(), store::Access::read_only, random);
    const auto view = identity->store->view();
    const std::string kept =
        present(view->lookup_answer(view->people_with_account("ada").front()).value());
    EXPECT_TRUE(kept.contains("lab")) << kept;
    EXPECT_FALSE(kept.contains("Secret Lab")) << kept;
    EXPECT_FALSE(kept.contains("numModels")) << kept;
}

TEST(LookupFrameTest, AsksAgainWhenTheStudyWantsWhatWasNotKept) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account\nada\nbob\n"));
    ASSERT_TRUE(desk.lookup());
    desk.set_rule(", claim: numModels, is: \"3\"");
    const FrameLookup again = desk.lookup().value();
    EXPECT_EQ(again.before, 0);
    EXPECT_EQ(again.known, 2);
    EXPECT_EQ(desk.people_in("pro"), 2);
    EXPECT_EQ(desk.lookup().value().before, 2);
}

TEST(LookupFrameTest, TellsTextsThatFitNoColumn) {
    LookupDesk desk;
    const std::string longer(recruitment::placeholder_characters_max + 1, 'x');
    desk.hub.says("ada", overview("ada", "true", R"({"name":"two\nlines"})"));
    desk.hub.says("bob", overview("bob", "true", R"({"name":")" + longer + R"("})"));
    ASSERT_TRUE(desk.import("account\nada\nbob\n"));
    EXPECT_EQ(desk.lookup().value().unfit_texts, 2);
}

TEST(LookupFrameTest, TheRestRuleLeavesStrataThatAColumnTells) {
    LookupDesk desk;
    std::string yaml = bytes_of(desk.study() / "study.yaml");
    const std::string normal = "{normal: Others, size: 80}";
    yaml.replace(
        yaml.find(normal),
        normal.size(),
        "{firm: Firms, column: kind, is: company}, {normal: Others, size: 80}"
    );
    write_file(desk.study() / "study.yaml", yaml);
    ASSERT_TRUE(desk.import("account,kind\nada,company\nbob,company\nold,club\n"));
    EXPECT_EQ(desk.people_in("firm"), 2);
    EXPECT_EQ(desk.people_in(untold_stratum), 1) << "not the rest before the Hub was asked";
    desk.hub.says("old", overview("old", "false"));
    ASSERT_TRUE(desk.lookup());
    EXPECT_EQ(desk.people_in("firm"), 1) << "bob, whom no claim fits";
    EXPECT_EQ(desk.people_in("pro"), 1) << "ada, whom one does";
    EXPECT_EQ(desk.people_in("normal"), 1);
}

TEST(ClaimedStratumTest, AClaimAloneFitsListsWithSomethingInThem) {
    const std::vector<instrument::StratumClaim> rules{
        {"has", "tags", "", {}}, {"rest", "", "", {}}
    };
    struct Row {
        const char* claims;
        const char* stratum;
    };
    for (const Row& row :
         {Row{R"({"tags":["a"]})", "has"},
          Row{R"({"tags":[0]})", "has"},
          Row{R"({"tags":[{}]})", "has"},
          Row{R"({"tags":[]})", "rest"},
          Row{R"({"tags":[null]})", "rest"},
          Row{R"({"tags":"a"})", "rest"},
          Row{R"({"tags":true})", "has"},
          Row{R"({"tags":false})", "rest"},
          Row{R"({})", "rest"}}) {
        SCOPED_TRACE(row.claims);
        EXPECT_EQ(claimed_stratum(rules, nlohmann::json::parse(row.claims)), row.stratum);
    }
}

TEST(LookupFrameTest, AsksAgainWhatIsOldAndLeavesTheDrawnWhereTheyWereDrawn) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account\nada\nbob\nold\n"));
    ASSERT_TRUE(desk.lookup());
    ASSERT_TRUE(
        desk.draw({.design = instrument::SamplingDesign::simple_random, .size = 1, .seed = 1})
    );
    const store::CaseRow drawn = desk.cases().front();
    desk.clock().advance(std::chrono::days(10));
    EXPECT_EQ(desk.lookup(11).value().before, 3) << "none is that old";
    for (const char* account : {"ada", "bob"}) {
        desk.hub.says(account, overview(account, account[0] == 'a' ? "false" : "true"));
    }
    desk.hub.says("old", overview("new", "false"));
    const Result<FrameLookup> again = desk.lookup(9);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->before, 0);
    EXPECT_EQ(again->moved, 2) << "all but the one that is drawn";
    EXPECT_EQ(desk.cases().front().stratum, drawn.stratum);
}

TEST(LookupFrameTest, SortsAnewByWhatWasSaidWhenTheStudySaysOtherwise) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import("account\nada\nbob\n"));
    ASSERT_TRUE(desk.lookup());
    EXPECT_EQ(desk.people_in("pro"), 1);
    desk.set_rule(", claim: orgs");
    const Result<FrameLookup> again = desk.lookup();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->moved, 2);
    EXPECT_EQ(desk.hub.asked().size(), 2U);
}

TEST(LookupFrameTest, AsksAboutNobodyWithoutAReason) {
    RecruitingDesk desk;
    ASSERT_TRUE(desk.import(RecruitingDesk::people(1, 1)));
    SystemRandom random;
    const auto ask = [&](const fs::path& study, const std::string& hub) {
        return lookup_frame(study, desk.data(), {.hub = hub}, desk.clock(), random, {}, {});
    };
    EXPECT_EQ(ask(desk.study(), "http://127.0.0.1:1").error().code, "lookup.nothing-wanted");
    LookupDesk other;
    EXPECT_EQ(ask(other.study(), "http://hub.example").error().code, "hub.bad-address");
    ASSERT_TRUE(suppress_address("ada@example.org", other.data(), other.clock()));
    ASSERT_TRUE(other.import("account,email,stratum\nada,ada@example.org,pro\nbob,b@b.org,pro\n"));
    ASSERT_TRUE(suppress_address("b@b.org", other.data(), other.clock()));
    EXPECT_EQ(other.lookup().value().accounts, 0);
    EXPECT_TRUE(other.hub.asked().empty());
}

TEST(DrawFrameTest, LeavesOutWhoseStratumNobodyKnows) {
    LookupDesk desk;
    ASSERT_TRUE(desk.import(five));
    EXPECT_EQ(desk.draw({.design = {}, .size = 1, .seed = 1}).error().code, "recruitment.nobody");
    ASSERT_TRUE(desk.lookup());
    const Result<FrameDraw> draw = desk.draw({.design = {}, .size = 3, .seed = 1});
    ASSERT_TRUE(draw) << describe(draw.error());
    EXPECT_EQ(draw->drawn, 3);
    EXPECT_EQ(draw->untold, 2);
    EXPECT_EQ(draw->strata.size(), 2U);
}

}  // namespace
}  // namespace querist::actions::fixture
