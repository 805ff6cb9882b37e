#include "report/published.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace querist::report {

namespace {

using instrument::Study;
using instrument::YamlEntry;
using instrument::YamlNode;

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

/// "89 %", "89.1%"
std::optional<double> percentage(std::string_view text) {
    if (!text.ends_with('%')) return std::nullopt;
    text = trimmed(text.substr(0, text.size() - 1));
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number >= 0 && number <= 100 ? std::optional(number) : std::nullopt;
}

class PublishedReader {
public:
    PublishedReader(const std::string& file, const Study& study) : file_(file), study_(study) {}

    LoadedPublished read(const YamlNode& root) {
        if (root.kind != YamlNode::Kind::mapping || text(root, "querist published") != "1") {
            report(
                root,
                "published.wrong-value",
                "these are no published figures of version 1",
                "begin the file with \"querist published: 1\""
            );
            return {std::nullopt, std::move(problems_)};
        }
        keys(
            root, {"querist published", "source", "responses", "responses why", "notes", "figures"}
        );
        published_.source = text(root, "source");
        if (published_.source.empty()) {
            report(
                root,
                "published.wrong-value",
                "the source is missing",
                "add \"source:\" with where the figures are printed"
            );
        }
        published_.responses = number(root, "responses");
        published_.responses_why = text(root, "responses why");
        for (const YamlNode& note : list(root, "notes")) published_.notes.push_back(note.text);
        for (const YamlNode& figure : list(root, "figures")) read_item(figure);
        LoadedPublished loaded{std::nullopt, std::move(problems_)};
        if (loaded.problems.empty()) loaded.published = std::move(published_);
        return loaded;
    }

private:
    void report(const YamlNode& node, std::string code, std::string message, std::string cure) {
        problems_.push_back(
            {std::move(code),
             Severity::error,
             {file_, node.start.line, node.start.column},
             std::move(message),
             std::move(cure)}
        );
    }
    void keys(const YamlNode& node, const std::vector<std::string>& known) {
        for (const YamlEntry& entry : node.entries) {
            if (std::ranges::count(known, entry.key.text) > 0) continue;
            report(
                entry.key,
                "published.unknown-key",
                fmt::format("there is no key \"{}\" here", entry.key.text),
                nearest_or(
                    entry.key.text, known, fmt::format("use one of: {}", fmt::join(known, ", "))
                )
            );
        }
    }
    static std::string text(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        return value != nullptr && value->kind == YamlNode::Kind::scalar ? value->text : "";
    }
    static const std::vector<YamlNode>& list(const YamlNode& node, std::string_view key) {
        static const std::vector<YamlNode> none;
        const YamlNode* value = node.find(key);
        return value != nullptr ? value->items : none;
    }
    std::optional<std::int64_t> number(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) return std::nullopt;
        const std::optional<std::int64_t> whole = whole_number(value->text);
        if (!whole) {
            report(
                *value,
                "published.wrong-value",
                fmt::format("\"{}\" is no count", value->text),
                "write a whole number"
            );
        }
        return whole;
    }

    void read_item(const YamlNode& node) {
        keys(node, {"item", "row", "answered", "base", "counts", "percentages", "why"});
        const std::string id = text(node, "item");
        const int index = instrument::item_index(study_, id);
        if (index < 0) {
            const std::vector<std::string> ids = instrument::ids_of(study_.items);
            const std::optional<std::string> near = nearest(id, ids);
            report(
                node,
                "published.unknown-item",
                fmt::format("the study has no item \"{}\"", id),
                near ? fmt::format("did you mean {}?", *near) : "name an item of the study"
            );
            return;
        }
        const instrument::Item& item = study_.items[static_cast<std::size_t>(index)];
        PublishedFigure figure{id, text(node, "row"), "", {}, {}, {}, text(node, "why")};
        const std::vector<instrument::Option>& rows = instrument::rows_of(item.kind);
        if (rows.empty() != figure.row.empty() ||
            (!rows.empty() && std::ranges::count(rows, figure.row, &instrument::Option::code) == 0
            )) {
            report(
                node,
                "published.unknown-code",
                fmt::format("{} has no row \"{}\"", id, figure.row),
                rows.empty() ? "take the row away" : "write \"row:\" with a code of the study file"
            );
            return;
        }
        if (const std::optional<std::int64_t> answered = number(node, "answered")) {
            figure.count = answered;
            published_.figures.push_back(figure);
            figure.count.reset();
        }
        figure.base = number(node, "base");
        const std::size_t first = published_.figures.size();
        read_counts(node, item, figure);
        read_percentages(node, item, figure, first);
    }

    bool known_code(const YamlNode& key, const instrument::Item& item) {
        std::vector<std::string> codes;
        for (const response::CodeLabel& one : response::code_labels(item.kind)) {
            codes.emplace_back(one.code);
        }
        if (std::ranges::count(codes, key.text) > 0) return true;
        const std::optional<std::string> near = nearest(key.text, codes);
        report(
            key,
            "published.unknown-code",
            fmt::format("{} has no code \"{}\"", item.id, key.text),
            near ? fmt::format("did you mean {}?", *near)
                 : fmt::format("use one of: {}", fmt::join(codes, ", "))
        );
        return false;
    }

    void read_counts(const YamlNode& node, const instrument::Item& item, PublishedFigure figure) {
        const YamlNode* counts = node.find("counts");
        if (counts == nullptr) return;
        for (const YamlEntry& entry : counts->entries) {
            if (!known_code(entry.key, item)) continue;
            figure.code = entry.key.text;
            figure.count = whole_number(entry.value.text);
            if (!figure.count) {
                report(
                    entry.value,
                    "published.wrong-value",
                    fmt::format("\"{}\" is no count", entry.value.text),
                    "write a whole number"
                );
                continue;
            }
            published_.figures.push_back(figure);
        }
    }

    /// A percentage joins the count of the same code, when there is one.
    void read_percentages(
        const YamlNode& node,
        const instrument::Item& item,
        PublishedFigure figure,
        std::size_t first
    ) {
        const YamlNode* percentages = node.find("percentages");
        if (percentages == nullptr) return;
        for (const YamlEntry& entry : percentages->entries) {
            if (!known_code(entry.key, item)) continue;
            const std::optional<double> percent = percentage(entry.value.text);
            if (!percent) {
                report(
                    entry.value,
                    "published.wrong-value",
                    fmt::format("\"{}\" is no percentage", entry.value.text),
                    "write 89 %"
                );
                continue;
            }
            const auto same = std::ranges::find(
                published_.figures.begin() + static_cast<std::ptrdiff_t>(first),
                published_.figures.end(),
                entry.key.text,
                &PublishedFigure::code
            );
            if (same != published_.figures.end()) {
                same->percent = percent;
                continue;
            }
            figure.code = entry.key.text;
            figure.percent = percent;
            published_.figures.push_back(figure);
        }
    }

    const std::string& file_;
    const Study& study_;
    PublishedFigures published_;
    std::vector<Problem> problems_;
};

}  // namespace

LoadedPublished read_published(std::string_view yaml, const std::string& file, const Study& study) {
    const instrument::SourceCheck source = instrument::check_source(yaml, file);
    instrument::YamlTree tree = instrument::read_yaml(source.readable, file);
    if (!source.problems.empty()) return {std::nullopt, source.problems};
    if (!tree.problems.empty() || !tree.whole) return {std::nullopt, std::move(tree.problems)};
    return PublishedReader(file, study).read(tree.root);
}

}  // namespace querist::report
