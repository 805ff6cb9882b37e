#include "cli/aligned_table.hpp"
#include "cli/recruit_mails.hpp"
#include "cli/recruit_telling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::cli {

namespace {

using actions::RecruitmentStatus;
using recruitment::SamplePart;
using recruitment::SampleRates;
using StatusRows = std::vector<std::vector<std::string>>;
using enum Alignment;

Strata strata_of(const RecruitmentStatus& status) {
    return status.strata.size() > 1 ? Strata::some : Strata::none;
}

std::string people_part(const RecruitmentStatus& status) {
    StatusRows rows{{"stratum", "in frame", "want no mail", "forgotten", "drawn", "released"}};
    for (const auto& one : status.strata) {
        rows.push_back(
            {shown_stratum(one.name, strata_of(status)),
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

std::string part_name(
    const std::vector<std::string>& strata, Strata shown, const SamplePart& part
) {
    std::string name;
    if (part.wave) name = fmt::format("wave {}", *part.wave);
    if (part.stratum && *part.stratum < strata.size()) {
        if (!name.empty()) name += ", ";
        name += shown_stratum(strata[*part.stratum], shown);
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

std::string rates_part(
    const std::vector<std::string>& strata, Strata shown, const SampleRates& rates
) {
    const std::vector<const SamplePart*> parts = shown_parts(rates);
    StatusRows rows{{""}};
    std::vector<Alignment> alignments{left};
    for (const SamplePart* part : parts) {
        rows.front().push_back(part_name(strata, shown, *part));
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

std::string tickets_part(const RecruitmentStatus& status) {
    if (!status.tickets) return {};
    std::string text = fmt::format(
        "  {} entry tickets signed, {} spent by beginning a response\n",
        status.tickets->signed_once,
        status.tickets->spent
    );
    if (status.tickets->tells()) {
        text +=
            "  As many are spent as were signed: everybody who has one has begun. Which answers "
            "are "
            "theirs is not known.\n";
    }
    return text;
}

std::string sign_ins_part(const RecruitmentStatus& status) {
    if (status.sign_ins.empty()) return {};
    StatusRows rows{{"stratum", "accounts that signed in"}};
    for (const RecruitmentStatus::SignIns& one : status.sign_ins) {
        rows.push_back({one.stratum.empty() ? "none" : one.stratum, std::to_string(one.accounts)});
    }
    return "\n" + aligned_table({left, right}, rows);
}

std::string web_rate_text(const recruitment::WebRate& rate) {
    if (!rate.absence.empty()) return "–";
    const auto share = static_cast<double>(rate.count) / static_cast<double>(rate.base);
    return fmt::format("{} of {}, {:.4f}", rate.count, rate.base, share);
}

/// CHERRIES' rates, of those with personal links and of everybody who answered.
std::string web_part(const RecruitmentStatus& status) {
    const recruitment::WebCounts& all = status.web_of_responses;
    if (all.agreed + all.refused == 0) return {};
    StatusRows rows{{""}, {"participation"}, {"completion"}};
    const auto add = [&rows](const char* head, const recruitment::WebCounts& counts) {
        const recruitment::WebRates rates = recruitment::web_rates(counts);
        rows[0].emplace_back(head);
        rows[1].push_back(web_rate_text(rates.participation));
        rows[2].push_back(web_rate_text(rates.completion));
    };
    if (status.web_of_cases) add("of cases", *status.web_of_cases);
    add("of responses", all);
    std::vector<Alignment> alignments(rows.front().size(), right);
    alignments.front() = left;
    return "\nweb rates (CHERRIES)\n" + aligned_table(alignments, rows) +
           "  Participation: who agreed, of the cases that opened their link; of responses, of "
           "those\n"
           "  who decided on the first page. Completion: of those who agreed and could complete.\n";
}

std::string versions_part(const RecruitmentStatus& status) {
    if (status.versions.empty()) return {};
    StatusRows rows{{"version", "started", "could complete", "complete", "completion"}};
    for (const RecruitmentStatus::Version& one : status.versions) {
        rows.push_back(
            {one.hash.hex().substr(0, 8),
             std::to_string(one.counts.agreed),
             std::to_string(one.counts.eligible),
             std::to_string(one.counts.completed),
             web_rate_text(recruitment::web_rates(one.counts).completion)}
        );
    }
    std::string text = "\nversions of the instrument that responses began with\n" +
                       aligned_table({left, right, right, right, right}, rows);
    if (status.versions.size() > 1) {
        text +=
            "  The instrument changed in between: rates of all responses and codes mix versions.\n";
    }
    return text;
}

/// How many are complete, and how they came: rates know of the cases only.
std::string complete_part(const RecruitmentStatus& status) {
    if (!status.stop_when && status.complete == 0) return {};
    std::string text = fmt::format("\ncomplete: {}", status.complete);
    if (status.stop_when) text += fmt::format(" of {}", *status.stop_when);
    if (status.web_of_cases) {
        const std::int64_t of_cases = status.web_of_cases->completed;
        text += fmt::format(
            "; by personal links {}, by others {}",
            of_cases,
            std::max<std::int64_t>(0, status.complete - of_cases)
        );
    }
    return text + "\n";
}

std::string unlinked_part(const RecruitmentStatus& status) {
    // Why there are no counts is told below.
    if (!status.unlinked || status.unlinked->counts_lost) return {};
    std::string text = fmt::format(
        "\nThe link key was destroyed: codes and rates are the counts that were kept on {}{}\n",
        to_text(status.unlinked->day).substr(0, 10),
        status.unlinked->tells ? "." : ",\nand nobody can tell any more who answered."
    );
    if (status.unlinked->tells) {
        text +=
            "  They tell who answered: all of the people in one of them did, or of those there "
            "who\n"
            "  want no mail, or none.\n";
    }
    if (status.unlinked->key_remains) {
        text +=
            "  The key is still there, for the command was cut off: run querist recruit unlink "
            "again.\n";
    }
    return text;
}

}  // namespace

std::string shown_stratum(std::string_view name, Strata strata) {
    if (!name.empty()) return std::string(name);
    return strata == Strata::some ? "not known yet" : "everybody";
}

std::string recruitment_status_text(const RecruitmentStatus& status) {
    std::string text = fmt::format("{}\n", status.study) + people_part(status);
    text += fmt::format(
        "  {} addresses on the list of those who want no mail\n", status.suppressed_addresses
    );
    text += sign_ins_part(status) + tickets_part(status) + history_part(status);
    text += complete_part(status);
    text += unlinked_part(status);
    if (!status.no_answers.empty()) text += "\n" + status.no_answers + "\n";
    if (status.rates && status.rates->whole.cases.total() > 0) {
        text += "\ncodes and rates (AAPOR)\n" +
                rates_part(status.rate_strata, strata_of(status), *status.rates);
    }
    if (status.pilot) {
        text += "\ncodes and rates of the pilot\n" +
                rates_part(status.pilot_strata, strata_of(status), *status.pilot);
    }
    return text + web_part(status) + versions_part(status) + mailing_text(status.mails);
}

}  // namespace querist::cli
