#pragma once

// Internal to actions: the key that joins a study's cases and accounts with their answers.

#include "core/core.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace querist::actions {

/// The study's link key, 32 bytes, made when it is first needed. Read anew each time: who keeps it
/// keeps what another program may have destroyed. recruitment.unlinked when it was; those of
/// store::open_keys.
[[nodiscard]] Result<std::string> link_of_study(
    const std::filesystem::path& data, std::string_view study
);

/// recruitment.unlinked.
[[nodiscard]] Problem unlinked(std::string_view study);

}  // namespace querist::actions
