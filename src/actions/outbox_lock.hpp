#pragma once

// Internal to actions: one program sends the mails of a data folder at a time.

#include "core/core.hpp"

#include <filesystem>

namespace querist::actions {

/// Held until it goes, or its program does: the system gives it back even after a kill. What
/// stands as being sent while nobody holds it was cut off.
class OutboxLock {
public:
    /// Problems: mail.busy when another program holds it; store.read-only.
    [[nodiscard]] static Result<OutboxLock> take(const std::filesystem::path& data);
    OutboxLock(OutboxLock&& other) noexcept : descriptor_(other.descriptor_) {
        other.descriptor_ = -1;
    }
    OutboxLock(const OutboxLock&) = delete;
    OutboxLock& operator=(const OutboxLock&) = delete;
    OutboxLock& operator=(OutboxLock&&) = delete;
    ~OutboxLock();

private:
    explicit OutboxLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace querist::actions
