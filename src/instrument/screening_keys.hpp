#pragma once

// The keys of screening: a part of the table in study_keys.cpp.

#include "instrument/key_forms.hpp"

namespace querist::instrument::screening_keys {

using enum ValueType;
using enum Presence;
using S = Section;

constexpr KeySpec points(std::string_view signal, std::string_view doc) {
    return plain(S::screening_points, signal, whole, optional, doc);
}

inline constexpr KeySpec specs[] = {
    plain(
        S::screening,
        "review at",
        whole,
        optional,
        "Points from which a response waits until a person has looked at it; 3 when left out."
    ),
    plain(
        S::screening,
        "two reviewers for exclusion",
        truth,
        optional,
        "`true` when a response is excluded only once two people have said so."
    ),
    plain(
        S::screening,
        "burst size",
        whole,
        optional,
        "Responses that begin from one network on a day, from which they are a `burst`; 20 when "
        "left out."
    ),
    plain(
        S::screening,
        "proof of work",
        whole,
        optional,
        "How many numbers a browser tries at most before a response begins by the open link: "
        "`50000` takes about a second; no work when left out."
    ),
    nested(
        S::screening,
        "points",
        section,
        optional,
        S::screening_points,
        "What signals count, where not as below; 0: it is not looked for."
    ),
    nested(
        S::screening,
        "checks",
        sections,
        optional,
        S::screening_check,
        "Answers that no careful response has together."
    ),
    plain(S::screening, "added", text, optional, added_doc),

    points("fast", "2 when left out."),
    points("fast pages", "1 when left out."),
    points("unread", "2 when left out."),
    points("straight lines", "1 when left out."),
    points("attention", "2 when left out."),
    points("copied", "3 when left out."),
    points("echo", "2 when left out."),
    points("pasted", "1 when left out."),
    points("not typed", "1 when left out."),
    points("honeypot", "2 when left out."),
    points("burst", "1 when left out."),
    points("no proof of work", "1 when left out."),

    plain(S::screening_check, "id", study_id, required, "Its name in what is printed."),
    plain(
        S::screening_check,
        "when",
        condition,
        required,
        "Holds of a response that should be looked at; it may name any items."
    ),
    plain(S::screening_check, "reason", text, required, "Why it should."),
    plain(S::screening_check, "points", whole, optional, "What it counts; 1 when left out."),
};

}  // namespace querist::instrument::screening_keys
