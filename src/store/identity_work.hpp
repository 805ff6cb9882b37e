#pragma once

#include "store/buffered_random.hpp"
#include "store/identity_reads.hpp"

#include <cstdint>
#include <map>

namespace querist::store {

/// Writes within the transaction of its caller.
class SqliteIdentityWork final : public IdentityReads<IdentityWork> {
public:
    using IdentityReads::IdentityReads;

    /// Writes the counts of people that were added, and makes the indexes of cases again. Before
    /// the commit; reading them does it, too.
    void settle();

    std::optional<FrameRow> frame(std::string_view study) override {
        settle();
        return IdentityReads::frame(study);
    }
    std::vector<FrameRow> frames() override {
        settle();
        return IdentityReads::frames();
    }
    std::optional<FrameRow> frame_of(PersonId person) override {
        settle();
        return IdentityReads::frame_of(person);
    }
    std::vector<StratumPeople> people(FrameId frame) override {
        settle();
        return IdentityReads::people(frame);
    }
    std::vector<FrameValueRow> frame_values(FrameId frame) override {
        settle();
        return IdentityReads::frame_values(frame);
    }

    std::optional<CaseRow> case_by_public_id(FrameId frame, const PublicId& id) override {
        settle();
        return IdentityReads::case_by_public_id(frame, id);
    }
    std::optional<CaseRow> case_by_token_hash(FrameId frame, const Digest& hash) override {
        settle();
        return IdentityReads::case_by_token_hash(frame, hash);
    }

    FrameId add_frame(std::string_view study) override;
    StratumId add_stratum(FrameId frame, std::string_view name) override;
    FrameValueId add_frame_value(FrameId frame, std::string_view comparison, std::string_view value)
        override;
    void note_import(
        FrameId frame, const Digest& file, std::int64_t rows, std::int64_t added, Instant at
    ) override;
    AddedPerson add_person(FrameId frame, const NewPerson& person) override;
    void add_missing_values(PersonId person, const std::vector<FrameValueId>& values) override;
    void note_lookup(PersonId person, LookupOutcome outcome, std::string_view answer, Instant at)
        override;
    void move_to_stratum(PersonId person, StratumId stratum) override;
    void change_fields(PersonId person, const PersonalFields& fields) override;
    DrawRow add_draw(DrawRow draw) override;
    CaseId add_case(const NewCase& sampled) override;
    WaveRow add_wave(
        FrameId frame, WaveRow::Kind kind, Instant at, const std::vector<CaseId>& cases
    ) override;
    bool add_event(CaseId sampled, const recruitment::CaseEvent& event) override;
    void give_link(CaseId sampled, const Digest& token_hash) override;
    bool take_back(CaseId sampled, const recruitment::CaseEvent& event) override;
    bool suppress(std::string_view normal_address, Instant at) override;
    bool opt_out(const CaseRow& sampled, Instant at) override;
    void note_sign_in(FrameId frame, std::string_view account, std::string_view stratum, Instant at)
        override;
    bool note_ticket(FrameId frame, std::string_view holder, const TicketRow& ticket) override;
    bool forget(PersonId person, Instant at) override;
    void freeze(FrameId frame, const FrozenFrame& kept, const std::vector<std::vector<int>>& waves)
        override;
    void freeze_without_counts(FrameId frame, Instant day) override;

private:
    /// Before so many more cases are added.
    void prepare_indexes(std::int64_t more);
    bool suppress_key(const std::string& key, Instant at);
    bool wants_no_mail(const std::string& address_key);
    std::optional<AddedPerson> one_like(
        FrameId frame,
        const std::optional<std::string>& address,
        const std::optional<std::string>& account
    );
    /// A row of `person`, without what is known of them.
    PersonId add_number(FrameId frame, const NewPerson& person);
    void keep_values(FrameId frame, const FrozenFrame& kept);
    void keep_counts(FrameId frame, const FrozenFrame& kept);
    void note_frozen(FrameId frame, const FrozenFrame& kept);
    void join_waves(FrameId frame, const std::vector<int>& waves);
    void delete_what_tells(FrameId frame, const std::vector<std::vector<int>>& waves);
    void take_number_back(FrameId frame, StratumId stratum, PersonId person);

    // An import adds people by the million: rows of counts are not written for each of them.
    std::map<FrameId, std::int64_t> people_;           ///< Of frames that got somebody: all so far.
    std::map<StratumId, std::int64_t> added_;          ///< To strata, since they were settled.
    std::map<FrameValueId, std::int64_t> with_value_;  ///< The same.
    enum class CaseIndexes : std::uint8_t { there, dropped } indexes_ = CaseIndexes::there;
    std::optional<bool> any_suppressed_;  ///< Whether the list has anybody; empty: not looked yet.
    bool look_first_ = true;  ///< Whether the next person is rather in the frame already.
    BufferedRandom nonces_{*keys().random};
};

}  // namespace querist::store
