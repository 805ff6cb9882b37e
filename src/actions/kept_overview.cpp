#include "actions/kept_overview.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::actions {

namespace {

/// A member that no overview has: the claims for which an answer was kept.
constexpr const char* claims_member = " claims";

/// Copies what a claim leads to; of what lies beside the way only that it is there.
void keep_claimed(const nlohmann::json& from, std::string_view claim, nlohmann::json& kept) {
    if (from.is_array()) {
        if (!kept.is_array()) kept = nlohmann::json::array();
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (kept.size() == i) kept.push_back(nullptr);
            keep_claimed(from[i], claim, kept[i]);
        }
        return;
    }
    if (!from.is_object()) {
        if (claim.empty()) kept = from;
        return;
    }
    if (!kept.is_object()) kept = nlohmann::json::object();
    if (claim.empty()) return;
    if (const auto whole = from.find(claim); whole != from.end()) {
        keep_claimed(*whole, {}, kept[std::string(claim)]);
        return;
    }
    const std::size_t dot = claim.find('.');
    if (dot == std::string_view::npos) return;
    const auto part = from.find(claim.substr(0, dot));
    if (part == from.end()) return;
    keep_claimed(*part, claim.substr(dot + 1), kept[std::string(claim.substr(0, dot))]);
}

}  // namespace

std::string kept_overview(const nlohmann::json& overview, const std::set<std::string>& claims) {
    nlohmann::json kept = nlohmann::json::object();
    for (const char* always : {"user", "isPro"}) keep_claimed(overview, always, kept);
    for (const std::string& claim : claims) keep_claimed(overview, claim, kept);
    kept[claims_member] = claims;
    return kept.dump();
}

bool tells_all(const nlohmann::json& kept, const std::set<std::string>& claims) {
    const auto known = kept.find(claims_member);
    return std::ranges::all_of(claims, [&](const std::string& claim) {
        if (claim == "user" || claim == "isPro") return true;
        const std::string part = claim.substr(0, claim.find('.'));
        // The first releases kept whole members and not for which claims.
        if (known == kept.end()) return part == "orgs" || kept.contains(part);
        return std::ranges::any_of(*known, [&](const nlohmann::json& one) {
            const auto& text = one.get_ref<const std::string&>();
            // That a list has something in it is known from any of its members.
            return text == claim || text.starts_with(claim + ".");
        });
    });
}

}  // namespace querist::actions
