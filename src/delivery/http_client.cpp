#include "delivery/http_client.hpp"

#include "delivery/curl_library.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::delivery {

namespace {

constexpr std::size_t headers_max = 100;

/// Where an answer is put together.
struct Arriving {
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::size_t bytes_max = 0;
    bool too_large = false;
};

std::size_t take_piece(const char* piece, std::size_t one, std::size_t count, void* place) {
    auto& arriving = *static_cast<Arriving*>(place);
    const std::size_t size = one * count;
    if (size > arriving.bytes_max - arriving.body.size()) {
        arriving.too_large = true;
        return 0;  // ends the transfer
    }
    arriving.body.append(piece, size);
    return size;
}

/// One line of the head, as libcurl gives it.
std::size_t take_header(const char* piece, std::size_t one, std::size_t count, void* place) {
    auto& arriving = *static_cast<Arriving*>(place);
    const std::size_t size = one * count;
    const std::string_view line(piece, size);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && arriving.headers.size() < headers_max) {
        arriving.headers.emplace_back(
            lower_case(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1))
        );
    }
    return size;
}

/// Without what may be secret in it: scheme and host.
std::string told(std::string_view address) {
    const std::string_view authority = authority_in(address);
    const auto end = static_cast<std::size_t>(authority.end() - address.begin());
    return std::string(address.substr(0, end));
}

class CurlClient final : public HttpClient {
public:
    explicit CurlClient(const HttpLimits& limits) : limits_(limits) {}

    Result<HttpAnswer> ask(const HttpQuestion& question) override;

private:
    void prepare(CURL* easy, const HttpQuestion& question) const;

    HttpLimits limits_;
};

void CurlClient::prepare(CURL* easy, const HttpQuestion& question) const {
    const auto set = [easy](CURLoption option, auto value) {
        (void)curl_library()->easy_setopt(easy, option, value);
    };
    set(CURLOPT_URL, question.address.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");  // not even one that the environment names
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOSIGNAL, 1L);  // for threads
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connect_time.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.total_time.count()));
    set(CURLOPT_USERAGENT, "querist");
    if (!question.user.empty()) {
        set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        set(CURLOPT_USERNAME, question.user.c_str());
        set(CURLOPT_PASSWORD, question.password.c_str());
    }
    const std::string sent = question.json.empty() ? form_text(question.form) : question.json;
    if (!sent.empty()) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent.size()));
        set(CURLOPT_COPYPOSTFIELDS, sent.c_str());
    }
}

Result<HttpAnswer> CurlClient::ask(const HttpQuestion& question) {
    if (!may_be_asked(question.address)) {
        return failure(
            "http.address",
            "the address is not one of HTTPS",
            "use an address that begins with https:// (http:// only on this machine itself)"
        );
    }
    const auto unreachable = [&](std::string_view why) {
        return failure(
            "http.unreachable",
            fmt::format("{} did not answer: {}", told(question.address), why),
            "see that this machine reaches it; it is asked again by itself"
        );
    };
    const CurlLibrary* const curl = curl_library();
    if (curl == nullptr) return std::unexpected(http_is_possible().error());
    const CurlHandle easy(curl->easy_init());
    if (!easy) return unreachable("libcurl did not start");
    prepare(easy.get(), question);
    Arriving arriving{.body = {}, .bytes_max = limits_.answer_bytes};
    (void)curl->easy_setopt(easy.get(), CURLOPT_HEADERFUNCTION, &take_header);
    (void)curl->easy_setopt(easy.get(), CURLOPT_HEADERDATA, &arriving);
    (void)curl->easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &take_piece);
    (void)curl->easy_setopt(easy.get(), CURLOPT_WRITEDATA, &arriving);
    const CurlLines headers(curl->slist_append(nullptr, "Accept: application/json"));
    if (!question.bearer.empty()) {
        const std::string line = fmt::format("Authorization: Bearer {}", question.bearer);
        (void)curl->slist_append(headers.get(), line.c_str());
    }
    if (!question.json.empty()) {
        (void)curl->slist_append(headers.get(), "Content-Type: application/json");
    }
    (void)curl->easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    const CURLcode code = curl->easy_perform(easy.get());
    if (arriving.too_large) {
        return failure(
            "http.too-large",
            fmt::format(
                "{} answered with more than {} bytes", told(question.address), limits_.answer_bytes
            ),
            "ask who runs it: no such answer is that long"
        );
    }
    if (code != CURLE_OK) return unreachable(curl->easy_strerror(code));
    long status = 0;
    (void)curl->easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    return HttpAnswer{
        static_cast<int>(status), std::move(arriving.body), std::move(arriving.headers)
    };
}

}  // namespace

std::string_view HttpAnswer::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, [](const auto& one) {
        return std::string_view(one.first);
    });
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

Result<void> http_is_possible() {
    if (curl_library() != nullptr) return {};
    return failure(
        "http.no-library",
        "libcurl is not there, without which nothing can be asked over the network",
        "install libcurl4, as in apt-get install libcurl4"
    );
}

std::unique_ptr<HttpClient> make_http_client(const HttpLimits& limits) {
    return std::make_unique<CurlClient>(limits);
}

bool may_be_asked(std::string_view address) {
    const bool plain = std::ranges::all_of(address, [](char c) { return c > ' ' && c < '\x7f'; });
    const bool secure = address.starts_with("https://");
    if (!plain || (!secure && !address.starts_with("http://"))) return false;
    if (address.contains('#')) return false;
    const std::string_view authority = authority_in(address);
    if (authority.empty() || authority.starts_with(':') || authority.contains('@')) return false;
    return secure || is_loopback_address(address);
}

std::string form_text(const std::vector<std::pair<std::string, std::string>>& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        if (!text.empty()) text.push_back('&');
        text.append(percent_encoded(name)).append("=").append(percent_encoded(value));
    }
    return text;
}

}  // namespace querist::delivery
