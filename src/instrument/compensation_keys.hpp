#pragma once

// The keys of what is paid: a part of the table in study_keys.cpp.

#include "instrument/key_forms.hpp"

namespace querist::instrument::compensation_keys {

using enum ValueType;
using enum Presence;
using S = Section;

inline constexpr KeySpec specs[] = {
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
    plain(
        S::compensation,
        "paid",
        payment,
        optional,
        "How it reaches them; when left out, nothing here pays it."
    ),
    plain(S::compensation, "budget", money, optional, "What there is in all: `690.00 USD`."),
    plain(
        S::compensation,
        "eligible",
        eligibility,
        optional,
        "Which responses it is for, of one paid by codes; `complete, one per person` when left out."
    ),
    plain(
        S::compensation,
        "review days",
        whole,
        optional,
        "How many days after its completion a response is paid for, so that somebody can look at "
        "it before; 0 when left out."
    ),
    plain(
        S::compensation,
        "claim days",
        whole,
        optional,
        "How many days after the study closes it can still be claimed; without an end when left "
        "out."
    ),
    plain(
        S::compensation,
        "when budget ends",
        budget_end,
        optional,
        "What newcomers meet when nothing is left."
    ),
    plain(
        S::compensation,
        "tax threshold",
        money,
        optional,
        "What a payee may get in a year before a tax office must be told: the finance office's "
        "list marks who gets as much."
    ),
    nested(
        S::compensation, "acknowledged", sections, optional, S::acknowledgement, acknowledged_doc
    ),
    plain(S::compensation, "added", text, optional, added_doc),
};

}  // namespace querist::instrument::compensation_keys
