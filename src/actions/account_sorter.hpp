#pragma once

// Internal to actions: what a study wants to know of accounts, and what follows from it.

#include "actions/lookup.hpp"
#include "instrument/instrument.hpp"
#include "store/store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <set>
#include <string>
#include <vector>

namespace querist::actions {

/// What the study wants to know of an account.
struct AccountWishes {
    std::vector<instrument::StratumClaim> rules;
    std::vector<instrument::FrameColumn> columns;  ///< Those that name a claim.
    std::set<std::string> claims;                  ///< All of them.
    std::set<std::string> by_column;               ///< Strata that a column of the frame tells.
};
/// lookup.nothing-wanted when nothing of the study comes from an account.
[[nodiscard]] Result<AccountWishes> wishes_of(const instrument::Study& study);

/// Gives people what follows from their accounts, within a piece of work.
class AccountSorter {
public:
    /// `strata`: the frame's, by which it is known who is in which. The others outlive it.
    AccountSorter(
        const AccountWishes& wanted, std::vector<store::StratumRow> strata, FrameLookup& told
    )
        : wanted_(wanted), strata_(std::move(strata)), told_(told) {}

    [[nodiscard]] Result<void> sort(
        store::IdentityWork& work,
        store::FrameId frame,
        const store::AccountRow& account,
        const nlohmann::json& overview
    );

private:
    [[nodiscard]] bool stays(const instrument::StratumClaim& rule, const store::AccountRow& account)
        const;
    [[nodiscard]] Result<void> fill_columns(
        store::IdentityWork& work, const store::AccountRow& account, const nlohmann::json& overview
    );
    void put(store::PersonalFields& fields, const std::string& name, std::string text);

    const AccountWishes& wanted_;
    std::vector<store::StratumRow> strata_;
    FrameLookup& told_;
};

}  // namespace querist::actions
