#pragma once

#include "recruitment/recruitment.hpp"
#include "report/values.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::report {

/// "Synthetic data: made by the program, not by people". Empty for real responses.
[[nodiscard]] std::string_view warning_of(response::Origin origin);
/// "Synthetic data"; "Real responses".
[[nodiscard]] std::string_view stamp_of(response::Origin origin);
/// "12 real responses", "1 synthetic response".
[[nodiscard]] std::string responses_text(std::int64_t count, response::Origin origin);
[[nodiscard]] std::string_view gap_label(response::Gap gap);

/// One line under a table, or of the response flow.
struct CountLine {
    std::string label;
    std::int64_t count = 0;
    enum class Rank { part, sum } rank = Rank::part;
};
/// The base, every kind of gap that occurs, and all responses: the parts add up to the sum.
[[nodiscard]] std::vector<CountLine> basis_lines(const Basis& basis);
[[nodiscard]] std::vector<CountLine> flow_lines(const Report& report);
/// How the lines of the flow add up.
[[nodiscard]] std::vector<std::string> flow_notes(const Report& report);
/// That rates mix versions of the instrument; empty where all responses began with one.
[[nodiscard]] std::string mixed_versions_note(const Report& report);
/// CHERRIES' rates of the report's responses. Visitors are not told apart.
[[nodiscard]] recruitment::WebRates web_rates(const Report& report);
/// Who completed, among those who agreed and were neither screened out nor excluded.
[[nodiscard]] Share completion_rate(const Report& report);

/// "3. Which tools? " or "3. Tools: ", to be followed by what was found: a colon stands once.
[[nodiscard]] std::string led_in(std::string_view about);

/// What stands under a caption: "Synthetic data, version 1a2b3c4d, base 89 of 120 responses".
[[nodiscard]] std::string basis_stamp(const Basis& basis);

/// "43%", with † on a small base.
[[nodiscard]] std::string marked_percent(const Share& share);

/// The gaps of one row of a grid in short: "skipped 3, not shown 40"; "–" when there are none.
[[nodiscard]] std::string gaps_text(const Basis& basis);

/// What stands in place of listed texts where none is listed.
[[nodiscard]] std::string empty_list_text(const OpenAnswers& open);

/// What stands under listed texts; empty when there is nothing to say.
[[nodiscard]] std::string open_note(const OpenAnswers& open);

struct NumberLine {
    std::string_view label;
    double value = 0;
};
[[nodiscard]] std::vector<NumberLine> summary_lines(const NumberTable& table);

/// How the numbers are made, one sentence a rule.
[[nodiscard]] std::vector<std::string> method_lines(const Report& report);

}  // namespace querist::report
