#pragma once

#include "core/core.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace querist::actions {

/// The list of rows that were not taken, as CSV with line, fault and reason, written as they come:
/// there may be millions. Beside its place until it is kept; gone when it is not.
class RejectedRows {
public:
    /// An empty path: no list is wanted. recruitment.rejected when it cannot be written.
    static Result<RejectedRows> open(const std::filesystem::path& path);
    RejectedRows(RejectedRows&& other) noexcept;
    RejectedRows(const RejectedRows&) = delete;
    RejectedRows& operator=(const RejectedRows&) = delete;
    RejectedRows& operator=(RejectedRows&&) = delete;
    ~RejectedRows();

    [[nodiscard]] Result<void> add(
        std::int64_t line, std::string_view fault, std::string_view reason
    );
    /// Gives the list its name.
    [[nodiscard]] Result<void> keep();

private:
    explicit RejectedRows(std::filesystem::path path);
    [[nodiscard]] Result<void> written() const;

    std::filesystem::path path_;
    std::filesystem::path draft_;
    std::ofstream stream_;
};

}  // namespace querist::actions
