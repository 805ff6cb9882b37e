#include "web/qr_code.hpp"

#include <qrencode.h>

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <memory>
#include <string>

namespace querist::web {

namespace {

constexpr int quiet_zone = 4;  // modules around the code that the standard asks for

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

/// The dark modules as one path: each run of a row is a rectangle one module high.
std::string path_of(const QRcode& code) {
    const auto width = static_cast<std::size_t>(code.width);
    const auto is_dark = [&](std::size_t x, std::size_t y) {
        return (code.data[y * width + x] & 1U) != 0;
    };
    std::string path;
    for (std::size_t y = 0; y < width; ++y) {
        for (std::size_t x = 0; x < width;) {
            std::size_t end = x;
            while (end < width && is_dark(end, y)) ++end;
            if (end > x) {
                fmt::format_to(
                    std::back_inserter(path),
                    "M{} {}h{}v1h-{}z",
                    x + quiet_zone,
                    y + quiet_zone,
                    end - x,
                    end - x
                );
            }
            x = end + 1;
        }
    }
    return path;
}

}  // namespace

void write_qr_code(Html& html, std::string_view text, std::string_view label) {
    const std::string whole(text);
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeString8bit(whole.c_str(), 0, QR_ECLEVEL_M)
    );
    if (!code) return;
    const int side = code->width + 2 * quiet_zone;
    html.open(
        "svg",
        {{"class", "qr"},
         {"viewbox", fmt::format("0 0 {} {}", side, side)},
         {"role", "img"},
         {"aria-label", label},
         {"shape-rendering", "crispEdges"}}
    );
    html.open(
        "path", {{"class", "light"}, {"d", fmt::format("M0 0h{}v{}h-{}z", side, side, side)}}
    );
    html.close().open("path", {{"class", "dark"}, {"d", path_of(*code)}});
    html.close().close();
}

}  // namespace querist::web
