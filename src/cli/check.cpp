#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "instrument/instrument.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace querist::cli {

namespace {

struct CheckOptions {
    std::vector<std::string> studies;
    bool json = false;
    bool acknowledged = false;
};

/// What was found in one study.
struct Checked {
    std::string folder;
    instrument::LoadedStudy loaded;
    instrument::LintReport lint;
    int errors = 0;
    int warnings = 0;
    int notes = 0;
    int acknowledged = 0;
    bool fails = false;  ///< An error, or a finding above a note that nobody acknowledged.
};

void count(Checked& checked, Severity severity) {
    (severity == Severity::error     ? checked.errors
     : severity == Severity::warning ? checked.warnings
                                     : checked.notes)++;
}

Checked check_study(const std::string& folder) {
    Checked checked;
    checked.folder = folder;
    checked.loaded = actions::read_study_folder(folder);
    for (const Problem& problem : checked.loaded.problems) {
        count(checked, problem.severity);
        if (problem.severity == Severity::error) checked.fails = true;
    }
    if (!checked.loaded.study) {
        checked.fails = true;
        return checked;
    }
    checked.lint = instrument::lint(*checked.loaded.study);
    for (const instrument::Finding& finding : checked.lint.findings) {
        if (!finding.acknowledged.empty()) {
            ++checked.acknowledged;
            continue;
        }
        count(checked, finding.problem.severity);
        if (finding.problem.severity != Severity::note) checked.fails = true;
    }
    return checked;
}

std::string counted(int count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

void print_checked(Console& console, const Checked& checked, const CheckOptions& options) {
    Sources sources;
    for (const Problem& problem : checked.loaded.problems) {
        console.out(problem_text(problem, sources, console.out_colour));
    }
    for (const instrument::Finding& finding : checked.lint.findings) {
        if (finding.acknowledged.empty()) {
            console.out(problem_text(finding.problem, sources, console.out_colour));
        } else if (options.acknowledged) {
            console.out(problem_text(finding.problem, sources, console.out_colour));
            console.out(terminal_safe(fmt::format("  acknowledged: {}\n", finding.acknowledged)));
        }
    }
    std::string summary = fmt::format(
        "{}: {}, {}, {}",
        checked.folder,
        counted(checked.errors, "error"),
        counted(checked.warnings, "warning"),
        counted(checked.notes, "note")
    );
    if (checked.acknowledged > 0) {
        summary += fmt::format(
            "; {} acknowledged{}",
            checked.acknowledged,
            options.acknowledged ? "" : " (--acknowledged shows them)"
        );
    }
    if (checked.loaded.study) {
        summary +=
            fmt::format("; about {} min to answer", instrument::told_minutes(checked.lint.minutes));
        const std::string grade = instrument::told_reading_grade(checked.lint.reading_grade);
        if (!grade.empty()) summary += ", reading grade " + grade;
    }
    console.out(terminal_safe(summary + "\n"));
}

nlohmann::ordered_json checked_json(const Checked& checked) {
    nlohmann::ordered_json problems = nlohmann::ordered_json::array();
    for (const Problem& problem : checked.loaded.problems) problems.push_back(json_of(problem));
    nlohmann::ordered_json findings = nlohmann::ordered_json::array();
    for (const instrument::Finding& finding : checked.lint.findings) {
        nlohmann::ordered_json one = json_of(finding.problem);
        one["acknowledged"] = finding.acknowledged.empty()
                                  ? nlohmann::ordered_json()
                                  : nlohmann::ordered_json(finding.acknowledged);
        findings.push_back(std::move(one));
    }
    nlohmann::ordered_json json{
        {"study", checked.folder},
        {"fine", !checked.fails},
        {"problems", std::move(problems)},
        {"findings", std::move(findings)},
    };
    if (checked.loaded.study) {
        json["id"] = checked.loaded.study->id;
        json["version"] = checked.loaded.study->version.hex();
        json["minutes"] = checked.lint.minutes;
        json["reading_grade"] = instrument::told_reading_grade(checked.lint.reading_grade).empty()
                                    ? nlohmann::ordered_json()
                                    : nlohmann::ordered_json(checked.lint.reading_grade);
    }
    return json;
}

/// A folder that cannot be read is another matter than a study that is wrong.
bool unreadable(const Checked& checked) {
    return std::ranges::any_of(checked.loaded.problems, [](const Problem& problem) {
        return problem.severity == Severity::error && exit_code_of(problem) == exit_impossible;
    });
}

int check(Console& console, const CheckOptions& options) {
    int code = exit_fine;
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const std::string& folder : options.studies) {
        const Checked checked = check_study(folder);
        if (checked.fails)
            code = std::max(code, unreadable(checked) ? exit_impossible : exit_problems);
        if (options.json) {
            all.push_back(checked_json(checked));
        } else {
            print_checked(console, checked, options);
        }
    }
    if (options.json) print_json(console, all);
    return code;
}

}  // namespace

Command check_command() {
    auto options = std::make_shared<CheckOptions>();
    return {
        "check",
        "Tells every problem of a study, with its place and its cure",
        "Reads the study and applies every lint rule (querist lint-rules). The exit code is 1 when "
        "there is an error, or a finding that is more than a note and is not acknowledged.",
        {
            {"STUDY", "", "Folders of studies", &options->studies, Option::Need::required},
            {"--acknowledged",
             "",
             "Also print findings that the study acknowledges",
             &options->acknowledged},
            {"--json", "", "Print everything as JSON", &options->json},
        },
        {"querist check studies/onnx-interop", "querist check studies/* --json"},
        [options](Console& console) { return check(console, *options); },
    };
}

}  // namespace querist::cli
