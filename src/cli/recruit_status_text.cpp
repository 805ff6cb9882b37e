#include "cli/aligned_table.hpp"
#include "cli/recruit_telling.hpp"

#include <fmt/format.h>

namespace querist::cli {

namespace {

using actions::RecruitmentStatus;
using recruitment::SamplePart;
using recruitment::SampleRates;
using StatusRows = std::vector<std::vector<std::string>>;
using enum Alignment;

std::string shown_stratum(const std::string& name) { return name.empty() ? "everybody" : name; }

std::string people_part(const RecruitmentStatus& status) {
    StatusRows rows{{"stratum", "in frame", "want no mail", "forgotten", "drawn", "released"}};
    for (const auto& one : status.strata) {
        rows.push_back(
            {shown_stratum(one.name),
             std::to_string(one.in_frame),
             std::to_string(one.suppressed),
             std::to_string(one.forgotten),
             std::to_string(one.drawn),
             std::to_string(one.released)}
        );
    }
    return aligned_table({left, right, right, right, right, right}, rows);
}

std::string history_part(const RecruitmentStatus& status) {
    std::string text;
    StatusRows rows;
    for (const actions::FrameDraw& draw : status.draws) {
        rows.push_back(
            {fmt::format("draw {}", draw.sequence),
             to_text(draw.at).substr(0, 10),
             fmt::format("{} people", draw.drawn),
             fmt::format("{}, seed {}", draw.design, draw.seed)}
        );
    }
    for (const RecruitmentStatus::Wave& wave : status.waves) {
        rows.push_back(
            {fmt::format("wave {}", wave.number),
             to_text(wave.at).substr(0, 10),
             fmt::format("{} cases", wave.cases),
             wave.kind == actions::WaveKind::pilot ? "pilot" : ""}
        );
    }
    if (!rows.empty()) text += "\n" + aligned_table({left, left, right, left}, rows);
    StatusRows events;
    for (const recruitment::EventRow& row : recruitment::event_rows()) {
        const std::int64_t cases = status.cases_with_event[static_cast<std::size_t>(row.kind)];
        if (cases > 0) events.push_back({std::string(row.word), std::to_string(cases)});
    }
    if (!events.empty()) {
        text += "\nevents, with the cases that have them\n";
        text += aligned_table({left, right}, events);
    }
    return text;
}

std::string part_name(const RecruitmentStatus& status, const SamplePart& part) {
    std::string name;
    if (part.wave) name = fmt::format("wave {}", *part.wave);
    if (part.stratum && *part.stratum < status.strata.size()) {
        if (!name.empty()) name += ", ";
        name += shown_stratum(status.strata[*part.stratum].name);
    }
    return name.empty() ? "all" : name;
}

/// The whole, and what it is divided into where that is more than one part.
std::vector<const SamplePart*> shown_parts(const SampleRates& rates) {
    std::vector<const SamplePart*> parts{&rates.whole};
    for (const auto* kind : {&rates.strata, &rates.waves}) {
        if (kind->size() < 2) continue;
        for (const SamplePart& part : *kind) parts.push_back(&part);
    }
    return parts;
}

std::string rates_part(const RecruitmentStatus& status, const SampleRates& rates) {
    const std::vector<const SamplePart*> parts = shown_parts(rates);
    StatusRows rows{{""}};
    std::vector<Alignment> alignments{left};
    for (const SamplePart* part : parts) {
        rows.front().push_back(part_name(status, *part));
        alignments.push_back(right);
    }
    for (const recruitment::CodeRow& code : recruitment::code_table().rows) {
        if (rates.whole.cases.of(code.code) == 0) continue;
        std::vector<std::string> row{fmt::format("{} {}", code.number, code.meaning)};
        for (const SamplePart* part : parts) {
            row.push_back(std::to_string(part->cases.of(code.code)));
        }
        rows.push_back(std::move(row));
    }
    std::vector<std::string> released{"released"};
    for (const SamplePart* part : parts) released.push_back(std::to_string(part->cases.total()));
    rows.push_back(std::move(released));
    for (const recruitment::RateFormula& formula : recruitment::rate_formulas()) {
        std::vector<std::string> row{std::string(formula.name)};
        for (const SamplePart* part : parts) {
            const auto value = part->rates.of(formula.rate).value();
            row.push_back(value ? fmt::format("{:.4f}", value->value()) : "–");
        }
        rows.push_back(std::move(row));
    }
    return aligned_table(alignments, rows) +
           fmt::format("  {}\n", rates.whole.rates.eligibility.basis);
}

}  // namespace

std::string recruitment_status_text(const RecruitmentStatus& status) {
    std::string text = fmt::format("{}\n", status.study) + people_part(status);
    text += fmt::format(
        "  {} addresses on the list of those who want no mail\n", status.suppressed_addresses
    );
    text += history_part(status);
    if (status.stop_when) {
        text += fmt::format("\ncomplete: {} of {}\n", status.complete, *status.stop_when);
    }
    if (!status.no_answers.empty()) text += "\n" + status.no_answers + "\n";
    if (status.rates && status.rates->whole.cases.total() > 0) {
        text += "\ncodes and rates (AAPOR)\n" + rates_part(status, *status.rates);
    }
    if (status.pilot) {
        text += "\ncodes and rates of the pilot\n" + rates_part(status, *status.pilot);
    }
    return text;
}

}  // namespace querist::cli
