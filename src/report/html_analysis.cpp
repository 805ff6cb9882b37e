#include "report/html_page.hpp"
#include "report/laid_table.hpp"
#include "report/wording.hpp"

#include <algorithm>

namespace querist::report {

std::string anchor(const Section& section, const Analysis& analysis, std::string_view kind) {
    return anchor(section) + "." + std::string(kind) + "." + analysis.id;
}

std::string Page::anchor_of(std::string_view evidence) const {
    for (const Section& section : report_.sections) {
        for (const ItemReport& item : section.items) {
            if (item.id == evidence) return anchor(section, item);
        }
        for (const Analysis& one : section.comparisons) {
            if ("comparison." + one.id == evidence) return anchor(section, one, "comparison");
        }
        for (const Analysis& one : section.scales) {
            if ("scale." + one.id == evidence) return anchor(section, one, "scale");
        }
    }
    return "contents";
}

void Page::standing(Standing standing) {
    const std::string text = standing_text(standing);
    if (text.empty()) return;
    out_.element(
        "b",
        text,
        {{"class", standing == Standing::planned ? "standing planned" : "standing exploratory"}}
    );
    out_.text(" ");
}

/// The answers before all evidence.
void Page::found() {
    const bool any = std::ranges::any_of(report_.sections, [](const Section& section) {
        return !section.found.empty();
    });
    if (!any && report_.plan) return;
    out_.open("section", {{"class", "found"}, {"aria-labelledby", "found"}});
    out_.element("h2", "What was found", {{"id", "found"}});
    if (!report_.plan) out_.element("p", no_plan_sentence, {{"class", "notice"}});
    for (const Section& section : report_.sections) {
        if (section.found.empty()) continue;
        out_.element("p", section.text, {{"class", "question"}});
        out_.open("ul", {{"class", "short"}});
        for (const Finding& finding : section.found) {
            out_.open("li");
            if (report_.plan && finding.standing == Standing::exploratory) {
                standing(finding.standing);
            }
            out_.element("a", finding.about, {{"href", "#" + anchor_of(finding.evidence)}});
            out_.element("span", finding.answer);
            if (!finding.figures.empty()) out_.element("small", finding.figures);
            out_.close();
        }
        out_.close();
    }
    out_.close();
    out_.line();
}

void Page::analysis(const Section& section, const Analysis& one, std::string_view kind) {
    const std::string id = anchor(section, one, kind);
    out_.open("article", {{"aria-labelledby", id}});
    out_.element("h3", one.heading, {{"id", id}});
    out_.open("p", {{"class", "meta"}});
    standing(one.standing);
    out_.text(std::string(kind) + " · " + one.id);
    out_.close();
    if (!one.expects.empty()) {
        out_.element("p", "Expected: " + one.expects, {{"class", "expects"}});
    }
    out_.element("p", one.answer, {{"class", "answer"}});
    if (!one.figures.empty()) out_.element("p", one.figures + ".", {{"class", "figures"}});
    for (const Table& values : one.tables) table(values);
    for (const std::string& note : one.notes) out_.element("p", note, {{"class", "note"}});
    out_.close();
    out_.line();
}

void Page::weights() {
    if (!report_.weights) return;
    const Analysis& one = *report_.weights;
    out_.open("section", {{"aria-labelledby", "weights"}});
    out_.element("h2", one.heading, {{"id", "weights"}});
    out_.element("p", one.answer, {{"class", "answer"}});
    for (const Table& values : one.tables) table(values);
    for (const std::string& note : one.notes) out_.element("p", note, {{"class", "note"}});
    out_.close();
    out_.line();
}

void Page::plan() {
    if (!report_.plan) return;
    out_.open("section", {{"aria-labelledby", "plan"}});
    out_.element("h2", "The plan and what differs from it", {{"id", "plan"}});
    for (const std::string& one : report_.plan->sentences) out_.element("p", one);
    if (report_.plan->deviations.empty()) {
        out_.element("p", "No deviation from the frozen plan is known.");
    } else {
        out_.element("h3", "Deviations");
        out_.open("ul", {{"class", "method"}});
        for (const std::string& one : report_.plan->deviations) out_.element("li", one);
        out_.close();
    }
    out_.close();
    out_.line();
}

void Page::supplement(const Supplement& part) {
    out_.open("section", {{"aria-labelledby", part.id}});
    out_.element("h2", part.heading, {{"id", part.id}});
    out_.element("p", part.answer, {{"class", "answer"}});
    if (part.plot != nullptr) picture(*part.plot);
    for (const LaidTable& table : part.tables) laid(table);
    for (const std::string& note : part.notes) out_.element("p", note, {{"class", "note"}});
    out_.close();
    out_.line();
}

void Page::checklists() {
    out_.open("section", {{"aria-labelledby", "checklists"}});
    out_.element("h2", "Checklists", {{"id", "checklists"}});
    for (const Checklist& list : report_.checklists) {
        out_.element("h3", list.title, {{"id", "checklist-" + list.id}});
        out_.element("p", list.source, {{"class", "note"}});
        out_.element("p", checklist_sentence(list), {{"class", "answer"}});
        out_.open(
            "div",
            {{"class", "scroll"},
             {"role", "region"},
             {"tabindex", "0"},
             {"aria-labelledby", "checklist-" + list.id}}
        );
        out_.open("table", {{"class", "checklist"}});
        table_head(lay_out(list));
        out_.open("tbody");
        for (const ChecklistPoint& point : list.points) {
            const bool open = point.state == ChecklistPoint::State::open;
            out_.open("tr", {{"class", open ? "open" : "known"}});
            out_.open("th", {{"scope", "row"}});
            out_.element("b", point.topic);
            out_.element("small", point.asks);
            out_.close();
            out_.element("td", state_text(point.state), {{"class", "state"}});
            out_.element("td", point.evidence);
            out_.close();
        }
        out_.close();
        out_.close();
        out_.close();
    }
    out_.close();
    out_.line();
}

}  // namespace querist::report
