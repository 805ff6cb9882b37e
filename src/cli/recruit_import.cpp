#include "actions/actions.hpp"
#include "cli/aligned_table.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/recruit_telling.hpp"
#include "cli/rejected_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <span>

namespace querist::cli {

namespace {

using recruitment::RowFault;

// Programs get more of the rejected rows than people do.
constexpr std::size_t rejected_shown_max = 20;
constexpr std::size_t rejected_in_json_max = 1'000;

struct RecruitImportFlags {
    std::string study;
    std::string file;
    std::vector<std::string> maps;
    std::string stratum;
    std::string rejected;
    std::string disposable;
    bool keep_disposable = false;
    std::string data = "data";
    bool rehearsal = false;
    bool json = false;
};

/// The faults that were met, with how often.
std::vector<std::pair<std::string_view, std::int64_t>> faults_met(
    const actions::ImportedFrame& imported
) {
    std::vector<std::pair<std::string_view, std::int64_t>> met;
    for (std::size_t i = 0; i < imported.faults.size(); ++i) {
        if (imported.faults[i] == 0) continue;
        met.emplace_back(recruitment::word_of(static_cast<RowFault>(i)), imported.faults[i]);
    }
    return met;
}

nlohmann::ordered_json imported_json(const actions::ImportedFrame& imported, bool rehearsal) {
    nlohmann::ordered_json faults = nlohmann::ordered_json::object();
    for (const auto& [word, count] : faults_met(imported)) faults[std::string(word)] = count;
    nlohmann::ordered_json first = nlohmann::ordered_json::array();
    for (const actions::RejectedRow& row : imported.first) {
        first.push_back(
            {{"line", row.line},
             {"fault", recruitment::word_of(row.refusal.fault)},
             {"reason", row.refusal.reason}}
        );
    }
    nlohmann::ordered_json strata = nlohmann::ordered_json::array();
    for (const auto& stratum : imported.strata) {
        strata.push_back(
            {{"stratum", stratum.name}, {"added", stratum.added}, {"people", stratum.people}}
        );
    }
    nlohmann::ordered_json untold = nlohmann::ordered_json::array();
    for (const auto& one : imported.untold) {
        untold.push_back({{"comparison", one.id}, {"people", one.people}});
    }
    return {
        {"study", imported.study},
        {"rehearsal", rehearsal},
        {"rows", imported.rows},
        {"added", imported.added},
        {"already", imported.already},
        {"rejected", imported.rejected},
        {"faults", std::move(faults)},
        {"rejected_rows", std::move(first)},
        {"strata", std::move(strata)},
        {"untold", std::move(untold)},
        {"disposable_lines", imported.disposable},
        {"ignored_columns", imported.ignored},
    };
}

std::string imported_text(const actions::ImportedFrame& imported, bool rehearsal) {
    std::string text = fmt::format(
        "{}: {} rows, {} people {}, {} in the frame before, {} rejected\n",
        imported.study,
        imported.rows,
        imported.added,
        rehearsal ? "would be added" : "added",
        imported.already,
        imported.rejected
    );
    using enum Alignment;
    std::vector<std::vector<std::string>> rows{{"stratum", "added", "people"}};
    for (const auto& stratum : imported.strata) {
        rows.push_back(
            {shown_stratum(stratum.name, imported.strata.size() > 1 ? Strata::some : Strata::none),
             std::to_string(stratum.added),
             std::to_string(stratum.people)}
        );
    }
    text += aligned_table({left, right, right}, rows);
    for (const auto& one : imported.untold) {
        if (one.people == 0) continue;
        text += fmt::format(
            "{} in the frame without a text for the comparison by \"{}\"\n", one.people, one.text
        );
    }
    if (!imported.ignored.empty()) {
        text += fmt::format(
            "nothing was taken from: {} (--map takes further columns)\n",
            fmt::join(imported.ignored, ", ")
        );
    }
    if (!imported.disposable.empty()) {
        constexpr std::size_t named_max = 20;
        const auto named =
            std::span(imported.disposable).first(std::min(named_max, imported.disposable.size()));
        text += fmt::format(
            "{} of disposable mail domains, kept: line{} {}{}\n",
            imported.disposable.size(),
            named.size() == 1 ? "" : "s",
            fmt::join(named, ", "),
            named.size() < imported.disposable.size() ? " ..." : ""
        );
    }
    return text + rejected_text(imported, faults_met(imported));
}

int recruit_import(Console& console, const RecruitImportFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<actions::ImportedFrame> imported = [&] {
        ProgressLine line(console, "rows");
        return actions::import_frame(
            flags.study,
            flags.file,
            flags.data,
            {.maps = flags.maps,
             .stratum = flags.stratum,
             .rejected = flags.rejected,
             .disposable = flags.disposable,
             .keep_disposable = flags.keep_disposable,
             .shown_max = flags.json ? rejected_in_json_max : rejected_shown_max,
             .rehearsal = flags.rehearsal},
            clock,
            random,
            [&](std::int64_t done) { line.show(done); }
        );
    }();
    if (!imported) return fail(console, imported.error());
    if (flags.json) {
        print_json(console, imported_json(*imported, flags.rehearsal));
    } else {
        console.out(terminal_safe(imported_text(*imported, flags.rehearsal)));
    }
    return imported->rejected == 0 ? exit_fine : exit_problems;
}

}  // namespace

Command recruit_import_command() {
    auto flags = std::make_shared<RecruitImportFlags>();
    return {
        "recruit import",
        "Takes people over into a study's frame, from a CSV file",
        "A line a person, with an address or an account; columns are found by their headers. "
        "People "
        "who are in the frame already are passed over, rows that cannot be taken are listed with "
        "line and reason, and whoever wants no mail is left out. All is kept or nothing. What "
        "identifies a person is encrypted. The exit code is 1 when a row was rejected.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"FILE", "", "CSV file with a line of headers", &flags->file, Option::Need::required},
            {"--map",
             "FIELD=HEADER",
             "Which column is what, as often as needed: FIELD is address, account, name, stratum, "
             "language, time zone, or a name of your own for messages",
             &flags->maps},
            {"--stratum", "ID", "Stratum of rows that name none", &flags->stratum},
            {"--disposable",
             "FILE",
             "List of disposable mail domains, one a line: rows of these, and of what lies below "
             "them, are rejected",
             &flags->disposable},
            {"--keep-disposable",
             "",
             "Take them all the same, and tell their lines",
             &flags->keep_disposable},
            {"--rejected", "FILE", "List every rejected row here, as CSV", &flags->rejected},
            data_option(flags->data),
            {"--rehearsal", "", "Read and judge, keep nothing", &flags->rehearsal},
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit import studies/onnx-interop pro.csv --stratum pro",
         "querist recruit import my-study people.csv --map address=Mail --map city=City"},
        [flags](Console& console) { return recruit_import(console, *flags); },
    };
}

}  // namespace querist::cli
