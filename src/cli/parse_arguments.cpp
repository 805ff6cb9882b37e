// The only file that knows CLI11.

#include "cli/command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>

namespace querist::cli {

namespace {

/// Adds one option to CLI11's parser.
struct Adder {
    CLI::App& app;
    const Option& option;

    void operator()(bool* into) const { app.add_flag(option.names, *into); }
    void operator()(std::string* into) const {
        const auto read = [into](const CLI::results_t& given) {
            *into = given.front();
            return !into->empty();
        };
        needed(app.add_option(option.names, read));
    }
    void operator()(std::vector<std::string>* into) const {
        CLI::Option* added = app.add_option(option.names, *into);
        // An option takes one value each time it is given: what follows is the next argument.
        if (!option.is_argument()) added->allow_extra_args(false);
        needed(added);
    }
    void operator()(const Word& word) const {
        const auto read = [word](const CLI::results_t& given) {
            if (std::ranges::find(word.words, given.front()) == word.words.end()) return false;
            *word.into = given.front();
            return true;
        };
        needed(app.add_option(option.names, read));
    }
    void operator()(const WholeNumber& number) const {
        const auto read = [number](const CLI::results_t& given) {
            const std::string& text = given.front();
            std::int64_t value = 0;
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), value);
            const bool whole = error == std::errc() && end == text.data() + text.size();
            if (!whole || value < number.least || value > number.most) return false;
            *number.into = value;
            return true;
        };
        needed(app.add_option(option.names, read));
    }

private:
    void needed(CLI::Option* added) const {
        added->required(option.need == Option::Need::required);
    }
};

std::string long_name(const Option& option) {
    return option.names.substr(option.names.rfind(',') + 1);
}

/// What a value must be, for the cure of a wrong one.
std::string wanted(const Option& option) {
    if (const auto* word = std::get_if<Word>(&option.into)) {
        return fmt::format("{} takes {}", long_name(option), fmt::join(word->words, " or "));
    }
    if (const auto* number = std::get_if<WholeNumber>(&option.into)) {
        return fmt::format(
            "{} takes a whole number from {} to {}", long_name(option), number->least, number->most
        );
    }
    if (std::holds_alternative<bool*>(option.into)) {
        return fmt::format("{} stands alone: it takes no value", long_name(option));
    }
    return fmt::format("{} takes a value", long_name(option));
}

/// How often an option is given, as "--data x" or "--data=x".
std::ptrdiff_t times_given(const Option& option, const std::vector<std::string>& arguments) {
    const std::string name = long_name(option);
    return std::ranges::count_if(arguments, [&](const std::string& argument) {
        return argument == name || argument.starts_with(name + "=");
    });
}

/// The cure of an argument that the command does not know.
std::string near_option(const Command& command, const std::string& argument) {
    std::vector<std::string> known{"--help"};
    for (const Option& option : command.options) {
        if (!option.is_argument()) known.push_back(long_name(option));
    }
    const std::optional<std::string> near = nearest(argument.substr(0, argument.find('=')), known);
    if (near) return fmt::format("did you mean {}?", *near);
    return fmt::format("see querist {} --help", command.name);
}

/// A number that stands alone is most likely meant for the first option that takes one.
std::string number_option(
    const Command& command, const std::string& argument, const std::vector<std::string>& arguments
) {
    const bool whole = !argument.empty() &&
                       std::ranges::all_of(argument, [](char c) { return c >= '0' && c <= '9'; });
    if (!whole) return "";
    for (const Option& option : command.options) {
        const bool takes_number = std::holds_alternative<WholeNumber>(option.into);
        if (!takes_number || option.is_argument() || times_given(option, arguments) > 0) continue;
        return fmt::format("did you mean {} {}?", long_name(option), argument);
    }
    return "";
}

Problem wrong_usage(const Command& command, std::string message, std::string cure) {
    if (cure.empty()) cure = fmt::format("see querist {} --help", command.name);
    return failure("cli.usage", std::move(message), std::move(cure)).error();
}

/// CLI11 names the option in its messages; its own words change with its versions.
const Option* option_in(const Command& command, std::string_view message) {
    for (const Option& option : command.options) {
        if (message.find(long_name(option)) != std::string_view::npos) return &option;
    }
    return nullptr;
}

}  // namespace

Result<void> parse_arguments(const Command& command, const std::vector<std::string>& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!first_invalid_utf8(arguments[i])) continue;
        return std::unexpected(wrong_usage(
            command,
            fmt::format("argument {} of querist {} is no text in UTF-8", i + 1, command.name),
            "write it in UTF-8; a file whose name is otherwise: rename it"
        ));
    }
    CLI::App app;
    app.set_help_flag();
    for (const Option& option : command.options) std::visit(Adder{app, option}, option.into);
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        return {};
    } catch (const CLI::ExtrasError&) {
        const std::vector<std::string> extra = app.remaining();
        const std::string first = extra.empty() ? "" : extra.front();
        return std::unexpected(wrong_usage(
            command,
            first.starts_with('-') ? fmt::format("there is no option {}", first)
                                   : fmt::format("\"{}\" is one argument too many", first),
            first.starts_with('-') ? near_option(command, first)
                                   : number_option(command, first, arguments)
        ));
    } catch (const CLI::RequiredError& missing) {
        const Option* const option = option_in(command, missing.what());
        return std::unexpected(wrong_usage(
            command,
            fmt::format("{} is missing", option ? long_name(*option) : missing.what()),
            command.examples.empty()
                ? ""
                : fmt::format(
                      "as in {}; see querist {} --help", command.examples.front(), command.name
                  )
        ));
    } catch (const CLI::ParseError& wrong) {
        const Option* const option = option_in(command, wrong.what());
        if (option == nullptr) return std::unexpected(wrong_usage(command, wrong.what(), ""));
        const bool repeatable = std::holds_alternative<std::vector<std::string>*>(option->into);
        if (!option->is_argument() && !repeatable && times_given(*option, arguments) > 1) {
            return std::unexpected(wrong_usage(
                command,
                fmt::format("{} is given more than once", long_name(*option)),
                "give it once"
            ));
        }
        return std::unexpected(wrong_usage(command, wanted(*option), ""));
    }
}

}  // namespace querist::cli
