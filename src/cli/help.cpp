#include "cli/cli.hpp"
#include "cli/command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace querist::cli {

namespace {

constexpr std::size_t width_max = 88;

std::string_view exit_codes() {
    return "Exit codes:\n"
           "  0  fine\n"
           "  1  problems found: in a study's files, or in data that do not verify\n"
           "  2  used wrongly: an unknown command, option or value\n"
           "  3  could not be done: a file, the data or the network did not allow it\n";
}

/// Breaks a text into lines and appends them; lines after the first begin with `indent` spaces.
void append_wrapped(std::string& out, std::string_view text, std::size_t indent) {
    std::size_t column = indent;
    bool first = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!first && column + 1 + word.size() > width_max) {
            out += '\n';
            out.append(indent, ' ');
            column = indent;
        } else if (!first) {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
        first = false;
    }
    out += '\n';
}

std::string left_column(const Option& option) {
    std::string names = option.names;
    if (const std::size_t comma = names.find(','); comma != std::string::npos) {
        names.insert(comma + 1, " ");
    }
    if (std::holds_alternative<std::vector<std::string>*>(option.into)) names += "...";
    return option.value.empty() ? names : names + " " + option.value;
}

/// The value that holds when the option is not given.
std::string default_of(const Option& option) {
    struct Text {
        std::string operator()(const bool*) const { return ""; }
        std::string operator()(const std::string* value) const { return *value; }
        std::string operator()(const std::vector<std::string>*) const { return ""; }
        std::string operator()(const Word& word) const { return *word.into; }
        std::string operator()(const WholeNumber& number) const {
            // A number that cannot be given stands for none.
            return *number.into < number.least ? "" : fmt::format("{}", *number.into);
        }
    };
    return std::visit(Text{}, option.into);
}

std::string usage_of(const Command& command) {
    std::string usage = "querist " + command.name;
    for (const Option& option : command.options) {
        if (!option.is_argument()) continue;
        const std::string name = left_column(option);
        const bool required = option.need == Option::Need::required;
        usage += required ? " " + name : " [" + name + "]";
    }
    for (const Option& option : command.options) {
        if (option.is_argument()) continue;
        std::string name = option.names.substr(0, option.names.find(','));
        if (!option.value.empty()) name += " " + option.value;
        usage += option.need == Option::Need::required ? " " + name : " [" + name + "]";
    }
    return usage;
}

void append_row(
    std::string& out, const std::string& left, std::string_view right, std::size_t wide
) {
    out += "  " + left;
    out.append(wide - left.size() + 2, ' ');
    append_wrapped(out, right, wide + 4);
}

}  // namespace

std::string help_of(const Command& command) {
    std::string out = "Usage: ";
    append_wrapped(out, usage_of(command), 7);
    out += '\n';
    append_wrapped(out, command.summary + ".", 0);
    if (!command.explanation.empty()) {
        out += '\n';
        append_wrapped(out, command.explanation, 0);
    }
    std::vector<std::pair<std::string, std::string>> rows;
    for (const Option& option : command.options) {
        const std::string value = default_of(option);
        std::string help = option.help;
        if (!value.empty()) help += " (default: " + value + ")";
        rows.emplace_back(left_column(option), std::move(help));
    }
    rows.emplace_back("-h, --help", "Print this help");
    std::size_t wide = 0;
    for (const auto& [left, right] : rows) wide = std::max(wide, left.size());
    out += '\n';
    for (const auto& [left, right] : rows) append_row(out, left, right, wide);
    out += "\nExamples:\n";
    for (const std::string& example : command.examples) out += "  " + example + "\n";
    return out;
}

std::string help_of_group(std::string_view group, const std::vector<Command>& commands) {
    std::string out = fmt::format("Usage: querist {} COMMAND [OPTIONS]\n\n", group);
    std::size_t wide = 0;
    for (const Command& command : commands) wide = std::max(wide, command.name.size());
    for (const Command& command : commands) append_row(out, command.name, command.summary, wide);
    out += fmt::format("\nquerist {} COMMAND --help explains a command.\n", group);
    return out;
}

std::string help_of(const std::vector<Command>& commands) {
    std::string out =
        "Usage: querist COMMAND [OPTIONS]\n\n"
        "Runs an empirical study from its written protocol to the tables of its paper.\n\n";
    std::size_t wide = 0;
    for (const Command& command : commands) wide = std::max(wide, command.name.size());
    for (const Command& command : commands) append_row(out, command.name, command.summary, wide);
    out +=
        "\nquerist COMMAND --help explains a command; querist --version prints the version.\n"
        "\nExamples:\n"
        "  querist check studies/onnx-interop\n"
        "  querist serve studies/onnx-interop\n"
        "  querist report studies/onnx-interop -o report.html\n\n";
    out += exit_codes();
    out +=
        "\nWhat was asked for goes to the output stream, everything else to the error stream.\n"
        "Colour is used on a terminal only, and not when NO_COLOR is set.\n";
    return out;
}

std::string command_line_document() {
    const std::vector<Command> commands = all_commands();
    std::string out =
        "# The command line\n\n"
        "This file is what `querist --help` and `querist COMMAND --help` print; a test holds them\n"
        "together.\n\n```text\n";
    out += help_of(commands);
    out += "```\n";
    for (const Command& command : commands) {
        out += fmt::format("\n## querist {}\n\n```text\n{}```\n", command.name, help_of(command));
    }
    return out;
}

}  // namespace querist::cli
