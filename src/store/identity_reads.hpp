#pragma once

#include "store/identity.hpp"
#include "store/identity_outbox.hpp"
#include "store/sqlite_connection.hpp"

namespace querist::store {

/// What opens personal fields and finds addresses again, and where nonces come from.
struct IdentityKeys {
    std::string identity;
    std::string address;
    RandomSource* random = nullptr;
};

/// HMAC of a normal address or account, cut to 128 bits: equal ones are found, and nothing can be
/// read from it without the key.
[[nodiscard]] std::string address_key(const IdentityKeys& keys, std::string_view normal_address);
[[nodiscard]] std::string account_key(const IdentityKeys& keys, std::string_view normal_account);

/// The same of whom an entry ticket was signed for.
[[nodiscard]] std::string holder_key(const IdentityKeys& keys, std::string_view holder);

/// What the sealed fields of a person are bound to.
[[nodiscard]] std::string place_of(PersonId person);
/// The same of what was said elsewhere of a person's account.
[[nodiscard]] std::string place_of_lookup(PersonId person);
/// As they are sealed: JSON with the fields that are there.
[[nodiscard]] std::string encoded(const PersonalFields& fields);
[[nodiscard]] std::optional<PersonalFields> decoded(std::string_view json);

/// What is kept of a frame whose link key was to be destroyed.
[[nodiscard]] std::optional<FrozenFrame> frozen_frame(Connection& connection, FrameId frame);

/// The reading half over a connection, for views and for work alike.
template <class Interface>
class IdentityReads : public Interface {
public:
    IdentityReads(Connection& connection, const IdentityKeys& keys)
        : connection_(&connection), keys_(&keys), outbox_(connection, keys) {}

    SqliteOutbox& outbox() override { return outbox_; }
    std::optional<FrameRow> frame(std::string_view study) override;
    std::vector<FrameRow> frames() override;
    std::vector<StratumPeople> people(FrameId frame) override;
    void each_drawable(FrameId frame, const std::function<void(const DrawablePerson&)>& visit)
        override;
    std::vector<FrameValueRow> frame_values(FrameId frame) override;
    void each_case_value(FrameId frame, const std::function<void(CaseId, FrameValueId)>& visit)
        override;
    std::vector<DrawRow> draws(FrameId frame) override;
    std::vector<WaveRow> waves(FrameId frame) override;
    void each_case(FrameId frame, const std::function<void(const CaseRow&)>& visit) override;
    std::optional<CaseRow> case_by_public_id(FrameId frame, const PublicId& id) override;
    std::optional<CaseRow> case_by_token_hash(FrameId frame, const Digest& hash) override;
    std::optional<CaseRow> case_of(PersonId person) override;
    void each_event(
        FrameId frame, const std::function<void(CaseId, const recruitment::CaseEvent&)>& visit
    ) override;
    std::vector<recruitment::CaseEvent> events(CaseId sampled) override;
    Result<std::optional<PersonalFields>> personal_fields(PersonId person) override;
    std::vector<PersonId> people_with_address(std::string_view normal_address) override;
    std::vector<PersonId> people_with_account(std::string_view normal_account) override;
    std::vector<PersonId> people_without_address(FrameId frame) override;
    void each_account(FrameId frame, const std::function<void(const AccountRow&)>& visit) override;
    Result<std::optional<std::string>> lookup_answer(PersonId person) override;
    std::optional<FrameRow> frame_of(PersonId person) override;
    bool is_suppressed(std::string_view normal_address) override;
    std::int64_t suppressed_addresses() override;
    std::vector<SignInCount> sign_ins(FrameId frame) override;
    std::optional<TicketRow> ticket(FrameId frame, std::string_view holder) override;
    std::vector<TicketCount> tickets(FrameId frame) override;
    std::optional<FrozenFrame> frozen(FrameId frame) override;

protected:
    [[nodiscard]] Connection& connection() { return *connection_; }
    [[nodiscard]] const IdentityKeys& keys() const { return *keys_; }

private:
    FrameRow frame_row(const Query& query);

    Connection* connection_;
    const IdentityKeys* keys_;
    SqliteOutbox outbox_;
};

extern template class IdentityReads<IdentityView>;
extern template class IdentityReads<IdentityWork>;

}  // namespace querist::store
