#include "actions/fold.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::actions {

namespace {

std::optional<Instant> instant_of(const nlohmann::json& body, const char* key) {
    const auto at = body.find(key);
    if (at == body.end() || !at->is_string()) return std::nullopt;
    return parse_instant(at->get_ref<const std::string&>());
}

/// The times in a body that `response::apply` has accepted.
void fold_times(
    const instrument::Study& study,
    response::Times& times,
    response::EntryKind kind,
    const nlohmann::json& body
) {
    if (kind == response::EntryKind::consent) times.started = instant_of(body, "at");
    const bool ends =
        kind == response::EntryKind::completion || kind == response::EntryKind::screen_out;
    if (ends) times.ended = instant_of(body, "at");
    if (kind != response::EntryKind::page) return;
    const auto id = body.find("page");
    if (id == body.end() || !id->is_string()) return;
    const auto page =
        std::ranges::find(study.pages, id->get_ref<const std::string&>(), &instrument::Page::id);
    if (page == study.pages.end()) return;
    times.pages[static_cast<std::size_t>(page - study.pages.begin())] = {
        instant_of(body, "shown_at"), instant_of(body, "at")
    };
    if (const auto typing = response::typing_in(study, body)) {
        response::add_typing(times.typing, *typing);
    }
}

}  // namespace

Folded fresh_fold(const instrument::Study& study) {
    Folded folded{response::fresh_state(study), {}};
    folded.times.pages.resize(study.pages.size());
    return folded;
}

Result<void> fold_entry(
    const instrument::Study& study,
    Folded& folded,
    response::EntryKind kind,
    const nlohmann::json& body
) {
    if (Result<void> applied = response::apply(study, folded.state, kind, body); !applied) {
        return applied;
    }
    fold_times(study, folded.times, kind, body);
    return {};
}

bool excluded_by(const std::vector<store::EntryRow>& entries) {
    bool excluded = false;
    for (const store::EntryRow& entry : entries) {
        const bool speaks = entry.kind == response::EntryKind::exclusion ||
                            entry.kind == response::EntryKind::withdrawal;
        if (!speaks || !entry.body) continue;
        const nlohmann::json body = nlohmann::json::parse(*entry.body, nullptr, false);
        if (!body.is_object()) continue;  // querist verify says what is wrong with it
        const auto says = body.find("excluded");
        excluded = says != body.end() && says->is_boolean() && says->get<bool>();
    }
    return excluded;
}

Result<Folded> fold_entries(
    const instrument::Study& study, const std::vector<store::EntryRow>& entries
) {
    Folded folded = fresh_fold(study);
    for (const store::EntryRow& entry : entries) {
        if (!entry.body) continue;
        const nlohmann::json body = nlohmann::json::parse(*entry.body, nullptr, false);
        if (!body.is_object()) {
            return failure(
                "actions.damaged-entry",
                fmt::format("the body of entry {} is not JSON", entry.sequence),
                "run querist verify, and restore the data from a backup if it reports this entry"
            );
        }
        if (Result<void> applied = fold_entry(study, folded, entry.kind, body); !applied) {
            return std::unexpected(applied.error());
        }
    }
    return folded;
}

}  // namespace querist::actions
