#include "actions/account_sorter.hpp"

#include "actions/claimed_stratum.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace querist::actions {

using instrument::FrameColumn;
using instrument::StratumClaim;

namespace {

/// The claims of a column, which commas part.
std::vector<std::string> claims_of(const FrameColumn& column) {
    std::vector<std::string> claims;
    std::string_view rest = column.claim;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        if (const std::string_view one = trimmed(rest.substr(0, comma)); !one.empty()) {
            claims.emplace_back(one);
        }
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return claims;
}

}  // namespace

Result<AccountWishes> wishes_of(const instrument::Study& study) {
    AccountWishes wanted;
    wanted.rules = instrument::lookup_rules(study);
    for (const StratumClaim& rule : wanted.rules) {
        if (!rule.claim.empty()) wanted.claims.insert(rule.claim);
    }
    if (study.population) {
        for (const instrument::Stratum& one : study.population->strata) {
            if (!one.column.empty()) wanted.by_column.insert(one.id);
        }
    }
    if (study.recruitment) {
        for (const FrameColumn& column : study.recruitment->columns) {
            if (column.claim.empty()) continue;
            wanted.columns.push_back(column);
            for (std::string& claim : claims_of(column)) wanted.claims.insert(std::move(claim));
        }
    }
    if (!wanted.rules.empty() || !wanted.columns.empty()) return wanted;
    return failure(
        "lookup.nothing-wanted",
        "nothing of the study comes from an account, so nobody needs to be asked about",
        "say under the population's strata by what their accounts are known, as in claim: isPro",
        study.population ? study.population->place : Place{}
    );
}

Result<void> AccountSorter::sort(
    store::IdentityWork& work,
    store::FrameId frame,
    const store::AccountRow& account,
    const nlohmann::json& overview
) {
    const StratumClaim* const rule = fitting_rule(wanted_.rules, overview);
    if (rule == nullptr) {
        if (!wanted_.rules.empty()) ++told_.no_rule;
    } else if (!account.drawn && !stays(*rule, account)) {
        const store::StratumId id = work.add_stratum(frame, rule->stratum);
        if (id != account.stratum) {
            work.move_to_stratum(account.person, id);
            ++told_.moved;
        }
    }
    return wanted_.columns.empty() ? Result<void>() : fill_columns(work, account, overview);
}

/// Who is in a stratum that a column tells is none of the rest.
bool AccountSorter::stays(const StratumClaim& rule, const store::AccountRow& account) const {
    if (!rule.claim.empty()) return false;
    const auto now = std::ranges::find(strata_, account.stratum, &store::StratumRow::id);
    return now != strata_.end() && wanted_.by_column.contains(now->name);
}

Result<void> AccountSorter::fill_columns(
    store::IdentityWork& work, const store::AccountRow& account, const nlohmann::json& overview
) {
    const Result<std::optional<store::PersonalFields>> known = work.personal_fields(account.person);
    if (!known) return std::unexpected(known.error());
    if (!*known) return {};
    store::PersonalFields fields = **known;
    for (const FrameColumn& column : wanted_.columns) {
        std::vector<std::string> texts;
        for (const std::string& claim : claims_of(column)) {
            for (std::string& text : claimed_texts(claim, overview)) {
                // It is to stand in a mail, which a line end could end.
                if (has_control(text)) {
                    ++told_.unfit_texts;
                } else {
                    texts.push_back(std::move(text));
                }
            }
        }
        put(fields, column.id, fmt::format("{}", fmt::join(texts, ", ")));
    }
    if (fields != **known) work.change_fields(account.person, fields);
    return {};
}

void AccountSorter::put(store::PersonalFields& fields, const std::string& name, std::string text) {
    const bool fits = code_points(text) <= recruitment::placeholder_characters_max;
    if (!fits) ++told_.unfit_texts;
    std::erase_if(fields.further, [&](const auto& one) { return one.first == name; });
    if (!text.empty() && fits) fields.further.emplace_back(name, std::move(text));
    std::ranges::sort(fields.further);
}

}  // namespace querist::actions
