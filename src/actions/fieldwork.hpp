#pragma once

#include "actions/actions.hpp"
#include "actions/admission.hpp"
#include "actions/burst_watch.hpp"
#include "actions/open_reward_desk.hpp"
#include "actions/pass.hpp"
#include "actions/proof_of_work.hpp"
#include "actions/rewards.hpp"
#include "actions/sessions.hpp"
#include "actions/vendor_calls.hpp"
#include "actions/versions.hpp"
#include "store/store.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace querist::actions {

/// Whose answers these are: respondents' (their origin follows from the study's life), or made up.
enum class Intake { respondents, synthetic };

/// How old a page's knowledge of a study's life may be, so that `querist pause` takes effect here.
/// What is written never goes by it: the writer asks the data.
inline constexpr auto life_age_max = std::chrono::seconds(1);

/// Whole days since 1970, in UTC.
[[nodiscard]] std::int64_t day_number(Instant instant);

/// The version that respondents get.
struct FieldedVersion {
    VersionId row;
    std::shared_ptr<const instrument::Study> study;
};

inline constexpr std::int64_t reward_places_unbounded = std::numeric_limits<std::int64_t>::max();

/// What a round of rewards saw: another round would find the same.
struct RewardsMark {
    store::ChangeMark answers;
    Digest ledger;
    std::int64_t day = 0;
    bool operator==(const RewardsMark&) const = default;
};

/// A study being fielded. Its address does not change while the fieldwork lives.
struct Served {
    std::string id;
    StudyId row;
    /// Another process may field another version: querist open, pilot, resume.
    std::atomic<std::shared_ptr<const FieldedVersion>> fielded;

    std::atomic<Life> life{Life::draft};
    std::atomic<std::int64_t> life_read_at{0};  ///< Microseconds since 1970; 0: never.
    std::mutex following;
    std::int64_t followed = -1;  ///< Under `following`: the log entries of the view taken over.
    /// For the writer thread: the life of the last transaction that read it, and what stood for its
    /// outside changes then.
    Life life_written{Life::draft};
    std::uint64_t life_written_at = 0;
    /// Visits not written yet, of even and of odd days: a flush a minute keeps them apart.
    std::array<std::atomic<std::int64_t>, 2> visits{};
    /// Day number of the last seal; 0: never.
    std::atomic<std::int64_t> sealed_day{0};
    RewardsMark rewards_mark;  ///< For the housekeeper: of the last round of rewards.
    /// How many more may begin whom the budget covers; nothing bounds them before it was counted.
    std::atomic<std::int64_t> reward_places{reward_places_unbounded};
};

/// What the writer thread works with.
struct WriterSide {
    Sessions sessions;
    Versions& versions;
    RandomSource& random;
    Intake intake;
    std::filesystem::path data = {};  ///< Where the studies' link keys are.
    BurstWatch bursts = {};
    ProofOfWork work = ProofOfWork();
};

enum class Go { next, back, later, review, send, keep, replace };

/// One page's form on its way to the writer thread.
struct Submission {
    Served* study = nullptr;
    Digest secret;  ///< SHA-256 of the resume secret.
    Go go = Go::next;
    response::Form form;
    std::optional<Instant> shown_at;
    Instant received;
};

/// What a page says of the study's life: read again when it was read longer ago than
/// `life_age_max`; with it the version that is fielded. A version that cannot be read pauses the
/// study here.
[[nodiscard]] Life current_life(
    Served& study, Versions& versions, store::Snapshot& snapshot, Instant now
);

/// The same as the data have it at this moment: what decides whether an answer is taken, so that
/// none is that the closing seal would not cover.
[[nodiscard]] Life life_in(Served& study, Versions& versions, store::Transaction& transaction);

/// Answers one form within the transaction. On failure the session is forgotten.
[[nodiscard]] Result<SubmitOutcome> accept_page(
    WriterSide& writer, store::Transaction& transaction, Submission& submission
);

/// Going back loses nothing that can be kept: faulty items stay as they were stored.
void leave_out_faulty(
    const instrument::Study& study,
    const response::State& state,
    int page,
    response::PageCheck& check
);

/// Whether a current form makes an entry. Going back from a page that says nothing new does not, so
/// that a page merely looked at is shown again to someone who comes back; nor does going forward
/// once more through a page that stays as it is.
[[nodiscard]] bool stores_page(
    const instrument::Study& study,
    const response::State& state,
    int page,
    const response::PageCheck& check,
    Go go
);

/// A person's answer to the consent terms on its way to the writer thread.
struct ConsentAnswer {
    Served* study = nullptr;
    bool agreed = false;
    /// Random bits that only this asking knows; the same for a second click.
    std::optional<Digest> start_key;
    response::Form link;
    Instant received;
    std::string language;  ///< That the terms were shown in; empty when it is not known.
    std::optional<Entrant> entrant = std::nullopt;  ///< Who is known; none: came by the open link.
    std::string flag = {};                          ///< As in Arrival.
    std::string network = {};                       ///< Likewise.
    std::string work = {};                          ///< Likewise.
};
[[nodiscard]] Result<ConsentOutcome> accept_consent(
    WriterSide& writer, store::Transaction& transaction, const ConsentAnswer& answer
);

/// A participant's wish to have everything deleted, on its way to the writer thread.
struct WithdrawalWish {
    Served* study = nullptr;
    Digest secret;
    Instant received;
};
[[nodiscard]] Result<WithdrawOutcome> accept_withdrawal(
    WriterSide& writer, store::Transaction& transaction, const WithdrawalWish& wish
);

/// What a participant writes against a decision, on its way to the writer thread.
struct AppealWish {
    Served* study = nullptr;
    Digest secret;
    std::string text;  ///< As typed.
    Instant received;
};
[[nodiscard]] Result<AppealOutcome> accept_appeal(
    WriterSide& writer, store::Transaction& transaction, const AppealWish& wish
);

/// What `Fieldwork` promises, over one store.
class OpenFieldwork final : public Fieldwork {
public:
    OpenFieldwork(
        std::unique_ptr<store::Store> store,
        store::Keys keys,
        std::vector<std::unique_ptr<Served>> studies,
        Intake intake,
        const FieldworkOptions& options,
        Clock& clock,
        RandomSource& random
    );
    ~OpenFieldwork() override;

    std::shared_ptr<const instrument::Study> study(std::string_view study_id) const override;
    std::vector<std::string> study_ids() const override;
    Life life(std::string_view study_id) override;
    Newcomers newcomers(std::string_view study_id) override;
    void answer_consent(std::string study_id, bool agreed, Arrival arrival, ConsentDone done)
        override;
    void begin_sign_in(std::string study_id, std::string redirect, SignInBegunDone done) override;
    void finish_sign_in(std::string study_id, SignInReturn back, SignInDone done) override;
    Result<std::optional<LetIn>> by_personal_link(std::string_view study_id, std::string_view token)
        override;
    void opt_out(std::string study_id, std::string token, OptOutDone done) override;
    void sign_ticket(
        std::string study_id, TicketAsking asking, BlindedMessage message, TicketDone done
    ) override;
    Result<TicketEntry> enter(
        std::string_view study_id,
        std::string_view ticket,
        const Secret& secret,
        std::string_view start_key
    ) override;
    Result<std::vector<PublishedKey>> ticket_keys(std::string_view study_id) override;
    Entry entry_of(std::string_view study_id, std::string_view pass) override;
    void submit_page(
        std::string study_id,
        Secret secret,
        response::Form form,
        std::optional<Instant> shown_at,
        SubmitDone done
    ) override;
    void withdraw(std::string study_id, Secret secret, WithdrawDone done) override;
    void appeal(std::string study_id, Secret secret, std::string text, AppealDone done) override;
    Result<std::optional<PageView>> view(std::string_view study_id, const Secret& secret) override;
    std::string csrf_token(const Secret& secret) const override;
    void count_visit(std::string_view study_id) override;
    std::string work_challenge(std::string_view study_id, RandomSource& random) override;
    RewardDesk* rewards() override { return desk_ ? &*desk_ : nullptr; }
    VendorCall vendor_called(std::string_view body, std::string_view signature) override;
    Result<void> health() override;
    void finish() override;

    /// Writes visits, and seals each study whose last daily seal is of an earlier day. A thread
    /// calls it every minute.
    void keep_house(Instant now);

    /// Finds out who has earned a reward, and owes it. The same thread does it, every minute.
    void keep_rewards(Instant now);

    /// Starts that thread.
    void start_housekeeping();

private:
    Served* served(std::string_view study_id) const;
    std::optional<Digest> keyed(std::string_view start_key, std::string_view study) const;
    void flush_visits(Served& study, Instant now);
    void seal_daily(Served& study, Instant now);

    store::Keys keys_;
    std::vector<std::unique_ptr<Served>> studies_;
    Clock& clock_;
    Versions versions_;
    WriterSide writer_;
    std::unique_ptr<store::Store> store_;   // after what its writer thread uses
    SystemRandom reward_random_;            ///< The housekeeper's own.
    std::optional<OpenedRewards> rewards_;  ///< Once a study pays by codes.
    Admission admission_;
    std::optional<OpenRewardDesk> desk_;  ///< Where a study pays by codes.
    std::optional<VendorCalls> vendor_;   ///< The same.
    std::atomic<bool> finished_{false};
    std::mutex sleep_;
    std::condition_variable_any wake_;
    std::jthread housekeeper_;
};

/// `open_fieldwork` for either intake.
[[nodiscard]] FieldworkOpened open_intake(
    const std::vector<std::filesystem::path>& study_folders,
    const FieldworkOptions& options,
    Intake intake,
    Clock& clock,
    RandomSource& random
);

/// SHA-256 of a resume secret in its canonical spelling; empty when it is no secret.
[[nodiscard]] std::optional<Digest> secret_hash(std::string_view secret);

}  // namespace querist::actions
