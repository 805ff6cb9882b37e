#pragma once

// What is paid, to whom and out of which budget: `compensation` of a study file. Its budgets'
// ledger is in the room compensation.

#include "core/core.hpp"
#include "instrument/acknowledgement.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// Days that a claim may stay open, or that a response is looked at before it is paid for.
inline constexpr int claim_days_max = 3'650;
inline constexpr int review_days_max = 365;

/// How a compensation reaches its recipients.
enum class Payment : std::uint8_t {
    codes,   ///< Participants claim one of the gift-card codes that the researcher bought.
    by_hand  ///< The study team enters, approves and pays each.
};
struct PaymentSpec {
    Payment payment;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const PaymentSpec> payment_specs();

/// Which responses a compensation by codes is for.
enum class Eligibility : std::uint8_t {
    complete,         ///< Every complete one that is not excluded.
    complete_persons  ///< Of these the ones of known persons, of whom each has one.
};
struct EligibilitySpec {
    Eligibility eligibility;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const EligibilitySpec> eligibility_specs();

/// What newcomers meet once nothing is left in the budget.
enum class BudgetEnd : std::uint8_t {
    stop,  ///< Nobody begins any more.
    tell   ///< They are told before they begin that nothing is paid.
};
struct BudgetEndSpec {
    BudgetEnd end;
    std::string_view name;
    std::string_view doc;
};
[[nodiscard]] std::span<const BudgetEndSpec> budget_end_specs();

struct Compensation {
    std::string id;
    std::string text;                ///< The protocol's words.
    std::optional<Money> amount;     ///< Of each recipient; empty: not stated.
    std::string form;                ///< "gift card"; may be empty.
    std::string recipients;          ///< Who gets it.
    std::optional<Payment> payment;  ///< Empty: nothing here pays it.
    std::optional<Money> budget;     ///< In all; the currency of `amount`.
    Eligibility eligibility = Eligibility::complete_persons;
    int review_days = 0;              ///< Whole days between completion and being owed.
    std::optional<int> claim_days;    ///< Whole days after the study's closing; empty: no end.
    std::optional<BudgetEnd> at_end;  ///< Empty: not said.
    /// What a payee may get in a calendar year before a tax office must be told; the same currency.
    std::optional<Money> tax_threshold;
    std::vector<Acknowledgement> acknowledged;
    std::string added;  ///< As Added in study.hpp.
    Place place;
};

/// What respondents are paid by codes, of all that a study pays; null when nothing.
[[nodiscard]] const Compensation* paid_by_codes(std::span<const Compensation> compensation);

}  // namespace querist::instrument
