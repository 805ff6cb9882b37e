#include "translation/translation.hpp"

#include "language/language.hpp"
#include "translation/file_reader.hpp"
#include "translation/texts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <map>

namespace querist::translation {

namespace {

constexpr std::string_view file_end = ".yaml";

/// Whether a text is the name of a file that holds it.
bool names_file(std::string_view text) {
    return text.starts_with(fmt::format("{}/", folder_name)) && text.ends_with(".md") &&
           text.find_first_of(" \n") == std::string_view::npos;
}

/// The items whose answers a text has in it, as pipes without what they fall back to, in the order
/// of the alphabet. A pipe that does not end is named as it stands.
std::vector<std::string> pipes_of(std::string_view text) {
    std::vector<std::string> found;
    for (const instrument::Pipe& pipe : instrument::pipes_in(text)) {
        found.push_back(
            pipe.closed ? fmt::format("{{{{{}}}}}", pipe.item) : std::string(pipe.whole)
        );
    }
    std::ranges::sort(found);
    return found;
}

std::string pipe_cure(const std::vector<std::string>& pipes) {
    if (pipes.empty()) return "write the text without {{ and }}";
    return fmt::format(
        "keep each of them, and translate only what stands behind a |: {}", fmt::join(pipes, ", ")
    );
}

TranslationFile file_in(
    const instrument::Study& study, std::string_view language, const std::string& name_in_places
) {
    const auto found = study.files.find(file_of(language));
    if (found == study.files.end()) return {};
    return read_translation_file(found->second, name_in_places, language);
}

/// The words of an entry: its own, or of the file that it names; none when there is no such file.
const std::string* words_in(const instrument::Study& study, const FileEntry& entry) {
    if (!names_file(entry.text)) return &entry.text;
    const auto file = study.files.find(entry.text);
    return file == study.files.end() ? nullptr : &file->second;
}

/// The source that an entry's text translates.
const std::string& translated_source(const FileEntry& entry) {
    return entry.was.empty() ? entry.source : entry.was;
}

using EntriesByKey = std::map<std::string_view, const FileEntry*>;

EntriesByKey entries_by_key(const TranslationFile& file) {
    EntriesByKey by_key;
    for (const FileEntry& entry : file.entries) by_key.emplace(entry.key, &entry);
    return by_key;
}

/// The entry of a key, which is left out from then on: those that stay belong to no text.
const FileEntry* taken(EntriesByKey& by_key, std::string_view key) {
    const auto found = by_key.find(key);
    if (found == by_key.end()) return nullptr;
    const FileEntry* const entry = found->second;
    by_key.erase(found);
    return entry;
}

/// Whether a character that may stand in a JSON string as it is must be escaped in a YAML one: it
/// is not printable there, or breaks the line (YAML 1.1, 5.1 and 5.4).
bool needs_escape(std::uint32_t character) {
    constexpr std::uint32_t line_separator = 0x2028;
    constexpr std::uint32_t paragraph_separator = 0x2029;
    constexpr std::uint32_t byte_order = 0xfeff;
    return (character >= 0x7f && character < 0xa0) || character == line_separator ||
           character == paragraph_separator || character == byte_order || character == 0xfffe ||
           character == 0xffff;
}

/// The text as a double-quoted scalar, readable wherever it can be.
std::string in_quotes(std::string_view text) {
    constexpr auto replace = nlohmann::json::error_handler_t::replace;
    std::string quoted;
    const std::string json = nlohmann::json(text).dump(-1, ' ', false, replace);
    for (std::size_t i = 0; i < json.size();) {
        const auto lead = static_cast<unsigned char>(json[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        std::uint32_t character = size == 1 ? lead : lead & (0xffU >> (size + 1));
        for (std::size_t k = 1; k < size; ++k) {
            character = character << 6 | (static_cast<unsigned char>(json[i + k]) & 0x3fU);
        }
        if (needs_escape(character)) {
            quoted += fmt::format("\\u{:04x}", character);
        } else {
            quoted.append(json, i, size);
        }
        i += size;
    }
    return quoted;
}

void append_entry(std::string& out, const FileEntry& entry) {
    out += fmt::format("  {}:\n    source: {}\n", in_quotes(entry.key), in_quotes(entry.source));
    if (!entry.was.empty()) out += fmt::format("    was: {}\n", in_quotes(entry.was));
    out += fmt::format("    text: {}\n", in_quotes(entry.text));
}

class Check {
public:
    Check(const instrument::Study& study, std::string_view folder)
        : study_(study), folder_(folder) {}

    std::vector<Problem> run() {
        for (const auto& [name, bytes] : study_.files) {
            const std::string_view language = instrument::language_of_file(name);
            if (!language.empty()) check_file(name, language);
        }
        return std::move(problems_);
    }

private:
    [[nodiscard]] std::string path(std::string_view name) const {
        return folder_.empty() ? std::string(name) : fmt::format("{}/{}", folder_, name);
    }
    void add(
        std::string code, Severity severity, Place place, std::string message, std::string cure
    ) {
        problems_.push_back(
            {std::move(code), severity, std::move(place), std::move(message), std::move(cure)}
        );
    }

    void check_file(const std::string& name, std::string_view language) {
        const Place top{path(name), 1, 1};
        if (!language::is_language_tag(language)) {
            return add(
                "translation.bad-language",
                Severity::error,
                top,
                fmt::format("\"{}\" is no language tag in its usual form", language),
                "name the file for a language, as in de.yaml, pt-BR.yaml or zh-Hans.yaml"
            );
        }
        if (language == study_.language) {
            return add(
                "translation.bad-language",
                Severity::error,
                top,
                "this is the language that the study is written in",
                "change study.yaml itself, and delete this file"
            );
        }
        TranslationFile file = file_in(study_, language, path(name));
        std::ranges::move(file.problems, std::back_inserter(problems_));
        if (!file.whole) return;
        check_entries(file, language);
        tell_counts(translated(study_, language), top);
    }

    void check_entries(const TranslationFile& file, std::string_view language) {
        std::map<std::string, std::string> sources;
        for (Text& text : texts_of(study_)) sources.emplace(text.key, std::move(text.words));
        for (const FileEntry& entry : file.entries) {
            const auto source = sources.find(entry.key);
            if (source == sources.end() || entry.text.empty()) continue;
            const std::string* words = words_in(study_, entry);
            if (words == nullptr) {
                add("translation.no-file",
                    Severity::error,
                    entry.place,
                    fmt::format("there is no file {}", entry.text),
                    "write it there, or write the text itself here");
            } else if (pipes_of(*words) != pipes_of(source->second)) {
                add("translation.placeholder",
                    Severity::error,
                    entry.place,
                    "the earlier answers in this text ({{…}}) are not those of the source",
                    pipe_cure(pipes_of(source->second)));
            } else {
                check_words(entry, *words, language);
            }
        }
    }

    /// Words that hang on a number: each language has plural categories of its own.
    void check_words(const FileEntry& entry, const std::string& words, std::string_view language) {
        for (const instrument::Pipe& pipe : instrument::pipes_in(words)) {
            auto fault = instrument::fault_in_words(pipe, language);
            if (!fault) fault = fault_in_use(pipe);
            if (fault) {
                add("translation.placeholder",
                    Severity::error,
                    entry.place,
                    fault->message,
                    fault->cure);
                continue;
            }
            const std::vector<std::string> missing = instrument::missing_categories(pipe, language);
            if (missing.empty()) continue;
            add("translation.missing-plural",
                Severity::warning,
                entry.place,
                fmt::format(
                    "{} leaves {} to `other` in {}",
                    pipe.whole,
                    fmt::join(missing, ", "),
                    language::own_name(language)
                ),
                fmt::format("add {} {{…}}", missing.front()));
        }
    }

    /// Whether the item that a pipe names, in its block all rounds of it, can decide its words.
    [[nodiscard]] std::optional<instrument::PipeFault> fault_in_use(const instrument::Pipe& pipe
    ) const {
        const std::vector<int> rounds = instrument::rounds_named(study_, pipe.item);
        const int named =
            rounds.empty() ? instrument::item_index(study_, pipe.item) : rounds.front();
        if (named < 0) return instrument::fault_in_use_of_each(pipe);  // what else it can be
        return instrument::fault_in_use(pipe, study_.items[static_cast<std::size_t>(named)]);
    }

    void tell_counts(const Translation& one, const Place& top) {
        const auto tell = [&](const char* code,
                              const std::vector<std::string>& keys,
                              const char* what) {
            if (keys.empty()) return;
            add(code,
                Severity::warning,
                top,
                fmt::format(
                    "{}: {} of {} texts, first {}", what, keys.size(), one.text_count, keys.front()
                ),
                fmt::format("querist translate STUDY {} writes them into this file", one.language));
        };
        tell("translation.missing", one.missing, "not translated");
        tell("translation.outdated", one.outdated, "translated from an older source");
        tell("translation.unused", one.unused, "not in the study any more");
    }

    const instrument::Study& study_;
    std::string_view folder_;
    std::vector<Problem> problems_;
};

}  // namespace

std::string file_of(std::string_view language) {
    return fmt::format("{}/{}{}", folder_name, language, file_end);
}

std::string source_mark(std::string_view words) {
    constexpr std::size_t digits = 16;
    if (words.find('\n') == std::string_view::npos) return std::string(words);
    return "sha256 " + sha256(words).hex().substr(0, digits);
}

Translation translated(const instrument::Study& study, std::string_view language) {
    Translation one{.language = std::string(language), .study = study};
    one.study.language = language;
    one.study.files.clear();  // they make the version, which stays what it is
    const TranslationFile file = file_in(study, language, {});
    EntriesByKey by_key = entries_by_key(file);
    each_text(one.study, [&](const std::string& key, std::string& text) {
        ++one.text_count;
        const FileEntry* const entry = taken(by_key, key);
        const std::string* words = entry == nullptr ? nullptr : words_in(study, *entry);
        if (words == nullptr || words->empty()) {
            one.missing.push_back(key);
            return;
        }
        if (translated_source(*entry) != source_mark(text)) one.outdated.push_back(key);
        text = *words;
    });
    for (const FileEntry& entry : file.entries) {
        if (by_key.contains(entry.key)) one.unused.push_back(entry.key);
    }
    return one;
}

std::vector<Problem> check_translations(const instrument::Study& study, std::string_view folder) {
    return Check(study, folder).run();
}

std::string updated_file(const instrument::Study& study, std::string_view language) {
    const TranslationFile file = file_in(study, language, {});
    std::string out = fmt::format(
        "# {} for {}. Write each translation into text; querist translate brings the rest up to "
        "date.\n"
        "# A long text may stand in a file: text: {}/{}/consent.md\n"
        "language: {}\n"
        "texts:\n",
        language::own_name(language),
        study.id,
        folder_name,
        language,
        language
    );
    EntriesByKey by_key = entries_by_key(file);
    for (const Text& text : texts_of(study)) {
        FileEntry fresh{.key = text.key, .source = source_mark(text.words)};
        if (const FileEntry* const entry = taken(by_key, text.key)) {
            fresh.text = entry->text;
            const std::string& source = translated_source(*entry);
            if (!entry->text.empty() && source != fresh.source) fresh.was = source;
        }
        append_entry(out, fresh);
    }
    bool told = false;
    for (const FileEntry& entry : file.entries) {
        if (!by_key.contains(entry.key)) continue;
        if (!told) out += "  # Not in the study any more:\n";
        told = true;
        append_entry(out, entry);
    }
    return out;
}

}  // namespace querist::translation
