#include "report/build.hpp"

#include "report/checklists.hpp"
#include "report/numbers.hpp"
#include "report/picture_of.hpp"
#include "report/planned.hpp"
#include "report/rounds.hpp"
#include "report/sample_part.hpp"
#include "report/sentences.hpp"
#include "report/subgroups.hpp"
#include "report/tabulate.hpp"
#include "report/weighted_shares.hpp"
#include "report/word_context.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace querist::report {

namespace {

using response::Disposition;
using response::TableItem;

bool any_declines(const std::vector<instrument::Option>& options) {
    return std::ranges::any_of(options, &instrument::Option::declines);
}

bool has_small_base(const Table& table) {
    const auto small = [](const Basis& basis) {
        return basis.answered > 0 && basis.answered < small_base;
    };
    if (const auto* frequencies = std::get_if<FrequencyTable>(&table))
        return small(frequencies->basis);
    if (const auto* figures = std::get_if<FigureTable>(&table)) {
        return figures->figures == FigureTable::Figures::ranks && small(figures->basis);
    }
    if (const auto* grid = std::get_if<GridTable>(&table)) {
        return std::ranges::any_of(grid->rows, [&](const GridRow& row) {
            return small(row.basis);
        });
    }
    return false;
}

/// Where the answers come from when nobody was asked, and what was shuffled.
void add_origin_notes(const TableItem& item, std::vector<std::string>& notes) {
    if (item.item.calculation) {
        notes.push_back(
            fmt::format("Computed from answers: {}.", item.item.calculation->value.text())
        );
    }
    if (item.item.source == instrument::Source::page_order) {
        notes.emplace_back(
            "Each response saw these pages in an order that chance drew for it: 1 stands for what "
            "it "
            "saw first."
        );
    }
    if (item.shuffles) {
        const bool choices = instrument::rows_of(item.item.kind).empty() ||
                             std::holds_alternative<instrument::Ranking>(item.item.kind);
        notes.emplace_back(
            choices ? "The choices stood in random order, another one for each response."
                    : "The rows stood in random order, another one for each response."
        );
    }
    if (item.moves) {
        notes.emplace_back(
            "The questions of its page stood in random order, another one for each response."
        );
    }
}

std::vector<std::string> notes_of(
    const Ground& ground, const TableItem& item, const std::vector<Table>& tables
) {
    std::vector<std::string> notes;
    if (!item.item.added.empty()) notes.push_back("Added to the protocol: " + item.item.added);
    add_origin_notes(item, notes);
    if (std::holds_alternative<instrument::SeveralChoices>(item.item.kind)) {
        notes.emplace_back(
            "Several answers could be chosen: percentages are of the respondents who answered and "
            "may add up to more than 100%."
        );
    }
    if (std::holds_alternative<instrument::NetPromoter>(item.item.kind)) {
        notes.emplace_back(
            "Score: the percentage of promoters less that of detractors (Reichheld 2003), from "
            "-100 "
            "to +100; its interval is the adjusted Wald interval of Bonett and Price 2012."
        );
    }
    if (std::holds_alternative<instrument::SemanticDifferential>(item.item.kind)) {
        notes.emplace_back("1 is the first word of a row, the greatest number the second.");
    }
    if (std::holds_alternative<instrument::Matrix>(item.item.kind)) {
        notes.emplace_back(
            "Several answers could be chosen in a row: percentages are of the respondents who "
            "answered the row and may add up to more than 100%."
        );
    }
    if (any_declines(instrument::options_of(item.item.kind))) {
        notes.emplace_back("Who chose not to say is counted as declined, outside the base.");
    }
    if (std::ranges::any_of(tables, has_small_base)) {
        notes.push_back(
            "Small base: where fewer than " + count_text(small_base) +
            " answered (†), read the counts, not the percentages."
        );
    }
    const response::ResponseTable& table = ground.table;
    if (item.asked_in.size() < table.versions().size()) {
        notes.push_back(
            "Asked only in " + version_names(table, item.asked_in) +
            "; in responses of other versions it counts as not shown."
        );
    }
    if (!item.changes.empty()) {
        notes.push_back(
            "Apart from the newest form of this question, which differs: " +
            fmt::format("{}", fmt::join(item.changes, "; ")) + "."
        );
    }
    for (const TableItem& other : table.items()) {
        if (other.item.id != item.item.id || other.changes.empty() || !item.changes.empty())
            continue;
        notes.push_back(
            "Asked otherwise in " + version_names(table, other.asked_in) +
            "; answers to that stand apart, at " + other.key + "."
        );
    }
    return notes;
}

/// What stands beneath an item's own tables: the middles of its rows, words in context, and, where
/// it is planned, its sub-groups and weighted shares.
void add_evidence(
    const Ground& ground,
    const TableItem& item,
    const std::optional<ReportWeights>& weights,
    ItemReport& report
) {
    if (std::holds_alternative<instrument::Grid>(item.item.kind) ||
        std::holds_alternative<instrument::SemanticDifferential>(item.item.kind)) {
        report.tables.emplace_back(scale_summary(ground, item));
    }
    if (std::holds_alternative<instrument::Text>(item.item.kind)) {
        ContextTable words = word_contexts(ground, item);
        if (!words.lines.empty()) report.tables.emplace_back(std::move(words));
        report.notes.emplace_back("Themes: not coded yet.");
    }
    if (!in_plan(ground, item)) return;
    for (const instrument::Variable& subgroup : subgroups_of(ground, item)) {
        for (Table& table : by_group(ground, item, subgroup)) {
            report.tables.push_back(std::move(table));
        }
    }
    if (!weights) return;
    for (WeightedTable& weighted : weighted_tables(ground, item, weights->weights)) {
        report.tables.emplace_back(std::move(weighted));
    }
}

ItemReport item_report(
    const Ground& ground, const TableItem& item, const std::optional<ReportWeights>& weights
) {
    ItemReport report{
        .standing = standing_of(ground, item),
        .id = item.key,
        .number = item.item.number,
        .question = question_words(item.item),
        .kind = std::string(instrument::kind_name(item.item.kind)),
        .answer = {},
        .basis = basis_of(ground, item),
        .tables = tabulate(ground, item),
        .plot = {},
        .notes = {},
    };
    report.answer = answer_sentence(report.tables.front(), item.item.kind);
    report.plot = picture_of(report.tables.front(), ground.plan().rows);
    report.notes = notes_of(ground, item, report.tables);
    add_evidence(ground, item, weights, report);
    return report;
}

/// All rounds of an item of a repeated block in one table, before each by itself.
std::optional<ItemReport> joint_report(const Ground& ground, const TableItem& item) {
    std::optional<Table> table = joint_table(ground, item);
    if (!table) return std::nullopt;
    const instrument::Item asked = asked_in_rounds(ground, item);
    const std::string& id = instrument::written_id(item.item);
    ItemReport report{
        .standing = standing_of(ground, item),
        .id = id,
        .number = asked.number,
        .question = instrument::without_answers(asked.ask),
        .kind = std::string(instrument::kind_name(item.item.kind)) + ", for each choice",
        .answer = answer_sentence(*table, item.item.kind),
        .basis = std::visit([](const auto& one) -> Basis { return one.basis; }, *table),
        .tables = {},
        .plot = {},
        .notes = {joint_note(ground, item)},
        .joint = id,
    };
    Table drawn = *table;
    auto* grid = std::get_if<GridTable>(&drawn);
    // Choices in no order have no middle to be drawn around.
    if (grid != nullptr && !joint_points_are_ordered(ground, item))
        grid->answers = Answers::several;
    report.plot = picture_of(drawn, instrument::RowOrder::as_asked);
    if (std::holds_alternative<instrument::SeveralChoices>(item.item.kind)) {
        report.notes.emplace_back(
            "Several answers could be chosen: percentages are of the respondents who answered and "
            "may add up to more than 100%."
        );
    }
    if (has_small_base(*table)) {
        report.notes.push_back(
            "Small base: where fewer than " + count_text(small_base) +
            " answered (†), read the counts, not the percentages."
        );
    }
    report.tables.push_back(*std::move(table));
    return report;
}

/// The section that an item stands in: the sample (0), a research question (from 1), nothing (-1).
int place_of(const instrument::Study& study, const instrument::Item& item) {
    if (item.describes_sample) return 0;
    for (std::size_t i = 0; i < study.research_questions.size(); ++i) {
        if (std::ranges::count(item.serves, study.research_questions[i].id) > 0) {
            return static_cast<int>(i) + 1;
        }
    }
    return -1;
}

std::vector<Section> empty_sections(const instrument::Study& study) {
    std::vector<Section> sections;
    sections.push_back(
        {.purpose = Purpose::sample,
         .id = "sample",
         .heading = "Who answered",
         .text = "",
         .found = {},
         .comparisons = {},
         .scales = {},
         .items = {},
         .elsewhere = {}}
    );
    for (std::size_t i = 0; i < study.research_questions.size(); ++i) {
        const std::string number =
            study.research_questions.size() == 1 ? "" : " " + std::to_string(i + 1);
        sections.push_back(
            {.purpose = Purpose::research_question,
             .id = study.research_questions[i].id,
             .heading = "Research question" + number,
             .text = study.research_questions[i].text,
             .found = {},
             .comparisons = {},
             .scales = {},
             .items = {},
             .elsewhere = {}}
        );
    }
    sections.push_back(
        {.purpose = Purpose::nothing,
         .id = "other-items",
         .heading = "Items that serve no research question",
         .text = "",
         .found = {},
         .comparisons = {},
         .scales = {},
         .items = {},
         .elsewhere = {}}
    );
    return sections;
}

/// Items in the order of the report: what older versions asked otherwise follows the newest form,
/// further rounds of an item of a repeated block follow the first.
std::vector<const TableItem*> in_order(const Ground& ground) {
    const std::vector<TableItem>& items = ground.table.items();
    std::vector<const TableItem*> order;
    const auto add = [&](const TableItem& item) {
        for (const TableItem& same : items) {
            if (same.item.id == item.item.id && same.column_count > 0) order.push_back(&same);
        }
    };
    for (const TableItem& item : items) {
        if (!item.changes.empty()) continue;
        const std::vector<const TableItem*> rounds = rounds_of(ground, item);
        if (rounds.empty()) add(item);
        if (rounds.empty() || rounds.front() != &item) continue;
        for (const TableItem* round : rounds) add(*round);
    }
    return order;
}

/// Says of the last report which one tells its round with the others, if one does.
void tell_jointly(const TableItem& item, std::vector<ItemReport>& reports) {
    if (!item.item.round || !item.changes.empty()) return;
    const std::string& id = item.item.round->name;
    const bool told = std::ranges::any_of(reports, [&](const ItemReport& one) {
        return one.id == id && one.joint == id;
    });
    if (told) reports.back().joint = id;
}

std::vector<Section> build_sections(
    const Ground& ground, const std::optional<ReportWeights>& weights
) {
    const instrument::Study& study = ground.study;
    std::vector<Section> sections = empty_sections(study);
    for (const TableItem* one : in_order(ground)) {
        const TableItem& item = *one;
        const int place = place_of(study, item.item);
        Section& own = place < 0 ? sections.back() : sections[static_cast<std::size_t>(place)];
        if (opens_rounds(ground, item)) {
            if (auto joint = joint_report(ground, item)) own.items.push_back(*std::move(joint));
        }
        own.items.push_back(item_report(ground, item, weights));
        tell_jointly(item, own.items);
        for (Section& other : sections) {
            if (other.purpose == Purpose::research_question && &other != &own &&
                instrument::is_told(item.item) &&
                std::ranges::count(item.item.serves, other.id) > 0) {
                other.elsewhere.push_back(question_title(item.item));
            }
        }
    }
    std::erase_if(sections, [](const Section& section) {
        return section.purpose != Purpose::research_question && section.items.empty();
    });
    for (Section& section : sections) answer_section(ground, section);
    for (Section& section : sections) tell_findings(ground, section, sections);
    return sections;
}

Quality quality_of(const ReportFacts& facts) {
    Quality quality{.flags = facts.flags, .exclusions = {}};
    for (const auto& [reason, responses] : facts.exclusions) {
        quality.exclusions.push_back({reason, responses});
    }
    return quality;
}

std::vector<LanguageCount> languages_of(const response::ResponseTable& table) {
    if (table.languages().size() < 2) return {};
    std::vector<LanguageCount> counts{{.language = {}}};
    for (const std::string& language : table.languages()) counts.push_back({.language = language});
    for (const response::ResponseTable::Meta& meta : table.responses()) {
        LanguageCount& count = counts.at(meta.language);
        ++count.responses;
        if (response::disposition_of(meta) == Disposition::completed) ++count.complete;
    }
    std::rotate(counts.begin(), counts.begin() + 1, counts.end());  // not known: last
    if (counts.back().responses == 0) counts.pop_back();
    return counts;
}

Flow flow_of(const response::ResponseTable& table, const ReportFacts& facts) {
    Flow flow{.visits = facts.visits, .outcome = facts.left_out};
    for (const response::ResponseTable::Meta& meta : table.responses()) {
        flow.outcome.add(response::disposition_of(meta));
    }
    return flow;
}

}  // namespace

Report build_report(
    const instrument::Study& newest, const response::ResponseTable& table, const ReportFacts& facts
) {
    const double level = facts.plan ? facts.plan->plan.confidence : statistics::usual_level;
    const Ground ground{table, facts, newest, level};
    const std::optional<ReportWeights> weights = make_weights(ground);
    Report report{
        .study = newest.id,
        .title = newest.title,
        .language = newest.language,
        .origin = facts.origin,
        .version = newest.version,
        .versions = {},
        .responses = static_cast<std::int64_t>(table.size()),
        .flow = flow_of(table, facts),
        .partial_from = newest.completeness.partial_from,
        .notes = facts.notes,
        .level = level,
        .plan = plan_report(ground),
        .sections = build_sections(ground, weights),
        .weights = {},
        .checklists = {},
        .quality = quality_of(facts),
        .languages = languages_of(table),
        .published = {},
        .sample = facts.sample,
        .sample_flow = {},
    };
    const bool has_cases = facts.sample && facts.sample->rates.whole.cases.total() > 0;
    if (has_cases) report.sample_flow = flow_plot(report, *facts.sample);
    report.excluded_kept =
        report.flow.outcome.of(Disposition::excluded) - facts.left_out.of(Disposition::excluded);
    if (weights) report.weights = weights->analysis;
    if (facts.published) report.published = compare_published(*facts.published, table);
    for (const Digest& version : table.versions()) report.versions.push_back({version, 0});
    for (const response::ResponseTable::Meta& meta : table.responses()) {
        ++report.versions[static_cast<std::size_t>(meta.version)].responses;
    }
    if (report.versions.size() > 1) {
        report.notes.push_back(
            "Responses of " + count_text(static_cast<std::int64_t>(report.versions.size())) +
            " instrument versions are in this report. Questions that all of them ask alike are "
            "reported together; a question that was changed stands apart for each form of it."
        );
    }
    report.checklists = checklists(ground, report);
    return report;
}

}  // namespace querist::report
