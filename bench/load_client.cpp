// Drives a server on loopback and prints figures as JSON.
//   load_client walk PORT STUDY SECONDS   64 participants walk the study, POST by POST
//   load_client form PORT SECONDS         64 clients send a 1 KB form (the yardstick)

#include "actions/actions.hpp"
#include "http_load.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace {

using namespace querist;  // NOLINT(google-build-using-namespace): a program of one file

constexpr int clients = 64;
constexpr auto warm_up = std::chrono::milliseconds(1000);

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string post(std::string_view target, std::string_view cookie, std::string_view body) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n{}"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
        target,
        cookie,
        body.size(),
        body
    );
}

std::string get(std::string_view target, std::string_view cookie) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n", target, cookie);
}

/// One participant's page forms, made once by the pure machine and sent by many.
struct WalkPage {
    std::string page;
    std::string body;  ///< Encoded; lacks the token.
};
using Walk = std::vector<WalkPage>;

Walk make_walk(const instrument::Study& study, SeededRandom& random) {
    Walk walk;
    response::State state = response::fresh_state(study);
    std::optional<int> page = response::next_page(study, state.answers, -1);
    while (page) {
        response::Form form;
        response::PageCheck check;
        for (int attempt = 0; attempt < 100;
             ++attempt) {  // until its random answers are acceptable
            form = response::synthetic_form(study, state, *page, random);
            check = response::check_page(study, state, *page, form);
            const bool ends =
                response::screening_page(study, check.answers, *page).has_value();  // walk it all
            if (check.faults.empty() && check.revealed.empty() && !ends) break;
        }
        std::string body;
        for (const auto& [name, value] : form) {
            body += percent_encoded(name) + "=" + percent_encoded(value) + "&";
        }
        walk.push_back({study.pages[static_cast<std::size_t>(*page)].id, std::move(body)});
        state.answers = check.answers;
        page = response::next_page(study, state.answers, *page);
    }
    return walk;
}

class Participant final : public bench::Walker {
public:
    Participant(std::string study, const std::vector<Walk>& walks, std::size_t first)
        : base_("/s/" + std::move(study) + "/"), walks_(walks), walk_(first) {}

    bench::Request next(const bench::Received* answer) override {
        using bench::Counted;
        const Walk& walk = walks_[walk_ % walks_.size()];
        switch (step_) {
            case Step::start:
                if (answer != nullptr && answer->status != 303) return refused(*answer);
                step_ = Step::token;
                return {post(base_ + "consent", "", "agree=yes"), Counted::yes};
            case Step::token: {
                if (answer->status != 303) return refused(*answer);
                cookie_ = fmt::format("Cookie: {}\r\n", cookie_of(answer->head));
                page_ = 0;
                step_ = Step::pages;
                return {get(base_ + "p/" + walk[0].page, cookie_), Counted::no};
            }
            case Step::pages:
                if (page_ == 0) {
                    token_ = token_of(answer->body);
                    if (answer->status != 200 || token_.empty()) return refused(*answer);
                } else if (answer->status != 303) {
                    return refused(*answer);
                }
                const WalkPage& page = walk[page_++];
                if (page_ == walk.size()) {
                    step_ = Step::start;
                    ++walk_;
                    ++completed_;
                }
                return {
                    post(base_ + "p/" + page.page, cookie_, page.body + "_csrf=" + token_),
                    Counted::yes
                };
        }
        return {};
    }

    [[nodiscard]] std::int64_t completed() const override { return completed_; }

private:
    enum class Step { start, token, pages };

    static bench::Request refused(const bench::Received& answer) {
        fmt::print(stderr, "{} {}\n{:.2000}\n", answer.status, answer.head, answer.body);
        return {};
    }
    static std::string_view cookie_of(std::string_view head) {
        const std::size_t begin = head.find("et-Cookie: ");
        if (begin == std::string_view::npos) return {};
        const std::string_view rest = head.substr(begin + 11);
        return rest.substr(0, rest.find_first_of(";\r"));
    }
    static std::string token_of(std::string_view page) {
        const std::size_t name = page.find("name=\"_csrf\"");
        if (name == std::string_view::npos) return {};
        const std::size_t value = page.find("value=\"", name);
        const std::string_view rest = page.substr(value + 7);
        return std::string(rest.substr(0, rest.find('"')));
    }

    std::string base_;
    const std::vector<Walk>& walks_;
    std::size_t walk_;
    std::size_t page_ = 0;
    Step step_ = Step::start;
    std::string cookie_;
    std::string token_;
    std::int64_t completed_ = 0;
};

class FormSender final : public bench::Walker {
public:
    FormSender() {
        std::string body = "page=onnx";
        for (int i = 0; body.size() < 1000; ++i) body += fmt::format("&item_{}=answer+{}%21", i, i);
        request_ = post("/form", "", body);
    }
    bench::Request next(const bench::Received* answer) override {
        if (answer != nullptr && answer->status != 303) return {};
        return {request_, bench::Counted::yes};
    }

private:
    std::string request_;
};

int print(const bench::Figures& figures, std::int64_t completed) {
    if (!figures.fault.empty()) {
        fmt::print(stderr, "load_client: {}\n", figures.fault);
        return 1;
    }
    fmt::print(
        R"({{"posts_per_second":{:.0f},"completed_per_second":{:.0f},"p50_ms":{:.2f},"p99_ms":{:.2f}}})"
        "\n",
        static_cast<double>(figures.requests) / figures.seconds,
        static_cast<double>(completed) / figures.seconds,
        figures.p50_ms,
        figures.p99_ms
    );
    return 0;
}

template <class Client>
int drive(std::vector<std::unique_ptr<Client>>& owned, std::uint16_t port, int seconds) {
    std::vector<bench::Walker*> walkers;
    for (const auto& one : owned) walkers.push_back(one.get());
    const bench::Figures figures =
        bench::drive(port, walkers, warm_up, std::chrono::seconds(seconds));
    std::int64_t completed = 0;
    for (const auto& one : owned) completed += one->completed();
    // Completions are counted over the warm-up too.
    const double share = figures.seconds / (figures.seconds + 1.0);
    return print(figures, static_cast<std::int64_t>(static_cast<double>(completed) * share));
}

int walk(std::uint16_t port, const char* folder, int seconds) {
    const instrument::LoadedStudy loaded = actions::read_study_folder(folder);
    if (!loaded.study) {
        fmt::print(stderr, "load_client: {} does not load\n", folder);
        return 1;
    }
    SeededRandom random(1);
    std::vector<Walk> walks;
    for (int i = 0; i < 512; ++i) walks.push_back(make_walk(*loaded.study, random));
    std::vector<std::unique_ptr<Participant>> participants;
    for (std::size_t i = 0; i < clients; ++i) {
        participants.push_back(std::make_unique<Participant>(loaded.study->id, walks, i * 8));
    }
    return drive(participants, port, seconds);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "walk" && argc == 5) {
        return walk(static_cast<std::uint16_t>(std::atoi(argv[2])), argv[3], std::atoi(argv[4]));
    }
    if (mode == "form" && argc == 4) {
        std::vector<std::unique_ptr<FormSender>> senders;
        for (int i = 0; i < clients; ++i) senders.push_back(std::make_unique<FormSender>());
        return drive(senders, static_cast<std::uint16_t>(std::atoi(argv[2])), std::atoi(argv[3]));
    }
    fmt::print(stderr, "usage: load_client walk PORT STUDY SECONDS | form PORT SECONDS\n");
    return 2;
}
