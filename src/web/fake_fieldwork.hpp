#pragma once

// For tests of this room: a fieldwork in memory over the pure response machine, which can be told
// to fail as a store does.

#include "actions/actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>

namespace querist::web::fixture {

inline constexpr std::string_view study_yaml = R"(querist: 1
id: pages
title: Pages & <people>
language: en
time zone: UTC
mode: confidential
research questions:
  - id: rq
    text: Do all pages work for everybody?
consent:
  version: 1
  text: messages/consent.md
  agree: I agree
  refuse: I refuse
  controller: The <study> team
  contact: team@example.org
  ethics approval: none
  minimum age: 18
  keep until: 2031-12-31
instrument:
  pages:
    - id: first
      title: First things
      text: Some **bold** words.
      items:
        - id: about
          ask: These questions are *made up*.
          kind: information
        - id: adult
          ask: Before you go on
          kind: consent
          statement: I am 18 or older
        - id: years
          number: 1
          ask: How long?
          hint: Count every page.
          kind: single choice
          required: true
          serves: [rq]
          choices:
            - short: Not long
              description: Less than a year.
            - long: Long
            - other: Other
              text: true
        - id: devices
          ask: Which devices?
          kind: several choices
          serves: [rq]
          choices:
            - phone: A phone
            - none: None of these
              exclusive: true
        - id: age
          ask: How old?
          kind: number
          unit: years
          minimum: 0
          maximum: 99
          serves: [rq]
        - id: name
          ask: What name?
          kind: short text
          serves: [rq]
    - id: second
      title: Rows
      items:
        - id: often
          ask: How often?
          kind: grid
          serves: [rq]
          rows:
            - slow: Slow
              description: More than a few seconds.
            - other: Other (please specify)
              text: true
          scale:
            - never: Never
            - rarely: Rarely
        - id: uses
          ask: A screen reader?
          kind: yes/no
          serves: [rq]
        - id: how
          ask: How so?
          kind: long text
          serves: [rq]
          shown when: uses
)";

/// The study with further files beside it.
inline std::shared_ptr<const instrument::Study> study_with(instrument::StudyFiles files) {
    files.emplace("study.yaml", study_yaml);
    files.emplace("messages/consent.md", "Please *take part*.\n\n<script>alert(1)</script>");
    instrument::LoadedStudy loaded = instrument::load_study(files, "pages");
    if (!loaded.study) {
        std::string words;
        for (const Problem& problem : loaded.problems) words += describe(problem) + "\n";
        throw std::logic_error(words);
    }
    return std::make_shared<const instrument::Study>(*std::move(loaded.study));
}

inline std::shared_ptr<const instrument::Study> study() {
    static const std::shared_ptr<const instrument::Study> made = study_with({});
    return made;
}

class FixedClock final : public Clock {
public:
    Instant now() override { return time; }
    Instant time = *parse_instant("2026-11-23T03:25:41.000123Z");
};

class FakeFieldwork final : public actions::Fieldwork {
public:
    std::shared_ptr<const instrument::Study> served = fixture::study();
    std::vector<std::string> ids = {"pages"};
    actions::Life life_now = actions::Life::open;
    actions::Newcomers newcomers_now = actions::Newcomers::welcome;
    std::optional<Problem> failing;  ///< What every operation fails with.
    int visits = 0;
    int finished = 0;
    std::size_t responses = 0;
    int submissions = 0;
    std::vector<std::string> start_keys;  ///< Of consents, as they came.
    std::vector<response::Form> links;    ///< The same.
    std::vector<std::string> languages;   ///< Likewise.
    std::vector<std::string> flags;       ///< Likewise.
    std::vector<std::string> networks;    ///< Likewise.
    std::vector<std::string> work;        ///< Likewise.
    std::string challenge;                ///< Empty: the study asks for no work.
    std::vector<std::string> passes;      ///< Likewise.
    std::vector<std::string> redirects;   ///< Of sign-ins that began.
    std::vector<actions::SignInReturn> returns;
    actions::SignInOutcome sign_in = actions::LetIn{"account", std::nullopt};
    actions::LetIn personal{"invitation", std::nullopt};
    std::vector<actions::TicketAsking> tickets_asked;
    std::vector<actions::BlindedMessage> blinded;
    actions::TicketOutcome ticket = actions::SignedTicket{"0123456789abcdef", "signature"};
    std::vector<std::pair<std::string, std::string>> entered;  ///< Ticket and session's secret.
    actions::TicketEntry entry = actions::LetIn{.pass = "ticket"};
    std::vector<actions::PublishedKey> keys_of_tickets;
    int opted_out = 0;
    std::optional<actions::Appeal> appeal_now;  ///< Of every response.
    std::vector<std::string> appeals;           ///< As they came.
    bool demands_sign_in = false;
    std::map<std::string, response::State, std::less<>> states;

    /// A response that has consented.
    std::string begin() {
        std::string secret = fmt::format("secret{:019}0", ++responses);
        response::State state = response::fresh_state(*served);
        response::accept_consent(state, 1, true);
        states.emplace(secret, std::move(state));
        return secret;
    }

    std::shared_ptr<const instrument::Study> study(std::string_view id) const override {
        const bool is_served = std::ranges::find(ids, id) != ids.end();
        return is_served ? served : nullptr;
    }
    std::vector<std::string> study_ids() const override { return ids; }
    actions::Life life(std::string_view) override { return life_now; }
    actions::Newcomers newcomers(std::string_view) override { return newcomers_now; }
    std::string work_challenge(std::string_view, RandomSource&) override { return challenge; }
    void answer_consent(std::string, bool agreed, actions::Arrival arrival, ConsentDone done)
        override {
        const std::scoped_lock lock(mutex_);
        if (failing) return done(std::unexpected(*failing));
        if (life_now == actions::Life::closed) return done(actions::NotTaking{life_now});
        passes.push_back(arrival.pass);
        if (demands_sign_in && arrival.pass.empty()) return done(actions::NotAdmitted{});
        start_keys.push_back(std::move(arrival.start_key));
        links.push_back(std::move(arrival.link));
        languages.push_back(std::move(arrival.language));
        flags.push_back(std::move(arrival.flag));
        networks.push_back(std::move(arrival.network));
        work.push_back(std::move(arrival.work));
        if (!agreed) return done(actions::Refused{});
        done(actions::Started{begin(), 0});
    }
    void begin_sign_in(std::string, std::string redirect, SignInBegunDone done) override {
        const std::scoped_lock lock(mutex_);
        if (failing) return done(std::unexpected(*failing));
        redirects.push_back(std::move(redirect));
        done(actions::SignInBegun{"https://hub.example/authorize?state=s&nonce=n", "ticket"});
    }
    void finish_sign_in(std::string, actions::SignInReturn back, SignInDone done) override {
        const std::scoped_lock lock(mutex_);
        if (failing) return done(std::unexpected(*failing));
        returns.push_back(std::move(back));
        done(sign_in);
    }
    Result<std::optional<actions::LetIn>> by_personal_link(std::string_view, std::string_view token)
        override {
        if (failing) return std::unexpected(*failing);
        if (token != "known") return std::nullopt;
        return personal;
    }
    void opt_out(std::string, std::string token, OptOutDone done) override {
        const std::scoped_lock lock(mutex_);
        if (failing) return done(std::unexpected(*failing));
        if (token == "known") ++opted_out;
        done(token == "known");
    }
    void sign_ticket(
        std::string, actions::TicketAsking asking, actions::BlindedMessage message, TicketDone done
    ) override {
        const std::scoped_lock lock(mutex_);
        if (failing) return done(std::unexpected(*failing));
        tickets_asked.push_back(std::move(asking));
        blinded.push_back(std::move(message));
        done(ticket);
    }
    VendorCall vendor_called(std::string_view body, std::string_view signature) override {
        vendor_calls.emplace_back(body, signature);
        return vendor_call;
    }
    VendorCall vendor_call = VendorCall::heard;
    std::vector<std::pair<std::string, std::string>> vendor_calls;
    Result<actions::TicketEntry> enter(
        std::string_view,
        std::string_view sent,
        const actions::Secret& secret,
        std::string_view start_key
    ) override {
        if (failing) return std::unexpected(*failing);
        start_keys.emplace_back(start_key);
        entered.emplace_back(sent, secret);
        return entry;
    }
    Result<std::vector<actions::PublishedKey>> ticket_keys(std::string_view) override {
        if (failing) return std::unexpected(*failing);
        return keys_of_tickets;
    }
    actions::Entry entry_of(std::string_view, std::string_view pass) override {
        if (pass == "ticket") return actions::Entry::ticket;
        if (pass == "account") return actions::Entry::account;
        return pass == "invitation" ? actions::Entry::invitation : actions::Entry::open_link;
    }
    void submit_page(
        std::string,
        actions::Secret secret,
        response::Form form,
        std::optional<Instant>,
        SubmitDone done
    ) override {
        const std::scoped_lock lock(mutex_);
        ++submissions;
        if (failing) return done(std::unexpected(*failing));
        const auto found = states.find(secret);
        const bool gone =
            found == states.end() || found->second.status == response::Status::withdrawn;
        if (gone) return done(actions::NoResponse{});
        if (life_now == actions::Life::paused || life_now == actions::Life::closed) {
            return done(actions::NotTaking{life_now});
        }
        done(submitted(found->second, std::move(form)));
    }
    void withdraw(std::string, actions::Secret secret, WithdrawDone done) override {
        const std::scoped_lock lock(mutex_);
        if (failing) return done(std::unexpected(*failing));
        const auto found = states.find(secret);
        if (found == states.end()) return done(actions::NoResponse{});
        found->second = response::fresh_state(*served);
        found->second.status = response::Status::withdrawn;
        done(actions::Deleted{});
    }
    void appeal(std::string, actions::Secret secret, std::string text, AppealDone done) override {
        const std::scoped_lock lock(mutex_);
        if (failing) return done(std::unexpected(*failing));
        const bool possible = states.contains(secret) && appeal_now &&
                              appeal_now->stage == actions::Appeal::Stage::possible;
        if (!possible) return done(actions::NoAppeal{});
        if (trimmed(text).empty()) return done(actions::AppealUnread{});
        appeal_now->stage = actions::Appeal::Stage::waiting;
        appeals.push_back(std::move(text));
        done(actions::AppealTaken{});
    }
    Result<std::optional<actions::PageView>> view(std::string_view, const actions::Secret& secret)
        override {
        const std::scoped_lock lock(mutex_);
        if (failing) return std::unexpected(*failing);
        const auto found = states.find(secret);
        if (found == states.end()) return std::nullopt;
        return actions::PageView{
            served, found->second, PublicId{}, response::Origin::real, life_now, appeal_now
        };
    }
    std::string csrf_token(const actions::Secret& secret) const override {
        return hmac_sha256("key", secret).hex();
    }
    void count_visit(std::string_view) override {
        const std::scoped_lock lock(mutex_);
        ++visits;
    }
    Result<void> health() override {
        if (failing) return std::unexpected(*failing);
        return {};
    }
    void finish() override { ++finished; }

private:
    [[nodiscard]] actions::SubmitOutcome submitted(response::State& state, response::Form form)
        const {
        const instrument::Study& one = *served;
        const std::optional<int> page = response::form_page(one, form);
        if (!page) return actions::GoTo{0, false, one.pages[0].id};
        response::PageCheck check = response::check_page(one, state, *page, form);
        const auto at = static_cast<std::size_t>(*page);
        if (!check.faults.empty()) {
            return actions::Faulty{*page, state, std::move(check), std::move(form)};
        }
        if (state.page_revisions[at] != response::form_revision(form)) {
            return actions::Conflict{*page, state, std::move(check), std::move(form)};
        }
        response::accept_page(state, *page, state.page_revisions[at] + 1, check);
        if (!check.revealed.empty()) return actions::GoTo{*page, true, one.pages[at].id};
        const std::optional<int> next = response::next_page(one, state.answers, *page);
        if (!next) {
            response::accept_completion(state);
            return actions::Completed{};
        }
        return actions::GoTo{*next, false, one.pages[static_cast<std::size_t>(*next)].id};
    }

    std::mutex mutex_;
};

}  // namespace querist::web::fixture
