#include "translation/file_reader.hpp"

#include "instrument/instrument.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::translation {

namespace {

using instrument::YamlEntry;
using instrument::YamlNode;

class Reader {
public:
    Reader(const std::string& file, std::string_view language) : file_(file), language_(language) {}

    TranslationFile read(const YamlNode& root) {
        if (root.kind != YamlNode::Kind::mapping) {
            add("translation.bad-entry",
                Place{file_, 1, 1},
                "a translation says its language and its texts",
                fmt::format("let querist translate write it: querist translate STUDY {}", language_)
            );
            return std::move(result_);
        }
        for (const YamlEntry& part : root.entries) read_part(part.key, part.value);
        return std::move(result_);
    }

private:
    [[nodiscard]] Place place(const YamlNode& node) const {
        return {file_, node.start.line, node.start.column};
    }
    void add(std::string code, Place where, std::string message, std::string cure) {
        result_.problems.push_back(
            {std::move(code), Severity::error, std::move(where), std::move(message), std::move(cure)
            }
        );
    }

    void read_part(const YamlNode& key, const YamlNode& value) {
        if (key.text == "language") {
            if (value.text == language_) return;
            return add(
                "translation.bad-language",
                place(value),
                fmt::format("the file is named for \"{}\" and says another language", language_),
                fmt::format("write language: {}", language_)
            );
        }
        if (key.text != "texts") {
            return add(
                "translation.bad-entry",
                place(key),
                fmt::format("\"{}\" is no part of a translation", key.text),
                "keep language and texts"
            );
        }
        if (value.kind == YamlNode::Kind::nothing) return;
        if (value.kind != YamlNode::Kind::mapping) {
            return add(
                "translation.bad-entry",
                place(value),
                "texts are written under their keys",
                "write each as KEY: and below it source: and text:"
            );
        }
        result_.entries.reserve(value.entries.size());
        for (const YamlEntry& entry : value.entries) read_entry(entry.key, entry.value);
    }

    void read_entry(const YamlNode& key, const YamlNode& value) {
        FileEntry entry{.key = key.text, .place = place(key)};
        if (key.text.empty() || value.kind != YamlNode::Kind::mapping) {
            return add(
                "translation.bad-entry",
                place(key),
                fmt::format("\"{}\" has no source and text", key.text),
                "write source: and text: below the key"
            );
        }
        for (const YamlEntry& part : value.entries) read_text(part.key, part.value, entry);
        result_.entries.push_back(std::move(entry));
    }

    void read_text(const YamlNode& name, const YamlNode& part, FileEntry& entry) {
        std::string* const into = name.text == "source" ? &entry.source
                                  : name.text == "text" ? &entry.text
                                  : name.text == "was"  ? &entry.was
                                                        : nullptr;
        const bool one_text =
            part.kind == YamlNode::Kind::scalar || part.kind == YamlNode::Kind::nothing;
        if (into == nullptr || !one_text) {
            return add(
                "translation.bad-entry",
                place(name),
                fmt::format("\"{}\" is no text of a translation", name.text),
                "keep source and text, each one text"
            );
        }
        *into = part.text;
        if (into == &entry.text) entry.place = place(part);
    }

    const std::string& file_;
    std::string_view language_;
    TranslationFile result_;
};

}  // namespace

TranslationFile read_translation_file(
    std::string_view yaml, const std::string& file, std::string_view language
) {
    instrument::YamlTree tree = instrument::read_yaml(yaml, file);
    TranslationFile read = Reader(file, language).read(tree.root);
    // After a syntax error the rest of the file is missing, and that is all there is to say.
    if (tree.whole) {
        tree.problems.insert(tree.problems.end(), read.problems.begin(), read.problems.end());
    }
    read.problems = std::move(tree.problems);
    read.whole = tree.whole;
    return read;
}

}  // namespace querist::translation
