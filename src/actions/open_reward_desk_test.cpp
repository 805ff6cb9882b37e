#include "actions/fieldwork_fixture.hpp"
#include "actions/reward_keys.hpp"
#include "actions/rewarding.hpp"
#include "actions/rewards.hpp"
#include "actions/signing_keys.hpp"
#include "compensation/compensation.hpp"

#include <barrier>
#include <thread>

namespace querist::actions::fixture {
namespace {

constexpr std::int64_t reward_day = 20'000;

std::string paying_yaml(std::string_view mode) {
    std::string yaml = study_yaml("tiny", R"(compensation:
  - id: cards
    text: Each respondent receives a gift card.
    amount: 10.00 USD
    paid: codes
    budget: 100.00 USD
    eligible: complete
)");
    const std::string_view confidential = "mode: confidential";
    yaml.replace(yaml.find(confidential), confidential.size(), "mode: " + std::string(mode));
    return yaml;
}

/// A tiny study that pays, and what its participants do about it.
class RewardDeskTest : public ::testing::Test {
protected:
    explicit RewardDeskTest(std::string_view mode = "confidential") {
        write_file(folder_.path() / "tiny" / "study.yaml", paying_yaml(mode));
        desk_.emplace(folder_);
        Result<OpenedRewards> opened = open_or_make_rewards(folder_.path() / "data", random_);
        rewards_.emplace(std::move(opened).value());
        EXPECT_TRUE(make_signing_key(folder_.path() / "data", "tiny", "cards"));
        fund();
    }

    void work(const std::function<void(store::RewardsWork&)>& does) {
        const Result<void> done =
            rewards_->store->run([&](store::RewardsWork& one) -> Result<void> {
                does(one);
                return {};
            });
        ASSERT_TRUE(done) << describe(done.error());
    }
    void fund() {
        work([](store::RewardsWork& one) {
            one.open_budget(
                "tiny",
                {.id = "cards",
                 .payment = instrument::Payment::codes,
                 .currency = "USD",
                 .each = 1'000}
            );
            EXPECT_TRUE(one.take("tiny", {"cards", reward_day, compensation::TotalSet{10'000}}));
            for (int i = 0; i < 3; ++i) {
                EXPECT_TRUE(one.add_card("tiny", "cards", {"CARD" + std::to_string(i), "", ""}));
            }
        });
    }

    /// Somebody who has completed the study.
    Secret complete() {
        const Secret secret = desk_->start();
        EXPECT_TRUE(desk_->send(secret, "first", {{"uses", "no"}}));
        EXPECT_TRUE(desk_->send(secret, "last", {}));
        return secret;
    }
    /// What delivering does once a response was found eligible.
    void owe(const Secret& secret) {
        const auto view = desk_->fieldwork().view("tiny", secret);
        const RewardOf reward{"tiny", "cards", (*view)->public_id};
        const Digest id = reward_message_id(rewards_->keys, reward);
        work([&](store::RewardsWork& one) {
            EXPECT_TRUE(one.take("tiny", {"cards", reward_day, compensation::FoundEligible{id}}));
            (void)one.note_message(
                {.id = id, .study = "tiny", .compensation = "cards", .day = reward_day},
                store::MessageOutcome::owed
            );
        });
    }

    RewardDesk& desk() { return *desk_->fieldwork().rewards(); }
    template <class Outcome, class Ask>
    Result<Outcome> answered(Ask ask) {
        std::promise<Result<Outcome>> promise;
        ask([&](Result<Outcome> outcome) { promise.set_value(std::move(outcome)); });
        return promise.get_future().get();
    }
    Result<CollectOutcome> blindly(
        const Secret& secret, const std::string& blinded, const std::string& made_for = {}
    ) {
        const std::string key_id = made_for.empty() ? key().id().hex() : made_for;
        return answered<CollectOutcome>([&](auto done) {
            desk().collect_blindly("tiny", secret, {blinded, key_id}, std::move(done));
        });
    }
    Result<CollectOutcome> by_code(const Secret& secret) {
        return answered<CollectOutcome>([&](auto done) {
            desk().collect_by_code("tiny", secret, std::move(done));
        });
    }
    Result<CollectOutcome> standing(const Secret& secret) {
        return answered<CollectOutcome>([&](auto done) {
            desk().standing("tiny", secret, std::move(done));
        });
    }
    Result<ClaimOutcome> claim(const std::string& proof) {
        return answered<ClaimOutcome>([&](auto done) {
            desk().claim("tiny", proof, std::move(done));
        });
    }
    compensation::VerificationKey key() {
        return compensation::VerificationKey::parse(desk().keys("tiny")->front().der).value();
    }

    /// What a browser makes before it asks.
    struct Made {
        std::string message;
        compensation::Blinded blinded;
    };
    Made make_token() {
        std::string chance(32, '\0');
        for (char& c : chance) c = static_cast<char>(random_.below(256));
        std::string message =
            compensation::prepare(chance, compensation::Preparation::randomized, random_);
        compensation::Blinded blinded = key().blind(message, random_).value();
        return {std::move(message), std::move(blinded)};
    }
    /// The claim link's fragment.
    std::string proof_of(const Made& made, const std::string& signature) {
        return to_base64url(compensation::to_bytes(
            {.key = key().id(),
             .message = made.message,
             .signature = key().finalize(made.message, signature, made.blinded.inverse).value()}
        ));
    }

    static RewardStanding stands(const Result<CollectOutcome>& outcome) {
        if (!outcome || !std::holds_alternative<RewardStanding>(*outcome)) {
            ADD_FAILURE() << (outcome ? "another outcome" : describe(outcome.error()));
            return {};
        }
        return std::get<RewardStanding>(*outcome);
    }
    template <class Kind>
    static bool is(const Result<CollectOutcome>& outcome) {
        return outcome && std::holds_alternative<Kind>(*outcome);
    }
    static std::string card_in(const Result<ClaimOutcome>& outcome) {
        if (!outcome) return describe(outcome.error());
        if (const auto* card = std::get_if<ShownCard>(&*outcome)) return card->code;
        return "unclaimed " + std::to_string(static_cast<int>(std::get<Unclaimed>(*outcome)));
    }

    TemporaryFolder folder_;
    SeededRandom random_{1};
    std::optional<Desk> desk_;
    std::optional<OpenedRewards> rewards_;
};

TEST_F(RewardDeskTest, MakesTheFirstKeyWhenItIsNeeded) {
    const Secret secret = complete();
    fs::remove_all(folder_.path() / "data" / "signing-keys");
    EXPECT_TRUE(desk().keys("tiny")->empty());
    EXPECT_TRUE(is<RewardStanding>(standing(secret)));
    EXPECT_EQ(desk().keys("tiny")->size(), 1U);
    EXPECT_TRUE(is<RewardStanding>(standing(secret)));
    EXPECT_EQ(desk().keys("tiny")->size(), 1U) << "and no other";
}

TEST_F(RewardDeskTest, MakesNoKeyInPlaceOfOneThatWasLost) {
    const fs::path data = folder_.path() / "data";
    const Secret secret = complete();
    owe(secret);
    const Made made = make_token();
    ASSERT_NE(stands(blindly(secret, made.blinded.message)).signature, "");
    EXPECT_TRUE(reward_warnings(data, "tiny").empty());
    EXPECT_FALSE(verify_rewards(data, "tiny").value().at(0).broken);
    fs::rename(data / "signing-keys", data / "lost");
    const auto code_of = [](const auto& result) {
        return result ? std::string("taken") : result.error().code;
    };
    constexpr const char* gone = "rewards.signing-key-gone";
    EXPECT_EQ(code_of(standing(secret)), gone);
    EXPECT_EQ(code_of(standing(complete())), gone);
    EXPECT_EQ(code_of(reward_keys(folder_.path() / "tiny", data, MakeKey::no)), gone);
    EXPECT_FALSE(fs::exists(data / "signing-keys"));
    ASSERT_EQ(reward_warnings(data, "tiny").size(), 1U);
    EXPECT_EQ(verify_rewards(data, "tiny").value().at(0).broken.value_or(Problem{}).code, gone);
    // Where there is no copy, a new one serves whoever comes next.
    EXPECT_TRUE(reward_keys(folder_.path() / "tiny", data, MakeKey::yes));
    EXPECT_EQ(code_of(standing(complete())), "taken");
    EXPECT_EQ(reward_warnings(data, "tiny").size(), 1U) << "who was signed for must be paid";
    fs::remove_all(data / "signing-keys");
    fs::rename(data / "lost", data / "signing-keys");
    EXPECT_EQ(code_of(standing(secret)), "taken");
    EXPECT_TRUE(reward_warnings(data, "tiny").empty());
}

TEST_F(RewardDeskTest, TakesWhatAnEarlierKeySigned) {
    const Secret secret = complete();
    const Made made = make_token();
    EXPECT_TRUE(is<RewardStanding>(blindly(secret, made.blinded.message)));
    owe(secret);
    const std::string before = stands(blindly(secret, "")).signature;
    const std::string proof = proof_of(made, before);
    ASSERT_TRUE(make_signing_key(folder_.path() / "data", "tiny", "cards"));
    EXPECT_EQ(stands(blindly(secret, "")).signature, before);
    EXPECT_TRUE(card_in(claim(proof)).starts_with("CARD"));
}

TEST_F(RewardDeskTest, KeepsNothingThatWasMadeForAKeyOfBefore) {
    const Secret secret = complete();
    owe(secret);
    const Made made = make_token();
    const std::string before = key().id().hex();
    ASSERT_TRUE(make_signing_key(folder_.path() / "data", "tiny", "cards"));
    const RewardStanding nothing = stands(blindly(secret, made.blinded.message, before));
    EXPECT_EQ(nothing.way, std::nullopt);
    EXPECT_EQ(nothing.signature, "");
    const Made anew = make_token();
    const RewardStanding now = stands(blindly(secret, anew.blinded.message));
    EXPECT_EQ(now.key, key().id().hex());
    EXPECT_TRUE(card_in(claim(proof_of(anew, now.signature))).starts_with("CARD"));
}

TEST_F(RewardDeskTest, WhoWithdrewKeepsWhatWasOwed) {
    const Secret owed = complete();
    const Secret other = complete();
    owe(owed);
    EXPECT_TRUE(desk_->withdraw(owed));
    EXPECT_TRUE(desk_->withdraw(other));
    EXPECT_EQ(stands(standing(owed)).stage, RewardStage::owed);
    EXPECT_TRUE(card_in(claim(stands(by_code(owed)).code)).starts_with("CARD"));
    EXPECT_TRUE(is<NothingToCollect>(standing(other)));
}

TEST_F(RewardDeskTest, SignsOnceTheRewardIsOwedAndShowsOneCard) {
    const Secret secret = complete();
    EXPECT_EQ(stands(standing(secret)).way, std::nullopt);
    const Made made = make_token();
    EXPECT_EQ(stands(blindly(secret, made.blinded.message)).signature, "") << "nothing is owed yet";
    EXPECT_EQ(stands(blindly(secret, "")).stage, RewardStage::waiting);
    owe(secret);
    const RewardStanding signed_now = stands(blindly(secret, ""));
    EXPECT_EQ(signed_now.stage, RewardStage::owed);
    ASSERT_NE(signed_now.signature, "");
    EXPECT_EQ(stands(blindly(secret, "")).signature, signed_now.signature) << "asked again";
    EXPECT_EQ(stands(blindly(secret, made.blinded.message)).signature, signed_now.signature);

    const std::string proof = proof_of(made, signed_now.signature);
    const std::string card = card_in(claim("https://x.example/claim/tiny#" + proof + "\n"));
    EXPECT_TRUE(card.starts_with("CARD")) << card;
    EXPECT_EQ(card_in(claim(proof)), card) << "the same token sees the same card";
}

TEST_F(RewardDeskTest, SignsNothingElseForOneResponse) {
    const Secret secret = complete();
    const Made first = make_token();
    const Made second = make_token();
    EXPECT_TRUE(is<RewardStanding>(blindly(secret, first.blinded.message)));
    EXPECT_TRUE(is<RewardStanding>(blindly(secret, second.blinded.message)))
        << "what is not signed yet is replaced";
    owe(secret);
    const RewardStanding signed_now = stands(blindly(secret, ""));
    EXPECT_TRUE(is<CollectedOtherwise>(blindly(secret, first.blinded.message)));
    EXPECT_TRUE(is<CollectedOtherwise>(by_code(secret)));
    EXPECT_TRUE(card_in(claim(proof_of(second, signed_now.signature))).starts_with("CARD"));
}

TEST_F(RewardDeskTest, ACodeIsGivenOnceItIsOwedAndClosesTheOtherWay) {
    const Secret secret = complete();
    EXPECT_EQ(stands(by_code(secret)).code, "");
    EXPECT_TRUE(is<CollectedOtherwise>(blindly(secret, make_token().blinded.message)));
    owe(secret);
    const RewardStanding owed = stands(standing(secret));
    EXPECT_EQ(owed.way, CollectingWay::code);
    ASSERT_NE(owed.code, "");
    EXPECT_EQ(stands(by_code(secret)).code, owed.code);
    EXPECT_TRUE(card_in(claim(owed.code)).starts_with("CARD"));
    EXPECT_EQ(card_in(claim(" " + owed.code + " ")), card_in(claim(owed.code)));
}

TEST_F(RewardDeskTest, RefusesWhatProvesNothing) {
    const Secret secret = complete();
    const Made made = make_token();
    const std::string forged = to_base64url(compensation::to_bytes(
        {.key = key().id(), .message = made.message, .signature = std::string(384, 'x')}
    ));
    struct Row {
        const char* name;
        std::string proof;
        Unclaimed why;
    };
    const Row rows[] = {
        {"nothing", "", Unclaimed::unreadable},
        {"words", "my reward, please", Unclaimed::unreadable},
        {"a signature that was made up", forged, Unclaimed::unreadable},
        {"a token that was cut off", forged.substr(0, 300), Unclaimed::unreadable},
        {"a code that was given to nobody", PublicId{}.text(), Unclaimed::not_owed},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const Result<ClaimOutcome> outcome = claim(row.proof);
        ASSERT_TRUE(outcome) << describe(outcome.error());
        EXPECT_EQ(std::get<Unclaimed>(*outcome), row.why);
    }
    EXPECT_TRUE(is<NotBlinded>(blindly(secret, "short")));
    EXPECT_TRUE(is<NotBlinded>(blindly(secret, std::string(384, '\xff'))));
    EXPECT_TRUE(is<NothingToCollect>(blindly("made up", made.blinded.message)));
    const Secret unfinished = desk_->start();
    EXPECT_TRUE(is<NothingToCollect>(blindly(unfinished, made.blinded.message)));
    EXPECT_TRUE(is<NothingToCollect>(standing(unfinished)));
}

TEST_F(RewardDeskTest, AHundredAsksAtOnceSignOneMessage) {
    const Secret secret = complete();
    owe(secret);
    constexpr int askers = 8;
    constexpr int asks = 12;
    std::vector<Made> made;
    for (int i = 0; i < askers; ++i) made.push_back(make_token());
    std::atomic<int> accepted = 0;
    std::barrier together(askers);
    {
        std::vector<std::jthread> crowd;
        for (int i = 0; i < askers; ++i) {
            crowd.emplace_back([&, i] {
                together.arrive_and_wait();
                bool mine = false;
                for (int n = 0; n < asks; ++n) {
                    const std::string& message =
                        made.at(static_cast<std::size_t>(i)).blinded.message;
                    mine = is<RewardStanding>(blindly(secret, message)) || mine;
                }
                if (mine) ++accepted;
            });
        }
    }
    EXPECT_EQ(accepted, 1);
}

class AnonymousRewardDeskTest : public RewardDeskTest {
protected:
    AnonymousRewardDeskTest() : RewardDeskTest("anonymous") {}
};

TEST_F(AnonymousRewardDeskTest, HasNoCodes) {
    const Secret secret = complete();
    EXPECT_TRUE(is<NoCodes>(by_code(secret)));
    EXPECT_TRUE(is<RewardStanding>(blindly(secret, make_token().blinded.message)));
}

}  // namespace
}  // namespace querist::actions::fixture
