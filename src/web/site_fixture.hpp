#pragma once

// A site without a socket, over a fieldwork in memory, for the tests of routes.

#include "web/site.hpp"

#include "web/fake_fieldwork.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace querist::web::fixture {

/// An answer as a test reads it.
struct Answered {
    int status = 0;
    std::string head;
    std::string body;
    [[nodiscard]] std::string header(std::string_view name) const {
        const std::string start = "\r\n" + std::string(name) + ": ";
        const std::size_t begin = head.find(start);
        if (begin == std::string::npos) return {};
        const std::size_t from = begin + start.size();
        return head.substr(from, head.find("\r\n", from) - from);
    }
};

inline std::string encoded(const response::Form& form) {
    std::string body;
    for (const auto& [name, value] : form) {
        for (const std::string_view text : {std::string_view(name), std::string_view(value)}) {
            for (const char c : text) {
                body +=
                    fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
            }
            body += text.data() == name.data() ? "=" : "&";
        }
    }
    return body;
}

class SiteTest : public ::testing::Test {
protected:
    fixture::FakeFieldwork fieldwork;
    fixture::FixedClock clock;
    SeededRandom random{1};
    FrontPages fronts;
    Assets assets;
    Site site;

    explicit SiteTest(
        std::optional<PublicAddress> address = std::nullopt, actions::RewardDesk* rewards = nullptr
    )
        : site(SiteParts{
              .fieldwork = fieldwork,
              .clock = clock,
              .random = random,
              .fronts = fronts,
              .assets = assets,
              .elsewhere = [](std::move_only_function<void()> work) { work(); },
              .public_address = std::move(address),
              .rewards = rewards
          }) {}

    Answered send(Request request) {
        if (request.host.empty()) request.host = "localhost:8080";
        Reaction reaction = site.react(request);
        Reply reply;
        if (auto* pending = std::get_if<Pending>(&reaction)) {
            Finish finish;
            (*pending)([&](Finish made) { finish = std::move(made); });
            reply = finish();
        } else {
            reply = std::get<Reply>(std::move(reaction));
        }
        const Packet& packet = reply.packet();
        return {packet.status, packet.head + reply.own_lines, packet.body};
    }
    Answered get(std::string_view target, std::string_view secret = {}) {
        const std::string cookie = "querist=" + std::string(secret);
        Request request{.target = target};
        if (!secret.empty()) request.cookie = cookie;
        return send(std::move(request));
    }
    Answered post(std::string_view target, std::string_view secret, std::string body) {
        const std::string cookie = "querist=" + std::string(secret);
        Request request{
            .method = Method::post,
            .target = target,
            .content_type = "application/x-www-form-urlencoded",
            .fetch_site = "same-origin",
            .body = std::move(body)
        };
        if (!secret.empty()) request.cookie = cookie;
        return send(std::move(request));
    }
    /// A page's form with its session's token.
    Answered submit(const std::string& page, const std::string& secret, response::Form form) {
        form.insert(form.begin(), {"_page", page});
        form.emplace_back("_csrf", fieldwork.csrf_token(secret));
        return post("/s/pages/p/" + page, secret, encoded(form));
    }
    static response::Form first_page() {
        return {
            {"_revision", "0"},
            {"_shown", "about adult years devices age name"},
            {"_go", "next"},
            {"adult", "yes"},
            {"years", "short"},
            {"age", "31"}
        };
    }
    /// A response that has answered the first page.
    std::string past_first_page() {
        std::string secret = fieldwork.begin();
        EXPECT_EQ(submit("first", secret, first_page()).status, 303);
        return secret;
    }
};

}  // namespace querist::web::fixture
