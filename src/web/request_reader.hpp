#pragma once

// Only connection.cpp includes this: Beast is compiled once.

#include "core/core.hpp"
#include "web/request.hpp"
#include "web/web.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace querist::web {

namespace http = boost::beast::http;

/// A connection that grew beyond this gives the memory back after the request.
inline constexpr std::size_t kept_body_bytes = 64 * 1024;

/// Reads one request through Beast's parser. Header fields that nobody asks for are only counted.
class RequestReader final : public http::basic_parser<true> {
    using error_code = boost::system::error_code;

public:
    /// `bodies_bytes` counts what all connections hold of bodies that are still arriving.
    RequestReader(const RequestLimits& limits, std::atomic<std::size_t>& bodies_bytes)
        : limits_(limits), bodies_bytes_(bodies_bytes) {
        header_limit(static_cast<std::uint32_t>(limits.header_bytes));
        body_limit(limits.body_bytes);
        eager(true);
        text_.reserve(1024);
    }

    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;
    ~RequestReader() { give_back(); }

    /// Status of the page that refuses the request; 0 while nothing is wrong with it.
    [[nodiscard]] int refusal(const error_code& error) const {
        if (refusal_ != 0) return refusal_;
        if (error == http::error::header_limit) return 431;
        if (error == http::error::body_limit) return 413;
        return 400;
    }
    [[nodiscard]] bool expects_continue() const { return expects_continue_; }
    /// HTTP/1.1 or later.
    [[nodiscard]] bool version_is_modern() const { return modern_; }
    [[nodiscard]] bool is_head() const { return method_ == Method::head; }

    [[nodiscard]] Request request() {
        Request request;
        request.method = method_;
        request.target = text_of(target_);
        request.host = text_of(host_);
        request.cookie = text_of(cookie_);
        request.content_type = text_of(content_type_);
        request.origin = text_of(origin_);
        request.fetch_site = text_of(fetch_site_);
        request.accept_encoding = text_of(accept_encoding_);
        request.accept_language = text_of(accept_language_);
        request.if_none_match = text_of(if_none_match_);
        request.forwarded_for = text_of(forwarded_for_);
        request.vendor_signature = text_of(vendor_signature_);
        request.body = std::move(body_);
        give_back();
        return request;
    }

private:
    static std::string_view view(boost::beast::string_view text) {
        return {text.data(), text.size()};
    }
    void give_back() { bodies_bytes_ -= std::exchange(counted_bytes_, 0); }

    /// A piece of `text_`, which may still move while it grows.
    struct Piece {
        std::size_t begin = 0;
        std::size_t size = 0;
    };
    [[nodiscard]] std::string_view text_of(const Piece& piece) const {
        return std::string_view(text_).substr(piece.begin, piece.size);
    }
    [[nodiscard]] Piece keep(std::string_view text) {
        const Piece piece{text_.size(), text.size()};
        text_.append(text);
        return piece;
    }
    void refuse(int status, error_code& error) {
        refusal_ = status;
        error = http::error::bad_field;
    }
    /// A field that may stand there once.
    void keep_single(Piece& place, std::string_view value, error_code& error) {
        if (place.size != 0) return refuse(400, error);
        place = keep(value);
    }
    /// A list field: more lines are more members.
    void keep_list(Piece& place, std::string_view separator, std::string_view value) {
        if (place.size == 0) {
            place = keep(value);
            return;
        }
        std::string joined(text_of(place));
        joined.append(separator).append(value);
        place = keep(joined);
    }

    void
    on_request_impl(http::verb method, boost::beast::string_view, boost::beast::string_view target, int version, error_code&)
        override {
        modern_ = version >= 11;
        if (method == http::verb::get) {
            method_ = Method::get;
        } else if (method == http::verb::head) {
            method_ = Method::head;
        } else if (method == http::verb::post) {
            method_ = Method::post;
        } else {
            method_ = Method::other;
        }
        target_ = keep(view(target));
    }
    void on_field_impl(
        http::field name,
        boost::beast::string_view written,
        boost::beast::string_view content,
        error_code& error
    ) override {
        if (++field_count_ > limits_.header_count) return refuse(431, error);
        const std::string_view value = view(content);
        // Browsers send forms with a length. Chunks would need limits of their own for extensions
        // and trailers, and codings that a proxy reads otherwise smuggle requests.
        if (name == http::field::transfer_encoding) return refuse(411, error);
        if (name == http::field::host) return keep_single(host_, value, error);
        if (name == http::field::cookie) return keep_list(cookie_, "; ", value);
        if (name == http::field::content_type) return keep_single(content_type_, value, error);
        if (name == http::field::origin) return keep_single(origin_, value, error);
        if (name == http::field::accept_encoding) return keep_list(accept_encoding_, ", ", value);
        if (name == http::field::accept_language) return keep_list(accept_language_, ", ", value);
        if (name == http::field::if_none_match) return keep_list(if_none_match_, ", ", value);
        if (name == http::field::sec_fetch_site) return keep_single(fetch_site_, value, error);
        if (equal_ignoring_case(view(written), "X-Forwarded-For"))
            return keep_list(forwarded_for_, ", ", value);
        if (equal_ignoring_case(view(written), "Tremendous-Webhook-Signature"))
            return keep_single(vendor_signature_, value, error);
        if (name == http::field::expect) expects_continue_ = true;
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(boost::beast::string_view part, error_code& error) override {
        counted_bytes_ += part.size();
        const std::size_t together = bodies_bytes_ += part.size();
        if (together > limits_.bodies_bytes) {
            refuse(503, error);
            return 0;
        }
        body_.append(part.data(), part.size());
        return part.size();
    }
    void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view, error_code& error)
        override {
        refuse(411, error);  // not reached: the header was refused
        return 0;
    }
    void on_finish_impl(error_code&) override {}
    void on_response_impl(int, boost::beast::string_view, int, error_code&) override {}

    const RequestLimits& limits_;
    std::atomic<std::size_t>& bodies_bytes_;
    std::size_t counted_bytes_ = 0;
    std::string text_;
    std::string body_;
    Method method_ = Method::other;
    Piece target_, host_, cookie_, content_type_, origin_, fetch_site_, accept_encoding_,
        accept_language_, if_none_match_, forwarded_for_, vendor_signature_;
    std::size_t field_count_ = 0;
    int refusal_ = 0;
    bool expects_continue_ = false;
    bool modern_ = false;
};

}  // namespace querist::web
