// Who wants no mail, and who is to be forgotten.

#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

namespace querist::cli {

namespace {

constexpr std::size_t lines_shown_max = 20;

struct RecruitSuppressFlags {
    std::string address;
    std::string file;
    std::string data = "data";
    bool json = false;
};

int recruit_suppress(Console& console, const RecruitSuppressFlags& flags) {
    if (flags.address.empty() == flags.file.empty()) {
        (void)fail(
            console,
            failure(
                "cli.usage",
                flags.file.empty() ? "whose address is it?"
                                   : "both an address and a file are given",
                "name one address, or a file of them with --file"
            )
                .error()
        );
        return exit_usage;
    }
    actions::SystemClock clock;
    const Result<actions::SuppressedAddresses> done =
        flags.file.empty() ? actions::suppress_address(flags.address, flags.data, clock)
                           : actions::suppress_file(flags.file, flags.data, clock);
    if (!done) return fail(console, done.error());
    if (flags.json) {
        print_json(
            console,
            {{"added", done->added}, {"already", done->already}, {"lines_not_read", done->not_read}}
        );
    } else {
        console.out(fmt::format(
            "{} put on the list of those who want no mail, {} on it before\n",
            done->added,
            done->already
        ));
        for (std::size_t i = 0; i < done->not_read.size() && i < lines_shown_max; ++i) {
            console.out(fmt::format("  line {}: no address\n", done->not_read[i]));
        }
        if (done->not_read.size() > lines_shown_max) {
            console.out(fmt::format("  and {} more\n", done->not_read.size() - lines_shown_max));
        }
    }
    return done->not_read.empty() ? exit_fine : exit_problems;
}

struct RecruitForgetFlags {
    std::string who;
    std::string data = "data";
    bool json = false;
};

int recruit_forget(Console& console, const RecruitForgetFlags& flags) {
    actions::SystemClock clock;
    const Result<actions::ForgottenPeople> done =
        actions::forget_person(flags.who, flags.data, clock);
    if (!done) return fail(console, done.error());
    if (flags.json) {
        print_json(
            console,
            {{"studies", done->studies}, {"overwriting_pending", done->overwriting_pending}}
        );
    } else {
        console.out(terminal_safe(
            fmt::format("forgotten in the frame of {}\n", fmt::join(done->studies, ", "))
        ));
    }
    if (done->overwriting_pending) {
        console.error(
            "another program is reading identity.db: the deleted bytes, which are encrypted, are "
            "overwritten by the next querist recruit forget\n"
        );
    }
    return exit_fine;
}

}  // namespace

Command recruit_suppress_command() {
    auto flags = std::make_shared<RecruitSuppressFlags>();
    return {
        "recruit suppress",
        "Puts addresses on the list of those who want no mail, of any study",
        "The list holds keyed hashes, no addresses. Whoever is on it is neither imported nor drawn "
        "nor written to, in all studies of the data folder.",
        {
            {"ADDRESS", "", "Address of the person", &flags->address},
            {"--file", "FILE", "Many of them, one a line", &flags->file},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit suppress ada@example.org",
         "querist recruit suppress --file do-not-contact.txt"},
        [flags](Console& console) { return recruit_suppress(console, *flags); },
    };
}

Command recruit_forget_command() {
    auto flags = std::make_shared<RecruitForgetFlags>();
    return {
        "recruit forget",
        "Deletes what is known of a person from every study's frame, for ever",
        "Name, address and account are gone; that there was somebody in this stratum, and what was "
        "sent, stays, so that draws can be checked and rates computed. Answers are another thing: "
        "see querist withdraw. Whoever must not be imported again is to be suppressed first.",
        {
            {"WHO", "", "The person's address, or account", &flags->who, Option::Need::required},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit forget ada@example.org"},
        [flags](Console& console) { return recruit_forget(console, *flags); },
    };
}

}  // namespace querist::cli
