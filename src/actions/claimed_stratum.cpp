#include "actions/claimed_stratum.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace querist::actions {

namespace {

enum class Stands { alone, in_list };
using Visit = std::function<void(const nlohmann::json&, Stands)>;

/// Everything that a claim leads to; of lists each of their elements.
void each_claimed(
    const nlohmann::json& from,
    std::string_view claim,
    const Visit& visit,
    Stands stands = Stands::alone
) {
    if (from.is_array()) {
        // A list that the claim itself names, and not one on the way to it.
        const Stands within = claim.empty() ? Stands::in_list : Stands::alone;
        for (const nlohmann::json& one : from) each_claimed(one, claim, visit, within);
        return;
    }
    if (claim.empty()) {
        visit(from, stands);
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
/// "true". Without a text asked for, a list with something in it, or something that is no plain
/// value, is enough.
bool is_value(const nlohmann::json& value, std::string_view wanted, Stands stands) {
    if (wanted.empty() && (value.is_object() || stands == Stands::in_list)) {
        return !value.is_null();
    }
    const std::string_view text = wanted.empty() ? "true" : wanted;
    if (value.is_string()) return value.get<std::string>() == text;
    if (value.is_boolean()) return text == (value.get<bool>() ? "true" : "false");
    if (value.is_number_integer()) return value.dump() == text;
    return false;
}

bool fits(const instrument::StratumClaim& rule, const nlohmann::json& claims) {
    if (rule.claim.empty()) return true;
    bool found = false;
    each_claimed(claims, rule.claim, [&](const nlohmann::json& value, Stands stands) {
        found = found || is_value(value, rule.is, stands);
    });
    return found;
}

}  // namespace

const instrument::StratumClaim* fitting_rule(
    std::span<const instrument::StratumClaim> rules, const nlohmann::json& claims
) {
    const auto rule =
        std::ranges::find_if(rules, [&](const auto& one) { return fits(one, claims); });
    return rule == rules.end() ? nullptr : &*rule;
}

std::string claimed_stratum(
    std::span<const instrument::StratumClaim> rules, const nlohmann::json& claims
) {
    const instrument::StratumClaim* const rule = fitting_rule(rules, claims);
    return rule == nullptr ? std::string() : rule->stratum;
}

std::vector<std::string> claimed_texts(std::string_view claim, const nlohmann::json& claims) {
    std::vector<std::string> texts;
    each_claimed(claims, claim, [&](const nlohmann::json& value, Stands) {
        std::string text;
        if (value.is_string()) text = value.get<std::string>();
        if (value.is_boolean() || value.is_number()) text = value.dump();
        if (text.empty() || std::ranges::find(texts, text) != texts.end()) return;
        texts.push_back(std::move(text));
    });
    return texts;
}

}  // namespace querist::actions
