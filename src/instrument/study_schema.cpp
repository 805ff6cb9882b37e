// The JSON Schemas of study.yaml and analysis.yaml, made from the tables of keys.

#include "instrument/analysis_words.hpp"
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

constexpr std::string_view share_pattern = "^[0-9]+(\\.[0-9]+)? *%$";
constexpr std::string_view variable_pattern = "^[a-z][a-z0-9_]*(\\.[a-z0-9_.+-]+)?$";

std::string id_pattern(std::string_view first, std::string_view rest) {
    return fmt::format("^[{}][{}]{{0,{}}}$", first, rest, limits::id_characters_max - 1);
}

Json shares_schema() {
    return {
        {"type", "object"}, {"minProperties", 1}, {"additionalProperties", pattern(share_pattern)}
    };
}

/// One variable, or a list of them.
Json variables_schema() {
    return {
        {"oneOf",
         Json::array(
             {pattern(variable_pattern),
              Json{{"type", "array"}, {"minItems", 1}, {"items", pattern(variable_pattern)}}}
         )}
    };
}

/// Words of one form.
constexpr std::pair<ValueType, std::string_view> forms[] = {
    {ValueType::language, "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$"},
    {ValueType::time_zone, "^[A-Za-z0-9_+/-]+$"},
    {ValueType::money, "^[0-9]+(\\.[0-9]+)? [A-Z]{3}$"},
    {ValueType::date, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    {ValueType::colour, "^#[0-9a-fA-F]{6}$"},
    {ValueType::fonts, "^[A-Za-z0-9 ,-]+$"},
    {ValueType::share, share_pattern},
    {ValueType::mailbox, "^[^\\r\\n]*[^ <>@]+@[^ <>@]+>?$"},
    {ValueType::hours, "^[0-2][0-9]:[0-5][0-9] *- *[0-2][0-9]:[0-5][0-9]$"},
    {ValueType::variable, variable_pattern},
};

/// What an editor may accept for a value; the reader knows more (zones, dates, conditions).
Json value_schema(const KeySpec& spec) {
    const auto* const form =
        std::ranges::find(forms, spec.type, &std::pair<ValueType, std::string_view>::first);
    if (form != std::end(forms)) return pattern(form->second);
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
        case ValueType::calculation:
            return {{"type", {"string", "boolean"}}};
        case ValueType::mode:
            return closed_list(mode_specs());
        case ValueType::kind:
            return closed_list(kind_specs());
        case ValueType::appearance:
            return closed_list(appearance_specs());
        case ValueType::sampling_design:
            return closed_list(design_specs());
        case ValueType::reminder_audience:
            return closed_list(audience_specs());
        case ValueType::payment:
            return closed_list(payment_specs());
        case ValueType::eligibility:
            return closed_list(eligibility_specs());
        case ValueType::budget_end:
            return closed_list(budget_end_specs());
        case ValueType::variables:
            return variables_schema();
        case ValueType::planned_test:
            return closed_list(test_specs());
        case ValueType::p_adjustment:
            return closed_list(adjustment_specs());
        case ValueType::missing_answers:
            return closed_list(missing_specs());
        case ValueType::row_order:
            return closed_list(row_order_specs());
        case ValueType::option_shares:
            return shares_schema();
        case ValueType::section:
            return reference(spec.content);
        case ValueType::sections:
            return {{"type", "array"}, {"minItems", 1}, {"items", reference(spec.content)}};
        case ValueType::language:
        case ValueType::time_zone:
        case ValueType::money:
        case ValueType::date:
        case ValueType::colour:
        case ValueType::fonts:
        case ValueType::share:
        case ValueType::mailbox:
        case ValueType::hours:
        case ValueType::variable:
            break;
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

/// A schema whose root is `top`; `shared` is a section that both files have.
std::string schema_of(
    std::string_view title,
    std::string_view table,
    Section top,
    std::span<const SectionSpec> sections,
    std::optional<Section> shared = {}
) {
    Json schema = {
        {"$schema", "https://json-schema.org/draft/2020-12/schema"},
        {"title", title},
        {"$comment", fmt::format("Made from the reader's table of keys ({}).", table)},
        {"$ref", "#/$defs/" + definition_name(top)}
    };
    Json definitions = Json::object();
    for (const SectionSpec& one : sections) {
        definitions[definition_name(one.section)] = section_schema(one.section);
    }
    if (shared) definitions[definition_name(*shared)] = section_schema(*shared);
    schema["$defs"] = std::move(definitions);
    return schema.dump(2) + "\n";
}

}  // namespace

std::string study_schema() {
    return schema_of(
        "Querist study", "src/instrument/study_keys.cpp", Section::study, section_specs()
    );
}

std::string analysis_schema() {
    return schema_of(
        "Querist analysis plan",
        "src/instrument/analysis_keys.cpp",
        Section::analysis,
        analysis_section_specs(),
        Section::acknowledgement
    );
}

}  // namespace querist::instrument
