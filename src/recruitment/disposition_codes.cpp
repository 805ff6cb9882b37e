#include "recruitment/disposition_codes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace querist::recruitment {

namespace {

constexpr CodeRow all_codes[] = {
    {Code::complete, "1.1", "complete", Group::complete},
    {Code::partial, "1.2", "partial, with enough answers", Group::partial},
    {Code::refusal, "2.11", "refusal", Group::refusal},
    {Code::explicit_refusal, "2.111", "explicit refusal", Group::refusal},
    {Code::implicit_refusal, "2.112", "implicit refusal", Group::refusal},
    {Code::logged_on, "2.1121", "logged on and answered nothing", Group::refusal},
    {Code::read_receipt, "2.1122", "read the mail, says a receipt, and no more", Group::refusal},
    {Code::break_off, "2.12", "break-off, or a partial with too few answers", Group::refusal},
    {Code::non_contact, "2.20", "non-contact", Group::non_contact},
    {Code::unavailable, "2.26", "unavailable during the fieldwork", Group::non_contact},
    {Code::too_late, "2.27", "completed, and not in time", Group::non_contact},
    {Code::other, "2.30", "other, eligible", Group::other},
    {Code::language, "2.33", "language", Group::other},
    {Code::nothing_known, "3.10", "nothing known of the person", Group::unknown_receipt},
    {Code::not_invited, "3.11", "no invitation was sent", Group::unknown_receipt},
    {Code::nothing_returned, "3.19", "nothing came back", Group::unknown_receipt},
    {Code::undelivered, "3.30", "invitation came back undelivered", Group::unknown_other},
    {Code::forwarding_address, "3.40", "came back with another address", Group::unknown_other},
    {Code::unknown_other, "3.90", "other, not known whether eligible", Group::unknown_other},
    {Code::unsampled_address,
     "3.91",
     "came from an address that was not sampled",
     Group::unknown_other},
    {Code::screened_out, "4.10", "screened out", Group::not_eligible},
    {Code::quota_filled, "4.80", "quota filled", Group::not_eligible},
    {Code::duplicate, "4.81", "duplicate", Group::not_eligible},
    {Code::not_eligible_other, "4.90", "other, not eligible", Group::not_eligible},
};
static_assert(std::size(all_codes) == codes);
static_assert([] {
    for (std::size_t i = 0; i < codes; ++i) {
        if (static_cast<std::size_t>(all_codes[i].code) != i) return false;
        if (i > 0 && all_codes[i - 1].number >= all_codes[i].number) return false;
    }
    return true;
}());

constexpr CodeTable editions_2011_to_2016 = {
    .edition = "AAPOR Standard Definitions, editions of 2011 to 2016",
    .source =
        "Internet surveys of specifically named persons, numbers and groups as the survey program "
        "1KA codes them",
    .not_verified =
        "A newer listing, probably of the edition of 2023, numbers some refusals otherwise (2.111 "
        "to "
        "2.113) and has a code for technical problems; it could not be verified and is not here. "
        "Codes that the source does not list are left out.",
    .rows = all_codes,
};

}  // namespace

std::string_view letters_of(Group group) {
    switch (group) {
        case Group::complete:
            return "I";
        case Group::partial:
            return "P";
        case Group::refusal:
            return "R";
        case Group::non_contact:
            return "NC";
        case Group::other:
            return "O";
        case Group::unknown_receipt:
            return "UH";
        case Group::unknown_other:
            return "UO";
        case Group::not_eligible:
            return "NE";
    }
    std::unreachable();
}

const CodeTable& code_table() { return editions_2011_to_2016; }

const CodeRow& row_of(Code code) { return all_codes[static_cast<std::size_t>(code)]; }

std::optional<Code> code_of(std::string_view number) {
    const auto* const found = std::ranges::find(all_codes, number, &CodeRow::number);
    if (found == std::end(all_codes)) return std::nullopt;
    return found->code;
}

}  // namespace querist::recruitment
