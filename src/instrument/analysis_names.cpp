#include "instrument/analysis_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace querist::instrument {

namespace {

int position_of(const std::vector<Option>& options, std::string_view code) {
    const auto found = std::ranges::find(options, code, &Option::code);
    return found == options.end() ? -1 : static_cast<int>(found - options.begin());
}

}  // namespace

std::optional<Variable> VariableNames::find(const YamlNode& node) {
    if (node.reported || node.kind != YamlNode::Kind::scalar || node.text.empty()) {
        return std::nullopt;
    }
    const std::string_view text = node.text;
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::optional<int> item = find_item(node, text.substr(0, dot));
    if (!item) return std::nullopt;
    Variable variable{.item = *item};
    if (dot < text.size() && !find_part(node, text.substr(dot + 1), variable)) return std::nullopt;
    return variable;
}

std::vector<Variable> VariableNames::find_all(const YamlNode& node) {
    const std::string_view text = node.text;
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::vector<int> rounds = rounds_named(study_, text.substr(0, dot));
    std::vector<Variable> found;
    if (node.reported || rounds.empty()) {
        if (const std::optional<Variable> one = find(node)) found.push_back(*one);
        return found;
    }
    for (const int round : rounds) {
        const auto item = find_item(node, study_.items[static_cast<std::size_t>(round)].id);
        if (!item) return {};
        Variable variable{.item = *item};
        if (dot < text.size() && !find_part(node, text.substr(dot + 1), variable)) return {};
        found.push_back(variable);
    }
    return found;
}

std::optional<int> VariableNames::find_item(const YamlNode& node, std::string_view id) {
    const int item = item_index(study_, id);
    if (item < 0) {
        const std::vector<std::string> ids = ids_of(study_.items);
        list_.report(
            "plan.unknown-item",
            node.start,
            fmt::format("the study has no item \"{}\"", id),
            nearest_or(id, ids, "write the id of an item of study.yaml")
        );
        return std::nullopt;
    }
    if (std::holds_alternative<Information>(study_.items[static_cast<std::size_t>(item)].kind)) {
        list_.report(
            "plan.no-answer",
            node.start,
            fmt::format("\"{}\" is information, which nobody answers", id),
            "write the id of a question"
        );
        return std::nullopt;
    }
    return item;
}

bool VariableNames::find_part(const YamlNode& node, std::string_view part, Variable& variable) {
    const Item& item = study_.items[static_cast<std::size_t>(variable.item)];
    if (std::holds_alternative<Matrix>(item.kind)) return find_cell(node, part, variable);
    const std::vector<Option>& rows = rows_of(item.kind);
    if (!rows.empty()) {
        variable.row = position_of(rows, part);
        if (variable.row < 0) report_unknown(node, "plan.unknown-row", "row", rows, part);
        return variable.row >= 0;
    }
    if (std::holds_alternative<SeveralChoices>(item.kind)) {
        const std::vector<Option>& choices = options_of(item.kind);
        variable.option = position_of(choices, part);
        if (variable.option < 0) {
            report_unknown(node, "plan.unknown-choice", "choice", choices, part);
        }
        return variable.option >= 0;
    }
    list_.report(
        "plan.no-part",
        node.start,
        fmt::format(
            "a plan names no part of \"{}\", whose kind is \"{}\"", item.id, kind_name(item.kind)
        ),
        fmt::format("write \"{}\" alone", item.id)
    );
    return false;
}

/// A row of a matrix, or one choice of it: codes may hold dots themselves.
bool VariableNames::find_cell(const YamlNode& node, std::string_view part, Variable& variable) {
    const Item& item = study_.items[static_cast<std::size_t>(variable.item)];
    const std::vector<Option>& rows = rows_of(item.kind);
    const std::vector<Option>& choices = options_of(item.kind);
    variable.row = position_of(rows, part);
    if (variable.row >= 0) return true;
    bool row_known = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string start = rows[i].code + ".";
        if (!part.starts_with(start)) continue;
        row_known = true;
        variable.option = position_of(choices, part.substr(start.size()));
        variable.row = static_cast<int>(i);
        if (variable.option >= 0) return true;
    }
    if (row_known) {
        const std::string_view choice = part.substr(part.find('.') + 1);
        report_unknown(node, "plan.unknown-choice", "choice", choices, choice);
    } else {
        report_unknown(node, "plan.unknown-row", "row", rows, part.substr(0, part.find('.')));
    }
    return false;
}

namespace {

/// Import mappings say what a part is ("problems.row.slow"): plans name it by its code alone.
std::string as_plans_write(std::string_view part) {
    std::string plain(part);
    for (const std::string_view kind : {"row.", "choice."}) {
        if (plain.starts_with(kind)) plain.erase(0, kind.size());
    }
    constexpr std::string_view inner = ".choice.";
    if (const std::size_t at = plain.find(inner); at != std::string::npos) {
        plain.replace(at, inner.size(), ".");
    }
    return plain;
}

}  // namespace

void VariableNames::report_unknown(
    const YamlNode& node,
    std::string_view code,
    std::string_view what,
    const std::vector<Option>& known,
    std::string_view part
) {
    const std::vector<std::string> codes = codes_of(known);
    const std::string_view id = std::string_view(node.text).substr(0, node.text.find('.'));
    const std::string whole(
        std::string_view(node.text).substr(std::min(id.size() + 1, node.text.size()))
    );
    const std::string plain = as_plans_write(whole);
    if (plain != whole && std::ranges::count(codes, plain.substr(0, plain.find('.'))) > 0) {
        list_.report(
            std::string(code),
            node.start,
            fmt::format("\"{}\" has no {} \"{}\"", id, what, part),
            fmt::format("write \"{}.{}\": plans name a part by its code alone", id, plain)
        );
        return;
    }
    list_.report(
        std::string(code),
        node.start,
        fmt::format(
            "\"{}\" has no {} \"{}\"", node.text.substr(0, node.text.find('.')), what, part
        ),
        nearest_or(part, codes, fmt::format("its {}s are {}", what, fmt::join(codes, ", ")))
    );
}

}  // namespace querist::instrument
