#include "report/tabulate.hpp"

#include "core/core.hpp"
#include "report/numbers.hpp"
#include "report/periods.hpp"
#include "report/screening.hpp"

#include <algorithm>

namespace querist::report {

namespace {

using instrument::Option;
using response::Column;
using response::Gap;
using response::TableItem;

/// Why none of several columns has an answer: what the respondent did comes before what the
/// instrument did.
Gap joint_gap(std::span<const Column* const> columns, std::size_t response) {
    static constexpr Gap by_weight[] = {
        Gap::none, Gap::declined, Gap::skipped, Gap::broken_off, Gap::withdrawn
    };
    for (const Gap gap : by_weight) {
        for (const Column* column : columns) {
            if (column->gap(response) == gap) return gap;
        }
    }
    return Gap::not_shown;
}

FrequencyTable frequency_table(
    const Ground& ground,
    const TableItem& item,
    const std::vector<std::int64_t>& counts,
    Answers answers
) {
    FrequencyTable table{
        .title = question_title(item.item),
        .basis = basis_of(ground, item),
        .answers = answers,
        .rows = {}
    };
    const std::vector<Option>& options = instrument::options_of(item.item.kind);
    const std::vector<response::CodeLabel> labels = response::code_labels(item.item.kind);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        // Who declines has not answered: they are among the gaps.
        if (i < options.size() && options[i].declines) continue;
        table.rows.push_back({
            .code = std::string(labels[i].code),
            .label = std::string(labels[i].label),
            .share = share_of(counts[i], table.basis.answered, ground.level),
        });
        table.answers_given += counts[i];
    }
    return table;
}

GridTable grid_table(const Ground& ground, const TableItem& item, Answers answers) {
    const std::vector<Option>& options = instrument::options_of(item.item.kind);
    GridTable table{
        .title = question_title(item.item),
        .basis = basis_of(ground, item),
        .scale = {},
        .rows = {},
        .answers = answers
    };
    for (const Option& point : options) {
        if (!point.declines) table.scale.push_back(point.label);
    }
    for (const Column& column : columns_of(ground, item)) {
        const auto position = static_cast<std::size_t>(column.row);
        const Option& option = instrument::rows_of(item.item.kind)[position];
        GridRow row{
            .code = option.code,
            .label = instrument::row_words(option),
            .basis = column_basis(ground, column),
            .cells = {},
        };
        const std::vector<std::int64_t> counts = counts_of(column);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (!options[i].declines)
                row.cells.push_back(share_of(counts[i], row.basis.answered, ground.level));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

FrequencyTable date_table(const Ground& ground, const TableItem& item) {
    const auto& texts = std::get<response::Texts>(columns_of(ground, item).front().cells);
    std::vector<std::chrono::sys_days> days;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (const auto day = instrument::calendar_day(texts.text(i))) days.push_back(*day);
    }
    FrequencyTable table{
        .title = question_title(item.item),
        .basis = basis_of(ground, item),
        .answers = Answers::one,
        .rows = {},
        .in_short = in_short(days)
    };
    for (const Period& period : periods_of(days)) {
        table.rows.push_back({
            .code = period.label,
            .label = period.label,
            .share = share_of(period.count, table.basis.answered, ground.level),
        });
    }
    return table;
}

NumberTable number_table(
    const Ground& ground,
    const TableItem& item,
    const std::string& unit,
    statistics::Spacing spacing
) {
    std::vector<double> values = numbers_of(columns_of(ground, item).front());
    NumberTable table;
    table.title = question_title(item.item);
    table.basis = basis_of(ground, item);
    table.unit = unit;
    table.spacing = spacing;
    table.bins = statistics::histogram(values, table.spacing);
    table.summary = statistics::summarize(std::move(values));
    return table;
}

FigureTable figure_table(
    const Ground& ground,
    const TableItem& item,
    FigureTable::Figures figures,
    const std::string& unit
) {
    FigureTable table{
        .figures = figures,
        .title = question_title(item.item),
        .basis = basis_of(ground, item),
        .unit = unit,
        .rows = {}
    };
    for (const Column& column : columns_of(ground, item)) {
        const auto position = static_cast<std::size_t>(column.row);
        const Option& option = instrument::rows_of(item.item.kind)[position];
        std::vector<double> values = numbers_of(column);
        const auto first = std::ranges::count(values, 1.0);
        table.rows.push_back({
            .code = option.code,
            .label = option.label,
            .basis = column_basis(ground, column),
            .summary = statistics::summarize(std::move(values)),
            .first = share_of(
                figures == FigureTable::Figures::ranks ? first : 0,
                table.basis.answered,
                ground.level
            ),
        });
    }
    return table;
}

/// "The net promoter score was +23 (95% CI +5 to +40)…"; on a small base the counts only.
std::string score_sentence(
    std::int64_t promoters, std::int64_t detractors, std::int64_t base, double level
) {
    const auto score = statistics::share_difference_interval(promoters, detractors, base, level);
    if (!score) return {};
    if (base < small_base) {
        return plural(promoters, "promoter", "promoters") + " and " +
               plural(detractors, "detractor", "detractors") + " among " + count_text(base) +
               " who answered: too few for a score.";
    }
    return "The net promoter score was " + score_text(score->estimate) + " (" +
           interval_name(level) + " " + score_text(score->low) + " to " + score_text(score->high) +
           "): " + percent_text(share_of(promoters, base)) + " promoters less " +
           percent_text(share_of(detractors, base)) + " detractors.";
}

FrequencyTable promoter_table(const Ground& ground, const TableItem& item) {
    const Basis basis = basis_of(ground, item);
    const auto [promoters, passives, detractors] = promoters_of(columns_of(ground, item).front());
    const auto row = [&](const char* code, const char* label, std::int64_t count) {
        return FrequencyRow{
            .code = code, .label = label, .share = share_of(count, basis.answered, ground.level)
        };
    };
    return {
        .title = question_title(item.item),
        .basis = basis,
        .answers = Answers::one,
        .rows =
            {row("promoters", promoters_label, promoters),
             row("passives", passives_label, passives),
             row("detractors", detractors_label, detractors)},
        .in_short = score_sentence(promoters, detractors, basis.answered, ground.level)
    };
}

/// How many chose what whoever reads the question chooses; empty for other questions.
std::string attention_sentence(const FrequencyTable& table, const std::string& right) {
    const auto row = std::ranges::find(table.rows, right, &FrequencyRow::code);
    if (right.empty() || row == table.rows.end()) return {};
    return "Attention check: " + share_text(row->share) + " passed it with “" + row->label + "”.";
}

/// Where only one answer is not screened out, everybody in the table gave it, and no interval says
/// anything of anybody else. Answers of another version may have been admitted otherwise.
void note_screening(const Ground& ground, const TableItem& item, FrequencyTable& table) {
    const std::optional<std::size_t> only = only_admitted(ground.study, item.item);
    if (!only || table.basis.answered == 0) return;
    const std::string code(response::code_labels(item.item.kind)[*only].code);
    const bool all = std::ranges::all_of(table.rows, [&](const FrequencyRow& row) {
        return row.code == code || row.share.count == 0;
    });
    if (!all) return;
    table.shares = FrequencyTable::Shares::fixed_by_screening;
    for (FrequencyRow& row : table.rows) row.share.interval.reset();
}

OpenAnswers open_answers(
    const Ground& ground,
    OpenAnswers::Stands stands,
    std::string title,
    const Basis& basis,
    const response::Texts& texts
) {
    OpenAnswers open{
        .stands = stands,
        .title = std::move(title),
        .basis = basis,
        .total = static_cast<std::int64_t>(texts.size()),
        .quotes = {},
    };
    if (stands == OpenAnswers::Stands::withheld) return open;
    for (std::size_t i = 0; i < std::min(texts.size(), quotes_max); ++i) {
        const PublicId& id = ground.table.responses()[texts.response(i)].public_id;
        open.quotes.push_back({
            .response = id.text().substr(0, short_id_characters),
            .text = std::string(texts.text(i)),
        });
    }
    return open;
}

/// What was typed beside options, or beside rows of a grid.
void add_texts_beside(const Ground& ground, const TableItem& item, std::vector<Table>& tables) {
    const std::vector<Option>& rows = instrument::rows_of(item.item.kind);
    const std::vector<Option>& options =
        rows.empty() ? instrument::options_of(item.item.kind) : rows;
    for (const Column& column : columns_of(ground, item)) {
        for (std::size_t i = 0; i < column.beside.size(); ++i) {
            const std::size_t option = rows.empty() ? i : static_cast<std::size_t>(column.row);
            if (option >= options.size() || column.beside[i].size() == 0) continue;
            tables.emplace_back(open_answers(
                ground,
                OpenAnswers::Stands::beside,
                "What was typed at “" + options[option].label + "”",
                column_basis(ground, column),
                column.beside[i]
            ));
        }
    }
}

}  // namespace

std::vector<std::int64_t> counts_of(const Column& column) {
    if (const auto* sets = std::get_if<response::CodeSets>(&column.cells)) return sets->counts();
    return std::get<response::Codes>(column.cells).counts();
}

std::vector<double> numbers_of(const Column& column) {
    const auto& cells = std::get<response::Numbers>(column.cells);
    std::vector<double> values;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (column.gap(i) == Gap::none) values.push_back(cells[i]);
    }
    return values;
}

Promoters promoters_of(const Column& column) {
    using instrument::NetPromoter;
    Promoters found;
    for (const double value : numbers_of(column)) {
        if (value >= NetPromoter::promoters_from) {
            ++found.promoters;
        } else if (value <= NetPromoter::detractors_to) {
            ++found.detractors;
        } else {
            ++found.passives;
        }
    }
    return found;
}

Share share_of(std::int64_t count, std::int64_t base, double level) {
    return {
        .count = count,
        .base = base,
        .interval = statistics::wilson_interval(count, base, level),
        .level = level,
    };
}

const instrument::AnalysisPlan& Ground::plan() const {
    static const instrument::AnalysisPlan nothing;
    return facts.plan ? facts.plan->plan : nothing;
}

Basis basis_from(const Ground& ground, const GapCounts& counts) {
    Basis basis{
        .responses = static_cast<std::int64_t>(ground.table.size()),
        .answered = counts[static_cast<std::size_t>(Gap::none)],
        .gaps = counts,
        .screened_out = ground.facts.left_out.of(response::Disposition::screened_out),
        .quota_full = ground.facts.left_out.of(response::Disposition::quota_full),
        .excluded = ground.facts.left_out.of(response::Disposition::excluded),
        .version = ground.table.versions().front(),
        .origin = ground.facts.origin,
        .level = ground.level,
    };
    basis.gaps[static_cast<std::size_t>(Gap::none)] = 0;
    return basis;
}

Basis column_basis(const Ground& ground, const Column& column) {
    std::array<std::int64_t, 256> counts{};
    for (const std::uint8_t gap : column.gaps) ++counts[gap];
    GapCounts known{};
    std::copy_n(counts.begin(), known.size(), known.begin());
    return basis_from(ground, known);
}

std::span<const Column> columns_of(const Ground& ground, const TableItem& item) {
    return std::span(ground.table.columns())
        .subspan(
            static_cast<std::size_t>(item.first_column), static_cast<std::size_t>(item.column_count)
        );
}

namespace {

bool continues_word(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || is_digit(c); }

/// Whether a text has these words, not as a part of others.
bool has_words(std::string_view text, std::string_view words) {
    for (std::size_t at = text.find(words); at != text.npos; at = text.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        const bool begins = at == 0 || !continues_word(text[at - 1]);
        if (begins && (end == text.size() || !continues_word(text[end]))) return true;
    }
    return false;
}

}  // namespace

std::string question_words(const instrument::Item& item) {
    std::string words = instrument::without_answers(item.ask);
    if (const instrument::Round* round = instrument::round_of(item)) {
        // What every round asks in the same words would be told apart by nothing.
        const std::string choice = instrument::without_answers(round->label);
        if (!has_words(words, choice)) words += " – " + choice;
    }
    return words;
}

std::string question_title(const instrument::Item& item) {
    std::string words = question_words(item);
    return item.number.empty() ? words : item.number + ". " + words;
}

std::string version_names(const response::ResponseTable& table, const std::vector<int>& versions) {
    std::string names = versions.size() == 1 ? "version " : "versions ";
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (i > 0) names += i + 1 == versions.size() ? " and " : ", ";
        names += short_version(table.versions()[static_cast<std::size_t>(versions[i])]);
    }
    return names;
}

Basis joint_basis(const Ground& ground, std::span<const Column* const> columns) {
    GapCounts counts{};
    for (std::size_t response = 0; response < ground.table.size(); ++response) {
        ++counts[static_cast<std::size_t>(joint_gap(columns, response))];
    }
    return basis_from(ground, counts);
}

Basis basis_of(const Ground& ground, const TableItem& item) {
    const std::span<const Column> columns = columns_of(ground, item);
    if (columns.size() == 1) return column_basis(ground, columns.front());
    std::vector<const Column*> rows;
    rows.reserve(columns.size());
    for (const Column& column : columns) rows.push_back(&column);
    return joint_basis(ground, rows);
}

namespace {

statistics::Spacing spacing_of(instrument::NumberKind kind) {
    const bool whole = kind == instrument::NumberKind::whole;
    return whole ? statistics::Spacing::whole : statistics::Spacing::any;
}

}  // namespace

std::vector<Table> tabulate(const Ground& ground, const TableItem& item) {
    std::vector<Table> tables;
    if (item.column_count == 0) return tables;
    const Column& first = columns_of(ground, item).front();
    const auto single = [&](const auto&) {
        const auto counts = std::get<response::Codes>(first.cells).counts();
        tables.emplace_back(frequency_table(ground, item, counts, Answers::one));
    };
    const auto open = [&](OpenAnswers::Stands stands) {
        tables.emplace_back(open_answers(
            ground,
            stands,
            question_title(item.item),
            basis_of(ground, item),
            std::get<response::Texts>(first.cells)
        ));
    };
    std::visit(
        Overloaded{
            [&](const instrument::SingleChoice& k) {
                single(k);
                auto& table = std::get<FrequencyTable>(tables.back());
                table.in_short = attention_sentence(table, k.attention_check);
            },
            [&](const instrument::YesNo& k) { single(k); },
            [&](const instrument::Consent& k) { single(k); },
            [&](const instrument::SeveralChoices&) {
                const auto counts = std::get<response::CodeSets>(first.cells).counts();
                tables.emplace_back(frequency_table(ground, item, counts, Answers::several));
            },
            [&](const instrument::Grid&) {
                tables.emplace_back(grid_table(ground, item, Answers::one));
            },
            [&](const instrument::Matrix&) {
                tables.emplace_back(grid_table(ground, item, Answers::several));
            },
            [&](const instrument::Text&) { open(OpenAnswers::Stands::alone); },
            [&](const instrument::Email&) { open(OpenAnswers::Stands::withheld); },
            [&](const instrument::Date&) { tables.emplace_back(date_table(ground, item)); },
            [&](const instrument::Number& k) {
                tables.emplace_back(number_table(ground, item, k.unit, spacing_of(k.number)));
            },
            [&](const instrument::SemanticDifferential&) {
                tables.emplace_back(grid_table(ground, item, Answers::one));
            },
            [&](const instrument::Ranking&) {
                tables.emplace_back(figure_table(ground, item, FigureTable::Figures::ranks, ""));
            },
            [&](const instrument::ConstantSum& k) {
                tables.emplace_back(figure_table(ground, item, FigureTable::Figures::parts, k.unit)
                );
            },
            [&](const instrument::NetPromoter&) {
                tables.emplace_back(promoter_table(ground, item));
                tables.emplace_back(number_table(ground, item, "", statistics::Spacing::whole));
            },
            [&](const instrument::Information&) {},
        },
        item.item.kind
    );
    if (!tables.empty()) {
        auto* table = std::get_if<FrequencyTable>(&tables.front());
        if (table != nullptr) note_screening(ground, item, *table);
    }
    add_texts_beside(ground, item, tables);
    return tables;
}

}  // namespace querist::report
