#include "web/fault_text.hpp"

#include "language/language.hpp"

#include <fmt/format.h>

#include <charconv>

namespace querist::web {

namespace {

using language::Phrase;
using language::Words;
using response::Fault;
using response::FieldFault;

/// A number with its unit, where it has one: "100 %".
std::string amount(int number, const std::string& unit) {
    return unit.empty() ? fmt::format("{}", number) : fmt::format("{} {}", number, unit);
}

/// A detail that is a whole number.
std::int64_t number_in(std::string_view detail) {
    std::int64_t number = 0;
    std::from_chars(detail.data(), detail.data() + detail.size(), number);
    return number;
}

struct RequiredText {
    const Words& words;
    const FieldFault& fault;

    [[nodiscard]] std::string say(Phrase phrase) const { return std::string(words(phrase)); }
    [[nodiscard]] std::string of_row(Phrase whole, Phrase row) const {
        return fault.detail.empty() ? say(whole) : words(row, {{"label", fault.detail}});
    }
    std::string operator()(const instrument::SingleChoice&) const {
        return say(Phrase::choose_one);
    }
    std::string operator()(const instrument::SeveralChoices&) const {
        return say(Phrase::choose_some);
    }
    std::string operator()(const instrument::YesNo&) const { return say(Phrase::choose_one); }
    std::string operator()(const instrument::Grid&) const {
        return of_row(Phrase::choose_in_rows, Phrase::choose_for);
    }
    std::string operator()(const instrument::Matrix&) const {
        return of_row(Phrase::choose_some_in_rows, Phrase::choose_some_for);
    }
    std::string operator()(const instrument::Text&) const { return say(Phrase::type_an_answer); }
    std::string operator()(const instrument::SemanticDifferential&) const {
        return of_row(Phrase::choose_points, Phrase::choose_point_for);
    }
    std::string operator()(const instrument::Ranking&) const { return say(Phrase::give_ranks); }
    std::string operator()(const instrument::ConstantSum& kind) const {
        return words(Phrase::share_out, {{"amount", amount(kind.total, kind.unit)}});
    }
    std::string operator()(const instrument::NetPromoter&) const {
        return say(Phrase::choose_a_number);
    }
    std::string operator()(const instrument::Email&) const { return say(Phrase::type_an_email); }
    std::string operator()(const instrument::Date&) const { return say(Phrase::give_a_date); }
    std::string operator()(const instrument::Number&) const { return say(Phrase::type_a_number); }
    std::string operator()(const instrument::Consent&) const { return say(Phrase::tick_to_go_on); }
    std::string operator()(const instrument::Information&) const { return {}; }
};

std::string too_few_text(
    const Words& words, const instrument::Kind& kind, const FieldFault& fault
) {
    const bool ranks = std::holds_alternative<instrument::Ranking>(kind);
    return words(
        ranks ? Phrase::too_few_ranks : Phrase::too_few_answers,
        {{"count", number_in(fault.detail)}}
    );
}

std::string wrong_total_text(
    const Words& words, const instrument::Kind& kind, const FieldFault& fault
) {
    const auto* sum = std::get_if<instrument::ConstantSum>(&kind);
    if (sum == nullptr) return {};
    return words(
        Phrase::wrong_sum, {{"sum", fault.detail}, {"amount", amount(sum->total, sum->unit)}}
    );
}

/// The phrase for a fault that is said in the same way whatever the question is, with the name of
/// the argument that its detail is.
struct Saying {
    Phrase phrase;
    const char* argument = nullptr;
};

Saying saying_of(Fault fault, bool detailed, bool single) {
    switch (fault) {
        case Fault::text_missing:
            return {Phrase::say_what};
        case Fault::not_a_number:
            if (detailed) return {Phrase::not_a_number_like, "example"};
            return {Phrase::not_a_number};
        case Fault::not_whole:
            return {Phrase::not_whole};
        case Fault::too_small:
            return {Phrase::too_small, "limit"};
        case Fault::too_large:
            return {Phrase::too_large, "limit"};
        case Fault::unknown_choice:
            if (detailed) return {Phrase::no_longer_applies, "label"};
            return {Phrase::not_offered};
        case Fault::not_alone:
            return {single ? Phrase::text_without_choice : Phrase::not_together, "label"};
        case Fault::rank_twice:
            return {Phrase::rank_twice, "rank"};
        case Fault::rank_left_out:
            return {Phrase::rank_left_out, "rank"};
        case Fault::must_agree:
            return {Phrase::tick_to_go_on};
        case Fault::not_an_email:
            return {Phrase::not_an_email};
        case Fault::not_a_date:
            return {Phrase::not_a_date};
        case Fault::too_early:
            return {Phrase::too_early, "day"};
        case Fault::too_late:
            return {Phrase::too_late, "day"};
        case Fault::not_text:
            return {Phrase::not_text};
        case Fault::required:
        case Fault::too_long:
        case Fault::too_few:
        case Fault::too_many:
        case Fault::wrong_total:
        case Fault::rule_broken:
            break;
    }
    return {Phrase::does_not_fit};
}

std::string said(const Words& words, const Saying& saying, const std::string& detail) {
    if (saying.argument == nullptr) return std::string(words(saying.phrase));
    return words(saying.phrase, {{saying.argument, detail}});
}

}  // namespace

std::string fault_text(const instrument::Study& study, const FieldFault& fault) {
    const instrument::Kind& kind = study.items[static_cast<std::size_t>(fault.item)].kind;
    const Words words(study.language);
    if (fault.fault == Fault::required) return std::visit(RequiredText{words, fault}, kind);
    if (fault.fault == Fault::too_few) return too_few_text(words, kind, fault);
    if (fault.fault == Fault::wrong_total) return wrong_total_text(words, kind, fault);
    if (fault.fault == Fault::too_many) {
        return words(Phrase::too_many_answers, {{"count", number_in(fault.detail)}});
    }
    if (fault.fault == Fault::too_long) {
        return words(Phrase::too_long, {{"count", number_in(fault.detail)}});
    }
    // The study's own message.
    if (fault.fault == Fault::rule_broken && !fault.detail.empty()) return fault.detail;
    const bool single = std::holds_alternative<instrument::SingleChoice>(kind);
    return said(words, saying_of(fault.fault, !fault.detail.empty(), single), fault.detail);
}

}  // namespace querist::web
