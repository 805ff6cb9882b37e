#include "exchange/import_mapping.hpp"

#include "exchange/label_split.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace querist::exchange {

namespace {

using instrument::Study;
using instrument::YamlEntry;
using instrument::YamlNode;

/// Reads the tree of a mapping file, reporting everything that is wrong with it.
class MappingReader {
public:
    MappingReader(const std::string& file, const Study& study) : file_(file), study_(study) {}

    LoadedMapping read(const YamlNode& root, bool whole) {
        if (root.kind != YamlNode::Kind::mapping) {
            report(
                root,
                "import.wrong-value",
                "a mapping file is a list of keys and values",
                "begin it with \"querist import: 1\""
            );
            return {std::nullopt, std::move(problems_)};
        }
        keys(
            root,
            "a mapping file",
            {"querist import",
             "header rows",
             "delimiter",
             "separator",
             "consent",
             "response id",
             "started",
             "ended",
             "finished",
             "no answer",
             "ignored",
             "columns",
             "left out",
             "rows"}
        );
        read_form(root);
        read_consent(root);
        read_finished(root);
        read_columns(root);
        read_left_out(root);
        read_rows(root);
        const bool broken = !whole || std::ranges::any_of(problems_, [](const Problem& one) {
            return one.severity == Severity::error;
        });
        LoadedMapping loaded;
        loaded.problems = std::move(problems_);
        if (!broken) loaded.mapping = std::move(mapping_);
        return loaded;
    }

private:
    [[nodiscard]] Place place(const YamlNode& node) const {
        return {file_, node.start.line, node.start.column};
    }
    void report(const YamlNode& node, std::string code, std::string message, std::string cure) {
        if (node.reported) return;
        problems_.push_back(
            {std::move(code), Severity::error, place(node), std::move(message), std::move(cure)}
        );
    }

    void keys(const YamlNode& node, std::string_view where, const std::vector<std::string>& known) {
        for (const YamlEntry& entry : node.entries) {
            if (std::ranges::count(known, entry.key.text) > 0) continue;
            report(
                entry.key,
                "import.unknown-key",
                fmt::format("{} has no key \"{}\"", where, entry.key.text),
                nearest_or(
                    entry.key.text, known, fmt::format("use one of: {}", fmt::join(known, ", "))
                )
            );
        }
    }

    /// The text after a key; empty when the key is not there or has no text.
    std::string text(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) return {};
        if (value->kind == YamlNode::Kind::scalar) return value->text;
        report(
            *value,
            "import.wrong-value",
            fmt::format("\"{}\" takes one text", key),
            "write the text after the key"
        );
        return {};
    }
    /// One text, or a list of them; folded.
    std::vector<std::string> texts(const YamlNode& node, std::string_view key) {
        std::vector<std::string> result;
        const YamlNode* value = node.find(key);
        if (value == nullptr) return result;
        if (value->kind == YamlNode::Kind::scalar) return {folded(value->text)};
        if (value->kind != YamlNode::Kind::sequence) {
            report(
                *value,
                "import.wrong-value",
                fmt::format("\"{}\" takes a list of texts", key),
                "write [one, another]"
            );
            return result;
        }
        for (const YamlNode& item : value->items) {
            if (item.kind == YamlNode::Kind::scalar) {
                result.push_back(folded(item.text));
            } else {
                report(item, "import.wrong-value", "this is no text", "write a text");
            }
        }
        return result;
    }
    /// The section after a key; null when it is not there or no section.
    const YamlNode* section(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr || value->kind == YamlNode::Kind::mapping) return value;
        report(
            *value,
            "import.wrong-value",
            fmt::format("\"{}\" takes keys and values", key),
            "indent one \"key: value\" a line below it"
        );
        return nullptr;
    }

    void read_form(const YamlNode& root) {
        if (text(root, "querist import") != "1") {
            report(
                root,
                "import.wrong-value",
                "this is no mapping of version 1",
                "begin the file with \"querist import: 1\""
            );
        }
        if (const YamlNode* rows = root.find("header rows")) {
            const bool fits =
                rows->text.size() == 1 && rows->text[0] >= '1' && rows->text[0] <= '3';
            if (fits)
                mapping_.header_rows = rows->text[0] - '0';
            else
                report(
                    *rows,
                    "import.wrong-value",
                    "a file has 1, 2 or 3 header rows",
                    "write 1, or what the survey program wrote: Qualtrics 2 or 3"
                );
        }
        if (const YamlNode* delimiter = root.find("delimiter")) {
            if (delimiter->text == "tab")
                mapping_.delimiter = '\t';
            else if (delimiter->text == "," || delimiter->text == ";")
                mapping_.delimiter = delimiter->text[0];
            else
                report(
                    *delimiter,
                    "import.wrong-value",
                    fmt::format("\"{}\" is no delimiter", delimiter->text),
                    "write \",\", \";\" or tab"
                );
        }
        if (const YamlNode* separator = root.find("separator")) {
            if (!trimmed(separator->text).empty())
                mapping_.separator = folded(separator->text);
            else
                report(
                    *separator,
                    "import.wrong-value",
                    "the separator is empty",
                    "write what stands between several answers in one cell, such as \",\""
                );
        }
        mapping_.response_id = text(root, "response id");
        mapping_.started = text(root, "started");
        mapping_.ended = text(root, "ended");
        mapping_.no_answer = texts(root, "no answer");
        mapping_.ignored = texts(root, "ignored");
    }

    void read_consent(const YamlNode& root) {
        const YamlNode* consent = root.find("consent");
        if (consent == nullptr) {
            report(
                root,
                "import.missing-key",
                "the mapping does not say how consent was given",
                "add \"consent:\" with column and agreed, or \"consent: not in the file\""
            );
            return;
        }
        if (consent->kind == YamlNode::Kind::scalar && consent->text == "not in the file") return;
        const YamlNode* keyed = section(root, "consent");
        if (keyed == nullptr) return;
        keys(*keyed, "consent", {"column", "agreed", "refused"});
        ConsentColumn column{
            text(*keyed, "column"), texts(*keyed, "agreed"), texts(*keyed, "refused"), place(*keyed)
        };
        if (column.column.empty() || column.agreed.empty()) {
            report(
                *keyed,
                "import.missing-key",
                "consent wants a column and the cells that agree",
                "add column: NAME and agreed: [\"I agree\"]"
            );
        }
        mapping_.consent = std::move(column);
    }

    void read_finished(const YamlNode& root) {
        const YamlNode* finished = root.find("finished");
        if (finished == nullptr) return;
        if (finished->kind == YamlNode::Kind::scalar && finished->text == "every row") {
            mapping_.finished.by = Finished::By::every;
            return;
        }
        const YamlNode* keyed = section(root, "finished");
        if (keyed == nullptr) return;
        keys(*keyed, "finished", {"column", "values"});
        mapping_.finished = {Finished::By::column, text(*keyed, "column"), texts(*keyed, "values")};
        if (mapping_.finished.column.empty()) {
            report(
                *keyed,
                "import.missing-key",
                "finished wants a column",
                "add column: NAME, or write \"finished: every row\""
            );
        }
    }

    bool new_column(const YamlNode& key) {
        if (named_.insert(key.text).second) return true;
        report(
            key,
            "import.column-twice",
            fmt::format("column {} is named twice", key.text),
            "keep one of the two"
        );
        return false;
    }

    void read_columns(const YamlNode& root) {
        const YamlNode* columns = section(root, "columns");
        if (columns == nullptr) {
            if (root.find("columns") == nullptr) {
                report(
                    root,
                    "import.missing-key",
                    "the mapping names no columns",
                    "add \"columns:\" with one \"column: item\" a line"
                );
            }
            return;
        }
        for (const YamlEntry& entry : columns->entries) {
            if (new_column(entry.key)) read_column(entry);
        }
    }

    void read_column(const YamlEntry& entry) {
        const YamlNode* to = &entry.value;
        if (to->kind == YamlNode::Kind::mapping) {
            keys(*to, "a column", {"to", "values"});
            to = entry.value.find("to");
        }
        if (to == nullptr || to->kind != YamlNode::Kind::scalar) {
            report(
                entry.value,
                "import.missing-key",
                fmt::format("column {} does not say where it goes", entry.key.text),
                "write \"column: item\", or to: item and values below it"
            );
            return;
        }
        Result<Target> target = read_target(study_, to->text);
        if (!target) {
            report(*to, target.error().code, target.error().message, target.error().cure);
            return;
        }
        ColumnMapping column{entry.key.text, *target, {}, place(entry.key)};
        if (entry.value.kind == YamlNode::Kind::mapping) read_values(entry.value, column);
        mapping_.columns.push_back(std::move(column));
    }

    void read_values(const YamlNode& node, ColumnMapping& column) {
        const YamlNode* values = section(node, "values");
        if (values == nullptr) return;
        const instrument::Item& item = study_.items[static_cast<std::size_t>(column.target.item)];
        std::vector<std::string> codes;
        for (const instrument::Option& option : instrument::options_of(item.kind)) {
            codes.push_back(option.code);
        }
        if (std::holds_alternative<instrument::YesNo>(item.kind)) codes = {"yes", "no"};
        for (const YamlEntry& entry : values->entries) {
            if (entry.value.kind != YamlNode::Kind::scalar) {
                report(entry.value, "import.wrong-value", "this is no code", "write one code");
                continue;
            }
            const std::string& code = entry.value.text;
            if (!codes.empty() && std::ranges::count(codes, code) == 0) {
                const std::optional<std::string> near = nearest(code, codes);
                report(
                    entry.value,
                    "import.unknown-code",
                    fmt::format("{} has no code \"{}\"", item.id, code),
                    near ? fmt::format("did you mean {}?", *near)
                         : fmt::format("use one of: {}", fmt::join(codes, ", "))
                );
                continue;
            }
            column.values.emplace(folded(entry.key.text), code);
        }
    }

    void read_left_out(const YamlNode& root) {
        const YamlNode* left_out = section(root, "left out");
        if (left_out == nullptr) return;
        for (const YamlEntry& entry : left_out->entries) {
            if (!new_column(entry.key)) continue;
            if (trimmed(entry.value.text).empty()) {
                report(
                    entry.key,
                    "import.missing-key",
                    fmt::format("the reason why {} is left out is missing", entry.key.text),
                    "write it after the column's name"
                );
            }
            mapping_.left_out.emplace(entry.key.text, entry.value.text);
        }
    }

    void read_rows(const YamlNode& root) {
        const YamlNode* rows = root.find("rows");
        if (rows == nullptr) return;
        if (rows->kind != YamlNode::Kind::sequence) {
            report(
                *rows,
                "import.wrong-value",
                "\"rows\" takes a list of rules",
                "begin each rule with \"- exclude: why\""
            );
            return;
        }
        for (const YamlNode& node : rows->items) {
            if (node.kind != YamlNode::Kind::mapping) {
                report(node, "import.wrong-value", "this is no rule", "write exclude: and where:");
                continue;
            }
            keys(node, "a rule on rows", {"exclude", "where"});
            RowRule rule{{}, text(node, "exclude"), place(node)};
            if (const YamlNode* where = section(node, "where")) {
                for (const YamlEntry& entry : where->entries) {
                    rule.where.emplace_back(entry.key.text, folded(entry.value.text));
                }
            }
            if (rule.where.empty() || rule.reason.empty()) {
                report(
                    node,
                    "import.missing-key",
                    "a rule on rows wants a reason and a condition",
                    "write exclude: why, and below where: the cells that such a row has"
                );
            }
            mapping_.rows.push_back(std::move(rule));
        }
    }

    const std::string& file_;
    const Study& study_;
    ImportMapping mapping_;
    std::set<std::string> named_;
    std::vector<Problem> problems_;
};

}  // namespace

LoadedMapping read_import_mapping(
    std::string_view yaml, const std::string& file, const Study& study
) {
    instrument::SourceCheck source = instrument::check_source(yaml, file);
    instrument::YamlTree tree = instrument::read_yaml(source.readable, file);
    LoadedMapping loaded = MappingReader(file, study).read(tree.root, source.whole && tree.whole);
    // What an unclosed bracket swallowed is missing elsewhere: only the bracket is the problem.
    if (!source.whole || !tree.whole) loaded.problems.clear();
    std::vector<Problem> problems = std::move(source.problems);
    std::ranges::move(tree.problems, std::back_inserter(problems));
    std::ranges::move(loaded.problems, std::back_inserter(problems));
    if (std::ranges::any_of(problems, [](const Problem& one) {
            return one.severity == Severity::error;
        })) {
        loaded.mapping.reset();
    }
    std::ranges::sort(problems, {}, [](const Problem& one) {
        return std::tuple(one.place.line, one.place.column, one.code, one.message);
    });
    loaded.problems = std::move(problems);
    return loaded;
}

}  // namespace querist::exchange
