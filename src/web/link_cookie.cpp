#include "web/link_cookie.hpp"

#include "web/chosen_language.hpp"
#include "web/form_parser.hpp"
#include "web/request_headers.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace querist::web {

namespace {

constexpr std::string_view cookie_name = "querist-link";

std::string cookie_line(
    const instrument::Study& study, std::string_view fields, std::string_view more
) {
    return fmt::format(
        "Set-Cookie: {}={}; Path={}; {}HttpOnly; SameSite=Lax",
        cookie_name,
        fields,
        study_path(study.id, "consent"),
        more
    );
}

}  // namespace

std::string link_cookie(const instrument::Study& study, const Request& request, bool secure) {
    const response::Form query = parse_form(query_in(request.target)).value_or(response::Form{});
    // The switch of languages leads to the same page and says nothing of where someone comes from.
    if (!asked_language(request.target).empty() && response::link_form(study, query).empty()) {
        return {};
    }
    std::string fields;
    // Names and accepted values are letters, digits and "_", ".", "-": nothing needs escaping.
    for (const auto& [name, value] : response::link_form(study, query)) {
        fields += fmt::format("{}{}={}", fields.empty() ? "" : "&", name, value);
    }
    if (fields.empty()) return forgotten_link(study);
    return cookie_line(study, fields, "") + (secure ? "; Secure\r\n" : "\r\n");
}

std::string forgotten_link(const instrument::Study& study) {
    const bool takes_fields = std::ranges::any_of(study.items, [](const instrument::Item& item) {
        return item.source == instrument::Source::link;
    });
    return takes_fields ? cookie_line(study, "", "Max-Age=0; ") + "\r\n" : std::string();
}

response::Form link_values(const Request& request) {
    return parse_form(cookie_value(request.cookie, cookie_name)).value_or(response::Form{});
}

}  // namespace querist::web
