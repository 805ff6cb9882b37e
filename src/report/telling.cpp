#include "report/telling.hpp"

#include "report/numbers.hpp"
#include "report/supplements.hpp"
#include "report/wording.hpp"

#include <algorithm>

namespace querist::report {

namespace {

class Telling {
public:
    Telling(const Report& report, Printer& printer) : report_(report), printer_(printer) {}

    void tell() {
        opening();
        found();
        printer_.heading(1, "From visits to responses");
        printer_.paragraph(flow_sentence(report_));
        printer_.table(lay_out_flow(report_));
        for (const Section& one : report_.sections) section(one);
        if (report_.weights) {
            printer_.heading(1, report_.weights->heading);
            result(*report_.weights, "weights");
        }
        plan();
        for (const Supplement& one : supplements(report_)) supplement(one);
        for (const Checklist& one : report_.checklists) {
            printer_.heading(1, "Checklist: " + one.title);
            printer_.table(lay_out(one));
        }
        printer_.heading(1, "How the numbers are made");
        printer_.list(method_lines(report_));
    }

private:
    void opening() {
        if (const std::string_view warning = warning_of(report_.origin); !warning.empty()) {
            printer_.warning(std::string(warning));
        }
        printer_.paragraph(
            responses_text(report_.responses, report_.origin) + ". Study " + report_.study +
            ", instrument version " + report_.version.hex() + "."
        );
        if (report_.responses == 0) {
            printer_.paragraph(
                "There are no responses to report yet. The tables below show what will be reported."
            );
        }
        if (report_.versions.size() > 1) {
            std::vector<std::string> lines;
            lines.reserve(report_.versions.size());
            for (const VersionCount& version : report_.versions) {
                lines.push_back(
                    "Version " + short_version(version.version) + ": " +
                    plural(version.responses, "response", "responses")
                );
            }
            printer_.list(lines);
        }
        for (const std::string& note : report_.notes) printer_.paragraph(note);
    }

    /// Where a plan tells results apart, what it did not promise says so before it speaks.
    [[nodiscard]] std::string marked(const Finding& finding) const {
        const bool is_marked = report_.plan && finding.standing == Standing::exploratory;
        return is_marked ? standing_text(finding.standing) + ": " : std::string();
    }

    void found() {
        const bool any = std::ranges::any_of(report_.sections, [](const Section& one) {
            return !one.found.empty();
        });
        if (!any && report_.plan) return;
        printer_.heading(1, "What was found");
        if (!report_.plan) printer_.paragraph(std::string(no_plan_sentence));
        for (const Section& one : report_.sections) {
            if (one.found.empty()) continue;
            printer_.question(one.text.empty() ? one.heading : one.heading + ": " + one.text);
            std::vector<std::string> lines;
            lines.reserve(one.found.size());
            for (const Finding& finding : one.found) {
                lines.push_back(
                    marked(finding) + led_in(finding.about) + finding.answer +
                    (finding.figures.empty() ? "" : " (" + finding.figures + ".)")
                );
            }
            printer_.list(lines);
        }
    }

    void plan() {
        if (!report_.plan) return;
        printer_.heading(1, "The plan and what differs from it");
        for (const std::string& one : report_.plan->sentences) printer_.paragraph(one);
        if (report_.plan->deviations.empty()) {
            printer_.paragraph("No deviation from the frozen plan is known.");
        } else {
            printer_.heading(2, "Deviations");
            printer_.list(report_.plan->deviations);
        }
    }

    void supplement(const Supplement& part) {
        printer_.heading(1, part.heading);
        printer_.paragraph(part.answer);
        if (part.plot != nullptr) printer_.figure(file_stem("part", part.id), *part.plot);
        for (const LaidTable& table : part.tables) printer_.table(table);
        for (const std::string& note : part.notes) printer_.paragraph(note);
    }

    /// What stands beneath the heading of a planned analysis.
    void result(const Analysis& one, const std::string& kind) {
        printer_.result_line(standing_text(one.standing), one.id, kind);
        if (!one.expects.empty()) printer_.paragraph("Expected: " + one.expects);
        printer_.paragraph(one.answer);
        if (!one.figures.empty()) printer_.paragraph(one.figures + ".");
        evidence(one.tables, one.notes);
    }
    void evidence(const std::vector<Table>& tables, const std::vector<std::string>& notes) {
        for (const Table& table : tables) {
            for (const LaidTable& laid : lay_out(table)) printer_.table(laid);
        }
        for (const std::string& note : notes) printer_.paragraph(note);
    }
    void analysis(const Analysis& one, const std::string& kind) {
        printer_.heading(2, one.heading);
        result(one, kind);
    }

    void section(const Section& section) {
        printer_.heading(1, section.heading);
        if (!section.text.empty()) printer_.question(section.text);
        if (section.items.empty() && section.elsewhere.empty()) {
            printer_.paragraph("No item serves this research question.");
        }
        for (const Analysis& one : section.comparisons) analysis(one, "comparison");
        for (const Analysis& one : section.scales) analysis(one, "scale");
        for (const ItemReport& one : section.items) item(one);
        for (const std::string& name : section.elsewhere) {
            printer_.paragraph("Served too by an item of another section: " + name);
        }
    }

    void item(const ItemReport& item) {
        printer_.heading(
            2, item.number.empty() ? item.question : item.number + ". " + item.question
        );
        printer_.result_line(standing_text(item.standing), item.id, item.kind);
        printer_.paragraph(item.answer);
        if (item.plot) printer_.figure(file_stem("item", item.id), *item.plot);
        evidence(item.tables, item.notes);
    }

    const Report& report_;
    Printer& printer_;
};

}  // namespace

void tell(const Report& report, Printer& printer) { Telling(report, printer).tell(); }

}  // namespace querist::report
