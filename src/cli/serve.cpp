#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "web/web.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace querist::cli {

namespace {

struct ServeFlags {
    std::vector<std::string> studies;
    std::string data = "data";
    std::string address = "127.0.0.1";
    std::int64_t port = 8080;
    std::int64_t threads = 0;
    std::string public_address;
};

constexpr std::int64_t threads_max = 256;

std::string_view answers_in(actions::Life life) {
    switch (life) {
        case actions::Life::draft:
            return "draft: answers are marked as tests";
        case actions::Life::pilot:
            return "pilot: answers are marked as pilot answers";
        case actions::Life::open:
            return "open: answers are real";
        case actions::Life::paused:
            return "paused: no answers are taken";
        case actions::Life::closed:
            return "closed: no answers are taken";
    }
    return "";
}

/// "::1" stands in brackets in an address; "every address" is this machine for who reads this.
std::string host_of(const std::string& address) {
    if (address == "0.0.0.0" || address == "::") return "localhost";
    return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

/// The folder that a served study came from: the order of studies is that of the folders.
void print_addresses(
    Console& console,
    actions::Fieldwork& fieldwork,
    const ServeFlags& flags,
    const std::string& origin
) {
    const std::vector<std::string> ids = fieldwork.study_ids();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const std::string& folder = flags.studies[i];
        const std::string data = flags.data == "data" ? "" : " --data " + shell_quoted(flags.data);
        console.out(terminal_safe(fmt::format(
            "{} ({})\n  participants: {}/s/{}/\n"
            "  report:       {} report {}{} -o {}.html\n",
            ids[i],
            answers_in(fieldwork.life(ids[i])),
            origin,
            ids[i],
            console.program,
            shell_quoted(folder),
            data,
            ids[i]
        )));
    }
}

int serve(Console& console, const ServeFlags& flags) {
    web::ServeOptions served;
    served.address = flags.address;
    served.port = static_cast<std::uint16_t>(flags.port);
    served.threads = static_cast<int>(flags.threads);
    if (!flags.public_address.empty()) {
        Result<web::PublicAddress> address = web::parse_public_address(flags.public_address);
        if (!address) {
            (void)fail(console, address.error());
            return exit_usage;
        }
        served.public_address = *std::move(address);
    }
    // Before the studies are registered: what cannot be served leaves nothing in the data.
    Result<web::Listener> listener = web::listen(served);
    if (!listener) return fail(console, listener.error());
    actions::SystemClock clock;
    actions::SystemRandom random;
    actions::FieldworkOptions options;
    options.data = flags.data;
    // Each of a server's threads would have a heap of its own; three are enough for all of them,
    // and save more than a megabyte while nobody comes.
    constexpr int heaps = 3;
    (void)::mallopt(M_ARENA_MAX, heaps);  // NOLINT(concurrency-mt-unsafe): no thread has begun yet
    actions::FieldworkOpened opened = actions::open_fieldwork(
        {flags.studies.begin(), flags.studies.end()}, options, clock, random
    );
    int code = exit_fine;
    for (const Problem& problem : opened.problems) {
        const int means = fail(console, problem);
        if (problem.severity == Severity::error) code = std::max(code, means);
    }
    if (!opened.fieldwork) return std::max(code, exit_problems);
    for (const std::string& note : opened.notes) spdlog::info("{}", terminal_safe(note));
    const auto ready = [&](std::uint16_t port) {
        print_addresses(
            console,
            *opened.fieldwork,
            flags,
            served.public_address ? served.public_address->origin()
                                  : fmt::format("http://{}:{}", host_of(flags.address), port)
        );
        spdlog::info("listening on {} port {}", flags.address, port);
    };
    const Result<void> ended =
        web::serve(*opened.fieldwork, *std::move(listener), served, clock, random, ready);
    opened.fieldwork->finish();
    if (!ended) return fail(console, ended.error());
    spdlog::info("everything accepted is written; good-bye");
    return exit_fine;
}

}  // namespace

Command serve_command() {
    auto flags = std::make_shared<ServeFlags>();
    return {
        "serve",
        "Asks participants: serves studies to browsers until Ctrl-C",
        "Each study has its page below /s/ID/. A study that the data do not know begins as a "
        "draft, whose answers are marked as tests, until querist open. Querist speaks plain HTTP: "
        "for participants elsewhere put a proxy before it that speaks TLS, and say with "
        "--public-address where they find it: return links hold that address, cookies go over TLS "
        "only, and forms of other sites are told from its own by it. What an issuer of accounts "
        "gave "
        "this server as its secret stands in the environment: of the study onnx-interop in "
        "QUERIST_SIGN_IN_SECRET_ONNX_INTEROP. The same holds for a vendor of gift cards that calls "
        "(docs/rewards.md): QUERIST_TREMENDOUS_WEBHOOK_KEY.",
        {
            {"STUDY", "", "Folders of studies", &flags->studies, Option::Need::required},
            data_option(flags->data),
            {"--port",
             "N",
             "Port to listen on; 0 takes any free one",
             WholeNumber{&flags->port, 0, std::numeric_limits<std::uint16_t>::max()}},
            {"--address", "A", "Address to listen on; 0.0.0.0 is every address", &flags->address},
            {"--threads",
             "N",
             "Threads that talk to browsers; 0 is one a core",
             WholeNumber{&flags->threads, 0, threads_max}},
            {"--public-address",
             "URL",
             "Where participants find this server, such as https://survey.example.org",
             &flags->public_address},
        },
        {"querist serve studies/onnx-interop",
         "querist serve studies/* --data /srv/answers --port 9000",
         "querist serve studies/onnx-interop --public-address https://survey.example.org"},
        [flags](Console& console) { return serve(console, *flags); },
    };
}

}  // namespace querist::cli
