#pragma once

// What joins a study's people with their answers.

#include "core/core.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::store {

/// A study's link key: respondent key = HMAC(link key, case or account). It stands in the key file
/// only, on a line of the study's own, so that it can be destroyed when that was promised.
struct LinkKey {
    enum class State {
        none,      ///< It was not needed yet.
        there,     ///< 32 bytes.
        destroyed  ///< Nobody can tell any more whose answers are whose.
    } state = State::none;
    std::string key = {};
    std::optional<std::chrono::sys_days> destroyed_on = std::nullopt;
};

/// Codes of all three: those of open_keys.
[[nodiscard]] Result<LinkKey> find_link_key(
    const std::filesystem::path& folder, std::string_view study, RandomSource& random
);
/// The same; one that was not needed yet is made.
[[nodiscard]] Result<LinkKey> make_link_key(
    const std::filesystem::path& folder, std::string_view study, RandomSource& random
);

struct DestroyedLinkKey {
    bool already = false;
    /// Studies that still have the same digits, of a time when a folder had one link key: whoever
    /// has those has this one.
    std::vector<std::string> shared_with;
};
/// Writes the day over a study's link key, in place, and forces it to disk. A study that needed
/// none yet gets the mark, too, and never a key.
[[nodiscard]] Result<DestroyedLinkKey> destroy_link_key(
    const std::filesystem::path& folder,
    std::string_view study,
    std::chrono::sys_days day,
    RandomSource& random
);

}  // namespace querist::store
