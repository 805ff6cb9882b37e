#include "report/laid_table.hpp"
#include "report/numbers.hpp"
#include "report/render.hpp"
#include "report/supplements.hpp"
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
        for (const Supplement& one : supplements(report_)) supplement(one);
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
        line(flow_sentence(report_));
        laid(lay_out_flow(report_));
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
                out_ += "- " + one_line(finding.about) + ": " + one_line(finding.answer) +
                        (finding.figures.empty() ? "" : " (" + one_line(finding.figures) + ".)") +
                        "\n";
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
        if (!one.figures.empty()) line(escaped(one.figures) + ".");
        for (const Table& values : one.tables) table(values);
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

    void supplement(const Supplement& part) {
        line("## " + escaped(part.heading));
        line(escaped(part.answer));
        for (const LaidTable& table : part.tables) laid(table);
        for (const std::string& note : part.notes) line(escaped(note));
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
        caption(table.title, table.stamp);
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
        for (const LaidRow& one : table.rows) {
            std::vector<std::string> cells;
            for (const LaidCell& cell : one.cells) {
                cells.push_back(
                    one_line(cell.text) + (cell.small.empty() ? "" : "; " + one_line(cell.small))
                );
            }
            if (one.rank == LaidRow::Rank::part) cells.front().insert(0, "– ");
            cells.resize(heads.size());
            row(cells);
        }
        std::vector<std::string> cells(heads.size());
        if (!table.empty.empty()) {
            cells.back() = one_line(table.empty);
            row(cells);
        }
        for (const CountLine& one : table.foot) {
            cells[0] = "*" + one.label + "*";
            cells[1] = count_text(one.count);
            row(cells);
        }
        out_ += "\n";
        if (!table.over.empty()) line("Columns: " + escaped(table.over));
        for (const std::string& note : table.notes) line(escaped(note));
    }
    void table(const Table& table) {
        for (const LaidTable& one : lay_out(table)) laid(one);
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
        for (const Table& one : item.tables) table(one);
        for (const std::string& note : item.notes) line(escaped(note));
    }

    const Report& report_;
    std::string out_;
    int tables_ = 0;
};

}  // namespace

std::string render_markdown(const Report& report) { return Document(report).text(); }

}  // namespace querist::report
