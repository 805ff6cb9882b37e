// The process around the command line: streams, terminals and signals.

#include "cli/cli.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

constexpr int exit_impossible = 3;

querist::cli::Colour colour_for(int descriptor) {
    // Read before any other thread starts.
    const char* const no_colour = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
    const char* const terminal = std::getenv("TERM");       // NOLINT(concurrency-mt-unsafe)
    const bool refused = no_colour != nullptr && *no_colour != '\0';
    const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
    return isatty(descriptor) == 1 && !refused && !dumb ? querist::cli::Colour::ansi
                                                        : querist::cli::Colour::none;
}

/// A stream of the process, written at once; what first went wrong with it is kept.
struct Stream {
    int descriptor;
    int failed_with = 0;  ///< errno

    void write(std::string_view text) {
        while (!text.empty() && failed_with == 0) {
            const ssize_t written = ::write(descriptor, text.data(), text.size());
            if (written >= 0) {
                text.remove_prefix(static_cast<std::size_t>(written));
            } else if (errno != EINTR) {
                failed_with = errno;
            }
        }
    }
};

int run(std::string_view program, const std::vector<std::string>& arguments) {
    Stream out{STDOUT_FILENO};
    Stream error{STDERR_FILENO};
    querist::cli::Console console;
    console.out = [&out](std::string_view text) { out.write(text); };
    console.error = [&error](std::string_view text) { error.write(text); };
    console.out_colour = colour_for(STDOUT_FILENO);
    console.error_colour = colour_for(STDERR_FILENO);
    console.progress = console.error_colour == querist::cli::Colour::ansi
                           ? querist::cli::Progress::shown
                           : querist::cli::Progress::hidden;
    if (!program.empty()) console.program = querist::cli::shell_quoted(std::string(program));
    const int code = querist::cli::run(arguments, console);
    // A reader that has gone (`| head`) has read what it wanted.
    if (out.failed_with == 0 || out.failed_with == EPIPE) return code;
    error.write(fmt::format(
        "error: the output cannot be written: {}\n",
        std::generic_category().message(out.failed_with)
    ));
    return exit_impossible;
}

}  // namespace

int main(int argc, char** argv) {
    // A reader that goes away is an error of the write, not the end of a server.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        spdlog::set_default_logger(spdlog::stderr_logger_mt("querist"));
        spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        return run(argc > 0 ? *argv : "", {argv + (argc > 0 ? 1 : 0), argv + argc});
    } catch (const std::exception& unexpected) {
        std::fputs("error: querist met what it does not know: ", stderr);
        std::fputs(unexpected.what(), stderr);
        std::fputs("\n  report this as a defect, with the command that you gave\n", stderr);
        return exit_impossible;
    }
}
