#pragma once

// The secret keys that rewards are signed with.

#include "core/core.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace querist::store {

/// A secret key, in a file of its own beside the data:
/// `signing-keys/<study>.<compensation>.<number>.der`.
struct SigningKeyFile {
    int number = 0;   ///< From 1; the highest is the one in use.
    std::string der;  ///< PrivateKeyInfo (RFC 5208).
};

/// All keys of a compensation, the newest first. store.keys-readable when others may read one,
/// store.keys-failed.
[[nodiscard]] Result<std::vector<SigningKeyFile>> read_signing_keys(
    const std::filesystem::path& folder, std::string_view study, std::string_view compensation
);

/// Keeps a key as the newest: on disk, whole, or not at all. `number` is one more than the highest
/// that was read: when another program has written that one meanwhile, false, and nothing changed.
[[nodiscard]] Result<bool> write_signing_key(
    const std::filesystem::path& folder,
    std::string_view study,
    std::string_view compensation,
    const SigningKeyFile& key
);

}  // namespace querist::store
