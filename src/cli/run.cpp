#include "cli/cli.hpp"
#include "cli/command.hpp"
#include "cli/translate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::cli {

namespace {

constexpr std::string_view version = "0.1.0";  // as in CMakeLists.txt: a test compares them

bool asks_for_help(const std::string& argument) { return argument == "--help" || argument == "-h"; }

int unknown_command(
    Console& console, const std::vector<Command>& commands, const std::string& name
) {
    std::vector<std::string> names{"help"};
    for (const Command& command : commands) names.push_back(command.name);
    const std::optional<std::string> near = nearest(name, names);
    (void)fail(
        console,
        failure(
            "cli.usage",
            fmt::format("querist has no command \"{}\"", name),
            near ? fmt::format("did you mean {}?", *near) : "see querist --help"
        )
            .error()
    );
    return exit_usage;
}

/// The commands whose names are `group` and another word.
std::vector<Command> commands_of(const std::vector<Command>& commands, const std::string& group) {
    std::vector<Command> found;
    for (const Command& command : commands) {
        if (command.name.starts_with(group + " ")) found.push_back(command);
    }
    return found;
}

/// `querist recruit`, without a command of it or with one that there is not.
int run_group(
    Console& console,
    const std::string& group,
    const std::vector<Command>& commands,
    const std::vector<std::string>& rest
) {
    if (!rest.empty() && asks_for_help(rest.front())) {
        console.out(help_of_group(group, commands));
        return exit_fine;
    }
    if (!rest.empty()) return unknown_command(console, commands, group + " " + rest.front());
    console.error(help_of_group(group, commands));
    return exit_usage;
}

int run_command(Console& console, const Command& command, const std::vector<std::string>& rest) {
    // Help wins over everything else that is asked, as people expect who are at a loss; after "--"
    // nothing is an option.
    const auto end = std::ranges::find(rest, "--");
    if (std::any_of(rest.begin(), end, asks_for_help)) {
        console.out(help_of(command));
        return exit_fine;
    }
    if (const Result<void> parsed = parse_arguments(command, rest); !parsed) {
        (void)fail(console, parsed.error());
        return exit_usage;
    }
    return command.run(console);
}

}  // namespace

Option data_option(std::string& into) { return {"--data", "DIR", "Folder of the answers", &into}; }

std::vector<Command> all_commands() {
    return {
        new_command(),
        check_command(),
        show_command(),
        simulate_command(),
        serve_command(),
        pilot_command(),
        freeze_command(),
        open_command(),
        pause_command(),
        resume_command(),
        close_command(),
        status_command(),
        recruit_plan_command(),
        recruit_import_command(),
        recruit_lookup_command(),
        recruit_draw_command(),
        recruit_batch_command(),
        recruit_preview_command(),
        recruit_test_send_command(),
        recruit_invite_command(),
        recruit_remind_command(),
        recruit_send_command(),
        recruit_resolve_command(),
        recruit_bounces_command(),
        recruit_note_command(),
        recruit_status_command(),
        recruit_unlink_command(),
        recruit_suppress_command(),
        recruit_forget_command(),
        rewards_budget_command(),
        rewards_import_command(),
        rewards_owed_command(),
        rewards_deliver_command(),
        rewards_review_command(),
        rewards_approve_command(),
        rewards_refuse_command(),
        rewards_enter_command(),
        rewards_pay_command(),
        rewards_reverse_command(),
        rewards_resend_command(),
        rewards_export_command(),
        rewards_verify_command(),
        rewards_key_command(),
        rewards_buy_command(),
        screen_command(),
        flag_command(),
        exclude_command(),
        keep_command(),
        report_command(),
        export_command(),
        import_command(),
        verify_command(),
        seal_command(),
        withdraw_command(),
        rebuild_command(),
        schema_command(),
        lint_rules_command(),
        translate_command(),
    };
}

int run(const std::vector<std::string>& arguments, Console& console) {
    const std::vector<Command> commands = all_commands();
    if (arguments.empty()) {
        console.error(help_of(commands));
        return exit_usage;
    }
    std::string name = arguments.front();
    std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    if (name == "--version") {
        console.out(fmt::format("querist {}\n", version));
        return exit_fine;
    }
    if (name == "help" && !rest.empty()) {
        name = rest.front();
        rest.erase(rest.begin());
        rest.emplace_back("--help");
    } else if (name == "help" || asks_for_help(name)) {
        console.out(help_of(commands));
        return exit_fine;
    }
    if (const std::vector<Command> group = commands_of(commands, name); !group.empty()) {
        const std::string both = rest.empty() ? name : name + " " + rest.front();
        const bool known = std::ranges::find(group, both, &Command::name) != group.end();
        if (!known) return run_group(console, name, group, rest);
        name = both;
        rest.erase(rest.begin());
    }
    const auto command = std::ranges::find(commands, name, &Command::name);
    if (command == commands.end()) return unknown_command(console, commands, name);
    return run_command(console, *command, rest);
}

}  // namespace querist::cli
