// A vendor's webhook: no browser, no cookie, no form; its signature is all that counts.

#include "web/site.hpp"

namespace querist::web {

namespace {

constexpr std::size_t webhook_bytes_max = 65'536;

Reply said(int status, std::string_view word) {
    return {
        make_packet(
            {.status = status, .content_type = "text/plain; charset=utf-8"},
            std::string(word) + "\n"
        ),
        nullptr
    };
}

}  // namespace

Reaction Site::answer(Request& request, const VendorWebhook&) {
    using enum actions::Fieldwork::VendorCall;
    if (request.body.size() > webhook_bytes_max) return said(413, "too much");
    switch (parts_.fieldwork.vendor_called(request.body, request.vendor_signature)) {
        case nobody_listens:
            return not_found(request);
        case refused:
            // Without details: whoever guesses learns nothing.
            return said(401, "refused");
        case heard:
            break;
    }
    return said(200, "heard");
}

}  // namespace querist::web
