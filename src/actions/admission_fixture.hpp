#pragma once

// What the tests of signing in and of personal links share: a fieldwork with an issuer in memory.

#include "actions/case_secrets.hpp"
#include "actions/fieldwork_fixture.hpp"
#include "actions/link_of_study.hpp"

#include "delivery/issuer_fixture.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <thread>

namespace querist::actions::fixture {

using delivery::fixture::MadeUpIssuer;

inline std::string signed_yaml(bool required) {
    std::string yaml = study_yaml();
    yaml.insert(
        yaml.find("instrument:\n"),
        "population: {text: All, strata: [{pro: Paying}, {normal: Others}]}\n"
        "recruitment:\n"
        "  text: We post a link.\n"
        "  sign in:\n"
        "    issuer: https://issuer.example\n"
        "    client id: client\n"
        "    strata: [{stratum: pro, claim: isPro}, {stratum: normal}]\n"
        "    stratum field: account\n" +
            std::string(required ? "    required: true\n" : "")
    );
    yaml.insert(
        yaml.find("  pages:\n"),
        "  from link:\n"
        "    - {id: account, title: A, serves: [why], allowed: [{pro: P}, {normal: N}]}\n"
        "    - {id: source, title: S, serves: [why], allowed: [{forum: F}]}\n"
    );
    return yaml;
}

class AdmissionTest : public ::testing::Test {
protected:
    explicit AdmissionTest(bool required = true) {
        write_file(folder_.path() / "tiny" / "study.yaml", signed_yaml(required));
        open();
    }

    void open() {
        FieldworkOptions options;
        options.data = folder_.path() / "data";
        options.http = &issuer_;
        opened_ = open_fieldwork({folder_.path() / "tiny"}, options, clock_, random_);
        for (const Problem& problem : opened_.problems) {
            if (problem.severity == Severity::error) ADD_FAILURE() << describe(problem);
        }
    }
    Fieldwork& fieldwork() { return *opened_.fieldwork; }

    Result<SignInBegun> begin() {
        std::promise<Result<SignInBegun>> promise;
        fieldwork().begin_sign_in("tiny", redirect, [&](Result<SignInBegun> begun) {
            promise.set_value(std::move(begun));
        });
        return promise.get_future().get();
    }
    Result<SignInOutcome> finish(SignInReturn back) {
        std::promise<Result<SignInOutcome>> promise;
        fieldwork().finish_sign_in("tiny", std::move(back), [&](Result<SignInOutcome> outcome) {
            promise.set_value(std::move(outcome));
        });
        return promise.get_future().get();
    }
    static std::string parameter(const std::string& address, const std::string& name) {
        const std::size_t at = address.find("&" + name + "=") + name.size() + 2;
        return address.substr(at, address.find('&', at) - at);
    }
    /// What an honest browser brings back.
    SignInReturn there_and_back(const std::string& subject = "abc") {
        const Result<SignInBegun> begun = begin();
        if (!begun) {
            ADD_FAILURE() << describe(begun.error());
            return {};
        }
        issuer_.nonce = parameter(begun->address, "nonce");
        issuer_.good_code = "code";
        issuer_.claims["sub"] = subject;
        issuer_.userinfo["sub"] = subject;
        return {
            .ticket = begun->ticket,
            .state = parameter(begun->address, "state"),
            .code = "code",
            .error = "",
            .issuer = "https://issuer.example",
            .redirect = redirect
        };
    }
    LetIn sign_in(const std::string& subject = "abc") {
        const Result<SignInOutcome> outcome = finish(there_and_back(subject));
        if (!outcome || !std::holds_alternative<LetIn>(*outcome)) {
            ADD_FAILURE() << (outcome ? "a fault" : describe(outcome.error()));
            return {};
        }
        return std::get<LetIn>(*outcome);
    }
    /// Agrees sixteen times at the same moment, each with a pass of its own asking: the secrets of
    /// what began.
    std::set<std::string> begun_at_once(const std::function<std::string()>& pass) {
        std::vector<std::promise<Result<ConsentOutcome>>> promises(16);
        {
            std::vector<std::jthread> clicks;
            clicks.reserve(promises.size());
            for (auto& promise : promises) {
                clicks.emplace_back([&] {
                    fieldwork().answer_consent(
                        "tiny",
                        true,
                        {.start_key = "", .link = {}, .language = "", .pass = pass()},
                        [&](Result<ConsentOutcome> outcome) {
                            promise.set_value(std::move(outcome));
                        }
                    );
                });
            }
        }
        std::set<std::string> secrets;
        for (auto& promise : promises) {
            const Result<ConsentOutcome> outcome = promise.get_future().get();
            const bool began = outcome && std::holds_alternative<Started>(*outcome);
            EXPECT_TRUE(began);
            if (began) secrets.insert(std::get<Started>(*outcome).secret);
        }
        return secrets;
    }
    Result<ConsentOutcome> consent(
        const std::string& pass, response::Form link = {}, bool agreed = true
    ) {
        std::promise<Result<ConsentOutcome>> promise;
        fieldwork().answer_consent(
            "tiny",
            agreed,
            {.start_key = "", .link = std::move(link), .language = "", .pass = pass},
            [&](Result<ConsentOutcome> outcome) { promise.set_value(std::move(outcome)); }
        );
        return promise.get_future().get();
    }
    Started started(const std::string& pass, response::Form link = {}) {
        const Result<ConsentOutcome> outcome = consent(pass, std::move(link));
        if (!outcome || !std::holds_alternative<Started>(*outcome)) {
            ADD_FAILURE() << "did not start";
            return {};
        }
        return std::get<Started>(*outcome);
    }
    PageView seen(const Secret& secret) {
        const Result<std::optional<PageView>> view = fieldwork().view("tiny", secret);
        if (view && view->has_value()) return **view;
        ADD_FAILURE() << "no response has this secret";
        return {};
    }
    std::string stratum_of(const Secret& secret) {
        const PageView view = seen(secret);
        const response::Answer& answer = view.state.answers.at(0);
        const auto* choice = std::get_if<expression::Choice>(&answer.value);
        if (choice == nullptr) return "";
        return instrument::options_of(view.study->items[0].kind)
            .at(static_cast<std::size_t>(choice->index))
            .code;
    }

    std::string redirect = "https://study.example/s/tiny/sign-in/back";
    TemporaryFolder folder_;
    StandingClock clock_;
    SystemRandom random_;
    MadeUpIssuer issuer_{clock_};
    FieldworkOpened opened_;
};

/// Every byte of the data folder.
inline std::string all_bytes(const fs::path& folder) {
    std::string bytes;
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
        // What readers note for each other says nothing and is never kept.
        if (!file.is_regular_file() || file.path().string().ends_with("-shm")) continue;
        std::ifstream stream(file.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(stream), {});
    }
    return bytes;
}

}  // namespace querist::actions::fixture
