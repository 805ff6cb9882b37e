#include "actions/claimed_stratum.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace querist::actions {

namespace {

using Visit = std::function<void(const nlohmann::json&)>;

/// Everything that a claim leads to; of lists each of their elements.
void each_claimed(const nlohmann::json& from, std::string_view claim, const Visit& visit) {
    if (from.is_array()) {
        for (const nlohmann::json& one : from) each_claimed(one, claim, visit);
        return;
    }
    if (claim.empty()) {
        visit(from);
        return;
    }
    if (!from.is_object()) return;
    // Some issuers name claims by addresses, which have dots in them.
    if (const auto whole = from.find(claim); whole != from.end()) {
        each_claimed(*whole, {}, visit);
        return;
    }
    const std::size_t dot = claim.find('.');
    if (dot == std::string_view::npos) return;
    const auto part = from.find(claim.substr(0, dot));
    if (part != from.end()) each_claimed(*part, claim.substr(dot + 1), visit);
}

/// Whether one value is what the rule asks for. A truth in words counts as one: some issuers write
/// "true". Without a text asked for, something that is no plain value is there, which is enough.
bool is_value(const nlohmann::json& value, std::string_view wanted) {
    if (wanted.empty() && value.is_object()) return true;
    const std::string_view text = wanted.empty() ? "true" : wanted;
    if (value.is_string()) return value.get<std::string>() == text;
    if (value.is_boolean()) return text == (value.get<bool>() ? "true" : "false");
    if (value.is_number_integer()) return value.dump() == text;
    return false;
}

bool fits(const instrument::StratumClaim& rule, const nlohmann::json& claims) {
    if (rule.claim.empty()) return true;
    bool found = false;
    each_claimed(claims, rule.claim, [&](const nlohmann::json& value) {
        found = found || is_value(value, rule.is);
    });
    return found;
}

}  // namespace

std::string claimed_stratum(
    std::span<const instrument::StratumClaim> rules, const nlohmann::json& claims
) {
    const auto rule =
        std::ranges::find_if(rules, [&](const auto& one) { return fits(one, claims); });
    return rule == rules.end() ? std::string() : rule->stratum;
}

std::vector<std::string> claimed_texts(std::string_view claim, const nlohmann::json& claims) {
    std::vector<std::string> texts;
    each_claimed(claims, claim, [&](const nlohmann::json& value) {
        std::string text;
        if (value.is_string()) text = value.get<std::string>();
        if (value.is_boolean() || value.is_number()) text = value.dump();
        if (text.empty() || std::ranges::find(texts, text) != texts.end()) return;
        texts.push_back(std::move(text));
    });
    return texts;
}

}  // namespace querist::actions
