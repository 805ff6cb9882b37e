#include "web/fault_text.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

using response::Fault;
using response::FieldFault;

/// A unit after a number; nothing where there is none.
std::string after(const std::string& unit) { return unit.empty() ? unit : " " + unit; }

struct RequiredText {
    const FieldFault& fault;
    std::string operator()(const instrument::SingleChoice&) const { return "Choose one answer."; }
    std::string operator()(const instrument::SeveralChoices&) const {
        return "Choose at least one answer.";
    }
    std::string operator()(const instrument::YesNo&) const { return "Choose one answer."; }
    std::string operator()(const instrument::Grid&) const {
        if (fault.detail.empty()) return "Choose one answer in each row.";
        return fmt::format("Choose one answer for “{}”.", fault.detail);
    }
    std::string operator()(const instrument::Matrix&) const {
        if (fault.detail.empty()) return "Choose at least one answer in each row.";
        return fmt::format("Choose at least one answer for “{}”.", fault.detail);
    }
    std::string operator()(const instrument::Text&) const { return "Type an answer."; }
    std::string operator()(const instrument::SemanticDifferential&) const {
        if (fault.detail.empty()) return "Choose one point in each row.";
        return fmt::format("Choose one point for “{}”.", fault.detail);
    }
    std::string operator()(const instrument::Ranking&) const { return "Give ranks, from 1."; }
    std::string operator()(const instrument::ConstantSum& kind) const {
        return fmt::format("Share out {}{}.", kind.total, after(kind.unit));
    }
    std::string operator()(const instrument::NetPromoter&) const { return "Choose one number."; }
    std::string operator()(const instrument::Email&) const { return "Type an e-mail address."; }
    std::string operator()(const instrument::Date&) const { return "Give a date."; }
    std::string operator()(const instrument::Number&) const { return "Type a number."; }
    std::string operator()(const instrument::Consent&) const { return "Tick the box to go on."; }
    std::string operator()(const instrument::Information&) const { return {}; }
};

std::string not_alone_text(const instrument::Kind& kind, const FieldFault& fault) {
    if (std::holds_alternative<instrument::SingleChoice>(kind)) {
        return fmt::format(
            "There is a text beside “{}”, but another answer is chosen: choose it, or clear its "
            "text.",
            fault.detail
        );
    }
    return fmt::format(
        "“{}” cannot be chosen together with another answer: keep one or the other.", fault.detail
    );
}

std::string unknown_choice_text(const FieldFault& fault) {
    if (fault.detail.empty()) {
        return "What arrived is not one of the answers offered: choose again.";
    }
    return fmt::format(
        "“{}” no longer applies after another answer was changed: choose again.", fault.detail
    );
}

std::string too_few_text(const instrument::Kind& kind, const FieldFault& fault) {
    if (!std::holds_alternative<instrument::Ranking>(kind)) {
        return fmt::format("Choose at least {} answers.", fault.detail);
    }
    return fault.detail == "1" ? "Give at least one rank."
                               : fmt::format("Give the ranks 1 to {}.", fault.detail);
}

std::string wrong_total_text(const instrument::Kind& kind, const FieldFault& fault) {
    const auto* sum = std::get_if<instrument::ConstantSum>(&kind);
    if (sum == nullptr) return {};
    return fmt::format(
        "The numbers add up to {}, not to {}{}: change them.",
        fault.detail,
        sum->total,
        after(sum->unit)
    );
}

std::string too_many_text(const FieldFault& fault) {
    return fault.detail == "1" ? "Give only one answer."
                               : fmt::format("Choose at most {} answers.", fault.detail);
}

}  // namespace

std::string fault_text(const instrument::Study& study, const FieldFault& fault) {
    const instrument::Kind& kind = study.items[static_cast<std::size_t>(fault.item)].kind;
    switch (fault.fault) {
        case Fault::required:
            return std::visit(RequiredText{fault}, kind);
        case Fault::text_missing:
            return "Say in the text field what you mean.";
        case Fault::too_long:
            return fmt::format("Use at most {} characters.", fault.detail);
        case Fault::not_a_number:
            if (fault.detail.empty()) return "Type a number, such as 12.";
            return fmt::format("Type a number, such as {}.", fault.detail);
        case Fault::not_whole:
            return "Type a whole number, without decimals.";
        case Fault::too_small:
            return fmt::format("Type a number of at least {}.", fault.detail);
        case Fault::too_large:
            return fmt::format("Type a number of at most {}.", fault.detail);
        case Fault::unknown_choice:
            return unknown_choice_text(fault);
        case Fault::not_alone:
            return not_alone_text(kind, fault);
        case Fault::too_few:
            return too_few_text(kind, fault);
        case Fault::rank_twice:
            return fmt::format("Rank {} is given twice: give each rank once.", fault.detail);
        case Fault::rank_left_out:
            return fmt::format("Rank {} is left out: rank from 1 without a hole.", fault.detail);
        case Fault::wrong_total:
            return wrong_total_text(kind, fault);
        case Fault::too_many:
            return too_many_text(fault);
        case Fault::rule_broken:
            return fault.detail.empty() ? "This answer does not fit: check it." : fault.detail;
        case Fault::must_agree:
            return "Tick the box to go on.";
        case Fault::not_an_email:
            return "Type an e-mail address, such as name@example.org.";
        case Fault::not_a_date:
            return "Give a day of the calendar as year-month-day, such as 2026-03-31.";
        case Fault::too_early:
            return fmt::format("Give {} or a later day.", fault.detail);
        case Fault::too_late:
            return fmt::format("Give {} or an earlier day.", fault.detail);
        case Fault::not_text:
            return "There are characters here that are not text: delete them and type again.";
    }
    return {};
}

}  // namespace querist::web
