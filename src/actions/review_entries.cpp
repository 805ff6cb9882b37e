#include "actions/review_entries.hpp"

#include <nlohmann/json.hpp>

namespace querist::actions {

namespace {

/// What one entry's body says, or none where it says nothing of a review.
std::optional<Verdict> verdict_in(response::EntryKind kind, const nlohmann::json& body) {
    if (kind == response::EntryKind::exclusion) {
        const auto excluded = body.find("excluded");
        if (excluded == body.end() || !excluded->is_boolean()) return std::nullopt;
        return excluded->get<bool>() ? Verdict::excluded : Verdict::kept;
    }
    if (kind != response::EntryKind::flag) return std::nullopt;
    const auto flag = body.find("flag");
    if (flag == body.end() || !flag->is_string()) return std::nullopt;
    const auto& text = flag->get_ref<const std::string&>();
    if (text == flagged_by_hand) return Verdict::flagged;
    if (text == exclusion_proposed) return Verdict::proposed;
    return std::nullopt;
}

}  // namespace

std::string_view to_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::none:
            return "none";
        case Verdict::flagged:
            return "flagged";
        case Verdict::proposed:
            return "proposed";
        case Verdict::kept:
            return "kept";
        case Verdict::excluded:
            return "excluded";
    }
    return "";
}

void hear(response::EntryKind kind, std::string_view text, Review& review) {
    using response::EntryKind;
    if (kind != EntryKind::exclusion && kind != EntryKind::flag) return;
    const nlohmann::json body = nlohmann::json::parse(text, nullptr, false);
    if (!body.is_object()) return;  // querist verify says what is wrong with it
    const auto member_text = [&body](const char* name) {
        const auto member = body.find(name);
        return member != body.end() && member->is_string() ? member->get<std::string>()
                                                           : std::string();
    };
    if (kind == EntryKind::flag && member_text("flag") == appealed) {
        if (review.verdict == Verdict::excluded) review.appeal = member_text("text");
        return;
    }
    const std::optional<Verdict> verdict = verdict_in(kind, body);
    if (!verdict) return;
    review.verdict = *verdict;
    review.by = member_text("by");
    review.reason = member_text("reason");
    review.as = exclusion_kind_of(member_text("as"));
    review.appeal.clear();
    const bool against = *verdict == Verdict::proposed || *verdict == Verdict::excluded;
    if (!against) review.against.clear();
    if (against) review.against.push_back(review.by);
}

std::string_view to_text(ExclusionKind kind) {
    switch (kind) {
        case ExclusionKind::not_eligible:
            return "not-eligible";
        case ExclusionKind::duplicate:
            return "duplicate";
        case ExclusionKind::unusable:
            return "unusable";
    }
    return "";
}

std::optional<ExclusionKind> exclusion_kind_of(std::string_view text) {
    using enum ExclusionKind;
    for (const ExclusionKind kind : {not_eligible, duplicate, unusable}) {
        if (to_text(kind) == text) return kind;
    }
    return std::nullopt;
}

Review review_of(const std::vector<store::EntryRow>& entries) {
    Review review;
    for (const store::EntryRow& entry : entries) {
        if (entry.body) hear(entry.kind, *entry.body, review);
    }
    return review;
}

}  // namespace querist::actions
