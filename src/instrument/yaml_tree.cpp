#include "instrument/yaml_tree.hpp"

#include "instrument/yaml_quotes.hpp"
#include "instrument/yaml_source.hpp"
#include "instrument/yaml_syntax.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <memory>
#include <new>
#include <optional>
#include <unordered_map>
#include <utility>

namespace querist::instrument {

namespace {

/// Where each code point of a text begins: libyaml counts code points, the program bytes.
class CodePointOffsets {
public:
    explicit CodePointOffsets(std::string_view text) : text_(text) {
        std::size_t count = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (continues(text[at])) continue;
            if (count++ % step == 0) starts_.push_back(at);
        }
    }

    [[nodiscard]] std::size_t offset(std::size_t index) const {
        if (index / step >= starts_.size()) return text_.size();
        std::size_t at = starts_[index / step];
        for (std::size_t left = index % step; left > 0 && at < text_.size(); --left) {
            ++at;
            while (at < text_.size() && continues(text_[at])) ++at;
        }
        return at;
    }

private:
    static constexpr std::size_t step = 64;
    static bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

/// libyaml's parser and event, freed whatever happens.
struct EventParser {
    yaml_parser_t parser{};
    explicit EventParser(std::string_view text) {
        if (yaml_parser_initialize(&parser) == 0) throw std::bad_alloc();
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(
            &parser, reinterpret_cast<const unsigned char*>(text.data()), text.size()
        );
    }
    ~EventParser() { yaml_parser_delete(&parser); }
    EventParser(const EventParser&) = delete;
    EventParser& operator=(const EventParser&) = delete;
};
struct Event {
    yaml_event_t event{};
    Event() = default;
    ~Event() { yaml_event_delete(&event); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
};

std::string_view as_text(const yaml_char_t* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}
std::string_view as_text(const char* text) { return text == nullptr ? std::string_view() : text; }

bool is_quoted(const YamlNode& node) {
    return node.style == YamlNode::Style::single_quoted ||
           node.style == YamlNode::Style::double_quoted;
}

YamlNode::Style style_of(yaml_scalar_style_t style) {
    switch (style) {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE:
            return YamlNode::Style::single_quoted;
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
            return YamlNode::Style::double_quoted;
        case YAML_LITERAL_SCALAR_STYLE:
        case YAML_FOLDED_SCALAR_STYLE:
            return YamlNode::Style::block;
        case YAML_ANY_SCALAR_STYLE:
        case YAML_PLAIN_SCALAR_STYLE:
            return YamlNode::Style::plain;
    }
    return YamlNode::Style::plain;
}

bool is_null_text(std::string_view text) {
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

/// Builds the tree from libyaml's events, one after the other, without recursion.
class TreeBuilder {
public:
    /// `end`: where the text ends, or where something follows that cannot be read.
    enum class End { of_file, of_readable };
    TreeBuilder(std::string_view text, End end, const std::string& file)
        : text_(text), end_(end), file_(file), offsets_(text) {}

    YamlTree build() {
        EventParser parser(text_);
        while (!done_) {
            Event event;
            if (yaml_parser_parse(&parser.parser, &event.event) == 0) {
                take_error(parser.parser);
                break;
            }
            take(event.event);
        }
        cut_open_containers();
        return std::move(tree_);
    }

private:
    struct Frame {
        YamlNode node;
        std::optional<YamlNode> key;                 // mapping: read, its value not yet
        std::unordered_map<std::string, int> lines;  // large mappings: where each key stands
    };

    Mark mark_of(const yaml_mark_t& mark) const {
        return {
            static_cast<int>(mark.line) + 1,
            static_cast<int>(mark.column) + 1,
            offsets_.offset(mark.index)
        };
    }

    void report(std::string code, const Mark& at, std::string message, std::string cure) {
        tree_.problems.push_back(
            {std::move(code),
             Severity::error,
             {file_, at.line, at.column},
             std::move(message),
             std::move(cure)}
        );
        if (tree_.problems.size() >= limits::study_problems_max) stop();
    }

    void stop() {
        done_ = true;
        tree_.whole = false;
    }

    void take(const yaml_event_t& event) {
        switch (event.type) {
            case YAML_SCALAR_EVENT:
                take_scalar(event);
                break;
            case YAML_ALIAS_EVENT:
                take_alias(event);
                break;
            case YAML_SEQUENCE_START_EVENT:
                open(
                    YamlNode::Kind::sequence,
                    event,
                    event.data.sequence_start.anchor,
                    event.data.sequence_start.tag
                );
                break;
            case YAML_MAPPING_START_EVENT:
                open(
                    YamlNode::Kind::mapping,
                    event,
                    event.data.mapping_start.anchor,
                    event.data.mapping_start.tag
                );
                break;
            case YAML_SEQUENCE_END_EVENT:
            case YAML_MAPPING_END_EVENT:
                close(event);
                break;
            case YAML_DOCUMENT_START_EVENT:
                begin_document(event);
                break;
            case YAML_STREAM_END_EVENT:
                done_ = true;
                break;
            case YAML_NO_EVENT:
            case YAML_STREAM_START_EVENT:
            case YAML_DOCUMENT_END_EVENT:
                break;
        }
    }

    void begin_document(const yaml_event_t& event) {
        if (++documents_ == 1) return;
        report(
            "study.several-documents",
            mark_of(event.start_mark),
            "a second YAML document begins here",
            "remove the line ---; a study is one document"
        );
        done_ = true;
    }

    void refuse_features(
        const yaml_event_t& event, const yaml_char_t* anchor, const yaml_char_t* tag
    ) {
        if (anchor != nullptr) {
            report(
                "study.anchor",
                mark_of(event.start_mark),
                fmt::format(
                    "\"&{}\" makes a YAML anchor, which study files do not have", as_text(anchor)
                ),
                "write the text out, or put a text that begins with & in quotes"
            );
        }
        if (tag != nullptr) {
            report(
                "study.tag",
                mark_of(event.start_mark),
                fmt::format(
                    "\"{}\" is read as a YAML tag, which study files do not have", as_text(tag)
                ),
                "put a text or condition that begins with ! in quotes: '!uses_onnx'"
            );
        }
    }

    void take_scalar(const yaml_event_t& event) {
        const auto& scalar = event.data.scalar;
        YamlNode node;
        node.style = style_of(scalar.style);
        node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
        const bool null = node.style == YamlNode::Style::plain && is_null_text(node.text);
        node.kind = null ? YamlNode::Kind::nothing : YamlNode::Kind::scalar;
        node.start = mark_of(event.start_mark);
        node.end = mark_of(event.end_mark);
        node.reported = scalar.tag != nullptr;
        refuse_features(event, scalar.anchor, scalar.tag);
        if (is_quoted(node) && node.start.line < node.end.line &&
            quote_runs_away(text_, node.start, node.end.offset)) {
            report(
                "study.syntax", node.start, std::string(open_quote), std::string(open_quote_cure)
            );
            stop();
            return;
        }
        if (node.style == YamlNode::Style::double_quoted) uncover(node);
        attach(std::move(node));
    }

    /// What an escape hid is reported where it was written, and the text read on without it.
    void uncover(YamlNode& node) {
        const std::vector<HiddenControl> hidden = hidden_controls(text_, node.start, node.end);
        if (hidden.empty()) return;
        for (const HiddenControl& one : hidden) {
            report(
                "study.control-character",
                one.at,
                fmt::format("{} makes {}", one.escape, forbidden_name(one.character)),
                forbidden_cure(one.character)
            );
        }
        node.text = without_forbidden(node.text);
        node.reported = node.reported || trimmed(node.text).empty();
    }

    void take_alias(const yaml_event_t& event) {
        YamlNode node;
        node.start = mark_of(event.start_mark);
        node.end = mark_of(event.end_mark);
        node.reported = true;
        report(
            "study.anchor",
            node.start,
            fmt::format(
                "\"*{}\" is read as a YAML alias, which study files do not have",
                as_text(event.data.alias.anchor)
            ),
            "write the text out, or put a text that begins with * in quotes"
        );
        attach(std::move(node));
    }

    void open(
        YamlNode::Kind kind,
        const yaml_event_t& event,
        const yaml_char_t* anchor,
        const yaml_char_t* tag
    ) {
        Frame frame;
        frame.node.kind = kind;
        frame.node.start = mark_of(event.start_mark);
        refuse_features(event, anchor, tag);
        if (stack_.size() >= limits::study_nesting_depth_max) {
            report(
                "study.too-deep",
                frame.node.start,
                fmt::format(
                    "more than {} levels of lists and sections stand inside each other",
                    limits::study_nesting_depth_max
                ),
                "look for brackets or dashes that are not closed"
            );
            stop();
            return;
        }
        stack_.push_back(std::move(frame));
    }

    void close(const yaml_event_t& event) {
        YamlNode node = std::move(stack_.back().node);
        node.end = mark_of(event.end_mark);
        stack_.pop_back();
        attach(std::move(node));
    }

    void attach(YamlNode node) {
        if (stack_.empty()) {
            tree_.root = std::move(node);
            return;
        }
        Frame& frame = stack_.back();
        if (frame.node.kind == YamlNode::Kind::sequence) {
            frame.node.items.push_back(std::move(node));
        } else if (frame.key) {
            YamlNode key = std::move(*frame.key);
            frame.key.reset();
            add_entry(frame, std::move(key), std::move(node));
        } else {
            frame.key = std::move(node);
        }
    }

    void add_entry(Frame& frame, YamlNode key, YamlNode value) {
        const bool is_text =
            key.kind == YamlNode::Kind::scalar || key.kind == YamlNode::Kind::nothing;
        if (!is_text) {
            report(
                "study.key-not-text",
                key.start,
                "a key must be a text",
                "write \"key: value\", without brackets, braces or dashes before the colon"
            );
            return;
        }
        if (key.reported) return;
        if (const int first = first_line_of(frame, key); first != 0) {
            report(
                "study.duplicate-key",
                key.start,
                fmt::format(
                    "\"{}\" stands here a second time; the first is on line {}", key.text, first
                ),
                "keep one of the two; a new list entry needs \"- \" before its first key"
            );
            return;
        }
        frame.node.entries.push_back({std::move(key), std::move(value)});
    }

    /// Where the key stands already, or 0. Few keys are searched, many are indexed: a file of a
    /// million keys must not take a million times a million steps.
    static int first_line_of(Frame& frame, const YamlNode& key) {
        constexpr std::size_t few = 16;
        const auto& entries = frame.node.entries;
        if (entries.size() < few) {
            const YamlEntry* found = frame.node.find_entry(key.text);
            return found == nullptr ? 0 : found->key.start.line;
        }
        if (frame.lines.empty()) {
            for (const YamlEntry& entry : entries) {
                frame.lines.emplace(entry.key.text, entry.key.start.line);
            }
        }
        const auto [first, fresh] = frame.lines.try_emplace(key.text, key.start.line);
        return fresh ? 0 : first->second;
    }

    void take_error(const yaml_parser_t& parser) {
        tree_.whole = false;
        if (parser.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
        SyntaxFault fault;
        fault.problem = as_text(parser.problem);
        fault.context = as_text(parser.context);
        fault.at = mark_of(parser.error == YAML_READER_ERROR ? parser.mark : parser.problem_mark);
        fault.context_at = mark_of(parser.context_mark);
        fault.last_scalar = last_scalar();
        if (!is_of_the_cut(fault)) tree_.problems.push_back(syntax_problem(fault, text_, file_));
        if (YamlNode* last = last_scalar()) {  // it has swallowed the line of the fault
            last->whole = last->start.line == last->end.line || last->end.line < fault.at.line;
        }
    }

    [[nodiscard]] YamlNode* last_scalar() {
        if (stack_.empty()) return nullptr;
        Frame& frame = stack_.back();
        if (frame.key) return &*frame.key;
        YamlNode* last = nullptr;
        if (!frame.node.items.empty()) last = &frame.node.items.back();
        if (!frame.node.entries.empty()) last = &frame.node.entries.back().value;
        return last != nullptr && last->kind == YamlNode::Kind::scalar ? last : nullptr;
    }

    /// What was open when reading stopped keeps what it has.
    void cut_open_containers() {
        while (!stack_.empty()) {
            Frame& frame = stack_.back();
            if (frame.key) {
                YamlNode missing;
                missing.start = frame.key->start;
                missing.reported = true;
                missing.whole = false;
                attach(std::move(missing));
            }
            YamlNode node = std::move(stack_.back().node);
            node.whole = false;
            stack_.pop_back();
            attach(std::move(node));
        }
    }

    /// Nothing is wrong with what the cut before an unreadable line left open.
    [[nodiscard]] bool is_of_the_cut(const SyntaxFault& fault) const {
        return end_ == End::of_readable && fault.at.offset >= text_.size() &&
               !quote_runs_away(text_, fault.context_at, text_.size());
    }

    std::string_view text_;
    End end_;
    const std::string& file_;
    CodePointOffsets offsets_;
    YamlTree tree_;
    std::vector<Frame> stack_;
    int documents_ = 0;
    bool done_ = false;
};

/// The rest of the file is missing, so the last of everything may lack a part.
void mark_last_branch_cut(YamlNode& root) {
    for (YamlNode* node = &root; node != nullptr;) {
        node->whole = false;
        if (!node->items.empty()) {
            node = &node->items.back();
        } else if (!node->entries.empty()) {
            node = &node->entries.back().value;
        } else {
            node = nullptr;
        }
    }
}

}  // namespace

const YamlEntry* YamlNode::find_entry(std::string_view key) const {
    for (const YamlEntry& entry : entries) {
        if (entry.key.text == key) return &entry;
    }
    return nullptr;
}

const YamlNode* YamlNode::find(std::string_view key) const {
    const YamlEntry* entry = find_entry(key);
    return entry == nullptr ? nullptr : &entry->value;
}

const std::vector<YamlNode>& YamlNode::list(std::string_view key) const {
    static const std::vector<YamlNode> none;
    const YamlNode* node = find(key);
    return node == nullptr ? none : node->items;
}

YamlTree read_yaml(std::string_view text, const std::string& file) {
    SourceCheck check = check_source(text, file);
    // libyaml takes no null pointer, which an empty view may be.
    const std::string_view readable =
        check.readable.empty() ? std::string_view("") : check.readable;
    const auto end = check.whole ? TreeBuilder::End::of_file : TreeBuilder::End::of_readable;
    YamlTree tree = TreeBuilder(readable, end, file).build();
    tree.whole = tree.whole && check.whole;
    if (!check.whole) mark_last_branch_cut(tree.root);
    tree.problems.insert(tree.problems.end(), check.problems.begin(), check.problems.end());
    return tree;
}

}  // namespace querist::instrument
