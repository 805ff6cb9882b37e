#include "report/laid_table.hpp"
#include "report/numbers.hpp"
#include "report/render.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::report {

namespace {

/// What would be read as markup is written with a backslash.
std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (std::string_view("\\`*_[]<>|#~&$").contains(c)) out += '\\';
        out += c;
    }
    return out;
}

/// On one line, as tables need it: line ends become slashes.
std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : escaped(text)) {
        if (c == '\n') {
            out += " / ";
        } else if (c != '\r') {
            out += c;
        }
    }
    return out;
}

class Document {
public:
    explicit Document(const Report& report) : report_(report) {}

    std::string text() {
        opening();
        found();
        flow();
        for (const Section& one : report_.sections) section(one);
        weights();
        plan();
        for (const Checklist& one : report_.checklists) checklist(one);
        line("## How the numbers are made");
        for (const std::string& rule : method_lines(report_)) out_ += "- " + escaped(rule) + "\n";
        return std::move(out_);
    }

private:
    /// A paragraph.
    void line(const std::string& text) { out_ += text + "\n\n"; }

    void caption(const std::string& title, const std::string& stamp) {
        line(fmt::format("**Table {}. {}** ({})", ++tables_, escaped(title), stamp));
    }
    void row(const std::vector<std::string>& cells) {
        for (const std::string& cell : cells) out_ += "| " + cell + " ";
        out_ += "|\n";
    }
    /// The first column is words, the others are numbers.
    /// Numbers stand at the right, words at the left; the first column has words.
    enum class Last { numbers, words };
    void head(const std::vector<std::string>& cells, Last last = Last::numbers) {
        row(cells);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const bool words = i == 0 || (i + 1 == cells.size() && last == Last::words);
            out_ += words ? "| :-- " : "| --: ";
        }
        out_ += "|\n";
    }

    void opening() {
        line("# Report: " + escaped(report_.title));
        if (const std::string_view warning = warning_of(report_.origin); !warning.empty()) {
            line("> **" + std::string(warning) + "**");
        }
        line(fmt::format(
            "{}. Study `{}`, instrument version `{}`.",
            responses_text(report_.responses, report_.origin),
            report_.study,
            report_.version.hex()
        ));
        if (report_.responses == 0) {
            line(
                "There are no responses to report yet. The tables below show what will be reported."
            );
        }
        if (report_.versions.size() > 1) {
            for (const VersionCount& version : report_.versions) {
                out_ += fmt::format(
                    "- Version `{}`: {}\n",
                    short_version(version.version),
                    plural(version.responses, "response", "responses")
                );
            }
            out_ += "\n";
        }
        for (const std::string& note : report_.notes) line(escaped(note));
    }

    void flow() {
        line("## From visits to responses");
        const Share finished = share_of(report_.flow.complete, report_.flow.started, report_.level);
        line(
            finished.base == 0
                ? "Nobody has started yet."
                : share_text(finished) + " of those who started completed the questionnaire."
        );
        caption("From visits to responses", std::string(stamp_of(report_.origin)));
        head({"Step", "n"});
        for (const CountLine& one : flow_lines(report_)) {
            const bool sum = one.rank == CountLine::Rank::sum;
            row({(sum ? "" : "– ") + one.label, count_text(one.count)});
        }
        out_ += "\n";
        line(
            "Visits count page loads, not people, and are not told apart by where a response comes "
            "from."
        );
    }

    void found() {
        const bool any = std::ranges::any_of(report_.sections, [](const Section& one) {
            return !one.found.empty();
        });
        if (!any && report_.plan) return;
        line("## What was found");
        if (!report_.plan) line(std::string(no_plan_sentence));
        for (const Section& one : report_.sections) {
            if (one.found.empty()) continue;
            line("**" + escaped(one.heading) + ".** *" + escaped(one.text) + "*");
            for (const Finding& finding : one.found) {
                out_ += "- " + one_line(finding.about) + ": " + one_line(finding.answer) + "\n";
            }
            out_ += "\n";
        }
    }

    void analysis(const Analysis& one, std::string_view heading) {
        line(std::string(heading) + " " + escaped(one.heading));
        const std::string standing = standing_text(one.standing);
        line(standing.empty() ? "`" + one.id + "`" : "**" + standing + "** · `" + one.id + "`");
        if (!one.expects.empty()) line("Expected: " + escaped(one.expects));
        line(escaped(one.answer));
        for (const Table& table : one.tables) {
            std::visit([&](const auto& values) { this->table(values); }, table);
        }
        for (const std::string& note : one.notes) line(escaped(note));
    }

    void weights() {
        if (report_.weights) analysis(*report_.weights, "##");
    }

    void plan() {
        if (!report_.plan) return;
        line("## The plan and what differs from it");
        for (const std::string& one : report_.plan->sentences) line(escaped(one));
        if (report_.plan->deviations.empty()) line("No deviation from the frozen plan is known.");
        for (const std::string& one : report_.plan->deviations) out_ += "- " + escaped(one) + "\n";
        if (!report_.plan->deviations.empty()) out_ += "\n";
    }

    void checklist(const Checklist& list) {
        line("## Checklist: " + escaped(list.title));
        line(escaped(list.source));
        line(checklist_sentence(list));
        row({"Point", "State", "What is known, or what a person must add"});
        out_ += "| :-- | :-- | :-- |\n";
        for (const ChecklistPoint& point : list.points) {
            const bool open = point.state == ChecklistPoint::State::open;
            const std::string state = state_text(point.state);
            row(
                {"**" + one_line(point.topic) + "**: " + one_line(point.asks),
                 open ? "**" + state + "**" : state,
                 one_line(point.evidence)}
            );
        }
        out_ += "\n";
    }

    void laid(const LaidTable& table) {
        caption(table.title, basis_stamp(table.basis));
        std::vector<std::string> heads;
        for (const LaidColumn& column : table.columns) {
            heads.push_back(
                one_line(column.head) +
                (column.small.empty() ? "" : " (" + one_line(column.small) + ")")
            );
        }
        row(heads);
        for (const LaidColumn& column : table.columns) {
            out_ += column.holds == LaidColumn::Holds::numbers ? "| --: " : "| :-- ";
        }
        out_ += "|\n";
        for (const std::vector<LaidCell>& one : table.rows) {
            std::vector<std::string> cells;
            for (const LaidCell& cell : one) {
                cells.push_back(
                    one_line(cell.text) + (cell.small.empty() ? "" : "; " + one_line(cell.small))
                );
            }
            cells.resize(heads.size());
            row(cells);
        }
        out_ += "\n";
        if (!table.over.empty()) line("Columns: " + escaped(table.over));
        for (const std::string& note : table.notes) line(escaped(note));
    }
    /// Whatever can be laid out.
    template <class T>
    void table(const T& one) {
        laid(lay_out(one));
    }

    void section(const Section& section) {
        line("## " + escaped(section.heading));
        if (!section.text.empty()) line("*" + escaped(section.text) + "*");
        if (section.items.empty() && section.elsewhere.empty()) {
            line("No item serves this research question.");
        }
        for (const Analysis& one : section.comparisons) analysis(one, "###");
        for (const Analysis& one : section.scales) analysis(one, "###");
        for (const ItemReport& one : section.items) item(one);
        for (const std::string& name : section.elsewhere) {
            line("Served too by an item of another section: " + escaped(name));
        }
    }

    void item(const ItemReport& item) {
        const std::string number = item.number.empty() ? "" : item.number + "\\. ";
        line("### " + number + one_line(item.question));
        const std::string standing = standing_text(item.standing);
        line(fmt::format(
            "{}`{}` ({})", standing.empty() ? "" : "**" + standing + "** · ", item.id, item.kind
        ));
        line(escaped(item.answer));
        for (const Table& one : item.tables) {
            std::visit([&](const auto& values) { table(values); }, one);
        }
        for (const std::string& note : item.notes) line(escaped(note));
    }

    void basis(const Basis& basis, std::size_t columns) {
        for (const CountLine& one : basis_lines(basis)) {
            std::vector<std::string> cells{"*" + one.label + "*", count_text(one.count)};
            cells.resize(columns);
            row(cells);
        }
        out_ += "\n";
    }

    void table(const FrequencyTable& table) {
        caption(table.title, basis_stamp(table.basis));
        const std::string interval = interval_name(table.basis.level);
        const bool several = table.answers == Answers::several;
        std::vector<std::string> heads{"Answer", "n", "%", interval};
        if (several) heads = {"Answer", "n", "% of respondents", interval, "% of answers"};
        head(heads);
        for (const FrequencyRow& one : table.rows) {
            std::vector<std::string> cells{
                one_line(one.label),
                count_text(one.share.count),
                escaped(marked_percent(one.share)),
                interval_text(one.share)
            };
            if (several) {
                const Share given = share_of(one.share.count, table.answers_given);
                cells.push_back(escaped(percent_text(given)));
            }
            row(cells);
        }
        basis(table.basis, heads.size());
    }

    void table(const GridTable& table) {
        caption(table.title, basis_stamp(table.basis));
        std::vector<std::string> cells{"Row"};
        for (const std::string& point : table.scale) cells.push_back(one_line(point));
        cells.emplace_back("Base");
        cells.emplace_back("Gaps");
        head(cells, Last::words);
        for (const GridRow& one : table.rows) {
            cells = {one_line(one.label)};
            for (const Share& cell : one.cells) {
                cells.push_back(escaped(fmt::format(
                    "{} ({}; {})", count_text(cell.count), marked_percent(cell), interval_text(cell)
                )));
            }
            cells.push_back(count_text(one.basis.answered));
            cells.push_back(gaps_text(one.basis));
            row(cells);
        }
        out_ += "\n";
        line(
            "Each cell: n (%; " + interval_name(table.basis.level) +
            "). Every row has its own base: " +
            plural(table.basis.responses, "response", "responses") + ", those with a gap left out."
        );
    }

    void table(const NumberTable& table) {
        caption(table.title, basis_stamp(table.basis));
        head({"Measure", table.unit.empty() ? "Value" : "Value (" + one_line(table.unit) + ")"});
        for (const NumberLine& one : summary_lines(table)) row({std::string(one.label), one.text});
        basis(table.basis, 2);
        if (table.bins.empty()) return;
        caption(table.title + " (by range)", basis_stamp(table.basis));
        head({"Range", "n"});
        for (const statistics::Bin& bin : table.bins) {
            row({bin_text(bin, table.spacing), count_text(bin.count)});
        }
        out_ += "\n";
    }

    void table(const FigureTable& table) {
        caption(table.title, basis_stamp(table.basis));
        std::vector<std::string> heads = figure_heads(table);
        heads.insert(heads.begin(), "Row");
        for (std::string& one : heads) one = one_line(one);
        head(heads, Last::words);
        for (const FigureRow& one : table.rows) {
            std::vector<std::string> cells = figure_cells(table, one);
            for (std::string& cell : cells) cell = escaped(cell);
            cells.insert(cells.begin(), one_line(one.label));
            row(cells);
        }
        out_ += "\n";
    }

    void table(const OpenAnswers& open) {
        caption(open.title, basis_stamp(open.basis));
        head({"Response", "Answer"}, Last::words);
        for (const Quote& quote : open.quotes)
            row({"`" + quote.response + "`", one_line(quote.text)});
        if (open.quotes.empty()) row({"", empty_list_text(open)});
        out_ += "\n";
        if (const std::string note = open_note(open); !note.empty()) line(note);
    }

    const Report& report_;
    std::string out_;
    int tables_ = 0;
};

}  // namespace

std::string render_markdown(const Report& report) { return Document(report).text(); }

}  // namespace querist::report
