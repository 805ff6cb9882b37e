#pragma once

// Who was asked: `identity.db`, apart from the answers and never joined with them. It holds the
// frames of studies, draws, cases and what happened to these, and the list of those who want no
// mail. What identifies a person is encrypted, and found again by keyed hashes only. Nothing here
// says what anybody did with a questionnaire.

#include "core/core.hpp"
#include "recruitment/recruitment.hpp"
#include "store/identity_ids.hpp"  // IWYU pragma: export
#include "store/outbox.hpp"        // IWYU pragma: export

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::store {

struct Keys;
struct StoreOptions;

struct StratumRow {
    StratumId id;
    std::string name;         ///< Its id in the study file; empty where that has no strata.
    std::int64_t people = 0;  ///< Everybody ever imported into it.
};

/// What a column says by which respondents are compared with the frame.
struct FrameValueRow {
    FrameValueId id;
    std::string comparison;   ///< Its id in the study file.
    std::string value;        ///< As the frame has it; not empty.
    std::int64_t people = 0;  ///< Everybody ever imported with it.
};

struct FrameRow {
    FrameId id;
    std::string study;               ///< The id in the study file.
    std::int64_t people = 0;         ///< Everybody ever imported: the greatest number given.
    std::vector<StratumRow> strata;  ///< In the order in which they were added.
};

/// Whose fields a frame holds, as they are to be written to the person. Texts are UTF-8.
struct PersonalFields {
    std::string address;    ///< As the frame gave it; may be empty.
    std::string account;    ///< The same.
    std::string name;       ///< May be empty.
    std::string language;   ///< BCP 47; may be empty.
    std::string time_zone;  ///< IANA; may be empty.
    /// Further placeholders of messages, by name in ascending order.
    std::vector<std::pair<std::string, std::string>> further;
    bool operator==(const PersonalFields&) const = default;
};

struct NewPerson {
    StratumId stratum;
    std::int64_t source_line = 0;  ///< In the imported file.
    PersonalFields fields;
    std::string normal_address;  ///< In the form by which equal addresses are told; may be empty.
    std::string normal_account;  ///< The same; one of the two is there.
    std::vector<FrameValueId> values = {};  ///< At most one of each comparison.
};

/// What became of a person who was to be added.
struct AddedPerson {
    enum class Outcome {
        added,
        same_address,  ///< The study's frame has the address already: nothing was added.
        same_account,  ///< The same by account.
        suppressed     ///< Wants no mail: nothing was added.
    } outcome = Outcome::added;
    /// Of the one that is in the frame, new or old; none when suppressed.
    std::optional<PersonId> person = std::nullopt;
    std::int64_t source_line = 0;  ///< Of the old one, in the file that it came from.
};

/// A person of a frame whom a draw can take.
struct DrawablePerson {
    PersonId id;
    std::int64_t number = 0;  ///< From 1 in each frame, in the order of importing; never reused.
    StratumId stratum;
};

struct DrawnStratum {
    StratumId stratum;
    std::int64_t available = 0;  ///< People who could be drawn.
    std::int64_t drawn = 0;      ///< Each had the chance drawn / available.
};

struct DrawRow {
    DrawId id;
    FrameId frame;
    std::int64_t sequence = 0;  ///< From 1 in each frame.
    Instant at;
    std::int64_t seed = 0;
    std::string design;    ///< As instrument::design_name.
    Digest frame_digest;   ///< Of those who could be drawn; docs/recruiting.md says how.
    Digest sample_digest;  ///< Of those who were, in their order.
    std::vector<DrawnStratum> strata;
};

struct NewCase {
    FrameId frame;
    DrawId draw;
    PersonId person;
    StratumId stratum;
    std::int64_t position = 0;  ///< From 1 in each draw: the order of releasing.
    PublicId public_id;
    std::optional<Digest> token_hash;  ///< SHA-256 of the invitation token; none when anonymous.
};

struct CaseRow {
    CaseId id;
    FrameId frame;
    DrawId draw;
    PersonId person;
    StratumId stratum;
    std::int64_t position = 0;
    PublicId public_id;
    std::optional<int> wave = std::nullopt;  ///< The batch with which it was released.
};

struct WaveRow {
    int number = 0;  ///< From 1 in each frame.
    enum class Kind { main, pilot } kind = Kind::main;
    Instant at;
    std::int64_t cases = 0;
};

/// People of a stratum, by what can become of them.
struct StratumPeople {
    StratumId stratum;
    std::int64_t in_frame = 0;    ///< Everybody ever imported.
    std::int64_t forgotten = 0;   ///< Whose data were deleted.
    std::int64_t suppressed = 0;  ///< Of the others: who want no mail.
    std::int64_t drawn = 0;       ///< Of everybody.
    std::int64_t released = 0;    ///< Of the drawn.
};

/// What an account's keeper said when it was asked about it.
enum class LookupOutcome : std::uint8_t {
    known,
    renamed,  ///< It answered of the account under another name.
    unknown,  ///< There is no such account.
    refused,  ///< It says nothing of it to us.
    unclear   ///< No answer that could be understood: it is asked about again, after all others.
};
inline constexpr std::size_t lookup_outcomes = 5;
/// "known", "renamed", "unknown", "refused", "unclear".
[[nodiscard]] std::string_view lookup_outcome_name(LookupOutcome outcome);

/// A person of a frame who has an account.
struct AccountRow {
    PersonId person;
    StratumId stratum;
    bool drawn = false;
    struct LookedUp {
        Instant at;
        LookupOutcome outcome = LookupOutcome::known;
    };
    std::optional<LookedUp> looked_up = std::nullopt;  ///< The last time.
};

/// Accounts that signed in, by the stratum that they proved last.
struct SignInCount {
    std::string stratum;  ///< Its id in the study file; empty: none.
    std::int64_t accounts = 0;
};

/// The entry ticket of an anonymous study that was signed for a case or an account, which was not
/// seen: what asks again for the same one is told by this, and nothing leads to the ticket itself.
struct TicketRow {
    Digest blinded_hash;  ///< SHA-256 of the blinded message.
    std::string key;      ///< The id of the key that signs it.
    bool operator==(const TicketRow&) const = default;
};

/// Tickets that a key signed.
struct TicketCount {
    std::string key;
    std::int64_t tickets = 0;
    bool operator==(const TicketCount&) const = default;
};

/// How many cases of a part of a sample have a code and came to a step.
struct FrozenCount {
    std::string strata;  ///< The names of those that are counted together, with " + " between.
    int wave = 0;        ///< The first of those that are counted together.
    recruitment::CaseResult result;
    std::int64_t cases = 0;
    bool operator==(const FrozenCount&) const = default;
};

/// The same by what a column of the frame says: texts that are counted together.
struct FrozenValues {
    WaveRow::Kind sample = WaveRow::Kind::main;
    std::string comparison;
    std::vector<std::string> values;  ///< In ascending order; an empty one: nothing is told.
    std::int64_t released = 0;
    std::int64_t respondents = 0;
    bool operator==(const FrozenValues&) const = default;
};

/// What is kept of a frame's cases in place of what tells of each whether it answered: counts.
struct FrozenFrame {
    Instant day;         ///< When they were counted: the beginning of a day in UTC.
    bool tells = false;  ///< Everybody answered or nobody did, so that the counts say of each.
    std::vector<FrozenCount> counts;
    struct EventCount {
        recruitment::EventKind kind = recruitment::EventKind::sampled;
        std::int64_t cases = 0;
        bool operator==(const EventCount&) const = default;
    };
    std::vector<EventCount> events;  ///< Cases that had each kind of event.
    /// Of a comparison whose counts would tell there is nothing.
    std::vector<FrozenValues> values = {};
};

/// One consistent view of what is committed. Failures of the database throw StoreFailure.
class IdentityView {
public:
    virtual ~IdentityView() = default;

    virtual std::optional<FrameRow> frame(std::string_view study) = 0;
    virtual std::vector<FrameRow> frames() = 0;  ///< By study.
    virtual std::vector<StratumPeople> people(FrameId frame) = 0;
    /// Everybody whom a draw can take, by number: not drawn yet, not forgotten, not suppressed.
    virtual void
    each_drawable(FrameId frame, const std::function<void(const DrawablePerson&)>&) = 0;

    virtual std::vector<FrameValueRow> frame_values(FrameId frame) = 0;  ///< In order of adding.
    /// What compared columns say of a frame's cases, in no order; nothing of who was forgotten.
    virtual void
    each_case_value(FrameId frame, const std::function<void(CaseId, FrameValueId)>&) = 0;

    virtual std::vector<DrawRow> draws(FrameId frame) = 0;  ///< Oldest first.
    virtual std::vector<WaveRow> waves(FrameId frame) = 0;  ///< By number.
    /// Every case, draw by draw in the order of positions.
    virtual void each_case(FrameId frame, const std::function<void(const CaseRow&)>&) = 0;
    virtual std::optional<CaseRow> case_by_public_id(FrameId frame, const PublicId& id) = 0;
    virtual std::optional<CaseRow> case_by_token_hash(FrameId frame, const Digest& hash) = 0;
    virtual std::optional<CaseRow> case_of(PersonId person) = 0;
    /// Every event of a frame's cases, case by case in the order of `each_case`, in time.
    virtual void
    each_event(FrameId frame, const std::function<void(CaseId, const recruitment::CaseEvent&)>&) = 0;
    virtual std::vector<recruitment::CaseEvent> events(CaseId sampled) = 0;

    /// What is known of a person; empty when forgotten. identity.unreadable when the key is
    /// another one or the bytes were changed.
    virtual Result<std::optional<PersonalFields>> personal_fields(PersonId person) = 0;
    /// Everybody with an address or account, in all frames. In its normal form.
    virtual std::vector<PersonId> people_with_address(std::string_view normal_address) = 0;
    virtual std::vector<PersonId> people_with_account(std::string_view normal_account) = 0;
    virtual std::optional<FrameRow> frame_of(PersonId person) = 0;
    /// Who can only be reached by an account, in ascending order; not who was forgotten.
    virtual std::vector<PersonId> people_without_address(FrameId frame) = 0;

    /// Everybody of a frame who has an account, in the order of people: neither those who were
    /// forgotten nor those who want no mail.
    virtual void each_account(FrameId frame, const std::function<void(const AccountRow&)>&) = 0;
    /// What was said of a person's account; empty when it never was, or nothing was said.
    /// identity.unreadable as of personal fields.
    virtual Result<std::optional<std::string>> lookup_answer(PersonId person) = 0;

    virtual bool is_suppressed(std::string_view normal_address) = 0;
    virtual std::int64_t suppressed_addresses() = 0;

    virtual std::vector<SignInCount> sign_ins(FrameId frame) = 0;  ///< By stratum.

    /// What was signed for whoever `holder` names (a case or an account); else nothing.
    virtual std::optional<TicketRow> ticket(FrameId frame, std::string_view holder) = 0;
    virtual std::vector<TicketCount> tickets(FrameId frame) = 0;  ///< By key.

    /// What is kept of a frame whose link key was to be destroyed; else nothing.
    virtual std::optional<FrozenFrame> frozen(FrameId frame) = 0;

    virtual OutboxView& outbox() = 0;  ///< Lives as long as the view.
};

/// A piece of work: all of it is kept, or nothing.
class IdentityWork : public IdentityView {
public:
    OutboxWork& outbox() override = 0;

    virtual FrameId add_frame(std::string_view study) = 0;  ///< Or the one that exists.
    virtual StratumId add_stratum(FrameId frame, std::string_view name) = 0;  ///< The same.
    virtual FrameValueId add_frame_value(
        FrameId frame, std::string_view comparison, std::string_view value
    ) = 0;  ///< The same.
    /// Notes that a file was imported. `file` is kept as a keyed hash.
    virtual void note_import(
        FrameId frame, const Digest& file, std::int64_t rows, std::int64_t added, Instant at
    ) = 0;
    virtual AddedPerson add_person(FrameId frame, const NewPerson& person) = 0;
    /// Gives a person those values of whose comparisons they have none yet.
    virtual void add_missing_values(PersonId person, const std::vector<FrameValueId>& values) = 0;

    /// Keeps what was said of a person's account, in place of what was said before. `answer` may be
    /// empty.
    virtual void note_lookup(
        PersonId person, LookupOutcome outcome, std::string_view answer, Instant at
    ) = 0;
    /// Of somebody who was not drawn: a case stays in the stratum that it was drawn in.
    virtual void move_to_stratum(PersonId person, StratumId stratum) = 0;
    /// Writes what is known of a person anew; address and account stay as they are found by.
    virtual void change_fields(PersonId person, const PersonalFields& fields) = 0;

    /// `draw.id` and `draw.sequence` are given.
    virtual DrawRow add_draw(DrawRow draw) = 0;
    virtual CaseId add_case(const NewCase& sampled) = 0;
    /// Releases cases as the frame's next wave.
    virtual WaveRow add_wave(
        FrameId frame, WaveRow::Kind kind, Instant at, const std::vector<CaseId>& cases
    ) = 0;

    /// False when the case has this event of this moment already, and for `sampled`, which its draw
    /// says.
    virtual bool add_event(CaseId sampled, const recruitment::CaseEvent& event) = 0;
    /// Makes a case found by its personal link, where it was drawn while the study was anonymous.
    virtual void give_link(CaseId sampled, const Digest& token_hash) = 0;
    /// Forgets an event that was noted by mistake. False when the case has none such.
    virtual bool take_back(CaseId sampled, const recruitment::CaseEvent& event) = 0;
    /// Puts an address on the list of those who want no mail, and notes it with their cases in
    /// every study. False when it is there already.
    virtual bool suppress(std::string_view normal_address, Instant at) = 0;
    /// Notes that a case wants no more mail, and puts its address on the list of those who want
    /// none, in every study. False when it said so before.
    virtual bool opt_out(const CaseRow& sampled, Instant at) = 0;
    /// Notes that an account proved its stratum; of the moment the day only, or it would tell which
    /// answers began then. `account` (issuer and subject) is kept as a keyed hash, once.
    virtual void note_sign_in(
        FrameId frame, std::string_view account, std::string_view stratum, Instant at
    ) = 0;
    /// Notes that a ticket is signed for a holder, and nothing of when: a day could tell which
    /// answers began then. `holder` is kept as a keyed hash. False when it has one already.
    virtual bool note_ticket(FrameId frame, std::string_view holder, const TicketRow& ticket) = 0;
    /// Deletes what is known of a person, and notes it with the case. Number, stratum, case and
    /// events stay. False when nothing is known any more.
    virtual bool forget(PersonId person, Instant at) = 0;

    /// Keeps counts in place of what the outbox, the events of cases and sign-ins tell of each;
    /// `mail_counts` and `sign_ins` go on telling theirs.
    /// `waves` are counted together, a group each, in ascending order: they become one wave, under
    /// the first one's number. Of moments that tell earlier answers from later ones the day stays,
    /// and of draws and waves within a group the first one's. Who wants no mail stays known.
    virtual void freeze(
        FrameId frame, const FrozenFrame& kept, const std::vector<std::vector<int>>& waves
    ) = 0;
    /// The same of a frame of which no counts can be made any more, because its key is gone and
    /// this is an older copy: nothing is counted, also no mails and sign-ins, and all main waves
    /// become one, as all pilots do. `day` is kept as that of the counts.
    virtual void freeze_without_counts(FrameId frame, Instant day) = 0;
};

class IdentityStore {
public:
    virtual ~IdentityStore() = default;

    /// Runs a piece of work in one transaction, on the caller's thread, one at a time: committed
    /// when it succeeds, else undone. store.read-only and the database's failures as problems.
    virtual Result<void> run(const std::function<Result<void>(IdentityWork&)>& work) = 0;

    /// A view that begins now. From any thread. Throws StoreFailure.
    virtual std::unique_ptr<IdentityView> view() = 0;

    /// Overwrites in the files what was deleted. False when another program reads it: then the
    /// next call does it. Deleted fields are encrypted all the same.
    virtual bool overwrite_deleted() = 0;
};

/// Opens (or makes) `identity.db` in the folder, as open_store opens `answers.db`, with the same
/// codes. `random` gives nonces and must outlive the store.
[[nodiscard]] Result<std::unique_ptr<IdentityStore>> open_identity(
    const std::filesystem::path& folder,
    const Keys& keys,
    RandomSource& random,
    const StoreOptions& options
);

}  // namespace querist::store
