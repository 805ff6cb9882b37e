#include "actions/outbox_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace querist::actions {

Result<OutboxLock> OutboxLock::take(const std::filesystem::path& data) {
    const std::filesystem::path file = data / "outbox.lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return failure(
            "store.read-only",
            fmt::format("the outbox cannot be locked: {}", std::generic_category().message(errno)),
            "give the right to write in the data folder",
            {.file = file.generic_string()}
        );
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return OutboxLock(descriptor);
    ::close(descriptor);
    return failure(
        "mail.busy",
        "another program is sending the mails of this data folder",
        "wait until it has ended, or end it",
        {.file = file.generic_string()}
    );
}

OutboxLock::~OutboxLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace querist::actions
