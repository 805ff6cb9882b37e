// Goes all the way of rewards by itself, again and again, until it is killed: completing,
// deciding, delivering, signing, claiming. What it has seen acknowledged it writes to its output,
// a line each, so that whoever kills it can prove that nothing of that is lost and nothing doubled.
//
// usage: reward_steps work DATA STUDY SEED     until it is killed
//        reward_steps check DATA STUDY         finishes what was left and prints what there is

#include "actions/deliver_rewards.hpp"
#include "actions/record.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace querist;
using namespace querist::actions;

/// One line, written at once: what was said stays said when this is killed.
void say(const std::string& line) {
    const std::string whole = line + "\n";
    if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::_Exit(1);
}

template <class Value>
Value must(Result<Value> result) {
    if (!result) {
        say("error " + describe(result.error()));
        std::_Exit(1);
    }
    if constexpr (!std::is_void_v<Value>) return *std::move(result);
}

/// What must be there.
template <class Value>
Value present(std::optional<Value> value) {
    if (!value) {
        say("error something is not there");
        std::_Exit(1);
    }
    return *std::move(value);
}

/// All that a process of these needs.
class Walk {
public:
    Walk(const std::filesystem::path& data, const std::filesystem::path& folder)
        : study_(must(usable_study(folder))),
          answers_(must(open_existing(data, store::Access::read_write))),
          rewards_(must(open_or_make_rewards(data, random_))),
          row_(present(answers_->snapshot()->study(study_.id))),
          version_(present(answers_->snapshot()->version(study_.version))) {}

    /// A response is begun and completed, in one commit.
    void complete() {
        const PublicId id = random_id(random_);
        say("next completing");
        must(answers_->run([&](store::Transaction& transaction) -> Result<void> {
            store::NewResponse fresh;
            fresh.study = row_.id;
            fresh.version = version_.id;
            fresh.version_hash = study_.version;
            fresh.origin = response::Origin::real;
            fresh.public_id = id;
            fresh.resume_hash = sha256(id.text());
            Result<store::ResponseRow> response = transaction.start_response(fresh);
            if (!response) return std::unexpected(response.error());
            store::NewEntry entry;
            entry.kind = response::EntryKind::consent;
            entry.body = response::consent_body_text(1, true, clock_.now());
            entry.salt = new_salt(random_);
            if (Result<void> went = transaction.append(*response, entry); !went) return went;
            entry.kind = response::EntryKind::completion;
            entry.body = response::completion_body_text(clock_.now());
            entry.salt = new_salt(random_);
            entry.status_after = response::Status::complete;
            return transaction.append(*response, entry);
        }));
        say("complete " + id.text());
    }

    void deliver() {
        say("next delivering");
        (void)must(deliver_rewards(*answers_, rewards_, study_, clock_, random_));
    }

    /// Everybody who is owed chooses a code and claims with it; or a few of them, by chance.
    void claim(std::size_t most) {
        const std::unique_ptr<store::Snapshot> snapshot = answers_->snapshot();
        std::vector<store::ResponseRow> rows;
        snapshot->each_response(row_.id, [&](const store::ResponseRow& one) {
            rows.push_back(one);
        });
        SeededRandom order(static_cast<std::uint64_t>(clock_.now().time_since_epoch().count()));
        shuffle(rows, order);
        if (rows.size() > most) rows.resize(most);
        for (const store::ResponseRow& one : rows) claim(*snapshot, one);
    }

    void check() {
        deliver();
        claim(std::numeric_limits<std::size_t>::max());
        std::int64_t complete = 0;
        answers_->snapshot()->each_response(row_.id, [&](const store::ResponseRow&) {
            ++complete;
        });
        const auto view = rewards_.store->view();
        const store::CardCounts cards = view->card_counts(study_.id, compensation());
        const auto budget = present(view->book(study_.id).budget(compensation()));
        say(fmt::format(
            "there are {} complete, {} paid, {} shown, {} reserved, {} free, {} waiting",
            complete,
            budget.balance(compensation::Account::paid),
            cards.shown,
            cards.reserved,
            cards.free,
            answers_->snapshot()->eligibility().reward_messages({}, 10).size()
        ));
    }

private:
    [[nodiscard]] std::string compensation() const { return study_.compensation.at(0).id; }

    void claim(store::Snapshot& snapshot, const store::ResponseRow& one) {
        const RewardOf reward{study_.id, compensation(), one.public_id};
        const RewardStage stage =
            reward_stage(snapshot, *rewards_.store->view(), rewards_.keys, reward, one.id);
        if (stage != RewardStage::owed) return;
        say("next choosing");
        must(answers_->run([&](store::Transaction& transaction) -> Result<void> {
            (void)transaction.eligibility().choose_way(
                one.id, reward.compensation, store::CollectingWay::code
            );
            return {};
        }));
        say("next giving out");
        const std::string code = must(give_out_code(rewards_, reward));
        const auto proven = claim_by_code(*rewards_.store->view(), study_.id, code);
        if (!proven) {
            say("error a code that was given out proves nothing");
            std::_Exit(1);
        }
        say("next claiming");
        const ClaimOutcome outcome = must(claim_reward(*rewards_.store, clock_, *proven));
        const auto* const card = std::get_if<ShownCard>(&outcome);
        say(card != nullptr ? fmt::format("shown {} {}", one.public_id.text(), card->code)
                            : fmt::format("unclaimed {}", one.public_id.text()));
    }

    SystemClock clock_;
    SystemRandom random_;
    instrument::Study study_;
    std::unique_ptr<store::Store> answers_;
    OpenedRewards rewards_;
    store::StudyRow row_;
    store::VersionRow version_;
};

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string_view> words(arguments, arguments + count);
    constexpr std::size_t words_min = 4;
    if (words.size() < words_min) return 2;
    Walk walk{std::filesystem::path(words[2]), std::filesystem::path(words[3])};
    if (words[1] == "check") {
        walk.check();
        return 0;
    }
    constexpr std::size_t claims_at_once = 3;
    say("ready");
    for (;;) {
        walk.complete();
        walk.deliver();
        walk.claim(claims_at_once);
    }
}
