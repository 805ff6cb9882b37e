#include "web/link_cookie.hpp"

#include "web/form_parser.hpp"
#include "web/request_headers.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

#include <string_view>

namespace querist::web {

namespace {

constexpr std::string_view cookie_name = "querist-link";

}  // namespace

std::string link_cookie(const instrument::Study& study, const Request& request, bool secure) {
    const std::size_t mark = request.target.find('?');
    if (mark == std::string_view::npos) return {};
    const auto query = parse_form(request.target.substr(mark + 1));
    if (!query) return {};
    std::string fields;
    // Names and accepted values are letters, digits and "_", ".", "-": nothing needs escaping.
    for (const auto& [name, value] : response::link_form(study, *query)) {
        fields += fmt::format("{}{}={}", fields.empty() ? "" : "&", name, value);
    }
    if (fields.empty()) return {};
    return fmt::format(
        "Set-Cookie: {}={}; Path={}; HttpOnly; SameSite=Lax{}\r\n",
        cookie_name,
        fields,
        study_path(study.id, "consent"),
        secure ? "; Secure" : ""
    );
}

response::Form link_values(const Request& request) {
    return parse_form(cookie_value(request.cookie, cookie_name)).value_or(response::Form{});
}

}  // namespace querist::web
