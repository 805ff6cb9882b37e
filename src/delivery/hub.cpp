#include "delivery/hub.hpp"

#include "delivery/json_members.hpp"
#include "delivery/rate_limit.hpp"

#include <fmt/format.h>

#include <optional>

namespace querist::delivery {

namespace {

constexpr std::string_view path_before = "/api/users/";
constexpr std::string_view path_behind = "/overview";

/// A path that says nothing of an account: such names would lead elsewhere.
bool is_no_name(std::string_view account) {
    return account.empty() || account.find_first_not_of('.') == std::string_view::npos;
}

/// What is wrong with an overview; empty when it is one.
std::string fault_of(const nlohmann::json& overview) {
    if (overview.is_discarded()) return "the answer is no JSON object";
    if (text_member(overview, "user").empty()) return "the overview names no \"user\"";
    const auto is_pro = overview.find("isPro");
    if (is_pro == overview.end() || !is_pro->is_boolean()) {
        return "the overview does not say \"isPro\" as true or false";
    }
    const auto orgs = overview.find("orgs");
    if (orgs == overview.end()) return {};
    if (!orgs->is_array()) return "\"orgs\" of the overview is no list";
    for (const nlohmann::json& one : *orgs) {
        if (!one.is_object()) return "\"orgs\" of the overview holds what is no organisation";
    }
    return {};
}

HubReply read_overview(std::string_view account, std::string_view body) {
    auto overview = std::make_shared<const nlohmann::json>(json_object(body));
    std::string fault = fault_of(*overview);
    if (!fault.empty()) {
        return {.what = HubReply::What::not_understood, .trouble = std::move(fault)};
    }
    const bool same = equal_ignoring_case(text_member(*overview, "user"), account);
    return {
        .what = same ? HubReply::What::known : HubReply::What::renamed,
        .overview = std::move(overview)
    };
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// The address that a redirect within the same server leads to, when it is that of an account.
std::optional<std::string> redirected(std::string_view server, std::string_view location) {
    if (location.starts_with(server)) location.remove_prefix(server.size());
    const bool of_account = location.starts_with(path_before) && location.ends_with(path_behind) &&
                            location.size() > path_before.size() + path_behind.size();
    if (!of_account) return std::nullopt;
    return std::string(server) + std::string(location);
}

}  // namespace

Result<Hub> Hub::at(std::string_view address, HttpClient& client) {
    while (address.ends_with('/')) address.remove_suffix(1);
    if (!may_be_asked(address) || address.contains('?')) {
        return failure(
            "hub.bad-address",
            "the address of the Hub is not one of HTTPS",
            "write it as in https://huggingface.co (http:// only on this machine itself)"
        );
    }
    return Hub(std::string(address), client);
}

HubReply Hub::judged(std::string_view account, const HttpAnswer& answer, Instant now) const {
    using enum HubReply::What;
    HubReply reply;
    if (answer.status == 200) {
        reply = read_overview(account, answer.body);
    } else if (answer.status == 404 || answer.status == 410) {
        reply.what = unknown;
    } else if (answer.status == 401 || answer.status == 403) {
        reply.what = refused;
    } else if (answer.status == 429 || answer.status == 503) {
        reply.what = busy;
    } else {
        reply.what = answer.status >= 500 ? no_answer : not_understood;
    }
    if (reply.what > refused && reply.trouble.empty()) {
        reply.trouble = fmt::format("{} answered with the status {}", address_, answer.status);
    }
    reply.pause = asked_pause(answer, now);
    return reply;
}

HubReply Hub::overview(std::string_view account, Instant now) const {
    using enum HubReply::What;
    if (is_no_name(account)) return {.what = unknown};
    const auto ask = [this](const std::string& address) {
        return client_->ask({.address = address});
    };
    Result<HttpAnswer> answer =
        ask(fmt::format("{}{}{}{}", address_, path_before, percent_encoded(account), path_behind));
    if (answer && is_redirect(answer->status)) {
        const auto next = redirected(address_, answer->header("location"));
        if (!next) {
            return {.what = not_understood, .trouble = "it sends us to another place"};
        }
        answer = ask(*next);
    }
    if (answer) return judged(account, *answer, now);
    const bool too_large = answer.error().code == "http.too-large";
    return {.what = too_large ? not_understood : no_answer, .trouble = answer.error().message};
}

}  // namespace querist::delivery
