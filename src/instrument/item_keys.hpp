#pragma once

// The keys of items and of what stands in them: a part of the table in study_keys.cpp.

#include "instrument/key_forms.hpp"
#include "instrument/key_kinds.hpp"

namespace querist::instrument::item_keys {

using enum ValueType;
using enum Presence;
using S = Section;

inline constexpr KeySpec specs[] = {
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
        S::item,
        "lowest label",
        text,
        optional,
        with_ends,
        "What stands at the low end; of net promoters `Not at all likely` when left out."
    ),
    of_kinds(
        S::item,
        "highest label",
        text,
        optional,
        with_ends,
        "What stands at the high end; of net promoters `Extremely likely` when left out."
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
    of_kinds(
        S::item,
        "slider",
        truth,
        optional,
        numbers,
        "`true` for a slider beside the field, from `minimum` to `maximum`; untouched it is no "
        "answer."
    ),
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
        "image",
        text,
        optional,
        with_other,
        "A file in the folder `images`: PNG, JPEG, GIF or WebP, shown above the label."
    ),
    of_kinds(
        S::choice,
        "alternative",
        text,
        optional,
        with_other,
        "What the image shows, in words, for who does not see it."
    ),
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

}  // namespace querist::instrument::item_keys
