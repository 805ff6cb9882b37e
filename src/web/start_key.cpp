#include "web/start_key.hpp"

#include "web/request_headers.hpp"

#include <fmt/format.h>

namespace querist::web {

std::string new_start_key(RandomSource& random) {
    PublicId key;
    random.fill(key.bytes);
    return key.text();
}

std::string start_key(const Request& request, const response::Form& form) {
    const std::string_view own = response::field_value(form, "again");
    const std::string_view key = own.empty() ? cookie_value(request.cookie, "querist-start") : own;
    // Only what we draw ourselves: a word that many send would give them all one response.
    return PublicId::parse(key) ? std::string(key) : std::string();
}

std::string start_line(std::string_view key, std::string_view path, bool secure) {
    return fmt::format(
        "Set-Cookie: querist-start={}; Path={}; HttpOnly; SameSite=Lax{}\r\n",
        key,
        path,
        secure ? "; Secure" : ""
    );
}

}  // namespace querist::web
