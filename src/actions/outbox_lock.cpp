#include "actions/outbox_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace querist::actions {

Result<OutboxLock> OutboxLock::take_file(
    const std::filesystem::path& file, std::string_view code, std::string_view busy
) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return failure(
            "store.read-only",
            fmt::format("the work cannot be locked: {}", std::generic_category().message(errno)),
            "give the right to write in the data folder",
            {.file = file.generic_string()}
        );
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return OutboxLock(descriptor);
    ::close(descriptor);
    return failure(
        std::string(code),
        std::string(busy),
        "wait until it has ended, or end it",
        {.file = file.generic_string()}
    );
}

Result<OutboxLock> OutboxLock::take(const std::filesystem::path& data) {
    return take_file(
        data / "outbox.lock",
        "mail.busy",
        "another program is sending the mails of this data folder"
    );
}

Result<OutboxLock> OutboxLock::take_lookup(const std::filesystem::path& data) {
    return take_file(
        data / "lookup.lock",
        "lookup.busy",
        "another program is asking about the accounts of this data folder"
    );
}

OutboxLock::~OutboxLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace querist::actions
