#pragma once

// Asking another server over HTTPS, within limits of size and time.

#include "core/core.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::delivery {

/// What one question to another server may cost.
struct HttpLimits {
    std::size_t answer_bytes = 512 * 1024;
    std::chrono::milliseconds connect_time{3'000};
    std::chrono::milliseconds total_time{8'000};
};

/// A GET, or a POST when there is a form or JSON.
struct HttpQuestion {
    std::string address;  ///< https, or http to this machine itself.
    std::vector<std::pair<std::string, std::string>> form = {};
    std::string json = {};  ///< A text of JSON, sent in place of a form.
    std::string user = {};  ///< HTTP Basic, with `password`; empty: none. As sent, unescaped.
    std::string password = {};
    std::string bearer = {};  ///< An access token; empty: none.
};

struct HttpAnswer {
    int status = 0;
    std::string body;
    /// Names in lower case, values without blanks around them; in the order of arriving.
    std::vector<std::pair<std::string, std::string>> headers = {};

    /// The first header of a name in lower case; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// Thread-safe.
class HttpClient {
public:
    virtual ~HttpClient() = default;

    /// Waits for the whole answer, whatever its status. Redirects are not followed, cookies not
    /// kept, proxies of the environment not used; certificates are checked. http.unreachable (no
    /// connection, time is up, a certificate that is not trusted), http.too-large, http.address.
    virtual Result<HttpAnswer> ask(const HttpQuestion& question) = 0;
};

/// http.no-library where libcurl cannot be loaded: then nothing can be asked.
[[nodiscard]] Result<void> http_is_possible();

/// libcurl's.
[[nodiscard]] std::unique_ptr<HttpClient> make_http_client(const HttpLimits& limits = {});

/// Whether an address may be asked: https with a host, or http to a loopback host. No user, no
/// fragment, no control characters or blanks.
[[nodiscard]] bool may_be_asked(std::string_view address);

/// "a=b&c=d", percent-encoded.
[[nodiscard]] std::string form_text(const std::vector<std::pair<std::string, std::string>>& form);

}  // namespace querist::delivery
