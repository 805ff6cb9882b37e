#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

namespace querist::cli {

namespace {

struct NoteFlags {
    std::string study;
    std::string sampled;
    std::string note;
    std::string data = "data";
    bool take_back = false;
    bool json = false;
};

std::vector<std::string> note_words() {
    std::vector<std::string> words;
    for (const auto& row : actions::case_note_rows()) words.emplace_back(row.word);
    return words;
}

std::string told_note(const actions::NotedCase& noted, const NoteFlags& flags) {
    const recruitment::CodeRow& code = recruitment::row_of(noted.code);
    const std::string_view what = noted.changed     ? (flags.take_back ? "taken back" : "noted")
                                  : flags.take_back ? "it was not noted"
                                                    : "it was noted before";
    return fmt::format(
        "{} {}: {}\n  by what is known besides its answers: {} {}\n",
        noted.public_id,
        flags.note,
        what,
        code.number,
        code.meaning
    );
}

int recruit_note(Console& console, const NoteFlags& flags) {
    const auto rows = actions::case_note_rows();
    const auto row = std::ranges::find(rows, flags.note, &actions::CaseNoteRow::word);
    if (row == rows.end()) {
        (void)fail(
            console,
            failure(
                "usage.note",
                "it is not said what the case is to have noted",
                "write --as refused, say"
            )
                .error()
        );
        return exit_usage;
    }
    actions::SystemClock clock;
    const auto step = flags.take_back ? actions::NoteStep::take_back : actions::NoteStep::say;
    const Result<actions::NotedCase> noted =
        actions::note_case(flags.study, flags.data, flags.sampled, row->note, step, clock);
    if (!noted) return fail(console, noted.error());
    if (flags.json) {
        print_json(
            console,
            {{"study", noted->study},
             {"case", noted->public_id},
             {"as", flags.note},
             {"taken_back", flags.take_back},
             {"changed", noted->changed},
             {"code", recruitment::row_of(noted->code).number}}
        );
    } else {
        console.out(told_note(*noted, flags));
    }
    return exit_fine;
}

}  // namespace

Command recruit_note_command() {
    auto flags = std::make_shared<NoteFlags>();
    return {
        "recruit note",
        "Notes what a person said, or what was found out, of a case",
        "A program sees that somebody replied; what the reply says is for a person to read. "
        "refused: declines. language: reads none of the study's languages. away: until the "
        "fieldwork is over. other: says something else. moved: has another address. "
        "somebody-else: who answers was not drawn. duplicate: has another case. Nobody of whom "
        "such is noted, other excepted, is written to again. Codes and rates follow "
        "(docs/recruitment.md): what the person did with the questionnaire comes before what was "
        "said.",
        {
            {"STUDY", "", "Folder or id of the study", &flags->study, Option::Need::required},
            {"CASE",
             "",
             "The case as recruit bounces names it, or the person's address or account",
             &flags->sampled,
             Option::Need::required},
            {"--as",
             "WHAT",
             "One of " + fmt::format("{}", fmt::join(note_words(), ", ")),
             Word{&flags->note, note_words()},
             Option::Need::required},
            {"--take-back", "", "Forget that it was noted", &flags->take_back},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit note onnx-interop 0123456789abcdefghjkmnpqrs --as refused",
         "querist recruit note onnx-interop ada@example.org --as away --take-back"},
        [flags](Console& console) { return recruit_note(console, *flags); },
    };
}

}  // namespace querist::cli
