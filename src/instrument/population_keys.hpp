#pragma once

// The keys of whom a study asks: a part of the table in study_keys.cpp.

#include "instrument/key_forms.hpp"

namespace querist::instrument::population_keys {

using enum ValueType;
using enum Presence;
using S = Section;

inline constexpr std::string_view size_source_doc = "Who counted them, and when.";
inline constexpr std::string_view frame_source_doc = "Where that list comes from.";

inline constexpr KeySpec specs[] = {
    plain(S::population, "text", text, required, "The protocol's words."),
    plain(S::population, "size", whole, optional, "How many people it has."),
    plain(S::population, "source", text, optional, size_source_doc),
    plain(
        S::population,
        "frame size",
        whole,
        optional,
        "How many of them are on the list that is drawn from, where that is not everybody."
    ),
    plain(S::population, "frame source", text, optional, frame_source_doc),
    nested(
        S::population,
        "strata",
        sections,
        optional,
        S::stratum,
        "Parts of the population that are sampled apart, as `- code: label`."
    ),
    plain(S::population, "added", text, optional, added_doc),

    plain(S::stratum, "size", whole, optional, "How many people the stratum has."),
    plain(S::stratum, "source", text, optional, size_source_doc),
    plain(S::stratum, "frame size", whole, optional, "How many of them are on the list."),
    plain(S::stratum, "frame source", text, optional, frame_source_doc),
    plain(
        S::stratum,
        "claim",
        text,
        optional,
        "What the Hub says of the accounts that belong to it, for `querist recruit lookup`: "
        "`isPro`, "
        "`orgs`, or a part behind a dot, as in `orgs.name`. The first stratum that fits counts; "
        "one "
        "without `claim` and `column` has all others."
    ),
    plain(
        S::stratum,
        "column",
        text,
        optional,
        "Header of the column of the frame's file that tells who belongs to it, as in "
        "`organisation "
        "type`."
    ),
    plain(
        S::stratum,
        "is",
        text,
        optional,
        "The text of that claim, or one of its list, or of that column; left out, the claim is "
        "true "
        "or a list that is not empty, and the column holds the stratum's code."
    ),

    plain(S::recruitment, "text", text, required, "The protocol's words."),
    nested(
        S::recruitment,
        "sample",
        section,
        optional,
        S::sample,
        "How many are asked, and why so many; `querist recruit plan` calculates what follows."
    ),
    plain(
        S::recruitment,
        "open link",
        truth,
        optional,
        "`false` when people come by their personal links only; otherwise whoever has the study's "
        "address may answer."
    ),
    nested(
        S::recruitment,
        "sign in",
        section,
        optional,
        S::sign_in,
        "By which accounts participants are known, once each."
    ),
    nested(
        S::recruitment,
        "columns",
        sections,
        optional,
        S::frame_column,
        "Further columns of the frame that mails may name, as `- code: label`."
    ),
    nested(
        S::recruitment,
        "compare",
        sections,
        optional,
        S::frame_comparison,
        "By what the report compares the respondents with the frame, beside strata, as `- code: "
        "label`."
    ),
    nested(
        S::recruitment,
        "invitation",
        section,
        optional,
        S::invitation,
        "The mail with the personal link; `querist recruit preview` shows it."
    ),
    nested(
        S::recruitment,
        "reminders",
        sections,
        optional,
        S::reminder,
        "Further mails to those who have not answered, in their order."
    ),
    plain(
        S::recruitment,
        "quiet hours",
        hours,
        optional,
        "When no mail leaves, by the clock of who gets it: `21:00-08:00`."
    ),
    plain(
        S::recruitment,
        "rate per domain",
        whole,
        optional,
        "How many mails an hour the addresses of one domain get at most; 120 when left out."
    ),

    plain(
        S::frame_comparison,
        "column",
        text,
        optional,
        "Header of the column of the frame's file, as in `organisation type`; the code when left "
        "out."
    ),
    plain(S::frame_comparison, "added", text, optional, added_doc),

    plain(S::sample, "design", ValueType::sampling_design, optional, "How the sample comes about."),
    plain(
        S::sample,
        "confidence",
        share,
        optional,
        "How surely the margin is to hold, `95 %` when only the margin is said."
    ),
    plain(
        S::sample,
        "margin",
        share,
        optional,
        "How far a share of the sample may lie from that of the population, in percentage points: "
        "`10 %`."
    ),
    plain(
        S::sample,
        "expected share",
        share,
        optional,
        "The share that is estimated; `50 %`, which needs the largest sample, when left out."
    ),
    plain(S::sample, "target", whole, optional, "How many complete responses are wanted."),
    plain(
        S::sample,
        "expected response rate",
        share,
        optional,
        "How many of those invited are expected to answer completely."
    ),
    plain(
        S::sample,
        "least per stratum",
        whole,
        optional,
        "Complete responses that no stratum may have fewer of, however small it is."
    ),
    plain(
        S::sample,
        "stop when complete",
        whole,
        optional,
        "The stop rule: no further invitations once so many responses are complete."
    ),
    plain(
        S::sample,
        "eligible share",
        share,
        optional,
        "The share taken to be eligible among cases of which it is not known (e of response "
        "rates), "
        "where somebody knows better than the estimate from the others."
    ),
    plain(
        S::sample,
        "eligible share basis",
        text,
        optional,
        "What the eligible share is taken from; printed with every rate that needs it."
    ),
    plain(
        S::sample,
        "stratum field",
        item_id,
        optional,
        "The field from the link that keeps with the answers which stratum a case was drawn from, "
        "for quotas and analyses; the address itself cannot fill it then."
    ),
    nested(
        S::sample,
        "strata",
        sections,
        optional,
        S::sample_stratum,
        "What is planned and assumed of single strata."
    ),
    plain(S::sample, "added", text, optional, added_doc),

    plain(S::sample_stratum, "stratum", text, required, "Code of a stratum of the population."),
    plain(
        S::sample_stratum,
        "target",
        whole,
        optional,
        "How many complete responses are wanted of it; design `fixed` needs it of each stratum."
    ),
    plain(
        S::sample_stratum,
        "expected response rate",
        share,
        optional,
        "Where it differs from that of the whole sample."
    ),
    plain(
        S::sample_stratum,
        "expected share",
        share,
        optional,
        "Design `neyman`: the share expected here; its standard deviation is the root of p (1 - p)."
    ),
    plain(
        S::sample_stratum,
        "standard deviation",
        number,
        optional,
        "Design `neyman`, in place of a share: that of what is measured, in the same unit for each "
        "stratum."
    ),

    plain(
        S::sign_in,
        "issuer",
        text,
        required,
        "Who keeps the accounts: its OpenID Connect address, as in https://huggingface.co."
    ),
    plain(
        S::sign_in, "name", text, optional, "What the button calls it; the issuer's host otherwise."
    ),
    plain(
        S::sign_in,
        "client id",
        text,
        required,
        "What the issuer calls this study's server; the secret that may belong to it is never "
        "written here."
    ),
    plain(
        S::sign_in,
        "scopes",
        text,
        optional,
        "What the issuer is asked for, `openid profile` when left out."
    ),
    plain(
        S::sign_in,
        "required",
        truth,
        optional,
        "`true` when nobody takes part without it; otherwise it is offered beside the open link."
    ),
    nested(
        S::sign_in,
        "strata",
        sections,
        optional,
        S::sign_in_stratum,
        "Which accounts are of which stratum."
    ),
    plain(
        S::sign_in,
        "stratum field",
        item_id,
        optional,
        "The field from the link that keeps the stratum with the answers; the address itself "
        "cannot "
        "fill it then."
    ),
    plain(S::sign_in, "added", text, optional, added_doc),

    plain(S::sign_in_stratum, "stratum", text, required, "Code of a stratum of the population."),
    plain(
        S::sign_in_stratum,
        "claim",
        text,
        optional,
        "What the issuer says of an account, as in `isPro`; left out, every account fits."
    ),
    plain(
        S::sign_in_stratum,
        "is",
        text,
        optional,
        "The text that the claim is, or that is in its list; left out, the claim is to be true."
    ),
};

}  // namespace querist::instrument::population_keys
