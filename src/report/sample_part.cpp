#include "report/sample_part.hpp"

#include "report/frame_tables.hpp"
#include "report/numbers.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>

namespace querist::report {

namespace {

using recruitment::CodeRow;
using recruitment::Rate;
using recruitment::RateFormula;
using recruitment::RateName;
using recruitment::SamplePart;
using Holds = LaidColumn::Holds;

/// Everything but the counts of responses, which these tables are not of.
std::string sample_stamp(const Report& report, const SampleFacts& sample) {
    return fmt::format(
        "{}, version {}, base {}",
        stamp_of(report.origin),
        short_version(report.version),
        plural(sample.rates.whole.cases.total(), "released case", "released cases")
    );
}

/// What a part of the sample is called.
std::string part_name(const SampleFacts& sample, const SamplePart& part) {
    if (part.stratum) {
        const std::string& name = sample.strata.at(part.stratum.value_or(0)).name;
        return name.empty() ? "Everybody" : name;
    }
    return part.wave ? fmt::format("Wave {}", *part.wave) : "All";
}

/// The whole, and what it is divided into where that is more than one part.
std::vector<const SamplePart*> told_parts(const SampleFacts& sample) {
    std::vector<const SamplePart*> parts{&sample.rates.whole};
    for (const auto* kind : {&sample.rates.strata, &sample.rates.waves}) {
        if (kind->size() < 2) continue;
        for (const SamplePart& part : *kind) parts.push_back(&part);
    }
    return parts;
}

std::string base_words(const recruitment::Fraction& base) {
    if (base.denominator() == 1) return count_text(base.numerator());
    return fmt::format("{:.1f}", base.value());
}

std::string rate_value(const Rate& rate) {
    const auto value = rate.value();
    return value ? fmt::format("{:.1f}%", value->value() * 100) : "–";
}

LaidCell rate_cell(const Rate& rate) {
    LaidCell cell{.text = rate_value(rate)};
    const auto value = rate.value();
    if (value && rate.base) cell.small = count_text(rate.count) + " of " + base_words(*rate.base);
    cell.raw = {
        rate.count,
        rate.base ? RawNumber(rate.base->value()) : RawNumber(),
        value ? RawNumber(value->value()) : RawNumber()
    };
    return cell;
}

/// A table with a column for each part of the sample.
LaidTable by_part(
    const Report& report,
    const SampleFacts& sample,
    std::string title,
    const std::string& head,
    const std::vector<std::string>& raw
) {
    LaidTable table{
        .title = std::move(title),
        .stamp = sample_stamp(report, sample),
        .columns = {{.head = head, .small = {}, .holds = Holds::text}},
        .rows = {},
        .notes = {}
    };
    for (const SamplePart* part : told_parts(sample)) {
        const std::string name = part_name(sample, *part);
        LaidColumn column{.head = name};
        for (const std::string& one : raw) column.raw.push_back(fmt::format("{}: {}", name, one));
        table.columns.push_back(std::move(column));
    }
    return table;
}

std::string lost_words(const recruitment::FlowStep& step) {
    std::string text;
    for (const recruitment::FlowLoss& loss : step.lost) {
        const CodeRow& row = recruitment::row_of(loss.code);
        text += fmt::format(
            "{}{} × {} {}",
            text.empty() ? "" : "; ",
            count_text(loss.cases),
            row.number,
            row.meaning
        );
    }
    return text;
}

LaidTable step_table(const Report& report, const SampleFacts& sample) {
    LaidTable table{
        .title = "How far the cases came",
        .stamp = sample_stamp(report, sample),
        .columns =
            {{.head = "Step", .small = {}, .holds = Holds::text},
             {.head = "Cases", .small = "% of the released", .raw = share_names("")},
             {.head = "Went no further", .small = "by code", .holds = Holds::text}},
        .rows = {},
        .notes = {}
    };
    const auto flow = recruitment::participation_flow(sample.rates.whole.cases);
    for (const recruitment::FlowStep& step : flow.steps) {
        table.rows.push_back(
            {.cells =
                 {{.text = std::string(recruitment::label_of(step.step))},
                  share_cell(share_of(step.cases, sample.rates.whole.cases.total(), report.level)),
                  {.text = lost_words(step)}}}
        );
    }
    if (sample.rates.not_released > 0) {
        table.notes.push_back(
            plural(sample.rates.not_released, "case was", "cases were") +
            " drawn and not released: nobody wrote to them, and no rate counts them."
        );
    }
    return table;
}

void add_mixed_versions(const Report& report, LaidTable& table) {
    std::string note = mixed_versions_note(report);
    if (!note.empty()) table.notes.push_back(std::move(note));
}

LaidTable code_table(const Report& report, const SampleFacts& sample) {
    LaidTable table = by_part(report, sample, "Dispositions of the cases", "Code", {"cases"});
    for (const CodeRow& code : recruitment::code_table().rows) {
        if (sample.rates.whole.cases.of(code.code) == 0) continue;
        LaidRow row{.cells = {{.text = fmt::format("{} {}", code.number, code.meaning)}}};
        row.code = code.number;
        for (const SamplePart* part : told_parts(sample)) {
            row.cells.push_back(count_cell(part->cases.of(code.code)));
        }
        table.rows.push_back(std::move(row));
    }
    LaidRow all{.cells = {{.text = "Released"}}};
    for (const SamplePart* part : told_parts(sample)) {
        all.cells.push_back(count_cell(part->cases.total()));
    }
    all.rank = LaidRow::Rank::sum;
    table.rows.push_back(std::move(all));
    table.notes.push_back(
        "Codes: " + std::string(recruitment::code_table().edition) +
        ". Each case has the one that the first rule gives it which holds."
    );
    add_mixed_versions(report, table);
    return table;
}

LaidTable rate_table(const Report& report, const SampleFacts& sample) {
    LaidTable table = by_part(report, sample, "Outcome rates", "Rate", {"count", "base", "value"});
    for (const RateFormula& formula : recruitment::rate_formulas()) {
        LaidRow row{
            .cells = {{.text = std::string(formula.name), .small = std::string(formula.formula)}}
        };
        row.code = formula.name;
        for (const SamplePart* part : told_parts(sample)) {
            row.cells.push_back(rate_cell(part->rates.of(formula.rate)));
        }
        table.rows.push_back(std::move(row));
    }
    table.notes.push_back(
        "AAPOR's formulas (2016). e, the share of cases of unknown eligibility that is taken to be "
        "eligible: " +
        std::string(sample.rates.whole.rates.eligibility.basis)
    );
    table.notes.emplace_back(
        "The rates are of the cases as they were drawn. Where strata were drawn with unequal "
        "chances, those of all describe the sample and not the population."
    );
    add_mixed_versions(report, table);
    return table;
}

std::string answer_of(const SampleFacts& sample) {
    if (!sample.no_answers.empty()) return sample.no_answers;
    return fmt::format(
        "{} of {} completed the questionnaire: {}; {}.",
        count_text(sample.rates.whole.cases.of(recruitment::Code::complete)),
        plural(sample.rates.whole.cases.total(), "released case", "released cases"),
        rate_words(sample, RateName::rr1),
        rate_words(sample, RateName::rr6)
    );
}

}  // namespace

std::string rate_words(const SampleFacts& sample, RateName rate) {
    const Rate& one = sample.rates.whole.rates.of(rate);
    const std::string name(recruitment::formula_of(rate).name);
    const auto value = one.value();
    if (!value || !one.base) return name + ": " + std::string(one.absence);
    return fmt::format(
        "{} = {} ({} of {})", name, rate_value(one), count_text(one.count), base_words(*one.base)
    );
}

Plot flow_plot(const Report& report, const SampleFacts& sample) {
    const auto flow = recruitment::participation_flow(sample.rates.whole.cases);
    FlowPlot shape;
    std::string words;
    for (const recruitment::FlowStep& step : flow.steps) {
        FlowPlot::Box box{
            .label = std::string(recruitment::label_of(step.step)), .cases = step.cases, .lost = {}
        };
        for (const recruitment::FlowLoss& loss : step.lost) {
            const CodeRow& row = recruitment::row_of(loss.code);
            box.lost.push_back(
                fmt::format("{} × {} {}", count_text(loss.cases), row.number, row.meaning)
            );
        }
        words +=
            fmt::format("{}{}: {}", words.empty() ? "" : "; ", box.label, count_text(box.cases));
        shape.boxes.push_back(std::move(box));
    }
    return {
        .title = "From the sample to the responses",
        .description = words + ".",
        .basis = {},
        .shape = std::move(shape),
        .stamp = sample_stamp(report, sample)
    };
}

Supplement sample_part(const Report& report) {
    Supplement part{
        .id = "sampled",
        .heading = "From the sample to the responses",
        .answer = {},
        .tables = {},
        .notes = {}
    };
    if (!report.sample) return part;
    const SampleFacts& sample = *report.sample;
    part.answer = answer_of(sample);
    if (sample.rates.whole.cases.total() == 0) return part;
    if (report.sample_flow) part.plot = &*report.sample_flow;
    part.tables.push_back(step_table(report, sample));
    part.tables.push_back(code_table(report, sample));
    if (sample.no_answers.empty()) {
        part.tables.push_back(rate_table(report, sample));
        for (LaidTable& table : frame_tables(report, sample, sample_stamp(report, sample))) {
            part.tables.push_back(std::move(table));
        }
        if (std::string words = withheld_comparisons(sample); !words.empty()) {
            part.notes.push_back(std::move(words));
        }
    }
    if (sample.unlinked) {
        part.notes.push_back(fmt::format(
            "The link key of this study was destroyed: these are the counts that were kept on {}, "
            "and nobody can tell any more who answered. Strata and waves whose counts would tell "
            "are counted together.",
            to_text(*sample.unlinked).substr(0, 10)
        ));
    }
    return part;
}

}  // namespace querist::report
