#pragma once

// Internal to actions: one program sends the mails of a data folder at a time, and one asks about
// accounts.

#include "core/core.hpp"

#include <filesystem>
#include <string_view>

namespace querist::actions {

/// Held until it goes, or its program does: the system gives it back even after a kill. What
/// stands as being sent while nobody holds it was cut off.
class OutboxLock {
public:
    /// Problems: mail.busy when another program holds it; store.read-only.
    [[nodiscard]] static Result<OutboxLock> take(const std::filesystem::path& data);
    /// The same of asking about accounts, one program at a time: lookup.busy.
    [[nodiscard]] static Result<OutboxLock> take_lookup(const std::filesystem::path& data);
    OutboxLock(OutboxLock&& other) noexcept : descriptor_(other.descriptor_) {
        other.descriptor_ = -1;
    }
    OutboxLock(const OutboxLock&) = delete;
    OutboxLock& operator=(const OutboxLock&) = delete;
    OutboxLock& operator=(OutboxLock&&) = delete;
    ~OutboxLock();

private:
    static Result<OutboxLock> take_file(
        const std::filesystem::path& file, std::string_view code, std::string_view busy
    );
    explicit OutboxLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace querist::actions
