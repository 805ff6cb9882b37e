#pragma once

#include "store/identity_reads.hpp"

namespace querist::store {

/// Writes within the transaction of its caller.
class SqliteIdentityWork final : public IdentityReads<IdentityWork> {
public:
    using IdentityReads::IdentityReads;

    FrameId add_frame(std::string_view study) override;
    StratumId add_stratum(FrameId frame, std::string_view name) override;
    void note_import(
        FrameId frame, const Digest& file, std::int64_t rows, std::int64_t added, Instant at
    ) override;
    AddedPerson add_person(FrameId frame, const NewPerson& person) override;
    DrawRow add_draw(DrawRow draw) override;
    CaseId add_case(const NewCase& sampled) override;
    WaveRow add_wave(
        FrameId frame, WaveRow::Kind kind, Instant at, const std::vector<CaseId>& cases
    ) override;
    bool add_event(CaseId sampled, const recruitment::CaseEvent& event) override;
    bool suppress(std::string_view normal_address, Instant at) override;
    bool forget(PersonId person, Instant at) override;

private:
    std::optional<AddedPerson> one_like(
        FrameId frame,
        const std::optional<std::string>& address,
        const std::optional<std::string>& account
    );
};

}  // namespace querist::store
