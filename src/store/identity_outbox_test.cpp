#include "store/identity.hpp"
#include "store/raw_database.hpp"
#include "store/store_fixture.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace querist::store::fixture {
namespace {

const Keys outbox_keys{
    std::string(32, 'c'), std::string(32, 'i'), std::string(32, 'a'), std::string(32, 'r')
};

Instant minute(int number) { return Instant(std::chrono::minutes(28'000'000 + number)); }

/// Two released cases of one frame.
class OutboxTest : public ::testing::Test {
protected:
    OutboxTest() : store_(open_identity(folder_.path(), outbox_keys, random_, {}).value()) {
        work([&](IdentityWork& work) {
            frame_ = work.add_frame("tiny");
            const StratumId stratum = work.add_stratum(frame_, "");
            const DrawRow draw = work.add_draw(
                {.id = {},
                 .frame = frame_,
                 .at = minute(0),
                 .design = "census",
                 .frame_digest = {},
                 .sample_digest = {},
                 .strata = {}}
            );
            for (const char* name : {"ada", "bob"}) {
                NewPerson person;
                person.stratum = stratum;
                person.fields.address = std::string(name) + "@example.org";
                person.normal_address = person.fields.address;
                NewCase sampled;
                sampled.frame = frame_;
                sampled.draw = draw.id;
                sampled.person = work.add_person(frame_, person).person.value();
                sampled.stratum = stratum;
                sampled.position = static_cast<std::int64_t>(cases_.size()) + 1;
                sampled.public_id.bytes[0] = static_cast<std::uint8_t>(cases_.size() + 1);
                cases_.push_back(work.add_case(sampled));
            }
        });
    }
    void work(const std::function<void(IdentityWork&)>& change) {
        const Result<void> done = store_->run([&](IdentityWork& open) -> Result<void> {
            change(open);
            return {};
        });
        ASSERT_TRUE(done) << describe(done.error());
    }
    void queue(std::size_t position, int number, int at) {
        work([&](IdentityWork& open) {
            EXPECT_TRUE(open.outbox().queue_mail(cases_[position], number, minute(at)));
        });
    }
    std::vector<MailRow> mails(std::size_t position) {
        return store_->view()->outbox().mails_of(cases_[position]);
    }

    TemporaryFolder folder_;
    SeededRandom random_{1};
    std::unique_ptr<IdentityStore> store_;
    FrameId frame_;
    std::vector<CaseId> cases_;
};

TEST_F(OutboxTest, KeepsEachMailOfACaseOnce) {
    queue(0, 0, 1);
    work([&](IdentityWork& open) {
        EXPECT_FALSE(open.outbox().queue_mail(cases_[0], 0, minute(2)));
        EXPECT_TRUE(open.outbox().queue_mail(cases_[0], 1, minute(2)));
    });
    ASSERT_EQ(mails(0).size(), 2U);
    EXPECT_EQ(mails(0)[0].queued_at, minute(1));
    EXPECT_EQ(mails(0)[1].number, 1);
    EXPECT_TRUE(mails(1).empty());
}

TEST_F(OutboxTest, SendsWhatIsQueuedOnceAndKeepsWhatBecameOfIt) {
    queue(0, 0, 1);
    const MailId mail = mails(0)[0].id;
    work([&](IdentityWork& open) {
        OutboxWork& outbox = open.outbox();
        EXPECT_FALSE(outbox.end_sending(mail, {.state = MailState::accepted}));
        EXPECT_TRUE(outbox.begin_sending(mail, "example.org", minute(3)));
        EXPECT_FALSE(outbox.begin_sending(mail, "example.org", minute(3)));
        EXPECT_FALSE(outbox.drop_mail(mail));
    });
    EXPECT_EQ(mails(0)[0].state, MailState::sending);
    work([&](IdentityWork& open) {
        const MailResult busy{
            .state = MailState::waiting, .due_at = minute(9), .reply = 451, .status = "4.7.1"
        };
        EXPECT_TRUE(open.outbox().end_sending(mail, busy));
        EXPECT_TRUE(open.outbox().begin_sending(mail, "example.org", minute(9)));
        EXPECT_TRUE(open.outbox().end_sending(mail, {.reply = 250, .status = "2.0.0"}));
        EXPECT_FALSE(open.outbox().begin_sending(mail, "example.org", minute(10)));
        EXPECT_FALSE(open.outbox().drop_mail(mail));
    });
    const MailRow row = mails(0)[0];
    EXPECT_EQ(row.state, MailState::accepted);
    EXPECT_EQ(row.attempts, 2);
    EXPECT_EQ(row.tried_at, minute(9));
    EXPECT_EQ(row.reply, 250);
    EXPECT_EQ(row.status, "2.0.0");
    const auto view = store_->view();
    EXPECT_EQ(view->outbox().last_attempt_at_domain("example.org"), minute(9));
    EXPECT_EQ(view->outbox().last_attempt_at_domain("example.net"), std::nullopt);
}

TEST_F(OutboxTest, NeverSendsAgainByItselfWhatIsUncertain) {
    queue(0, 0, 1);
    queue(1, 0, 1);
    const MailId mail = mails(0)[0].id;
    work([&](IdentityWork& open) {
        EXPECT_TRUE(open.outbox().begin_sending(mail, "example.org", minute(3)));
    });
    work([&](IdentityWork& open) {
        const std::vector<MailRow> unfinished = open.outbox().set_aside_unfinished(frame_);
        ASSERT_EQ(unfinished.size(), 1U);
        EXPECT_EQ(unfinished[0].id, mail);
        EXPECT_FALSE(open.outbox().begin_sending(mail, "example.org", minute(4)));
        EXPECT_FALSE(open.outbox().end_sending(mail, {}));
    });
    std::vector<MailId> unsent;
    store_->view()->outbox().each_unsent(frame_, [&](const MailRow& row) {
        unsent.push_back(row.id);
    });
    EXPECT_EQ(unsent, std::vector<MailId>{mails(1)[0].id});
    work([&](IdentityWork& open) {
        EXPECT_FALSE(open.outbox().resolve_mail(mails(1)[0].id, MailState::accepted, minute(5)));
        EXPECT_TRUE(open.outbox().resolve_mail(mail, MailState::queued, minute(5)));
        EXPECT_FALSE(open.outbox().resolve_mail(mail, MailState::queued, minute(5)));
        EXPECT_TRUE(open.outbox().begin_sending(mail, "example.org", minute(6)));
    });
}

TEST_F(OutboxTest, CountsMailsByNumberAndState) {
    queue(0, 0, 1);
    queue(1, 0, 1);
    queue(1, 1, 2);
    work([&](IdentityWork& open) { EXPECT_TRUE(open.outbox().drop_mail(mails(1)[1].id)); });
    const std::vector<MailCount> counts = store_->view()->outbox().mail_counts(frame_);
    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].mails, 2);
    EXPECT_EQ(counts[0].state, MailState::queued);
    EXPECT_EQ(counts[1].number, 1);
    EXPECT_EQ(counts[1].state, MailState::dropped);
    std::vector<int> numbers;
    store_->view()->outbox().each_mail(frame_, [&](const MailRow& row) {
        numbers.push_back(row.number);
    });
    EXPECT_EQ(numbers, (std::vector<int>{0, 0, 1}));
}

TEST_F(OutboxTest, KeepsNoAddressAndNoDomain) {
    queue(0, 0, 1);
    work([&](IdentityWork& open) {
        EXPECT_TRUE(open.outbox().begin_sending(mails(0)[0].id, "example.org", minute(3)));
    });
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        EXPECT_FALSE(bytes.contains("example.org")) << entry.path();
    }
}

}  // namespace
}  // namespace querist::store::fixture
