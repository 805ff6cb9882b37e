#include "instrument/study_keys.hpp"

#include "instrument/key_kinds.hpp"

#include <algorithm>

namespace querist::instrument {

namespace {

using enum ValueType;
using enum Presence;

constexpr KeySpec plain(
    Section section, std::string_view key, ValueType type, Presence presence, std::string_view doc
) {
    return {key, doc, every_kind, section, type, presence, section};
}
constexpr KeySpec nested(
    Section section,
    std::string_view key,
    ValueType type,
    Presence presence,
    Section content,
    std::string_view doc
) {
    return {key, doc, every_kind, section, type, presence, content};
}
constexpr KeySpec of_kinds(
    Section section,
    std::string_view key,
    ValueType type,
    Presence presence,
    KindSet set,
    std::string_view doc
) {
    return {key, doc, set, section, type, presence, section};
}
constexpr KeySpec option_list(
    std::string_view key, Section content, KindSet set, std::string_view doc
) {
    return {key, doc, set, Section::item, sections, required, content};
}

constexpr std::string_view added_doc =
    "Why this stands here although the protocol does not say it; leave out what the protocol says.";
constexpr std::string_view acknowledged_doc = "Lint findings that the researcher answers for.";

using S = Section;
constexpr KeySpec study_key_specs[] = {
    plain(S::study, "querist", whole, required, "Version of the study language: 1."),
    plain(
        S::study,
        "id",
        study_id,
        required,
        "Names the study in addresses and data for ever, as in `onnx-interop`."
    ),
    plain(S::study, "title", text, required, "The study's title."),
    plain(
        S::study,
        "language",
        language,
        optional,
        "Language of the questions as a BCP 47 tag, `en` when left out."
    ),
    plain(
        S::study,
        "time zone",
        time_zone,
        optional,
        "IANA name of the zone in which times are shown, `UTC` when left out."
    ),
    plain(
        S::study,
        "mode",
        ValueType::mode,
        optional,
        "Who can know whose answers are whose, `confidential` when left out."
    ),
    nested(
        S::study,
        "research questions",
        sections,
        optional,
        S::research_question,
        "What the study wants to know; items say which of them they serve."
    ),
    nested(S::study, "population", section, optional, S::population, "Who is studied."),
    nested(
        S::study, "recruitment", section, optional, S::recruitment, "How participants are found."
    ),
    nested(S::study, "compensation", sections, optional, S::compensation, "What is paid, to whom."),
    nested(
        S::study,
        "consent",
        section,
        optional,
        S::consent,
        "What a participant agrees to before the first question."
    ),
    plain(S::study, "thanks", markdown, optional, "The last page."),
    plain(S::study, "refused", markdown, optional, "The page after a refusal of consent."),
    nested(S::study, "instrument", section, required, S::instrument, "The questionnaire."),
    nested(S::study, "acknowledged", sections, optional, S::acknowledgement, acknowledged_doc),

    plain(S::research_question, "id", study_id, required, "Its name in `serves`."),
    plain(S::research_question, "text", text, required, "The research question."),

    plain(S::population, "text", text, required, "The protocol's words."),
    nested(
        S::population,
        "strata",
        sections,
        optional,
        S::stratum,
        "Parts of the population that are sampled apart, as `- code: label`."
    ),
    plain(S::population, "added", text, optional, added_doc),

    plain(S::recruitment, "text", text, required, "The protocol's words."),

    plain(S::compensation, "id", study_id, required, "Its name."),
    plain(S::compensation, "text", text, required, "The protocol's words."),
    plain(
        S::compensation,
        "amount",
        money,
        optional,
        "For each recipient, with its ISO 4217 currency: `10.00 USD`."
    ),
    plain(S::compensation, "form", text, optional, "How it is paid, as in `gift card`."),
    plain(S::compensation, "recipients", text, optional, "Who gets it."),
    nested(
        S::compensation, "acknowledged", sections, optional, S::acknowledgement, acknowledged_doc
    ),
    plain(S::compensation, "added", text, optional, added_doc),

    plain(
        S::consent, "version", whole, optional, "Raise it when the terms change, 1 when left out."
    ),
    plain(S::consent, "text", markdown, required, "The terms."),
    plain(S::consent, "agree", text, optional, "Label of the button that agrees."),
    plain(S::consent, "refuse", text, optional, "Label of the button that refuses."),
    plain(S::consent, "controller", text, optional, "Who is responsible for the data."),
    plain(S::consent, "contact", text, optional, "Where participants can write."),
    plain(S::consent, "ethics approval", text, optional, "Board and number of the approval."),
    plain(S::consent, "minimum age", whole, optional, "In years."),
    plain(
        S::consent,
        "keep until",
        date,
        optional,
        "The day on which the answers are deleted: `2031-12-31`."
    ),
    plain(S::consent, "added", text, optional, added_doc),

    plain(
        S::instrument,
        "partial from",
        share,
        optional,
        "An unfinished response counts as partial from this share of the questions that apply, "
        "`50 %` when left out."
    ),
    plain(
        S::instrument,
        "review",
        truth,
        optional,
        "`true` when a last page shows all answers, with a way back to each, before they are sent."
    ),
    nested(S::instrument, "pages", sections, required, S::page, "The pages in order."),

    plain(S::page, "id", item_id, required, "Its name in the data."),
    plain(S::page, "title", text, optional, "Heading of the page."),
    plain(S::page, "text", markdown, optional, "Introduction above the items."),
    plain(
        S::page,
        "shown when",
        condition,
        optional,
        "The page is left out unless this holds; it may name items of earlier pages."
    ),
    plain(
        S::page,
        "random order",
        truth,
        optional,
        "`true` to shuffle the items for each response; none may depend on another of the page."
    ),
    nested(
        S::page,
        "screen out",
        section,
        optional,
        S::screen_out,
        "Ends the response after this page when the answers say that the study is not for them."
    ),
    nested(S::page, "items", sections, required, S::item, "The items in order."),

    plain(S::item, "id", item_id, required, "Its name in conditions and exports."),
    plain(S::item, "number", text, optional, "As the protocol numbers it."),
    plain(S::item, "ask", text, required, "The question, word for word."),
    plain(S::item, "hint", text, optional, "Shown to respondents under the question."),
    plain(
        S::item,
        "note",
        text,
        optional,
        "The protocol's own note: printed by `show`, not shown to respondents."
    ),
    plain(S::item, "kind", kind, required, "What kind of answer it takes."),
    option_list("choices", S::choice, with_choices, "What can be chosen or ranked, in order."),
    of_kinds(
        S::item,
        "shown as",
        ValueType::appearance,
        optional,
        single,
        "`dropdown` for a long list of choices that people know, such as countries; `list` when "
        "left out."
    ),
    of_kinds(
        S::item,
        "attention check",
        text,
        optional,
        single,
        "The code of the choice that whoever reads the question chooses; the report counts them."
    ),
    option_list("rows", S::row, by_row, "What is asked about, one row each."),
    of_kinds(
        S::item,
        "random order",
        truth,
        optional,
        listed,
        "`true` to shuffle the choices, or the rows where it has rows, for each response."
    ),
    plain(
        S::item,
        "keeps place",
        truth,
        optional,
        "`true` to stay where it is on a page whose items are shuffled."
    ),
    option_list("scale", S::point, grids, "What each row is answered with, in order."),
    of_kinds(
        S::item,
        "points",
        whole,
        optional,
        differentials,
        "How many points lie between the poles, 2 to 11; 7 when left out."
    ),
    of_kinds(S::item, "total", whole, required, sums, "What the numbers add up to."),
    of_kinds(
        S::item, "lowest label", text, optional, promoting, "`Not at all likely` when left out."
    ),
    of_kinds(
        S::item, "highest label", text, optional, promoting, "`Extremely likely` when left out."
    ),
    of_kinds(
        S::item, "yes label", text, optional, bits({KindName::yes_no}), "`Yes` when left out."
    ),
    of_kinds(S::item, "no label", text, optional, bits({KindName::yes_no}), "`No` when left out."),
    of_kinds(
        S::item,
        "characters max",
        whole,
        optional,
        texts,
        "Longest answer in characters: 500 (short) or 10000 (long) when left out, which are "
        "also the greatest."
    ),
    of_kinds(S::item, "minimum", number, optional, numbers, "Least number."),
    of_kinds(S::item, "maximum", number, optional, numbers, "Greatest number."),
    of_kinds(S::item, "earliest", ValueType::date, optional, dates, "First day that is allowed."),
    of_kinds(S::item, "latest", ValueType::date, optional, dates, "Last day that is allowed."),
    of_kinds(S::item, "unit", text, optional, with_unit, "Shown after the field."),
    of_kinds(
        S::item,
        "decimals",
        truth,
        optional,
        numbers,
        "`true` to allow decimals; whole numbers otherwise."
    ),
    of_kinds(S::item, "at least", whole, optional, counted, "Fewest choices of an answer."),
    of_kinds(S::item, "at most", whole, optional, counted, "Most choices of an answer."),
    of_kinds(
        S::item,
        "statement",
        text,
        required,
        bits({KindName::consent}),
        "The statement beside the box."
    ),
    of_kinds(
        S::item,
        "required",
        truth,
        optional,
        answered,
        "`true` when nobody can go on without an answer."
    ),
    plain(
        S::item,
        "personal",
        truth,
        optional,
        "`true` for a question about the person, which wants \"prefer not to say\"."
    ),
    plain(S::item, "serves", study_ids, optional, "The research questions that it serves."),
    plain(
        S::item,
        "describes sample",
        truth,
        optional,
        "`true` when it serves to describe the sample instead."
    ),
    plain(
        S::item,
        "shown when",
        condition,
        optional,
        "The item is left out unless this holds; it may name earlier items."
    ),
    {"valid when",
     "A further rule that an answer must keep.",
     answered,
     S::item,
     section,
     optional,
     S::validation},
    nested(S::item, "acknowledged", sections, optional, S::acknowledgement, acknowledged_doc),
    plain(S::item, "added", text, optional, added_doc),

    plain(S::choice, "description", text, optional, "Shown under the label."),
    of_kinds(
        S::choice,
        "text",
        truth,
        optional,
        with_other,
        "`true` for a choice with a text field, as in \"Other (please specify)\"."
    ),
    of_kinds(
        S::choice,
        "exclusive",
        truth,
        optional,
        exclusive,
        "`true` when it cannot stand beside another choice, as in \"None of these\"."
    ),
    of_kinds(
        S::choice,
        "declines",
        truth,
        optional,
        choosing,
        "`true` for \"Prefer not to say\": reported as declined."
    ),
    of_kinds(
        S::choice,
        "shown when",
        condition,
        optional,
        choosing,
        "The choice is left out unless this holds; it may name earlier items."
    ),
    plain(
        S::choice,
        "keeps place",
        truth,
        optional,
        "`true` to stay where it is when choices are shuffled; choices with `text`, `exclusive` or "
        "`declines` always do."
    ),
    plain(S::choice, "added", text, optional, added_doc),

    plain(S::row, "description", text, optional, "Shown under the label."),
    of_kinds(
        S::row,
        "opposite",
        text,
        required,
        differentials,
        "The word at the other end; the label is the word at this one."
    ),
    of_kinds(
        S::row,
        "text",
        truth,
        optional,
        tables,
        "`true` for a row with a text field, as in \"Other (please specify)\"."
    ),
    of_kinds(
        S::row,
        "shown when",
        condition,
        optional,
        open_rows,
        "The row is left out unless this holds; it may name earlier items."
    ),
    plain(
        S::row,
        "keeps place",
        truth,
        optional,
        "`true` to stay where it is when rows are shuffled; rows with `text` always do."
    ),
    plain(S::row, "added", text, optional, added_doc),

    plain(S::point, "description", text, optional, "Shown under the label."),
    plain(
        S::point,
        "declines",
        truth,
        optional,
        "`true` for \"Prefer not to say\": reported as declined."
    ),
    plain(S::point, "added", text, optional, added_doc),

    plain(
        S::validation,
        "must hold",
        condition,
        required,
        "What an answer must keep; it may name the item itself and earlier ones."
    ),
    plain(
        S::validation,
        "message",
        text,
        required,
        "What the respondent is told when it does not hold."
    ),

    plain(
        S::screen_out,
        "when",
        condition,
        required,
        "Who is screened out; it may name items of this page and of earlier ones."
    ),
    plain(S::screen_out, "message", markdown, required, "The page that they see instead."),
    plain(S::screen_out, "added", text, optional, added_doc),

    plain(S::acknowledgement, "rule", text, required, "Id of the lint rule."),
    plain(S::acknowledgement, "reason", text, required, "Why the finding stands."),
};

constexpr SectionSpec section_table[] = {
    {"study", "the study", "The top of study.yaml.", S::study, false},
    {"research question",
     "a research question",
     "One entry of `research questions`.",
     S::research_question,
     false},
    {"population", "the population", "Who is studied.", S::population, false},
    {"stratum", "a stratum", "One entry of `strata`: `- code: label`.", S::stratum, true},
    {"recruitment", "the recruitment", "How participants are found.", S::recruitment, false},
    {"compensation", "a compensation", "One entry of `compensation`.", S::compensation, false},
    {"consent",
     "the consent",
     "What a participant agrees to before the first question.",
     S::consent,
     false},
    {"instrument", "the instrument", "The questionnaire.", S::instrument, false},
    {"page", "a page", "One entry of `pages`.", S::page, false},
    {"item", "an item", "One entry of `items`: a question, or information.", S::item, false},
    {"choice", "a choice", "One entry of `choices`: `- code: label`.", S::choice, true},
    {"row", "a row", "One entry of `rows`: `- code: label`.", S::row, true},
    {"scale point", "a point of a scale", "One entry of `scale`: `- code: label`.", S::point, true},
    {"validation", "a rule", "What stands under `valid when`.", S::validation, false},
    {"screen-out", "a screen-out", "What stands under `screen out`.", S::screen_out, false},
    {"acknowledgement",
     "an acknowledgement",
     "One entry of `acknowledged`.",
     S::acknowledgement,
     false},
};

}  // namespace

std::span<const KeySpec> key_specs() { return study_key_specs; }
std::span<const SectionSpec> section_specs() { return section_table; }

std::span<const KeySpec> key_specs(Section section) {
    const bool of_study = static_cast<std::size_t>(section) < std::size(section_table);
    const std::span<const KeySpec> all = of_study ? key_specs() : analysis_key_specs();
    const auto in_section = [section](const KeySpec& spec) { return spec.section == section; };
    const auto first = std::find_if(all.begin(), all.end(), in_section);
    const auto last = std::find_if_not(first, all.end(), in_section);
    return {first, last};
}

const SectionSpec& section_spec(Section section) {
    const auto position = static_cast<std::size_t>(section);
    const std::size_t in_study = std::size(section_table);
    return position < in_study ? section_table[position]
                               : analysis_section_specs()[position - in_study];
}

}  // namespace querist::instrument
