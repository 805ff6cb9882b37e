#include "actions/open_reward_desk.hpp"

#include "actions/fieldwork.hpp"
#include "actions/missing_signing_keys.hpp"
#include "actions/signing_keys.hpp"
#include "actions/study_reference.hpp"

#include <algorithm>
#include <memory>

namespace querist::actions {

namespace {

using compensation::BlindSigningKey;
using compensation::RewardToken;

/// How many may wait for the desk at once: each is served within milliseconds.
constexpr std::size_t desk_waiting_max = 256;

Problem desk_busy() {
    return failure("rewards.busy", "too many ask for rewards at once", "ask again in a moment")
        .error();
}

/// A complete response, and where its reward stands.
struct Entitled {
    store::ResponseRow row;
    RewardStage stage = RewardStage::waiting;
    std::optional<store::Collecting> collecting = std::nullopt;
};

CollectingWay way_of(store::CollectingWay way) {
    return way == store::CollectingWay::blind ? CollectingWay::blind : CollectingWay::code;
}

RewardStanding standing_of(const Entitled& entitled) {
    RewardStanding standing{.stage = entitled.stage};
    if (entitled.collecting) standing.way = way_of(entitled.collecting->way);
    return standing;
}

/// What a claim link's fragment holds of what was pasted: all of the link, or its end.
std::string_view proof_in(std::string_view pasted) {
    pasted = trimmed(pasted);
    const std::size_t mark = pasted.rfind('#');
    return mark == std::string_view::npos ? pasted : pasted.substr(mark + 1);
}

/// Without what mail programs put into long lines.
std::string without_blanks(std::string_view text) {
    std::string bare;
    std::ranges::copy_if(text, std::back_inserter(bare), [](char c) {
        return c != ' ' && c != '\n' && c != '\r' && c != '\t';
    });
    return bare;
}

std::optional<RewardToken> token_in(std::string_view proof) {
    const std::optional<std::string> bytes = from_base64url(without_blanks(proof));
    if (!bytes) return std::nullopt;
    Result<RewardToken> token = compensation::parse_reward_token(*bytes);
    if (!token) return std::nullopt;
    return *std::move(token);
}

}  // namespace

OpenRewardDesk::OpenRewardDesk(
    store::Store& answers,
    std::filesystem::path data,
    std::map<std::string, RewardedStudy, std::less<>> studies,
    Clock& clock
)
    : answers_(answers),
      data_(std::move(data)),
      studies_(std::move(studies)),
      clock_(clock),
      errands_(1, desk_waiting_max) {}

template <class Outcome, class Work>
void OpenRewardDesk::run(std::move_only_function<void(Result<Outcome>)> done, Work work) {
    // Whoever is told is told once, by the errand or here.
    const auto told =
        std::make_shared<std::move_only_function<void(Result<Outcome>)>>(std::move(done));
    const bool taken = errands_.run([told, work = std::move(work)]() mutable {
        (*told)(guarded([&]() -> Result<Outcome> { return work(); }));
    });
    if (!taken) (*told)(std::unexpected(desk_busy()));
}

Result<OpenedRewards*> OpenRewardDesk::rewards() {
    if (!rewards_) {
        Result<OpenedRewards> opened = open_or_make_rewards(data_, nonces_);
        if (!opened) return std::unexpected(opened.error());
        rewards_ = *std::move(opened);
    }
    return &*rewards_;
}

std::optional<OpenRewardDesk::Asking> OpenRewardDesk::asking(
    const std::string& study_id, const std::string& secret
) const {
    const auto study = studies_.find(study_id);
    const std::optional<Digest> hash = secret_hash(secret);
    if (study == studies_.end() || !hash) return std::nullopt;
    return Asking{.study = study_id, .rewarded = study->second, .secret = *hash};
}

Result<std::vector<PublishedKey>> OpenRewardDesk::keys(std::string_view study_id) {
    const auto study = studies_.find(study_id);
    if (study == studies_.end()) return std::vector<PublishedKey>{};
    const Result<SigningKeys> found = signing_keys(data_, study_id, study->second.compensation);
    if (!found) return std::unexpected(found.error());
    return published_keys(*found);
}

Result<void> OpenRewardDesk::refuse_lost_keys(const std::string& study_id) {
    const std::unique_ptr<store::Snapshot> snapshot = answers_.snapshot();
    const std::optional<store::StudyRow> row = snapshot->study(study_id);
    if (!row) return {};
    const auto missing =
        missing_signing_key(*snapshot, data_, *row, studies_.at(study_id).compensation);
    if (!missing) return std::unexpected(missing.error());
    if (*missing) return std::unexpected(**missing);
    return {};
}

/// The keys of a study; the first one is made when it is first needed.
Result<OpenRewardDesk::SigningKeys> OpenRewardDesk::usable_keys(const std::string& study_id) {
    const std::string& compensation = studies_.at(study_id).compensation;
    Result<SigningKeys> found = signing_keys(data_, study_id, compensation);
    if (!found || !found->empty()) return found;
    // A first key in place of one that was lost would make every claim link no whole one.
    if (Result<void> lost = refuse_lost_keys(study_id); !lost) return std::unexpected(lost.error());
    const Result<void> made = make_signing_key(data_, study_id, compensation);
    if (!made && made.error().code != "rewards.key-raced") return std::unexpected(made.error());
    return signing_keys(data_, study_id, compensation);
}

namespace {

/// Nothing when no complete response has the secret.
std::optional<Entitled> entitled_in(
    store::Snapshot& answers,
    OpenedRewards& rewards,
    std::string_view study,
    const RewardedStudy& rewarded,
    const Digest& secret
) {
    std::optional<store::ResponseRow> row = answers.response_by_resume_hash(rewarded.row, secret);
    // Who has withdrawn the answers keeps what was owed for them.
    const bool earned = row && (row->status == response::Status::complete ||
                                row->status == response::Status::withdrawn);
    if (!earned) return std::nullopt;
    const RewardOf reward{std::string(study), rewarded.compensation, row->public_id};
    const std::unique_ptr<store::RewardsView> view = rewards.store->view();
    Entitled entitled{.row = *std::move(row)};
    entitled.stage = reward_stage(answers, *view, rewards.keys, reward, entitled.row.id);
    const bool gone = entitled.row.status == response::Status::withdrawn;
    if (gone && entitled.stage != RewardStage::owed) return std::nullopt;
    entitled.collecting = answers.eligibility().collecting(entitled.row.id, rewarded.compensation);
    return entitled;
}

}  // namespace

Result<CollectOutcome> OpenRewardDesk::with_code(
    const Asking& asking, const PublicId& response, RewardStanding standing
) {
    if (standing.stage != RewardStage::owed || standing.way != CollectingWay::code) {
        return standing;
    }
    const Result<OpenedRewards*> opened = rewards();
    if (!opened) return std::unexpected(opened.error());
    Result<std::string> code =
        give_out_code(**opened, {asking.study, asking.rewarded.compensation, response});
    if (!code) return std::unexpected(code.error());
    standing.code = *std::move(code);
    return standing;
}

Result<CollectOutcome> OpenRewardDesk::stands(const Asking& asking) {
    // The page that is shown next needs a key.
    if (const auto keys = usable_keys(asking.study); !keys) return std::unexpected(keys.error());
    const Result<OpenedRewards*> opened = rewards();
    if (!opened) return std::unexpected(opened.error());
    const std::unique_ptr<store::Snapshot> snapshot = answers_.snapshot();
    const std::optional<Entitled> entitled =
        entitled_in(*snapshot, **opened, asking.study, asking.rewarded, asking.secret);
    if (!entitled) return NothingToCollect{};
    return with_code(asking, entitled->row.public_id, standing_of(*entitled));
}

Result<CollectOutcome> OpenRewardDesk::blindly(
    const Asking& asking, const BlindedMessage& message
) {
    const Result<SigningKeys> keys = usable_keys(asking.study);
    if (!keys) return std::unexpected(keys.error());
    const compensation::VerificationKey& current = keys->front().verification_key();
    // What was made for a key that is not in use any more would be signed with another one, and
    // could never be claimed.
    const bool fits = message.key == current.id().hex();
    const std::string_view blinded = fits ? std::string_view(message.bytes) : std::string_view();
    if (!blinded.empty() && current.fault_of(blinded)) return NotBlinded{};

    const Result<OpenedRewards*> opened = rewards();
    if (!opened) return std::unexpected(opened.error());
    const std::string& compensation = asking.rewarded.compensation;
    std::optional<CollectOutcome> refused;
    std::optional<Entitled> entitled;
    const Result<void> kept = answers_.run([&](store::Transaction& work) -> Result<void> {
        entitled = entitled_in(work, **opened, asking.study, asking.rewarded, asking.secret);
        if (!entitled) return {};
        store::EligibilityWork& eligibility = work.eligibility();
        const ResponseId row = entitled->row.id;
        if (!blinded.empty()) {
            const bool taken =
                eligibility.choose_way(row, compensation, store::CollectingWay::blind) &&
                eligibility.keep_blinded(row, compensation, blinded, current.id().hex());
            if (!taken) refused = CollectedOtherwise{};
        }
        const std::optional<store::Collecting> now = eligibility.collecting(row, compensation);
        const bool signs = !refused && entitled->stage == RewardStage::owed && now &&
                           now->way == store::CollectingWay::blind && !now->blinded.empty();
        // Before the signature is given away: from here on no other message is taken.
        if (signs && !now->is_signed) (void)eligibility.note_signed(row, compensation);
        entitled->collecting = eligibility.collecting(row, compensation);
        return {};
    });
    if (!kept) return std::unexpected(kept.error());
    if (!entitled) return NothingToCollect{};
    if (refused) return *refused;
    RewardStanding standing = standing_of(*entitled);
    if (!entitled->collecting || !entitled->collecting->is_signed) return standing;
    const store::Collecting& collecting = *entitled->collecting;
    const auto key = std::ranges::find_if(*keys, [&](const BlindSigningKey& one) {
        return one.verification_key().id().hex() == collecting.key;
    });
    if (key == keys->end()) {
        return failure(
            "rewards.key-gone",
            "the key that a token was made for is not there any more",
            "put the files of signing-keys back from their backup"
        );
    }
    Result<std::string> signature = key->sign(collecting.blinded);
    if (!signature) return std::unexpected(signature.error());
    standing.key = collecting.key;
    standing.signature = *std::move(signature);
    return standing;
}

Result<CollectOutcome> OpenRewardDesk::by_code(const Asking& asking) {
    if (asking.rewarded.anonymous) return NoCodes{};
    const Result<OpenedRewards*> opened = rewards();
    if (!opened) return std::unexpected(opened.error());
    std::optional<Entitled> entitled;
    bool taken = false;
    const Result<void> kept = answers_.run([&](store::Transaction& work) -> Result<void> {
        entitled = entitled_in(work, **opened, asking.study, asking.rewarded, asking.secret);
        if (!entitled) return {};
        store::EligibilityWork& eligibility = work.eligibility();
        const ResponseId row = entitled->row.id;
        taken =
            eligibility.choose_way(row, asking.rewarded.compensation, store::CollectingWay::code);
        entitled->collecting = eligibility.collecting(row, asking.rewarded.compensation);
        return {};
    });
    if (!kept) return std::unexpected(kept.error());
    if (!entitled) return NothingToCollect{};
    if (!taken) return CollectedOtherwise{};
    return with_code(asking, entitled->row.public_id, standing_of(*entitled));
}

void OpenRewardDesk::standing(std::string study_id, std::string secret, Collected done) {
    run<CollectOutcome>(
        std::move(done),
        [this, study_id = std::move(study_id), secret = std::move(secret)](
        ) -> Result<CollectOutcome> {
            const std::optional<Asking> asked = asking(study_id, secret);
            if (!asked) return NothingToCollect{};
            return stands(*asked);
        }
    );
}

void OpenRewardDesk::collect_blindly(
    std::string study_id, std::string secret, BlindedMessage message, Collected done
) {
    run<CollectOutcome>(
        std::move(done),
        [this,
         study_id = std::move(study_id),
         secret = std::move(secret),
         message = std::move(message)]() -> Result<CollectOutcome> {
            const std::optional<Asking> asked = asking(study_id, secret);
            if (!asked) return NothingToCollect{};
            return blindly(*asked, message);
        }
    );
}

void OpenRewardDesk::collect_by_code(std::string study_id, std::string secret, Collected done) {
    run<CollectOutcome>(
        std::move(done),
        [this, study_id = std::move(study_id), secret = std::move(secret)](
        ) -> Result<CollectOutcome> {
            const std::optional<Asking> asked = asking(study_id, secret);
            if (!asked) return NothingToCollect{};
            return by_code(*asked);
        }
    );
}

Result<std::optional<ProvenClaim>> OpenRewardDesk::proven(
    const std::string& study_id, std::string_view proof
) {
    const std::string& compensation = studies_.at(study_id).compensation;
    const std::optional<RewardToken> token = token_in(proof);
    const Result<OpenedRewards*> opened = rewards();
    if (!opened) return std::unexpected(opened.error());
    if (!token) {
        return claim_by_code(*(*opened)->store->view(), study_id, without_blanks(proof));
    }
    const Result<SigningKeys> keys = signing_keys(data_, study_id, compensation);
    if (!keys) return std::unexpected(keys.error());
    if (keys->empty()) {
        Result<void> lost = refuse_lost_keys(study_id);
        if (!lost) return std::unexpected(lost.error());
    }
    const auto key = std::ranges::find_if(*keys, [&](const BlindSigningKey& one) {
        return one.verification_key().id() == token->key;
    });
    const bool holds =
        key != keys->end() && key->verification_key().verifies(token->message, token->signature);
    if (!holds) return std::nullopt;
    return ProvenClaim{
        .study = study_id,
        .compensation = compensation,
        .token_hash = compensation::claim_hash(*token),
        .way = store::ClaimWay::blind
    };
}

Result<ClaimOutcome> OpenRewardDesk::claimed(const std::string& study_id, std::string_view pasted) {
    const std::string_view proof = proof_in(pasted);
    const Result<std::optional<ProvenClaim>> claim = proven(study_id, proof);
    if (!claim) return std::unexpected(claim.error());
    const Result<OpenedRewards*> opened = rewards();
    if (!opened) return std::unexpected(opened.error());
    if (*claim) return claim_reward(*(*opened)->store, clock_, **claim);
    // What could be a code and was given to nobody may be one whose reward is not owed yet.
    std::string code = without_blanks(proof);
    std::erase(code, '-');
    const bool code_like = PublicId::parse(lower_case(code)).has_value();
    return code_like ? Unclaimed::not_owed : Unclaimed::unreadable;
}

void OpenRewardDesk::claim(std::string study_id, std::string proof, Claimed done) {
    run<ClaimOutcome>(
        std::move(done),
        [this, study_id = std::move(study_id), proof = std::move(proof)]() -> Result<ClaimOutcome> {
            if (!studies_.contains(study_id)) return Unclaimed::unreadable;
            return claimed(study_id, proof);
        }
    );
}

}  // namespace querist::actions
