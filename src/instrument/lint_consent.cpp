// Rules about what participants must know before they agree, and how they are let go.

#include "instrument/lint_rule.hpp"

#include <algorithm>

namespace querist::instrument {

namespace {

/// One hit at the consent when there is a consent and `lacking` holds of it.
Hits when_consent(
    const Examination& examination, bool (*lacking)(const ConsentTerms&), const char* message
) {
    const std::optional<ConsentTerms>& consent = examination.study.consent;
    if (!consent || !lacking(*consent)) return {};
    return {Hit{.place = consent->place, .message = message, .cure = {}}};
}

bool blank(std::string_view text) { return trimmed(text).empty(); }

}  // namespace

Hits find_no_consent(const Examination& examination) {
    const Study& study = examination.study;
    const bool asked = std::ranges::any_of(study.items, [](const Item& item) {
        return std::holds_alternative<Consent>(item.kind);
    });
    const bool told = study.consent && !blank(study.consent->text);
    if (asked || told) return {};
    Place place = study.consent ? study.consent->place : Place{};
    if (place.file.empty() && !study.items.empty()) place.file = study.items.front().place.file;
    return {
        Hit{.place = place,
            .message = "nobody is asked for consent before the first question",
            .cure = {}}
    };
}

Hits find_no_minimum_age(const Examination& examination) {
    return when_consent(
        examination,
        [](const ConsentTerms& consent) { return !consent.minimum_age; },
        "the consent states no minimum age"
    );
}

Hits find_no_contact(const Examination& examination) {
    return when_consent(
        examination,
        [](const ConsentTerms& consent) { return blank(consent.contact); },
        "the consent names nobody to write to"
    );
}

Hits find_no_controller(const Examination& examination) {
    return when_consent(
        examination,
        [](const ConsentTerms& consent) { return blank(consent.controller); },
        "the consent does not say who is responsible for the data"
    );
}

Hits find_no_ethics_approval(const Examination& examination) {
    return when_consent(
        examination,
        [](const ConsentTerms& consent) { return blank(consent.ethics_approval); },
        "the consent does not mention an ethics approval"
    );
}

Hits find_no_retention(const Examination& examination) {
    return when_consent(
        examination,
        [](const ConsentTerms& consent) { return blank(consent.keep_until); },
        "the consent does not say until when the data are kept"
    );
}

Hits find_no_thanks(const Examination& examination) {
    const Study& study = examination.study;
    if (!blank(study.thanks)) return {};
    Place place;
    if (!study.items.empty()) place.file = study.items.front().place.file;
    return {Hit{.place = place, .message = "the last page says nothing", .cure = {}}};
}

}  // namespace querist::instrument
