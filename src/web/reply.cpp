#include "web/reply.hpp"

#include "web/compression.hpp"
#include "web/request_headers.hpp"
#include "web/sheet.hpp"

#include <charconv>

namespace querist::web {

namespace {

const std::string& content_policy() {
    static const std::string policy =
        "Content-Security-Policy: default-src 'none'; style-src 'self' " + sheet_source() +
        "; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'";
    return policy;
}
constexpr std::string_view own_script = "; script-src 'self'; connect-src 'self'";
constexpr std::string_view security_headers =
    "X-Content-Type-Options: nosniff\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=()\r\n";

constexpr std::size_t head_bytes_usual = 1024;

std::string_view cache_control(Caching caching) {
    switch (caching) {
        case Caching::never:
            return "Cache-Control: no-store\r\n";
        case Caching::revalidate:
            return "Cache-Control: private, no-cache\r\n";
        case Caching::forever:
            return "Cache-Control: public, max-age=31536000, immutable\r\n";
    }
    return {};
}

void append_number(std::string& out, std::size_t number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 411:
            return "Length Required";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 431:
            return "Request Header Fields Too Large";
        case 503:
            return "Service Unavailable";
        default:
            return "Internal Server Error";
    }
}

Packet make_packet(const PacketParts& parts, std::string body) {
    Packet packet;
    packet.status = parts.status;
    std::string& head = packet.head;
    head.reserve(head_bytes_usual);
    head.append("HTTP/1.1 ");
    append_number(head, static_cast<std::size_t>(parts.status));
    head.append(" ").append(reason_phrase(parts.status)).append("\r\n");
    if (!parts.content_type.empty()) {
        head.append("Content-Type: ").append(parts.content_type).append("\r\n");
    }
    if (parts.status != 304) {
        head.append("Content-Length: ");
        append_number(head, body.size());
        head.append("\r\n");
    }
    for (const Header& header : parts.headers) {
        if (header.value.empty()) continue;
        head.append(header.name).append(": ").append(header.value).append("\r\n");
    }
    head.append(cache_control(parts.caching)).append(content_policy());
    if (parts.script == Script::own) head.append(own_script);
    head.append("\r\n").append(security_headers);
    head.append(
        parts.referrer == Referrer::none ? "Referrer-Policy: no-referrer\r\n"
                                         : "Referrer-Policy: same-origin\r\n"
    );
    packet.body = std::move(body);
    return packet;
}

Reply see_other(std::string_view location, std::string_view cookie) {
    return {
        make_packet(
            {.status = 303, .headers = {{"Location", location}, {"Set-Cookie", cookie}}}, {}
        ),
        nullptr
    };
}

Reply page_reply(
    int status,
    std::string html,
    std::string_view accept_encoding,
    std::initializer_list<Header> headers,
    Referrer referrer,
    Script script
) {
    const PacketParts parts{
        .status = status,
        .content_type = html_type,
        .referrer = referrer,
        .script = script,
        .headers = headers
    };
    // Compressing beside a secret is safe here: no page repeats what another site can choose, for
    // forms need the session's token and cookies stay at home on requests from elsewhere.
    const bool compressed = accepts_gzip(accept_encoding);
    if (!compressed) return {make_packet(parts, with_sheet(std::move(html))), nullptr};
    Packet packet = make_packet(parts, gzip_with_sheet(html));
    packet.head.append("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n");
    return {std::move(packet), nullptr};
}

Reply survey_reply(int status, std::string html, std::string_view accept_encoding) {
    return page_reply(status, std::move(html), accept_encoding, {}, Referrer::none, Script::own);
}

}  // namespace querist::web
