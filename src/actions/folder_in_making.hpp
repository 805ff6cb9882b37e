#pragma once

#include "core/core.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// A folder of files that appears whole or not at all: it is written beside its place, under a
/// name with a dot, and takes its place when all is there. `files.csv` in it lists every file with
/// its SHA-256. In its place may be nothing, an empty folder, or a folder that was made like this,
/// which is replaced; anything else is refused and left alone.
class FolderInMaking {
public:
    [[nodiscard]] static Result<FolderInMaking> begin(const std::filesystem::path& place);
    FolderInMaking(FolderInMaking&& other) noexcept;
    FolderInMaking& operator=(FolderInMaking&&) = delete;
    FolderInMaking(const FolderInMaking&) = delete;
    FolderInMaking& operator=(const FolderInMaking&) = delete;
    ~FolderInMaking();  ///< Removes what was not finished.

    /// `name` may have a folder before it: "figures/item-role.svg".
    [[nodiscard]] Result<void> add(const std::string& name, std::string_view bytes);
    /// Where a file stands while the folder is made, for programs that write it.
    [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;
    /// Takes the place. Returns the names of all files, sorted.
    [[nodiscard]] Result<std::vector<std::string>> finish();

private:
    FolderInMaking(std::filesystem::path place, std::filesystem::path beside);

    std::filesystem::path place_;
    std::filesystem::path beside_;  ///< Empty when it took its place.
};

}  // namespace querist::actions
