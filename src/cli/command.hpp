#pragma once

#include "cli/console.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace querist::cli {

inline constexpr int exit_fine = 0;
inline constexpr int exit_problems = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_impossible = 3;

/// One of several words.
struct Word {
    std::string* into;
    std::vector<std::string> words;
};
struct WholeNumber {
    std::int64_t* into;
    std::int64_t least;
    std::int64_t most;
};

/// An option or an argument of a command, and where its value goes. What the value is beforehand
/// is its default.
struct Option {
    std::string names;  ///< "-o,--output"; an argument: "STUDY".
    std::string value;  ///< How help names the value: "FILE"; empty for flags and arguments.
    std::string help;
    std::variant<bool*, std::string*, std::vector<std::string>*, Word, WholeNumber> into;
    enum class Need { optional, required } need = Need::optional;

    [[nodiscard]] bool is_argument() const { return !names.starts_with('-'); }
};

/// A command of querist: what it takes, how help explains it and what it does.
struct Command {
    std::string name;         ///< "check", or two words: "recruit plan".
    std::string summary;      ///< One line: "Tells every problem of a study, with its cure".
    std::string explanation;  ///< More of it; may be empty.
    std::vector<Option> options;
    std::vector<std::string> examples;
    std::function<int(Console&)> run;  ///< Returns the exit code.
};

/// --data, which every command has that touches data.
[[nodiscard]] Option data_option(std::string& into);

/// All commands, in the order of help. Each call makes fresh ones with their defaults.
[[nodiscard]] std::vector<Command> all_commands();

[[nodiscard]] Command new_command();
[[nodiscard]] Command check_command();
[[nodiscard]] Command show_command();
[[nodiscard]] Command serve_command();
[[nodiscard]] Command pilot_command();
[[nodiscard]] Command freeze_command();
[[nodiscard]] Command open_command();
[[nodiscard]] Command pause_command();
[[nodiscard]] Command resume_command();
[[nodiscard]] Command close_command();
[[nodiscard]] Command simulate_command();
[[nodiscard]] Command report_command();
[[nodiscard]] Command export_command();
[[nodiscard]] Command import_command();
[[nodiscard]] Command verify_command();
[[nodiscard]] Command rebuild_command();
[[nodiscard]] Command withdraw_command();
[[nodiscard]] Command screen_command();
[[nodiscard]] Command flag_command();
[[nodiscard]] Command exclude_command();
[[nodiscard]] Command keep_command();
[[nodiscard]] Command seal_command();
[[nodiscard]] Command status_command();
[[nodiscard]] Command recruit_plan_command();
[[nodiscard]] Command recruit_import_command();
[[nodiscard]] Command recruit_lookup_command();
[[nodiscard]] Command recruit_draw_command();
[[nodiscard]] Command recruit_batch_command();
[[nodiscard]] Command recruit_suppress_command();
[[nodiscard]] Command recruit_forget_command();
[[nodiscard]] Command recruit_status_command();
[[nodiscard]] Command recruit_unlink_command();
[[nodiscard]] Command recruit_preview_command();
[[nodiscard]] Command recruit_test_send_command();
[[nodiscard]] Command recruit_invite_command();
[[nodiscard]] Command recruit_remind_command();
[[nodiscard]] Command recruit_send_command();
[[nodiscard]] Command recruit_note_command();
[[nodiscard]] Command recruit_resolve_command();
[[nodiscard]] Command recruit_bounces_command();
[[nodiscard]] Command rewards_budget_command();
[[nodiscard]] Command rewards_import_command();
[[nodiscard]] Command rewards_owed_command();
[[nodiscard]] Command rewards_deliver_command();
[[nodiscard]] Command rewards_review_command();
[[nodiscard]] Command rewards_approve_command();
[[nodiscard]] Command rewards_refuse_command();
[[nodiscard]] Command rewards_enter_command();
[[nodiscard]] Command rewards_pay_command();
[[nodiscard]] Command rewards_reverse_command();
[[nodiscard]] Command rewards_resend_command();
[[nodiscard]] Command rewards_export_command();
[[nodiscard]] Command rewards_verify_command();
[[nodiscard]] Command rewards_key_command();
[[nodiscard]] Command rewards_buy_command();
[[nodiscard]] Command schema_command();
[[nodiscard]] Command lint_rules_command();

/// Reads a command's arguments into its options. The problem, when there is one, is the user's.
[[nodiscard]] Result<void> parse_arguments(
    const Command& command, const std::vector<std::string>& arguments
);

/// What `querist GROUP --help` prints, of commands whose names begin with the same word.
[[nodiscard]] std::string help_of_group(
    std::string_view group, const std::vector<Command>& commands
);
/// What `querist COMMAND --help` prints, and `querist --help`.
[[nodiscard]] std::string help_of(const Command& command);
[[nodiscard]] std::string help_of(const std::vector<Command>& commands);

}  // namespace querist::cli
