#pragma once

#include <string>
#include <string_view>

// The survey's one stylesheet (frontend/survey.css), written into every page: it is there when the
// page is. On a slow network a second request is a second of an empty screen, on a bad one a page
// without its looks.

namespace querist::web {

/// What every page has where its stylesheet will stand: the first of it in a page is that.
inline constexpr std::string_view room_for_sheet = "<style></style>";

/// How the Content-Security-Policy names it: 'sha256-...' (CSP 3, 2.3.1).
[[nodiscard]] const std::string& sheet_source();

/// The page with its stylesheet. Throws std::logic_error when it has no room for one.
[[nodiscard]] std::string with_sheet(std::string page);
/// The same in gzip's format, for pages made for one request: the stylesheet was compressed before.
[[nodiscard]] std::string gzip_with_sheet(std::string_view page);

}  // namespace querist::web
