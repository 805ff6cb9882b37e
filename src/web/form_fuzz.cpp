// Links the room response and form_parser.cpp request_headers.cpp route.cpp
// Any bytes in: a form, a route, cookies and encodings, or a refusal; never a crash.
#include "web/form_parser.hpp"
#include "web/request_headers.hpp"
#include "web/route.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace querist::web;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto form = parse_form(bytes)) {
        for (const auto& [name, value] : *form) {
            if (querist::first_invalid_utf8(name) || querist::first_invalid_utf8(value)) abort();
        }
    }
    if (const auto route = parse_route(bytes)) {
        if (const auto* page = std::get_if<SurveyPage>(&*route)) {
            const auto again = parse_route(page_path(page->study, page->page));
            if (!again || !std::holds_alternative<SurveyPage>(*again)) abort();
        }
    }
    (void)cookie_value(bytes, "querist");
    (void)is_host(bytes);
    (void)chosen_encoding(bytes);
    (void)matches_etag(bytes, "\"a\"");
    (void)is_same_origin({}, bytes, "localhost:8080");
    return 0;
}
