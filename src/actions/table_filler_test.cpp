// From an accepted form to the last number of a report: what a respondent may answer, whoever
// reports and exports can read.

#include "actions/table_filler.hpp"

#include "exchange/exchange.hpp"
#include "report/report.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <string>
#include <string_view>

namespace querist::actions {
namespace {

using response::Form;
using response::State;

instrument::Study loaded(const std::string& items) {
    const std::string text =
        "querist: 1\nid: any\ntitle: Any\nresearch questions:\n  - id: rq\n    text: What?\n"
        "instrument:\n  pages:\n    - id: only\n      items:\n" +
        items;
    instrument::LoadedStudy study = instrument::load_study({{"study.yaml", text}}, "any");
    for (const Problem& problem : study.problems) ADD_FAILURE() << problem.message;
    return *std::move(study.study);
}

instrument::Study one_item_of_every_kind() {
    return loaded(
        "        - {id: one, ask: One?, kind: single choice, choices: [a: A, b: B]}\n"
        "        - {id: some, ask: Some?, kind: several choices, choices: [a: A, skipped: B]}\n"
        "        - {id: truth, ask: So?, kind: yes/no}\n"
        "        - {id: rows, ask: Rows?, kind: grid, rows: [a: A, b: B], scale: [x: X, y: Y]}\n"
        "        - {id: line, ask: Line?, kind: short text}\n"
        "        - {id: lines, ask: Lines?, kind: long text}\n"
        "        - {id: whole, ask: Whole?, kind: number}\n"
        "        - {id: measure, ask: Measure?, kind: number, decimals: true}\n"
        "        - {id: bounded, ask: Bounded?, kind: number, decimals: true, minimum: -1}\n"
    );
}

constexpr auto names = std::to_array<std::string_view>(
    {"one",
     "some",
     "truth",
     "rows.row.a",
     "rows.row.b",
     "line",
     "lines",
     "whole",
     "measure",
     "bounded"}
);
constexpr auto values = std::to_array<std::string_view>({
    "a",
    "b",
    "x",
    "yes",
    "no",
    "skipped",
    "=1+1",
    "\"",
    "a,b\r\nc",
    "3",
    "-2.5",
    "0.1",
    "1e15",
    "-9e15",
    "9007199254740991",
    "9007199254740992",
    "1e19",
    "1e20",
    "99999999999999999999",
    "1e200",
    "-1e200",
    "1e308",
    "1e-320",
    "5e-324",
});

/// "inf" or "nan" as a word of its own: a number that is none was written.
bool tells_no_number(std::string_view text) {
    const auto is_letter = [&](std::size_t i) {
        return i < text.size() && ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z');
    };
    for (const std::string_view word : {"inf", "nan"}) {
        for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
            if (!is_letter(at - 1) && !is_letter(at + word.size())) return true;
        }
    }
    return false;
}

TEST(TableFillerTest, AnyAcceptedAnswerIsReportedAndExported) {
    const instrument::Study study = one_item_of_every_kind();
    const std::array<const instrument::Study*, 1> versions{&study};
    EXPECT_TRUE(rc::check("any accepted answer", [&](std::uint64_t seed) {
        SeededRandom random(seed);
        response::ResponseTable table(versions);
        VersionFiller filler(study, table, 0);
        for (int i = 0; i < 3; ++i) {
            State state = response::fresh_state(study);
            Form form;
            for (std::uint64_t fields = random.below(12); fields > 0; --fields) {
                form.emplace_back(
                    names[random.below(names.size())], values[random.below(values.size())]
                );
            }
            const response::PageCheck check = response::check_page(study, state, 0, form);
            if (!check.faults.empty()) continue;
            response::accept_page(state, 0, 1, check);
            response::accept_completion(state);
            const Result<void> read = filler.read(response::projection_text(study, state));
            RC_ASSERT(read.has_value());
            filler.add(table, {{static_cast<std::uint8_t>(i)}}, state.status);
        }
        const report::Report built = report::build_report(study, table, {});
        RC_ASSERT(!tells_no_number(report::render_html(built)));
        RC_ASSERT(!tells_no_number(report::render_markdown(built)));
        RC_ASSERT(!tells_no_number(exchange::responses_csv(table, response::Origin::test)));
        RC_ASSERT(!tells_no_number(exchange::responses_json_lines(table, response::Origin::test)));
    }));
}

}  // namespace
}  // namespace querist::actions
