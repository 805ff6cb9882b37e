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

/// Says so when the output could not be written, except to a reader that has gone (`| head`).
int exit_after_output(int code) {
    errno = 0;
    const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
    if (!failed || errno == EPIPE) return code;
    const std::string why = errno == 0 ? "a write failed" : std::generic_category().message(errno);
    const std::string text = fmt::format("error: the output cannot be written: {}\n", why);
    std::fputs(text.c_str(), stderr);
    return exit_impossible;
}

int run(const std::vector<std::string>& arguments) {
    querist::cli::Console console;
    bool reader_gone = false;
    console.out = [&reader_gone](std::string_view text) {
        errno = 0;
        std::fwrite(text.data(), 1, text.size(), stdout);
        if (std::fflush(stdout) != 0 && errno == EPIPE) reader_gone = true;
    };
    console.error = [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); };
    console.out_colour = colour_for(STDOUT_FILENO);
    console.error_colour = colour_for(STDERR_FILENO);
    console.progress = console.error_colour == querist::cli::Colour::ansi
                           ? querist::cli::Progress::shown
                           : querist::cli::Progress::hidden;
    const int code = querist::cli::run(arguments, console);
    return reader_gone ? code : exit_after_output(code);
}

}  // namespace

int main(int argc, char** argv) {
    // A reader that goes away is an error of the write, not the end of a server.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        spdlog::set_default_logger(spdlog::stderr_logger_mt("querist"));
        spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        return run({argv + (argc > 0 ? 1 : 0), argv + argc});
    } catch (const std::exception& unexpected) {
        std::fputs("error: querist met what it does not know: ", stderr);
        std::fputs(unexpected.what(), stderr);
        std::fputs("\n  report this as a defect, with the command that you gave\n", stderr);
        return exit_impossible;
    }
}
