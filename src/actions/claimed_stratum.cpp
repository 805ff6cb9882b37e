#include "actions/claimed_stratum.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::actions {

namespace {

/// Whether one value is what the rule asks for. A truth in words counts as one: some issuers write
/// "true".
bool is_value(const nlohmann::json& value, std::string_view wanted) {
    if (value.is_string()) return value.get<std::string>() == wanted;
    if (value.is_boolean()) return wanted == (value.get<bool>() ? "true" : "false");
    if (value.is_number_integer()) return value.dump() == wanted;
    return false;
}

bool fits(const instrument::StratumClaim& rule, const nlohmann::json& claims) {
    if (rule.claim.empty()) return true;
    const auto found = claims.find(rule.claim);
    if (found == claims.end()) return false;
    const std::string_view wanted = rule.is.empty() ? "true" : std::string_view(rule.is);
    if (!found->is_array()) return is_value(*found, wanted);
    return std::ranges::any_of(*found, [&](const nlohmann::json& one) {
        return is_value(one, wanted);
    });
}

}  // namespace

std::string claimed_stratum(const instrument::SignIn& sign_in, const nlohmann::json& claims) {
    const auto rule =
        std::ranges::find_if(sign_in.strata, [&](const auto& one) { return fits(one, claims); });
    return rule == sign_in.strata.end() ? std::string() : rule->stratum;
}

}  // namespace querist::actions
