#include "actions/eligible_entries.hpp"

#include <nlohmann/json.hpp>

namespace querist::actions {

std::map<std::string, bool> eligible_by(const std::vector<store::EntryRow>& entries) {
    std::map<std::string, bool> decisions;
    for (const store::EntryRow& entry : entries) {
        if (entry.kind != response::EntryKind::eligible || !entry.body) continue;
        const nlohmann::json body = nlohmann::json::parse(*entry.body, nullptr, false);
        if (!body.is_object()) continue;  // querist verify says what is wrong with it
        const auto compensation = body.find("compensation");
        const auto eligible = body.find("eligible");
        const bool whole = compensation != body.end() && compensation->is_string() &&
                           eligible != body.end() && eligible->is_boolean();
        if (whole) decisions[compensation->get<std::string>()] = eligible->get<bool>();
    }
    return decisions;
}

}  // namespace querist::actions
