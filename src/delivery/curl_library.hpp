#pragma once

// Internal to delivery: libcurl, loaded when something is to leave the machine for the first time.
// It brings two dozen libraries, 6 MB of memory, which a server whose studies ask no issuer never
// needs. Functions, options and callbacks: curl.se/libcurl/c/.

#include <curl/curl.h>

#include <memory>

namespace querist::delivery {

/// What we use of it; each is libcurl's function of the name that begins with "curl_".
struct CurlLibrary {
    decltype(&::curl_easy_init) easy_init = nullptr;
    decltype(&::curl_easy_setopt) easy_setopt = nullptr;
    decltype(&::curl_easy_perform) easy_perform = nullptr;
    decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&::curl_easy_strerror) easy_strerror = nullptr;
    decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&::curl_getdate) getdate = nullptr;
    decltype(&::curl_slist_append) slist_append = nullptr;
    decltype(&::curl_slist_free_all) slist_free_all = nullptr;
};

/// Loads and begins it once, whichever thread asks first. Null: it cannot be used here.
[[nodiscard]] const CurlLibrary* curl_library();

struct CurlHandleEnd {
    void operator()(CURL* handle) const { curl_library()->easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlHandleEnd>;

struct CurlLinesEnd {
    void operator()(curl_slist* lines) const { curl_library()->slist_free_all(lines); }
};
using CurlLines = std::unique_ptr<curl_slist, CurlLinesEnd>;

}  // namespace querist::delivery
