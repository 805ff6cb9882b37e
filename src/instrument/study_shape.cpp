#include "instrument/study_shape.hpp"

#include "instrument/invisible.hpp"
#include "instrument/value_check.hpp"
#include "instrument/yaml_scalars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace querist::instrument {

namespace {

constexpr std::string_view stray_code_cure =
    "begin each entry with \"- \" and its code, and write its other keys below, as in "
    "description:";

class ShapeCheck {
public:
    explicit ShapeCheck(ProblemList& list) : list_(list) {}

    void check_section(const YamlNode& node, Section section, std::optional<KindName> kind) {
        if (node.reported || list_.is_full()) return;
        const SectionSpec& spec = section_spec(section);
        if (node.kind != YamlNode::Kind::mapping) {
            report_no_section(node, spec);
            return;
        }
        if (section == Section::item) kind = parse_kind_name(text_of(node.find("kind")));
        std::size_t first = 0;
        if (spec.first_key_is_code) {
            check_code(node, section);
            first = 1;
        }
        for (std::size_t i = first; i < node.entries.size() && !list_.is_full(); ++i) {
            check_entry(node.entries[i], section, kind);
        }
        if (node.whole) check_missing(node, section, kind);
    }

private:
    void report_no_section(const YamlNode& node, const SectionSpec& spec) {
        if (spec.first_key_is_code) {
            list_.report(
                "study.no-code",
                node.start,
                fmt::format("{} needs a code before its label", spec.one),
                fmt::format(
                    "write \"- code: {}\": the code is stored and exported",
                    node.text.empty() ? "Label" : node.text
                )
            );
            return;
        }
        const auto keys = key_specs(spec.section);
        list_.report(
            "study.wrong-type",
            node.start,
            fmt::format("{} is a section with keys of its own, not {}", spec.one, node_words(node)),
            fmt::format("write its keys below, indented: {}: …", keys.front().key)
        );
    }

    /// `- code: Label`: the first key and its value.
    void check_code(const YamlNode& node, Section section) {
        const SectionSpec& spec = section_spec(section);
        if (node.entries.empty()) return;
        const YamlEntry& entry = node.entries.front();
        const auto keys = key_specs(section);
        const bool is_key = std::any_of(keys.begin(), keys.end(), [&](const KeySpec& key) {
            return key.key == entry.key.text;
        });
        if (is_key) {
            list_.report(
                "study.no-code",
                entry.key.start,
                fmt::format(
                    "{} begins with its code and label, not with \"{}\"", spec.one, entry.key.text
                ),
                "write \"- code: Label\" first"
            );
            return;
        }
        check_surprise(list_, entry.key);
        if (!is_option_code(entry.key.text)) {
            list_.report(
                "study.bad-code",
                entry.key.start,
                fmt::format("\"{}\" cannot be a code", entry.key.text),
                fmt::format(
                    "use 1 to {} lower-case letters, digits and _ . + -, beginning "
                    "with a letter or digit; the label may be anything",
                    limits::id_characters_max
                )
            );
        }
        check_value(entry, ValueType::text, list_);
    }

    void check_entry(const YamlEntry& entry, Section section, std::optional<KindName> kind) {
        const auto specs = key_specs(section);
        const auto spec = std::find_if(specs.begin(), specs.end(), [&](const KeySpec& one) {
            return one.key == entry.key.text;
        });
        if (spec == specs.end()) {
            report_unknown_key(entry, section);
            return;
        }
        if (kind && !contains(spec->kinds, *kind)) {
            report_key_of_other_kind(entry, *spec, *kind);
            return;
        }
        if (spec->type == ValueType::section) {
            check_section(entry.value, spec->content, kind);
        } else if (spec->type == ValueType::sections) {
            check_list(entry, *spec, kind);
        } else {
            check_value(entry, spec->type, list_);
        }
    }

    void check_list(const YamlEntry& entry, const KeySpec& spec, std::optional<KindName> kind) {
        const YamlNode& list = entry.value;
        if (list.reported) return;
        const SectionSpec& content = section_spec(spec.content);
        if (list.kind == YamlNode::Kind::nothing ||
            (list.kind == YamlNode::Kind::sequence && list.items.empty() && list.whole)) {
            list_.report(
                "study.empty-list",
                entry.key.start,
                fmt::format("\"{}\" is empty", spec.key),
                fmt::format(
                    "add at least one {}, beginning with \"- \", or remove the key", content.name
                )
            );
            return;
        }
        if (list.kind != YamlNode::Kind::sequence) {
            list_.report(
                "study.wrong-type",
                list.start,
                fmt::format("\"{}\" is a list, not {}", spec.key, node_words(list)),
                fmt::format("begin each {} with \"- \"", content.name)
            );
            return;
        }
        for (const YamlNode& one : list.items) check_section(one, spec.content, kind);
    }

    void report_unknown_key(const YamlEntry& entry, Section section) {
        const SectionSpec& spec = section_spec(section);
        if (const std::optional<Invisible> found = invisible_in(entry.key.text)) {
            list_.report(
                "study.unknown-key",
                entry.key.start,
                fmt::format(
                    "an invisible character stands at \"{}\": {}", found->visible, found->name
                ),
                "delete the line up to the colon and type it again, with plain spaces before it"
            );
            return;
        }
        std::vector<std::string> known;
        for (const KeySpec& key : key_specs(section)) known.emplace_back(key.key);
        std::string cure;
        if (const auto near = nearest(entry.key.text, known)) {
            cure = fmt::format("did you mean \"{}\"?", *near);
        } else if (spec.first_key_is_code) {
            cure = stray_code_cure;
        } else {
            cure = fmt::format("its keys are {}", fmt::join(known, ", "));
        }
        list_.report(
            "study.unknown-key",
            entry.key.start,
            fmt::format("\"{}\" is no key of {}", entry.key.text, spec.one),
            std::move(cure)
        );
    }

    void report_key_of_other_kind(const YamlEntry& entry, const KeySpec& spec, KindName kind) {
        std::vector<std::string> owners;
        std::string_view name;
        for (const KindSpec& one : kind_specs()) {
            if (contains(spec.kinds, one.kind)) owners.push_back(fmt::format("\"{}\"", one.name));
            if (one.kind == kind) name = one.name;
        }
        list_.report(
            "study.key-of-other-kind",
            entry.key.start,
            fmt::format("\"{}\" does not go with the kind \"{}\"", spec.key, name),
            owners.size() > 4
                ? std::string("remove the key")
                : fmt::format("remove the key, or change the kind to {}", fmt::join(owners, " or "))
        );
    }

    void check_missing(const YamlNode& node, Section section, std::optional<KindName> kind) {
        const SectionSpec& section_words = section_spec(section);
        for (const KeySpec& spec : key_specs(section)) {
            if (spec.presence == Presence::optional || node.find(spec.key) != nullptr) continue;
            const bool of_every_kind = spec.kinds == every_kind;
            if (!of_every_kind && !(kind && contains(spec.kinds, *kind))) continue;
            list_.report(
                "study.missing-key",
                node.start,
                fmt::format("{} needs the key \"{}\"", section_words.one, spec.key),
                fmt::format("add \"{}:\" with {}", spec.key, type_words(spec.type))
            );
        }
    }

    ProblemList& list_;
};

}  // namespace

void ProblemList::report(
    std::string code, const Mark& at, std::string message, std::string cure, Severity severity
) {
    problems.push_back(
        {std::move(code), severity, {file, at.line, at.column}, std::move(message), std::move(cure)}
    );
}

void check_shape(const YamlNode& root, ProblemList& list, Section top) {
    const bool of_study = top == Section::study;
    const std::string_view one = of_study ? "a study" : "an analysis plan";
    if (root.kind != YamlNode::Kind::mapping) {
        if (!root.whole || root.reported) return;
        const bool empty = root.kind == YamlNode::Kind::nothing;
        list.report(
            empty ? "study.empty" : "study.wrong-type",
            empty ? Mark{} : root.start,
            empty ? fmt::format("the file holds no {}", of_study ? "study" : "analysis plan")
                  : fmt::format("{} is a section with keys, not {}", one, node_words(root)),
            of_study ? "begin with \"querist: 1\", \"id:\" and \"title:\", each on its own line; "
                       "`querist new` writes an example"
                     : "begin with \"querist: 1\" and \"plan:\", each on its own line; "
                       "`querist new` writes an example"
        );
        return;
    }
    ShapeCheck(list).check_section(root, top, std::nullopt);
}

}  // namespace querist::instrument
