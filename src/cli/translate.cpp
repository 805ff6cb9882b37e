#include "cli/translate.hpp"

#include "actions/actions.hpp"
#include "cli/json_output.hpp"
#include "language/language.hpp"
#include "translation/translation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <memory>
#include <system_error>

namespace querist::cli {

namespace {

namespace fs = std::filesystem;

struct TranslateOptions {
    std::string study;
    std::string language;
    bool check = false;
    bool json = false;
};

int refuse(Console& console, std::string message, std::string cure) {
    const Problem problem{"cli.usage", Severity::error, {}, std::move(message), std::move(cure)};
    (void)fail(console, problem);
    return exit_usage;
}

void print_keys(Console& console, std::string_view what, const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
        console.out(terminal_safe(fmt::format("{}: {}\n", what, key)));
    }
}

void tell(Console& console, const TranslateOptions& options, const translation::Translation& one) {
    const std::size_t done = one.text_count - one.missing.size();
    if (options.json) {
        print_json(
            console,
            {{"language", one.language},
             {"texts", one.text_count},
             {"translated", done},
             {"missing", one.missing},
             {"outdated", one.outdated},
             {"unused", one.unused}}
        );
        return;
    }
    print_keys(console, "missing", one.missing);
    print_keys(console, "outdated", one.outdated);
    print_keys(console, "unused", one.unused);
    console.out(fmt::format(
        "{}: {} of {} texts translated, {} outdated, {} unused\n",
        one.language,
        done,
        one.text_count,
        one.outdated.size(),
        one.unused.size()
    ));
}

/// Writes the file anew when it is not what it would be now.
Result<void> write_file(
    Console& console, const fs::path& path, const std::string& before, const std::string& after
) {
    if (before == after) return {};
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) {
        return failure(
            "cli.cannot-write",
            fmt::format(
                "{} cannot be made: {}", path.parent_path().generic_string(), error.message()
            ),
            "give yourself the right to write there (chmod u+w)"
        );
    }
    Result<void> written = write_output(console, path.string(), after);
    if (written) console.error(fmt::format("written: {}\n", path.generic_string()));
    return written;
}

bool is_whole(const translation::Translation& one) {
    return one.missing.empty() && one.outdated.empty() && one.unused.empty();
}

int translate_one(
    Console& console,
    const TranslateOptions& options,
    const instrument::Study& study,
    const std::string& language
) {
    const translation::Translation one = translation::translated(study, language);
    if (!options.check) {
        const std::string name = translation::file_of(language);
        const auto before = study.files.find(name);
        const Result<void> written = write_file(
            console,
            fs::path(options.study) / name,
            before == study.files.end() ? std::string() : before->second,
            translation::updated_file(study, language)
        );
        if (!written) return fail(console, written.error());
    }
    tell(console, options, one);
    return options.check && !is_whole(one) ? exit_problems : exit_fine;
}

/// The languages that are asked for: the one that is named, else every one that has a file.
std::vector<std::string> languages_asked(
    const TranslateOptions& options, const instrument::Study& study
) {
    if (!options.language.empty()) return {options.language};
    std::vector<std::string> languages = study.languages;
    languages.erase(languages.begin());  // its own
    return languages;
}

int translate(Console& console, const TranslateOptions& options) {
    if (!options.language.empty() && !language::is_language_tag(options.language)) {
        return refuse(
            console,
            fmt::format("\"{}\" is no language tag in its usual form", options.language),
            "write one such as de, pt-BR or zh-Hans"
        );
    }
    const instrument::LoadedStudy loaded = actions::read_study_folder(options.study);
    int code = exit_fine;
    for (const Problem& problem : loaded.problems) {
        if (problem.severity == Severity::error) code = std::max(code, fail(console, problem));
    }
    if (!loaded.study) return code;
    const instrument::Study& study = *loaded.study;
    if (options.language == study.language) {
        return refuse(
            console,
            "this is the language that the study is written in",
            "change study.yaml itself, or name another language"
        );
    }
    const std::vector<std::string> languages = languages_asked(options, study);
    if (languages.empty() && !options.check) {
        return refuse(
            console,
            "the study has no translation yet",
            "name the language to begin with, such as de"
        );
    }
    for (const std::string& language : languages) {
        code = std::max(code, translate_one(console, options, study, language));
    }
    return code;
}

}  // namespace

Command translate_command() {
    auto options = std::make_shared<TranslateOptions>();
    return {
        "translate",
        "Brings the file of a study's translation up to date and says what it lacks",
        "Makes translations/LANGUAGE.yaml in the study's folder, or completes it: every text that "
        "participants read stands there with its source and its translation. What was translated "
        "is kept. A text whose source was changed since is outdated until its was line is "
        "deleted; a text that the study does not have any more is unused and moves to the end. "
        "What is not translated is shown in the study's own language.",
        {
            {"STUDY", "", "Folder of the study", &options->study, Option::Need::required},
            {"LANGUAGE",
             "",
             "Language tag, such as de or zh-Hans; every translation that is there when left out",
             &options->language},
            {"--check",
             "",
             "Write nothing; fail when anything is missing, outdated or unused",
             &options->check},
            {"--json", "", "Print what was found as JSON", &options->json},
        },
        {"querist translate studies/onnx-interop fr",
         "querist translate studies/onnx-interop --check"},
        [options](Console& console) { return translate(console, *options); },
    };
}

}  // namespace querist::cli
