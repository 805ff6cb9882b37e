#include "recruitment/disposition_rules.hpp"

#include <algorithm>
#include <utility>

namespace querist::recruitment {

namespace {

/// A rule that holds where there is an event of the kind.
template <EventKind kind>
bool there_is(const CaseHistory& history) {
    return history.has(kind);
}
/// A rule that holds where the latest word on delivery is of the kind.
template <EventKind kind>
bool lately(const CaseHistory& history) {
    return history.last_delivery() == kind;
}

bool some_answers(const CaseHistory& history) {
    return history.has_any({EventKind::answered, EventKind::broke_off});
}

bool refused(const CaseHistory& history) {
    return history.has_any(
        {EventKind::refused_consent, EventKind::replied_refusal, EventKind::opted_out}
    );
}

bool logged_on(const CaseHistory& history) {
    return history.has_any({EventKind::opened_link, EventKind::consented});
}

bool sent(const CaseHistory& history) {
    return history.has_any({EventKind::invited, EventKind::reminded}) ||
           history.last_delivery().has_value();
}

constexpr DispositionRule all_rules[] = {
    {Code::duplicate,
     RuleTier::corrections,
     "found to be a person who has another case",
     there_is<EventKind::duplicate>},
    // Before withdrawals: taking back what does not count must not make it count again.
    {Code::not_eligible_other,
     RuleTier::corrections,
     "excluded by the researchers as not eligible",
     there_is<EventKind::excluded>},
    // Not a complete, and not out of the denominators: the person was eligible and was reached.
    {Code::other,
     RuleTier::corrections,
     "answered, and the researchers cannot use it",
     there_is<EventKind::unusable>},
    {Code::explicit_refusal,
     RuleTier::corrections,
     "took the answers back",
     there_is<EventKind::withdrawn>},
    {Code::complete, RuleTier::answers, "completed in time", there_is<EventKind::completed>},
    {Code::screened_out,
     RuleTier::answers,
     "screened out by the answers",
     there_is<EventKind::screened_out>},
    {Code::quota_filled, RuleTier::answers, "met a full quota", there_is<EventKind::quota_full>},
    {Code::partial,
     RuleTier::answers,
     "ended unfinished, with enough answers",
     there_is<EventKind::partial>},
    {Code::break_off,
     RuleTier::answers,
     "answered something, and has not finished or ended with too few answers",
     some_answers},
    {Code::explicit_refusal,
     RuleTier::words,
     "refused consent, declined by mail or opted out",
     refused},
    {Code::language,
     RuleTier::words,
     "says that the study is in none of the person's languages",
     there_is<EventKind::replied_language>},
    {Code::unavailable,
     RuleTier::words,
     "says that the person is away until the fieldwork is over",
     there_is<EventKind::replied_unavailable>},
    {Code::other, RuleTier::words, "says something else", there_is<EventKind::replied_other>},
    {Code::logged_on,
     RuleTier::traces,
     "began with the link or agreed, and answered nothing",
     logged_on},
    {Code::read_receipt,
     RuleTier::traces,
     "a receipt says that it was read",
     there_is<EventKind::read_receipt>},
    {Code::unsampled_address,
     RuleTier::traces,
     "somebody else's address answered",
     there_is<EventKind::unsampled_reply>},
    {Code::forwarding_address,
     RuleTier::delivery,
     "the latest mail came back with another address",
     lately<EventKind::moved>},
    {Code::undelivered,
     RuleTier::delivery,
     "the latest mail came back for good",
     lately<EventKind::bounced>},
    {Code::nothing_known,
     RuleTier::delivery,
     "of the latest mail it cannot be known whether it was taken",
     lately<EventKind::uncertain_delivery>},
    {Code::nothing_returned, RuleTier::delivery, "something was sent", sent},
    {Code::not_invited,
     RuleTier::delivery,
     "nothing was sent: not yet, or because the person wants no mail",
     [](const CaseHistory&) { return true; }},
};

Step furthest_step(const CaseHistory& history) {
    if (history.has(EventKind::completed)) return Step::finished;
    const bool started = history.has_any(
        {EventKind::consented,
         EventKind::answered,
         EventKind::broke_off,
         EventKind::partial,
         EventKind::screened_out,
         EventKind::quota_full,
         EventKind::withdrawn}
    );
    if (started) return Step::started;
    if (history.has_any({EventKind::opened_link, EventKind::refused_consent})) return Step::opened;
    // What somebody says or a receipt shows it: the mail arrived.
    const bool reacted = history.has_any(
        {EventKind::replied_refusal,
         EventKind::opted_out,
         EventKind::replied_language,
         EventKind::replied_unavailable,
         EventKind::replied_other,
         EventKind::read_receipt,
         EventKind::unsampled_reply}
    );
    if (reacted || history.last_delivery() == EventKind::delivered) return Step::delivered;
    return sent(history) ? Step::invited : Step::drawn;
}

}  // namespace

CaseHistory::CaseHistory(std::span<const CaseEvent> events) {
    for (const CaseEvent& event : events) {
        kinds_.set(static_cast<std::size_t>(event.kind));
        if (row_of(event.kind).nature != Nature::delivery) continue;
        const bool later = !delivery_ || std::pair(event.at, event.kind) >
                                             std::pair(delivery_->at, delivery_->kind);
        if (later) delivery_ = event;
    }
}

bool CaseHistory::has_any(std::initializer_list<EventKind> kinds) const {
    return std::ranges::any_of(kinds, [this](EventKind kind) { return has(kind); });
}

std::optional<EventKind> CaseHistory::last_delivery() const {
    if (!delivery_) return std::nullopt;
    return delivery_->kind;
}

std::span<const DispositionRule> disposition_rules() { return all_rules; }

std::string_view label_of(Step step) {
    switch (step) {
        case Step::drawn:
            return "Drawn and released";
        case Step::invited:
            return "Invited";
        case Step::delivered:
            return "Invitation delivered";
        case Step::opened:
            return "Opened the questionnaire";
        case Step::started:
            return "Agreed and started";
        case Step::finished:
            return "Finished";
        case Step::counted:
            return "Counted as complete";
    }
    std::unreachable();
}

CaseResult result_of(std::span<const CaseEvent> events) {
    const CaseHistory history(events);
    for (const DispositionRule& rule : all_rules) {
        if (!rule.holds(history)) continue;
        const bool counted = rule.code == Code::complete;
        return {rule.code, counted ? Step::counted : furthest_step(history)};
    }
    std::unreachable();  // the last rule always holds
}

}  // namespace querist::recruitment
