#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/rejected_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

namespace querist::cli {

namespace {

// Programs get more of the rejected rows than people do.
constexpr std::size_t cards_shown_max = 20;
constexpr std::size_t cards_in_json_max = 1'000;

struct RewardsImportFlags {
    std::string study;
    std::string file;
    std::string compensation;
    std::vector<std::string> maps;
    std::string rejected;
    std::string data = "data";
    bool rehearsal = false;
    bool json = false;
};

/// The faults that were met, with how often.
std::vector<std::pair<std::string_view, std::int64_t>> card_faults_met(
    const actions::ImportedCards& imported
) {
    std::vector<std::pair<std::string_view, std::int64_t>> met;
    for (std::size_t i = 0; i < imported.faults.size(); ++i) {
        if (imported.faults.at(i) == 0) continue;
        met.emplace_back(
            compensation::word_of(static_cast<compensation::CardFault>(i)), imported.faults.at(i)
        );
    }
    return met;
}

nlohmann::ordered_json cards_json(const actions::ImportedCards& imported, bool rehearsal) {
    nlohmann::ordered_json faults = nlohmann::ordered_json::object();
    for (const auto& [word, count] : card_faults_met(imported)) faults[std::string(word)] = count;
    nlohmann::ordered_json first = nlohmann::ordered_json::array();
    for (const actions::RejectedCard& row : imported.first) {
        first.push_back(
            {{"line", row.line},
             {"fault", compensation::word_of(row.refusal.fault)},
             {"reason", row.refusal.reason}}
        );
    }
    return {
        {"study", imported.study},
        {"compensation", imported.compensation},
        {"rehearsal", rehearsal},
        {"rows", imported.rows},
        {"added", imported.added},
        {"rejected", imported.rejected},
        {"faults", std::move(faults)},
        {"rejected_rows", std::move(first)},
        {"ignored_columns", imported.ignored},
        {"free", imported.free},
    };
}

std::string cards_text(const actions::ImportedCards& imported, bool rehearsal) {
    std::string text = fmt::format(
        "{}, {}: {} rows, {} cards {}, {} rejected; {} cards are free\n",
        imported.study,
        imported.compensation,
        imported.rows,
        imported.added,
        rehearsal ? "would be added" : "added",
        imported.rejected,
        imported.free
    );
    if (!imported.ignored.empty()) {
        text += fmt::format("nothing was taken from: {}\n", fmt::join(imported.ignored, ", "));
    }
    return text + rejected_text(imported, card_faults_met(imported));
}

int rewards_import(Console& console, const RewardsImportFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<actions::ImportedCards> imported = actions::import_cards(
        flags.study,
        flags.file,
        flags.data,
        {.compensation = flags.compensation,
         .maps = flags.maps,
         .rejected = flags.rejected,
         .shown_max = flags.json ? cards_in_json_max : cards_shown_max,
         .rehearsal = flags.rehearsal},
        clock,
        random
    );
    if (!imported) return fail(console, imported.error());
    if (flags.json) {
        print_json(console, cards_json(*imported, flags.rehearsal));
    } else {
        console.out(terminal_safe(cards_text(*imported, flags.rehearsal)));
    }
    return imported->rejected == 0 ? exit_fine : exit_problems;
}

}  // namespace

Command rewards_import_command() {
    auto flags = std::make_shared<RewardsImportFlags>();
    return {
        "rewards import",
        "Takes over the gift cards that a study team bought, from a CSV file",
        "A line a card; columns are found by their headers: code, pin, link, amount, currency. A "
        "card is imported once, for whichever study, and encrypted; nothing but the claim ever "
        "shows its code. Rows that are good are kept in one step, the others listed. Delete the "
        "file afterwards. The exit code is 1 "
        "when a row was rejected.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"FILE", "", "CSV file with a line of headers", &flags->file, Option::Need::required},
            {"--compensation",
             "ID",
             "Whose cards, where the study pays several by codes",
             &flags->compensation},
            {"--map",
             "FIELD=HEADER",
             "Which column is what, as often as needed: FIELD is code, pin, link, amount or "
             "currency",
             &flags->maps},
            {"--rejected", "FILE", "List every rejected row here, as CSV", &flags->rejected},
            data_option(flags->data),
            {"--rehearsal", "", "Read and judge, keep nothing", &flags->rehearsal},
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards import studies/onnx-interop cards.csv",
         "querist rewards import my-study cards.csv --map code=Voucher --rehearsal"},
        [flags](Console& console) { return rewards_import(console, *flags); },
    };
}

}  // namespace querist::cli
