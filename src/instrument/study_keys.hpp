#pragma once

// Every key of study.yaml in one table, and every key of analysis.yaml in another. The reader's
// checks, the JSON Schemas and the tables of docs/study-language.md are made from them, so that
// they cannot drift apart.

#include "instrument/study.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace querist::instrument {

/// Of the study language: what stands under `querist` in study.yaml and analysis.yaml.
inline constexpr int language_version = 1;

/// A part of a study's files with its own keys: those of study.yaml, then those of analysis.yaml.
enum class Section : std::uint8_t {
    study,
    research_question,
    population,
    stratum,
    recruitment,
    sample,
    sample_stratum,
    sign_in,
    sign_in_stratum,
    frame_column,
    frame_comparison,
    invitation,
    reminder,
    compensation,
    screening,
    screening_points,
    screening_check,
    consent,
    looks,
    instrument,
    link_field,
    allowed_value,
    assignment,
    arm,
    quota,
    page_section,
    page_shuffle,
    page_block,
    page,
    calculated_value,
    item,
    choice,
    row,
    point,
    validation,
    screen_out,
    acknowledgement,
    analysis,
    planned_answer,
    comparison,
    planned_scale,
    weights,
    margin
};

/// What stands after a key.
enum class ValueType : std::uint8_t {
    text,         ///< One text; a whole number counts as one.
    markdown,     ///< Markdown, or the name of a file that ends in .md.
    item_id,      ///< Lower-case letters, digits, "_"; begins with a letter; no CEL word.
    study_id,     ///< Lower-case letters, digits, "-"; begins with a letter. Also of sections.
    study_ids,    ///< A list of them.
    whole,        ///< A whole number.
    number,       ///< A number with or without decimals.
    truth,        ///< true or false.
    condition,    ///< A condition over items.
    calculation,  ///< An expression over items.
    language,     ///< BCP 47.
    time_zone,    ///< IANA.
    mode,
    kind,
    appearance,
    money,              ///< "10.00 USD".
    date,               ///< 2031-12-31.
    colour,             ///< "#0b6b69".
    fonts,              ///< Georgia, serif.
    share,              ///< "50 %".
    sampling_design,    ///< "neyman".
    mailbox,            ///< Study team <team@example.org>.
    hours,              ///< 21:00-08:00.
    reminder_audience,  ///< "not started".
    payment,            ///< "codes".
    eligibility,        ///< "complete, one per person".
    budget_end,         ///< "stop".
    variable,           ///< "ml_years", "problems.crashes", "purposes.deployment".
    variables,          ///< One of them, or a list.
    planned_test,       ///< "fisher exact".
    p_adjustment,       ///< "holm".
    missing_answers,    ///< "left out".
    row_order,          ///< "by agreement".
    option_shares,      ///< A percentage for each option, by its code.
    section,            ///< A section with its own keys.
    sections            ///< A list of such sections.
};

enum class Presence : std::uint8_t { optional, required };

/// The kinds of items that study files name; `Kind` has one alternative for both texts.
enum class KindName : std::uint8_t {
    single_choice,
    several_choices,
    yes_no,
    grid,
    matrix,
    semantic_differential,
    ranking,
    constant_sum,
    net_promoter,
    short_text,
    long_text,
    email,
    number,
    date,
    consent,
    information
};
struct KindSpec {
    KindName kind;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const KindSpec> kind_specs();
[[nodiscard]] std::optional<KindName> parse_kind_name(std::string_view name);

struct ModeSpec {
    Mode mode;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const ModeSpec> mode_specs();

struct AppearanceSpec {
    Appearance appearance;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const AppearanceSpec> appearance_specs();

struct DesignSpec {
    SamplingDesign design;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const DesignSpec> design_specs();

/// A set of kinds, as bits.
using KindSet = std::uint32_t;
inline constexpr KindSet every_kind = 0xffff'ffff;
[[nodiscard]] constexpr KindSet kind_set(KindName kind) {
    return static_cast<KindSet>(1U << static_cast<unsigned>(kind));
}
[[nodiscard]] constexpr bool contains(KindSet set, KindName kind) {
    return (set & kind_set(kind)) != 0;
}

struct KeySpec {
    std::string_view key;
    std::string_view doc;  ///< One sentence for authors.
    KindSet kinds;         ///< Items and choices: the kinds that have the key.
    Section section;
    ValueType type;
    Presence presence;  ///< For items: in the kinds of `kinds`.
    Section content;    ///< Of section and sections; otherwise the section itself.
};

/// The whole table of study.yaml, section after section, and that of analysis.yaml.
[[nodiscard]] std::span<const KeySpec> key_specs();
[[nodiscard]] std::span<const KeySpec> analysis_key_specs();
/// The keys of one section of either.
[[nodiscard]] std::span<const KeySpec> key_specs(Section section);

struct SectionSpec {
    std::string_view name;  ///< "compensation"; the heading in the documentation.
    std::string_view one;   ///< "a compensation": for messages.
    std::string_view doc;
    Section section;
    bool first_key_is_code;  ///< `- code: Label`.
};
[[nodiscard]] const SectionSpec& section_spec(Section section);
/// The sections of study.yaml and those of analysis.yaml, in the order of the documentation.
[[nodiscard]] std::span<const SectionSpec> section_specs();
[[nodiscard]] std::span<const SectionSpec> analysis_section_specs();

/// What a type accepts, for messages and tables: "a whole number".
[[nodiscard]] std::string_view type_words(ValueType type);

}  // namespace querist::instrument
