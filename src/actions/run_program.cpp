#include "actions/run_program.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace querist::actions {

namespace {

std::string variable(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return std::string(name) + "=" + (value == nullptr ? otherwise : value);
}

/// As execve wants a list: pointers to the texts, then none.
std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    list.reserve(texts.size() + 1);
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

/// 0 or an error number.
int start(const std::vector<std::string>& command, pid_t& process) {
    std::vector<std::string> arguments = command;
    std::vector<std::string> environment{
        variable("PATH", "/usr/bin:/bin"),
        variable("HOME", "/nonexistent"),
        "LC_ALL=C.UTF-8",
        "SOURCE_DATE_EPOCH=0"
    };
    posix_spawn_file_actions_t streams;
    if (const int error = ::posix_spawn_file_actions_init(&streams); error != 0) return error;
    int error = 0;
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        const int mode = stream == STDIN_FILENO ? O_RDONLY : O_WRONLY;
        if (error == 0) {
            error = ::posix_spawn_file_actions_addopen(&streams, stream, "/dev/null", mode, 0);
        }
    }
    if (error == 0) {
        error = ::posix_spawnp(
            &process,
            command.front().c_str(),
            &streams,
            nullptr,
            pointers(arguments).data(),
            pointers(environment).data()
        );
    }
    ::posix_spawn_file_actions_destroy(&streams);
    return error;
}

/// Whether the process ended by itself within `limit`; one that did not is killed.
bool ends_within(pid_t process, std::chrono::milliseconds limit) {
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    pollfd ended{.fd = handle, .events = POLLIN, .revents = 0};
    const bool in_time = handle >= 0 && ::poll(&ended, 1, static_cast<int>(limit.count())) > 0;
    if (!in_time) ::kill(process, SIGKILL);
    if (handle >= 0) ::close(handle);
    return in_time;
}

}  // namespace

Result<void> run_program(
    const std::vector<std::string>& command,
    std::chrono::milliseconds limit,
    const std::string& cure
) {
    const std::string& program = command.front();
    pid_t process = 0;
    if (const int error = start(command, process); error != 0) {
        const std::string reason =
            error == ENOENT ? "is not installed"
                            : "cannot be started: " + std::generic_category().message(error);
        return failure("actions.no-program", fmt::format("{} {}", program, reason), cure);
    }
    const bool in_time = ends_within(process, limit);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (!in_time) {
        return failure(
            "actions.program-too-slow",
            fmt::format("{} did not end within {} seconds", program, limit.count() / 1000),
            "try again when the machine is less busy"
        );
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return failure(
        "actions.program-failed",
        fmt::format("{} failed", program),
        fmt::format("run it by hand to see why: {}", fmt::join(command, " "))
    );
}

}  // namespace querist::actions
