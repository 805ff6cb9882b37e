#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <variant>

namespace querist::web {

/// What a request's address names. Ids are decoded but not known to exist.
struct Home {};
struct Health {};
struct Asset {
    std::string name;  ///< "survey.0123abcd.css"
};
struct FavIcon {};
struct StudyWithoutSlash {
    std::string study;
};
struct Front {
    std::string study;
};
struct Consent {
    std::string study;
};
struct SurveyPage {
    std::string study;
    std::string page;
    bool more = false;  ///< "?more": the same page again, with questions that answers opened.
};
struct Thanks {
    std::string study;
};
struct Refusal {
    std::string study;
};
struct Closed {
    std::string study;
};
struct Nowhere {};

using Route = std::variant<
    Home,
    Health,
    Asset,
    FavIcon,
    StudyWithoutSlash,
    Front,
    Consent,
    SurveyPage,
    Thanks,
    Refusal,
    Closed,
    Nowhere>;

struct BadTarget {};

/// Reads a request's target: a path with an optional query, or the same after scheme and host.
[[nodiscard]] std::expected<Route, BadTarget> parse_route(std::string_view target);

/// The paths of a study's pages; ids are escaped.
[[nodiscard]] std::string study_path(std::string_view study, std::string_view rest = {});
[[nodiscard]] std::string page_path(std::string_view study, std::string_view page);

}  // namespace querist::web
