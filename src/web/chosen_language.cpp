#include "web/chosen_language.hpp"

#include "translation/translation.hpp"
#include "web/request_headers.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace querist::web {

namespace {

std::optional<std::size_t> position(std::span<const std::string> offered, std::string_view one) {
    const auto found = std::ranges::find(offered, one);
    if (found == offered.end()) return std::nullopt;
    return static_cast<std::size_t>(found - offered.begin());
}

const std::vector<std::string>& tags_of_tongues() {
    static const std::vector<std::string> tags = [] {
        std::vector<std::string> all;
        all.reserve(language::tongues.size());
        for (const language::Tongue tongue : language::tongues) {
            all.emplace_back(language::tag(tongue));
        }
        return all;
    }();
    return tags;
}

}  // namespace

std::string_view asked_language(std::string_view target) {
    std::string_view query = query_in(target);
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        constexpr std::string_view name = "lang=";
        if (part.starts_with(name)) return part.substr(name.size());
    }
    return {};
}

std::shared_ptr<const instrument::Study> shown_once_in(
    const std::shared_ptr<const instrument::Study>& study, std::string_view language
) {
    if (language == study->language || !position(study->languages, language)) return study;
    return std::make_shared<const instrument::Study>(translation::translated(*study, language).study
    );
}

std::string form_language(
    const Request& request,
    const std::shared_ptr<const instrument::Study>& study,
    const response::Form& form
) {
    if (!study) return {};
    const std::vector<std::string>& offered = study->languages;
    if (offered.size() < 2) return study->language;
    const std::string_view said = response::field_value(form, "_language");
    const auto found = std::ranges::find(offered, said);
    return found == offered.end() ? chosen_language(request, offered) : *found;
}

std::shared_ptr<const instrument::Study> shown_in(
    const std::shared_ptr<const instrument::Study>& study, std::string_view language
) {
    if (language == study->language || !position(study->languages, language)) return study;
    // A few versions of a few studies; whoever serves more pays for reading them again.
    constexpr std::size_t kept_max = 64;
    using Key = std::pair<Digest, std::string>;
    thread_local std::map<Key, std::shared_ptr<const instrument::Study>> kept;
    Key key{study->version, language};
    if (const auto found = kept.find(key); found != kept.end()) return found->second;
    if (kept.size() >= kept_max) kept.clear();
    std::shared_ptr<const instrument::Study> shown = shown_once_in(study, language);
    kept.emplace(std::move(key), shown);
    return shown;
}

std::shared_ptr<const instrument::Study> shown_to(
    const Request& request, const std::shared_ptr<const instrument::Study>& study
) {
    return shown_in(study, chosen_language(request, study->languages));
}

std::string language_cookie(std::string_view study, std::string_view language, bool secure) {
    return fmt::format(
        "Set-Cookie: {}={}; Path={}; Max-Age=2592000; HttpOnly; SameSite=Lax{}\r\n",
        language_cookie_name,
        language,
        study_path(study),
        secure ? "; Secure" : ""
    );
}

std::string chosen_language(const Request& request, std::span<const std::string> offered) {
    if (offered.empty()) return {};
    if (offered.size() == 1) return offered.front();
    std::optional<std::size_t> chosen = position(offered, asked_language(request.target));
    if (!chosen) chosen = position(offered, cookie_value(request.cookie, language_cookie_name));
    if (!chosen) chosen = language::best_match(request.accept_language, offered);
    return offered[chosen.value_or(0)];
}

language::Words words_of(const Request& request) {
    return language::Words(chosen_language(request, tags_of_tongues()));
}

}  // namespace querist::web
