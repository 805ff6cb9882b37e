#include "web/entry_cookies.hpp"

#include "web/request_headers.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

constexpr std::string_view ticket_name = "querist-sign-in";
constexpr std::string_view pass_name = "querist-pass";
constexpr std::string_view asking_name = "querist-asking";
constexpr std::string_view ticket_seconds = "600";
constexpr std::string_view pass_seconds = "7200";

/// Lax, not Strict: the browser comes back from another site with it.
std::string entry_line(
    std::string_view name,
    std::string_view value,
    std::string_view path,
    std::string_view seconds,
    bool secure
) {
    return fmt::format(
        "Set-Cookie: {}={}; Path={}; Max-Age={}; HttpOnly; SameSite=Lax{}\r\n",
        name,
        value,
        path,
        seconds,
        secure ? "; Secure" : ""
    );
}

}  // namespace

std::string ticket_line(std::string_view study, std::string_view ticket, bool secure) {
    return entry_line(ticket_name, ticket, study_path(study, "sign-in"), ticket_seconds, secure);
}

std::string forgotten_ticket(std::string_view study) {
    return entry_line(ticket_name, "", study_path(study, "sign-in"), "0", false);
}

std::string pass_line(std::string_view study, std::string_view pass, bool secure) {
    return entry_line(pass_name, pass, study_path(study), pass_seconds, secure);
}

std::string forgotten_pass(std::string_view study) {
    return entry_line(pass_name, "", study_path(study), "0", false);
}

std::string asking_line(std::string_view study, std::string_view pass, bool secure) {
    return entry_line(asking_name, pass, study_path(study, "ticket"), pass_seconds, secure);
}

std::string asking_of(const Request& request) {
    return std::string(cookie_value(request.cookie, asking_name));
}

std::string ticket_of(const Request& request) {
    return std::string(cookie_value(request.cookie, ticket_name));
}

std::string pass_of(const Request& request) {
    return std::string(cookie_value(request.cookie, pass_name));
}

}  // namespace querist::web
