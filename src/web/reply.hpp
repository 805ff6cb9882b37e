#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace querist::web {

/// A response as it goes to the socket. `head` ends after its last header line: the connection adds
/// Date, Connection and the blank line.
struct Packet {
    int status = 200;
    std::string head;
    std::string body;
};

/// What a handler answers: made for this request, or made before and shared by many.
struct Reply {
    Packet own;
    std::shared_ptr<const Packet> shared;
    std::string own_lines = {};  ///< Header lines of this one reply beside a shared packet's.
    [[nodiscard]] const Packet& packet() const { return shared ? *shared : own; }
};

enum class Caching {
    never,       ///< no-store: what belongs to one participant.
    revalidate,  ///< no-cache: kept, but asked for again with its ETag.
    forever      ///< immutable: its address changes when it does.
};

enum class Referrer {
    none,
    /// For the one page whose form is judged by Origin: with `none` browsers send "null" there.
    same_origin
};

enum class Script {
    forbidden,
    /// Our own files only, which may talk to this server only.
    own
};

struct Header {
    std::string_view name;
    std::string_view value;
};

struct PacketParts {
    int status = 200;
    std::string_view content_type = {};  ///< Empty: no body and no length (304).
    Caching caching = Caching::never;
    Referrer referrer = Referrer::none;
    Script script = Script::forbidden;
    std::initializer_list<Header> headers = {};
};

/// Every response of this server is made here, so that none lacks the security headers.
[[nodiscard]] Packet make_packet(const PacketParts& parts, std::string body);

inline constexpr std::string_view html_type = "text/html; charset=utf-8";

/// 303 See Other. `cookie`: a whole Set-Cookie value, or empty.
[[nodiscard]] Reply see_other(std::string_view location, std::string_view cookie = {});

/// An HTML page for one request, compressed when `accept_encoding` allows.
[[nodiscard]] Reply page_reply(
    int status,
    std::string html,
    std::string_view accept_encoding,
    std::initializer_list<Header> headers = {},
    Referrer referrer = Referrer::none,
    Script script = Script::forbidden
);

/// A page of a survey that script makes more comfortable.
[[nodiscard]] Reply survey_reply(int status, std::string html, std::string_view accept_encoding);

[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace querist::web
