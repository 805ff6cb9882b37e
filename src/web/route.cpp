#include "web/route.hpp"

#include "core/core.hpp"
#include "web/ascii.hpp"
#include "web/form_parser.hpp"

#include <array>

namespace querist::web {

namespace {

constexpr std::size_t segments_max = 5;

/// The decoded parts of a path between its slashes. A path that ends in a slash has an empty last.
struct Segments {
    std::array<std::string, segments_max> parts;
    std::size_t count = 0;
};

std::expected<Segments, BadTarget> split(std::string_view path) {
    Segments segments;
    path.remove_prefix(1);
    for (;;) {
        const std::size_t slash = path.find('/');
        std::optional<std::string> part = percent_decoded(path.substr(0, slash), PlusSign::literal);
        if (!part || first_invalid_utf8(*part) || part->contains('\0')) {
            return std::unexpected(BadTarget{});
        }
        if (segments.count == segments_max) {
            segments.count = segments_max + 1;  // longer than any route
            return segments;
        }
        segments.parts[segments.count++] = *std::move(part);
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

Route study_route(Segments& segments, std::string_view query) {
    auto& [scope, study, part, page, rest] = segments.parts;
    if (study.empty()) return Nowhere{};
    if (segments.count == 2) return StudyWithoutSlash{std::move(study)};
    if (segments.count == 3) {
        if (part.empty()) return Front{std::move(study)};
        if (part == "consent") return Consent{std::move(study)};
        if (part == "work") return WorkChallenge{std::move(study)};
        if (part == "thanks") return Thanks{std::move(study)};
        if (part == "refused") return Refusal{std::move(study)};
        if (part == "closed") return Closed{std::move(study)};
        if (part == "later") return Later{std::move(study), query == "left-out"};
        if (part == "return") return Return{std::move(study), {}};
        if (part == "review") return Review{std::move(study), query == "changed"};
        if (part == "appeal") return AnotherLook{std::move(study)};
        if (part == "withdraw") return Withdrawal{std::move(study)};
        if (part == "sign-in") return SignInStart{std::move(study)};
        if (part == "ticket") return TicketDesk{std::move(study)};
        if (part == "enter") return TicketGate{std::move(study)};
        if (part == "reward") return Reward{std::move(study), query == "script"};
    }
    if (segments.count == 4 && part == "p" && !page.empty()) {
        return SurveyPage{
            .study = std::move(study),
            .page = std::move(page),
            .more = query == "more",
            .left_out = query == "left-out",
            .script = query == "script"
        };
    }
    if (segments.count == 4 && part == "image") return Image{std::move(study), std::move(page)};
    if (segments.count == 4 && part == "looks")
        return LooksSheet{std::move(study), std::move(page)};
    if (segments.count == 4 && part == "sign-in" && page == "back") {
        return SignInBack{std::move(study)};
    }
    if (segments.count == 4 && part == "i") return PersonalLink{std::move(study), std::move(page)};
    if (segments.count == 4 && part == "o") return OptOut{std::move(study), std::move(page)};
    if (segments.count == 4 && part == "return") return Return{std::move(study), std::move(page)};
    return Nowhere{};
}

}  // namespace

std::expected<Route, BadTarget> parse_route(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.size() < scheme.size() ||
            !equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
            continue;
        }
        target.remove_prefix(scheme.size());
        const std::size_t path = target.find_first_of("/?");
        target = path == std::string_view::npos ? "/" : target.substr(path);
        break;
    }
    const std::string_view path = target.substr(0, target.find('?'));
    const std::string_view query = query_in(target);
    if (!path.starts_with('/')) return std::unexpected(BadTarget{});
    std::expected<Segments, BadTarget> segments = split(path);
    if (!segments) return std::unexpected(segments.error());
    auto& parts = segments->parts;
    if (segments->count == 1) {
        if (parts[0].empty()) return Home{};
        if (parts[0] == "healthz") return Health{};
        if (parts[0] == "favicon.ico") return FavIcon{};
    }
    if (segments->count == 2 && parts[0] == "assets") return Asset{std::move(parts[1])};
    if (segments->count == 2 && parts[0] == "vendors" && parts[1] == "tremendous") {
        return VendorWebhook{};
    }
    if (segments->count == 2 && parts[0] == "claim") return Claim{std::move(parts[1])};
    if (segments->count == 2 && parts[0] == "keys") return RewardKeys{std::move(parts[1])};
    if (segments->count == 3 && parts[0] == "keys") {
        return RewardKey{std::move(parts[1]), std::move(parts[2])};
    }
    if (segments->count <= segments_max && parts[0] == "s") return study_route(*segments, query);
    return Nowhere{};
}

namespace {

void append_segment(std::string& path, std::string_view segment) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : segment) {
        if (is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~') {
            path.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            path.append({'%', digits[byte >> 4U], digits[byte & 15U]});
        }
    }
}

}  // namespace

std::string study_path(std::string_view study, std::string_view rest) {
    std::string path = "/s/";
    append_segment(path, study);
    path.push_back('/');
    path.append(rest);
    return path;
}

std::string page_path(std::string_view study, std::string_view page) {
    std::string path = study_path(study, "p/");
    append_segment(path, page);
    return path;
}

std::string claim_path(std::string_view study) {
    std::string path = "/claim/";
    append_segment(path, study);
    return path;
}

std::string reward_keys_path(std::string_view study, std::string_view key) {
    std::string path = "/keys/";
    append_segment(path, study);
    if (key.empty()) return path;
    path.push_back('/');
    append_segment(path, key);
    return path;
}

std::string_view query_in(std::string_view target) {
    const std::size_t mark = target.find('?');
    return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

std::string address_for_log(std::string_view target) {
    const std::expected<Route, BadTarget> route = parse_route(target);
    if (route && std::holds_alternative<Return>(*route)) {
        return study_path(std::get<Return>(*route).study, "return");
    }
    if (route && std::holds_alternative<PersonalLink>(*route)) {
        return study_path(std::get<PersonalLink>(*route).study, "i");
    }
    if (route && std::holds_alternative<OptOut>(*route)) {
        return study_path(std::get<OptOut>(*route).study, "o");
    }
    return std::string(target.substr(0, target.find('?')));
}

}  // namespace querist::web
