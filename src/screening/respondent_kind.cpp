#include "screening/respondent_kind.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace querist::screening {

namespace {

constexpr std::uint64_t part_max = 1'000;
constexpr std::string_view flag_start = "simulated:";

std::unexpected<Problem> bad_mix(const std::string& message) {
    return failure(
        "screening.bad-mix", message, "write it as in honest=80,careless=10,scripted=5,generated=5"
    );
}

std::optional<RespondentKind> kind_named(std::string_view name) {
    const auto is_named = [name](RespondentKind kind) { return to_text(kind) == name; };
    const auto* found = std::ranges::find_if(all_respondent_kinds, is_named);
    if (found == all_respondent_kinds.end()) return std::nullopt;
    return *found;
}

/// Reads one "honest=80" into the mix.
Result<void> read_part(std::string_view text, Mix& mix, std::set<RespondentKind>& named) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const auto kind = kind_named(name);
    if (!kind) return bad_mix(fmt::format("there is no kind of respondent \"{}\"", name));
    if (equals == std::string_view::npos) {
        return bad_mix(fmt::format("how many are {} is not said: write {}=70, say", name, name));
    }
    if (!named.insert(*kind).second) return bad_mix(fmt::format("{} stands twice", name));
    const std::string_view digits = text.substr(equals + 1);
    std::uint64_t part = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), part);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || part > part_max) {
        return bad_mix(
            fmt::format("\"{}\" is no whole number from 0 to {}", digits, count_text(part_max))
        );
    }
    mix.parts[static_cast<std::size_t>(*kind)] = part;
    return {};
}

}  // namespace

std::string_view to_text(RespondentKind kind) {
    switch (kind) {
        case RespondentKind::honest:
            return "honest";
        case RespondentKind::careless:
            return "careless";
        case RespondentKind::scripted:
            return "scripted";
        case RespondentKind::generated:
            return "generated";
    }
    return "";
}

std::string kind_flag(RespondentKind kind) { return std::string(flag_start).append(to_text(kind)); }

std::optional<RespondentKind> kind_of_flag(std::string_view flag) {
    if (!flag.starts_with(flag_start)) return std::nullopt;
    return kind_named(flag.substr(flag_start.size()));
}

Result<Mix> parse_mix(std::string_view text) {
    Mix mix;
    std::set<RespondentKind> named;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        if (Result<void> read = read_part(text.substr(begin, comma - begin), mix, named); !read) {
            return std::unexpected(read.error());
        }
        begin = comma + 1;
    }
    const bool any = std::ranges::any_of(mix.parts, [](std::uint64_t part) { return part > 0; });
    if (!any) return bad_mix("no kind of respondent has a part");
    return mix;
}

RespondentKind drawn_kind(const Mix& mix, SeededRandom& random) {
    std::uint64_t sum = 0;
    for (const std::uint64_t part : mix.parts) sum += part;
    std::uint64_t drawn = random.below(std::max<std::uint64_t>(sum, 1));
    for (const RespondentKind kind : all_respondent_kinds) {
        const std::uint64_t part = mix.parts[static_cast<std::size_t>(kind)];
        if (drawn < part) return kind;
        drawn -= part;
    }
    return RespondentKind::honest;
}

bool any_check_holds(const instrument::Study& study, std::span<const response::Answer> answers) {
    if (!study.screening || study.screening->checks.empty()) return false;
    std::vector<expression::Value> values;
    values.reserve(answers.size());
    for (const response::Answer& answer : answers) values.push_back(answer.value);
    return std::ranges::any_of(study.screening->checks, [&](const auto& check) {
        return expression::evaluate(check.when, values) == expression::Truth::yes;
    });
}

}  // namespace querist::screening
