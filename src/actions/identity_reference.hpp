#pragma once

#include "actions/recruiting.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace querist::actions {

/// `identity.db` of a data folder with the keys that belong to it.
struct OpenedIdentity {
    store::Keys keys;
    std::unique_ptr<store::IdentityStore> store;
};

/// Opens it, and makes folder, keys and file where there are none. `random` gives nonces and must
/// outlive the store; keys come from the machine's chance whatever it is.
[[nodiscard]] Result<OpenedIdentity> open_or_make_identity(
    const std::filesystem::path& data, RandomSource& random
);
/// The same where there is one; else store.missing.
[[nodiscard]] Result<OpenedIdentity> open_existing_identity(
    const std::filesystem::path& data, store::Access access, RandomSource& random
);

/// The study's frame. recruitment.no-frame.
[[nodiscard]] Result<store::FrameRow> known_frame(
    store::IdentityView& view, std::string_view study
);

/// Runs a piece of work on the frame of a study: all of it is kept, or nothing. The problems of
/// open_existing_identity, known_frame and the work.
[[nodiscard]] Result<void> change_frame(
    const std::filesystem::path& data,
    std::string_view study,
    const std::function<Result<void>(store::IdentityWork&, const store::FrameRow&)>& change
);

/// The name of a frame's stratum.
[[nodiscard]] std::string stratum_name(const store::FrameRow& frame, store::StratumId stratum);
/// The position of a stratum among the frame's.
[[nodiscard]] std::size_t stratum_position(const store::FrameRow& frame, store::StratumId stratum);

/// An address in the form by which equal ones are told: as servers know it, in lower case. RFC 5321
/// leaves it to each server whether "Ada" and "ada" before the @ are two people; nearly none holds
/// them apart, and writing to somebody twice, or in spite of an opt-out, is the worse mistake.
/// mail.bad-domain when the domain cannot exist.
[[nodiscard]] Result<std::string> normal_address(const EmailAddress& address);

/// A draw as it is recorded.
[[nodiscard]] FrameDraw told_draw(const store::FrameRow& frame, const store::DrawRow& row);

}  // namespace querist::actions
