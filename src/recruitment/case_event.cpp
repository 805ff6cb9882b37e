#include "recruitment/case_event.hpp"

#include <algorithm>
#include <iterator>

namespace querist::recruitment {

namespace {

constexpr EventRow all_events[] = {
    {EventKind::sampled, "sampled", Nature::record, "drawn into the sample"},
    {EventKind::suppressed,
     "suppressed",
     Nature::record,
     "found on the list of those who want no mail: nothing more is sent"},
    {EventKind::person_deleted,
     "person-deleted",
     Nature::record,
     "name and address deleted; the case keeps its code"},
    {EventKind::invited, "invited", Nature::sending, "the invitation was handed over to be sent"},
    {EventKind::reminded, "reminded", Nature::sending, "so was a reminder"},
    {EventKind::delivered, "delivered", Nature::delivery, "the receiving mail server took the mail"
    },
    {EventKind::uncertain_delivery,
     "uncertain-delivery",
     Nature::delivery,
     "the connection broke off when the mail may have been taken; it is not sent again"},
    {EventKind::moved,
     "moved",
     Nature::delivery,
     "the mail came back with an address that the person has now"},
    {EventKind::bounced, "bounced", Nature::delivery, "the mail came back for good"},
    {EventKind::replied_refusal, "replied-refusal", Nature::word, "a reply declines"},
    {EventKind::opted_out, "opted-out", Nature::word, "asked for no more mail"},
    {EventKind::replied_language,
     "replied-language",
     Nature::word,
     "a reply says that the person cannot read the languages of the study"},
    {EventKind::replied_unavailable,
     "replied-unavailable",
     Nature::word,
     "a reply says that the person is away until the fieldwork is over"},
    {EventKind::replied_other,
     "replied-other",
     Nature::word,
     "a reply by the person that says something else"},
    {EventKind::read_receipt, "read-receipt", Nature::word, "the mail was read, says a receipt"},
    {EventKind::unsampled_reply,
     "unsampled-reply",
     Nature::word,
     "somebody answered from an address that was not sampled"},
    {EventKind::opened_link,
     "opened-link",
     Nature::answering,
     "somebody began with the personal link, by a button and not by loading a page, which "
     "scanners of mail do, too"},
    {EventKind::refused_consent, "refused-consent", Nature::answering, "did not agree"},
    {EventKind::consented, "consented", Nature::answering, "agreed to take part"},
    {EventKind::answered, "answered", Nature::answering, "a page of answers was saved"},
    {EventKind::broke_off,
     "broke-off",
     Nature::answering,
     "ended unfinished, with fewer answers than the study declares for a partial response"},
    {EventKind::partial,
     "partial",
     Nature::answering,
     "ended unfinished, with at least as many answers"},
    {EventKind::completed, "completed", Nature::answering, "finished the questionnaire"},
    {EventKind::screened_out, "screened-out", Nature::answering, "screened out by the answers"},
    {EventKind::quota_full, "quota-full", Nature::answering, "ended because a quota was full"},
    {EventKind::withdrawn,
     "withdrawn",
     Nature::correction,
     "took the answers back, which were deleted"},
    {EventKind::duplicate,
     "duplicate",
     Nature::correction,
     "found to be a person who has another case"},
    {EventKind::excluded,
     "excluded",
     Nature::correction,
     "excluded by the researchers as not eligible"},
    {EventKind::unusable,
     "unusable",
     Nature::correction,
     "excluded by the researchers, who cannot use the answers"},
};
static_assert(std::size(all_events) == event_kinds);
static_assert([] {
    for (std::size_t i = 0; i < event_kinds; ++i) {
        if (static_cast<std::size_t>(all_events[i].kind) != i) return false;
    }
    return true;
}());

}  // namespace

std::span<const EventRow> event_rows() { return all_events; }

const EventRow& row_of(EventKind kind) { return all_events[static_cast<std::size_t>(kind)]; }

std::optional<EventKind> event_kind_of(std::string_view word) {
    const auto* const found = std::ranges::find(all_events, word, &EventRow::word);
    if (found == std::end(all_events)) return std::nullopt;
    return found->kind;
}

}  // namespace querist::recruitment
