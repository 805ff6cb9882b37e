// The JSON Schema of study.yaml, made from the table of keys.

#include "instrument/instrument.hpp"
#include "instrument/study_keys.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace querist::instrument {

namespace {

using Json = nlohmann::ordered_json;

std::string definition_name(Section section) {
    std::string name(section_spec(section).name);
    for (char& c : name) {
        if (c == ' ') c = '-';
    }
    return name;
}

Json reference(Section section) { return {{"$ref", "#/$defs/" + definition_name(section)}}; }

template <class Spec>
Json closed_list(std::span<const Spec> specs) {
    Json list = Json::array();
    for (const Spec& spec : specs) {
        list.push_back({{"const", spec.name}, {"description", spec.doc}});
    }
    return {{"oneOf", list}};
}

Json pattern(std::string_view text) { return {{"type", "string"}, {"pattern", text}}; }

std::string id_pattern(std::string_view first, std::string_view rest) {
    return fmt::format("^[{}][{}]{{0,{}}}$", first, rest, limits::id_characters_max - 1);
}

/// What an editor may accept for a value; the reader knows more (zones, dates, conditions).
Json value_schema(const KeySpec& spec) {
    switch (spec.type) {
        case ValueType::text:
            return {{"type", {"string", "integer"}}, {"minLength", 1}};
        case ValueType::markdown:
            return {{"type", "string"}, {"minLength", 1}};
        case ValueType::item_id:
            return pattern(id_pattern("a-z", "a-z0-9_"));
        case ValueType::study_id:
            return pattern(id_pattern("a-z", "a-z0-9-"));
        case ValueType::study_ids:
            return {{"type", "array"}, {"items", pattern(id_pattern("a-z", "a-z0-9-"))}};
        case ValueType::whole:
            return {{"type", "integer"}};
        case ValueType::number:
            return {{"type", "number"}};
        case ValueType::truth:
            return {{"type", "boolean"}};
        case ValueType::condition:
            return {{"type", {"string", "boolean"}}};
        case ValueType::language:
            return pattern("^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$");
        case ValueType::time_zone:
            return pattern("^[A-Za-z0-9_+/-]+$");
        case ValueType::mode:
            return closed_list(mode_specs());
        case ValueType::kind:
            return closed_list(kind_specs());
        case ValueType::appearance:
            return closed_list(appearance_specs());
        case ValueType::money:
            return pattern("^[0-9]+(\\.[0-9]+)? [A-Z]{3}$");
        case ValueType::date:
            return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        case ValueType::share:
            return pattern("^[0-9]+(\\.[0-9]+)? *%$");
        case ValueType::section:
            return reference(spec.content);
        case ValueType::sections:
            return {{"type", "array"}, {"minItems", 1}, {"items", reference(spec.content)}};
    }
    return Json::object();
}

/// What only some kinds of items have: demanded or refused by the item's kind.
Json kind_rules() {
    Json rules = Json::array();
    for (const KindSpec& kind : kind_specs()) {
        Json required = Json::array();
        Json refused = Json::object();
        for (const KeySpec& spec : key_specs(Section::item)) {
            if (spec.kinds == every_kind) continue;
            if (!contains(spec.kinds, kind.kind)) refused[std::string(spec.key)] = false;
            if (contains(spec.kinds, kind.kind) && spec.presence == Presence::required) {
                required.push_back(spec.key);
            }
        }
        Json then = Json::object();
        if (!required.empty()) then["required"] = required;
        if (!refused.empty()) then["properties"] = refused;
        rules.push_back(
            {{"if",
              {{"properties", {{"kind", {{"const", kind.name}}}}},
               {"required", Json::array({"kind"})}}},
             {"then", then}}
        );
    }
    return rules;
}

Json section_schema(Section section) {
    const SectionSpec& words = section_spec(section);
    Json schema = {{"description", words.doc}, {"type", "object"}};
    Json properties = Json::object();
    Json required = Json::array();
    for (const KeySpec& spec : key_specs(section)) {
        Json value = value_schema(spec);
        value["description"] = spec.doc;
        properties[std::string(spec.key)] = std::move(value);
        if (spec.presence == Presence::required && spec.kinds == every_kind) {
            required.push_back(spec.key);
        }
    }
    const std::size_t keys = properties.size();
    schema["properties"] = std::move(properties);
    if (!required.empty()) schema["required"] = std::move(required);
    if (words.first_key_is_code) {  // `- code: Label`: one key that is no word of the language
        schema["minProperties"] = 1;
        schema["maxProperties"] = keys + 1;
        schema["patternProperties"] = {
            {id_pattern("a-z0-9", "a-z0-9_.+-"), Json{{"description", "Code and label."}}}
        };
    }
    schema["additionalProperties"] = false;
    if (section == Section::item) schema["allOf"] = kind_rules();
    return schema;
}

}  // namespace

std::string study_schema() {
    Json schema = {
        {"$schema", "https://json-schema.org/draft/2020-12/schema"},
        {"title", "Querist study"},
        {"$comment", "Made from the reader's table of keys (src/instrument/study_keys.cpp)."},
        {"$ref", "#/$defs/study"}
    };
    Json definitions = Json::object();
    for (int i = 0; i < section_count; ++i) {
        const auto section = static_cast<Section>(i);
        definitions[definition_name(section)] = section_schema(section);
    }
    schema["$defs"] = std::move(definitions);
    return schema.dump(2) + "\n";
}

}  // namespace querist::instrument
