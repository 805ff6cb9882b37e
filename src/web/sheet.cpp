#include "web/sheet.hpp"

#include "core/core.hpp"
#include "web/compression.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace querist::web {

namespace {

constexpr char sheet_bytes[] = {
#embed "../../frontend/survey.css"
};
constexpr std::string_view sheet{sheet_bytes, sizeof sheet_bytes};
static_assert(!sheet.contains("</"), "nothing in it may end its element");

/// Behind the opening tag of the room.
std::size_t place_of_sheet(std::string_view page) {
    const std::size_t found = page.find(room_for_sheet);
    if (found == std::string_view::npos)
        throw std::logic_error("a page without room for its stylesheet");
    return found + std::string_view("<style>").size();
}

}  // namespace

const std::string& sheet_source() {
    static const std::string source = [] {
        const Digest digest = sha256(sheet);
        // Four characters for three bytes, and the zero that OpenSSL writes behind them.
        std::array<unsigned char, (sizeof digest.bytes + 2) / 3 * 4 + 1> text{};
        const int length = EVP_EncodeBlock(text.data(), digest.bytes.data(), sizeof digest.bytes);
        return "'sha256-" + std::string(text.begin(), text.begin() + length) + "'";
    }();
    return source;
}

std::string with_sheet(std::string page) {
    page.insert(place_of_sheet(page), sheet);
    return page;
}

std::string gzip_with_sheet(std::string_view page) {
    static const Deflated deflated = deflate_small(sheet);
    const std::size_t place = place_of_sheet(page);
    return gzip_fast(page.substr(0, place), deflated, page.substr(place));
}

}  // namespace querist::web
