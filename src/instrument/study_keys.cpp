#include "instrument/study_keys.hpp"

#include "instrument/compensation_keys.hpp"
#include "instrument/item_keys.hpp"
#include "instrument/key_forms.hpp"
#include "instrument/looks_keys.hpp"
#include "instrument/mail_keys.hpp"
#include "instrument/population_keys.hpp"
#include "instrument/screening_keys.hpp"

#include <algorithm>
#include <array>

namespace querist::instrument {

namespace {

using enum ValueType;
using enum Presence;

using S = Section;
constexpr KeySpec specs_above_items[] = {
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
        "screening",
        section,
        optional,
        S::screening,
        "Which responses a person should look at before anything is paid for them."
    ),
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
    nested(
        S::study, "looks", section, optional, S::looks, "The colour, fonts and logo of the pages."
    ),
    nested(S::study, "instrument", section, required, S::instrument, "The questionnaire."),
    nested(S::study, "acknowledged", sections, optional, S::acknowledgement, acknowledged_doc),

    plain(S::research_question, "id", study_id, required, "Its name in `serves`."),
    plain(S::research_question, "text", text, required, "The research question."),

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
    nested(
        S::instrument,
        "from link",
        sections,
        optional,
        S::link_field,
        "What the address brings along that a participant comes by, as in `?source=forum`."
    ),
    nested(
        S::instrument,
        "assignments",
        sections,
        optional,
        S::assignment,
        "Arms among which chance divides the responses when they begin."
    ),
    nested(
        S::instrument,
        "quotas",
        sections,
        optional,
        S::quota,
        "How many complete responses of a sort are wanted; who comes after them is screened out."
    ),
    nested(
        S::instrument,
        "sections",
        sections,
        optional,
        S::page_section,
        "Pages that are shown together or not at all; a page says with `section` that it belongs "
        "to "
        "one."
    ),
    nested(
        S::instrument,
        "shuffled pages",
        sections,
        optional,
        S::page_shuffle,
        "Pages and sections that each response sees in an order of its own."
    ),
    nested(S::instrument, "pages", sections, required, S::page, "The pages in order."),

    plain(
        S::link_field,
        "id",
        item_id,
        required,
        "Its name in the address, in conditions and exports."
    ),
    plain(S::link_field, "title", text, required, "What it says of a response, in words."),
    nested(
        S::link_field,
        "allowed",
        sections,
        optional,
        S::allowed_value,
        "The values that count; without it, any of letters, digits and _ . -."
    ),
    plain(
        S::link_field,
        "characters max",
        whole,
        optional,
        "Longest value where any is allowed: 32 when left out, at most 64."
    ),
    plain(S::link_field, "serves", study_ids, optional, "The research questions that it serves."),
    plain(
        S::link_field,
        "describes sample",
        truth,
        optional,
        "`true` when it serves to describe the sample instead."
    ),
    nested(S::link_field, "acknowledged", sections, optional, S::acknowledgement, acknowledged_doc),
    plain(S::link_field, "added", text, optional, added_doc),

    plain(S::allowed_value, "added", text, optional, added_doc),

    plain(S::assignment, "id", item_id, required, "Its name in conditions and exports."),
    plain(S::assignment, "title", text, required, "What the arms differ in, in words."),
    nested(
        S::assignment,
        "arms",
        sections,
        required,
        S::arm,
        "The arms; a response goes to the one that has the fewest, by lot where several have."
    ),
    plain(S::assignment, "serves", study_ids, optional, "The research questions that it serves."),
    nested(S::assignment, "acknowledged", sections, optional, S::acknowledgement, acknowledged_doc),
    plain(S::assignment, "added", text, optional, added_doc),

    plain(
        S::arm,
        "at most",
        whole,
        optional,
        "Its quota: how many responses are assigned to it while another arm has room."
    ),
    plain(S::arm, "added", text, optional, added_doc),

    plain(S::quota, "id", item_id, required, "Its name in the data."),
    plain(S::quota, "when", condition, required, "Whom it counts; it may name any items."),
    plain(S::quota, "at most", whole, required, "How many complete responses."),
    plain(
        S::quota, "message", markdown, required, "The page that who comes too late sees instead."
    ),
    plain(S::quota, "added", text, optional, added_doc),

    plain(S::page_section, "id", item_id, required, "What its pages name it by."),
    plain(
        S::page_section, "title", text, optional, "What it is about, for who reads the protocol."
    ),
    plain(
        S::page_section,
        "shown when",
        condition,
        optional,
        "Its pages are left out unless this holds; it may name items that stand before them."
    ),
    plain(
        S::page_section,
        "for each",
        item_id,
        optional,
        "Its pages are asked once, one after the other, for each choice of this earlier question "
        "that was chosen."
    ),
    plain(S::page_section, "added", text, optional, added_doc),

    plain(S::page_shuffle, "id", item_id, required, "Its name in exports."),
    plain(S::page_shuffle, "title", text, required, "What is shuffled, in words."),
    nested(
        S::page_shuffle,
        "blocks",
        sections,
        required,
        S::page_block,
        "What changes places, in the order in which it is written under `pages`."
    ),
    plain(S::page_shuffle, "serves", study_ids, optional, "The research questions that it serves."),
    plain(
        S::page_shuffle,
        "describes sample",
        truth,
        optional,
        "`true` when it serves to describe the sample instead."
    ),
    nested(
        S::page_shuffle, "acknowledged", sections, optional, S::acknowledgement, acknowledged_doc
    ),
    plain(S::page_shuffle, "added", text, optional, added_doc),

    plain(
        S::page_block,
        "keeps place",
        truth,
        optional,
        "`true` to stay where it is, as in \"always last\"."
    ),
    plain(S::page_block, "added", text, optional, added_doc),

    plain(S::page, "id", item_id, required, "Its name in the data."),
    plain(
        S::page,
        "section",
        text,
        optional,
        "The section that it belongs to; the pages of a section stand together."
    ),
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
        "for each",
        item_id,
        optional,
        "The page is asked once for each choice of this earlier question that was chosen; "
        "`{{each}}` stands for the choice in its texts."
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
    nested(
        S::page,
        "calculated",
        sections,
        optional,
        S::calculated_value,
        "Values that are computed once the page is answered; nobody is asked for them."
    ),

    plain(S::calculated_value, "id", item_id, required, "Its name in conditions and exports."),
    plain(S::calculated_value, "title", text, required, "What it says of a response, in words."),
    plain(
        S::calculated_value,
        "value",
        calculation,
        required,
        "What it is computed as; it may name items of this page and of earlier ones."
    ),
    nested(
        S::calculated_value,
        "choices",
        sections,
        optional,
        S::allowed_value,
        "Where the value is one of several texts in quotes: these as codes, with their labels."
    ),
    plain(S::calculated_value, "unit", text, optional, "Of a number: shown behind it."),
    plain(
        S::calculated_value, "serves", study_ids, optional, "The research questions that it serves."
    ),
    plain(
        S::calculated_value,
        "describes sample",
        truth,
        optional,
        "`true` when it serves to describe the sample instead."
    ),
    nested(
        S::calculated_value,
        "acknowledged",
        sections,
        optional,
        S::acknowledgement,
        acknowledged_doc
    ),
    plain(S::calculated_value, "added", text, optional, added_doc),
};

constexpr auto study_key_specs = [] {
    constexpr std::size_t count = std::size(specs_above_items) + std::size(population_keys::specs) +
                                  std::size(mail_keys::specs) +
                                  std::size(compensation_keys::specs) +
                                  std::size(screening_keys::specs) + std::size(looks_keys::specs) +
                                  std::size(item_keys::specs);
    std::array<KeySpec, count> all{};
    const auto people = std::ranges::copy(specs_above_items, all.begin()).out;
    const auto mails = std::ranges::copy(population_keys::specs, people).out;
    const auto payments = std::ranges::copy(mail_keys::specs, mails).out;
    const auto signs = std::ranges::copy(compensation_keys::specs, payments).out;
    const auto looks = std::ranges::copy(screening_keys::specs, signs).out;
    const auto rest = std::ranges::copy(looks_keys::specs, looks).out;
    std::ranges::copy(item_keys::specs, rest);
    return all;
}();

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
    {"sample", "the sample", "What stands under `sample`.", S::sample, false},
    {"stratum of the sample",
     "a stratum of the sample",
     "One entry of the sample's `strata`.",
     S::sample_stratum,
     false},
    {"sign in", "the sign-in", "What stands under `sign in`.", S::sign_in, false},
    {"stratum of the sign-in",
     "a stratum of the sign-in",
     "One entry of the sign-in's `strata`; the first that fits an account counts.",
     S::sign_in_stratum,
     false},
    {"column", "a column", "One entry of `columns`: `- code: label`.", S::frame_column, true},
    {"comparison with the frame",
     "a comparison with the frame",
     "One entry of `compare`: `- code: label`.",
     S::frame_comparison,
     true},
    {"invitation", "the invitation", "What stands under `invitation`.", S::invitation, false},
    {"reminder", "a reminder", "One entry of `reminders`.", S::reminder, false},
    {"compensation", "a compensation", "One entry of `compensation`.", S::compensation, false},
    {"screening",
     "the screening",
     "Which responses a person should look at before anything is paid for them.",
     S::screening,
     false},
    {"points",
     "the points",
     "What stands under `points`: a whole number for each signal.",
     S::screening_points,
     false},
    {"check", "a check", "One entry of `checks`.", S::screening_check, false},
    {"consent",
     "the consent",
     "What a participant agrees to before the first question.",
     S::consent,
     false},
    {"looks", "the looks", "What stands under `looks`.", S::looks, false},
    {"instrument", "the instrument", "The questionnaire.", S::instrument, false},
    {"link field", "a field from the link", "One entry of `from link`.", S::link_field, false},
    {"allowed value",
     "an allowed value",
     "One entry of `allowed`, or of a calculated value's `choices`: `- code: label`.",
     S::allowed_value,
     true},
    {"assignment", "an assignment", "One entry of `assignments`.", S::assignment, false},
    {"arm", "an arm", "One entry of `arms`: `- code: label`.", S::arm, true},
    {"quota", "a quota", "One entry of `quotas`.", S::quota, false},
    {"section", "a section of pages", "One entry of `sections`.", S::page_section, false},
    {"shuffle", "a shuffle of pages", "One entry of `shuffled pages`.", S::page_shuffle, false},
    {"block",
     "a block of pages",
     "One entry of `blocks`: `- page or section: label`.",
     S::page_block,
     true},
    {"page", "a page", "One entry of `pages`.", S::page, false},
    {"calculated value",
     "a calculated value",
     "One entry of `calculated`.",
     S::calculated_value,
     false},
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
