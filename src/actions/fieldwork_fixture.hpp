#pragma once

// What the tests of actions share: a folder that goes away, a clock that stands still, a small
// study and a desk at which its participants' answers are waited for.

#include "actions/fieldwork.hpp"
#include "actions/study_reference.hpp"
#include "fixtures/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace querist::actions::fixture {

namespace fs = std::filesystem;

using fixtures::TemporaryFolder;

/// 2026-11-23T12:00:00Z until it is moved.
class StandingClock final : public Clock {
public:
    Instant now() override { return Instant(std::chrono::microseconds(now_.load())); }
    void advance(std::chrono::microseconds by) { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_{1'795'435'200'000'000};
};

/// Three pages: one that reveals a question, one that a condition opens, one for everybody.
inline std::string study_yaml(const std::string& id = "tiny", const std::string& more = "") {
    return "querist: 1\nid: " + id + R"(
title: A tiny study
mode: confidential
research questions:
  - id: why
    text: Why?
consent:
  text: Taking part is voluntary.
  controller: The study team
  contact: study-team@example.org
instrument:
  pages:
    - id: first
      title: First
      items:
        - id: uses
          ask: Do you use it?
          kind: yes/no
          required: true
          serves: [why]
        - id: reason
          ask: What for?
          kind: short text
          serves: [why]
          shown when: uses
    - id: second
      title: Second
      shown when: uses
      items:
        - id: parts
          ask: Which parts?
          kind: several choices
          serves: [why]
          choices:
            - core: The core
            - web: The web
            - none: None of these
              exclusive: true
        - id: people
          ask: How many people use it?
          kind: number
          minimum: 1
          maximum: 100
          serves: [why]
    - id: last
      title: Last
      items:
        - id: remark
          ask: Is there anything else?
          kind: long text
          serves: [why]
)" + more;
}

inline void write_file(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

/// One process that fields a study, and the data that it writes.
class Desk {
public:
    explicit Desk(const TemporaryFolder& folder, const std::string& study = "tiny")
        : study_(study), folder_(folder.path() / study), data_(folder.path() / "data") {
        if (!fs::exists(folder_ / "study.yaml")) {
            write_file(folder_ / "study.yaml", study_yaml(study));
        }
        open();
    }

    void open() {
        FieldworkOptions options;
        options.data = data_;
        options.keeps_house = false;
        opened_ = open_fieldwork({folder_}, options, clock_, random_);
        for (const Problem& problem : opened_.problems) {
            if (problem.severity == Severity::error) ADD_FAILURE() << describe(problem);
        }
    }
    void close() { opened_.fieldwork.reset(); }

    Result<ConsentOutcome> consent(
        bool agreed = true,
        const std::string& start_key = "",
        response::Form link = {},
        const std::string& language = ""
    ) {
        std::promise<Result<ConsentOutcome>> promise;
        fieldwork().answer_consent(
            study_,
            agreed,
            {.start_key = start_key, .link = std::move(link), .language = language},
            [&](Result<ConsentOutcome> outcome) { promise.set_value(std::move(outcome)); }
        );
        return promise.get_future().get();
    }

    /// Agrees and returns the secret.
    Secret start(response::Form link = {}) {
        const Result<ConsentOutcome> outcome = consent(true, "", std::move(link));
        if (!outcome || !std::holds_alternative<Started>(*outcome)) {
            ADD_FAILURE() << "did not start";
            return "";
        }
        return std::get<Started>(*outcome).secret;
    }

    Result<SubmitOutcome> submit(const Secret& secret, response::Form form) {
        std::promise<Result<SubmitOutcome>> promise;
        fieldwork().submit_page(
            study_,
            secret,
            std::move(form),
            clock_.now(),
            [&](Result<SubmitOutcome> outcome) { promise.set_value(std::move(outcome)); }
        );
        return promise.get_future().get();
    }

    Result<WithdrawOutcome> withdraw(const Secret& secret) {
        std::promise<Result<WithdrawOutcome>> promise;
        fieldwork().withdraw(study_, secret, [&](Result<WithdrawOutcome> outcome) {
            promise.set_value(std::move(outcome));
        });
        return promise.get_future().get();
    }

    /// Sends a page as a browser would that has just loaded it.
    Result<SubmitOutcome> send(
        const Secret& secret, const std::string& page, Fields fields, const std::string& go = "next"
    ) {
        return submit(secret, form(page, revision(secret, page), std::move(fields), go));
    }

    static response::Form form(
        const std::string& page, int revision, Fields fields, const std::string& go = "next"
    ) {
        fields.emplace_back("_page", page);
        fields.emplace_back("_revision", std::to_string(revision));
        fields.emplace_back("_go", go);
        return fields;
    }

    int revision(const Secret& secret, const std::string& page) {
        const std::optional<PageView> seen = view(secret);
        if (!seen) return 0;
        for (std::size_t i = 0; i < seen->study->pages.size(); ++i) {
            if (seen->study->pages[i].id == page) return seen->state.page_revisions[i];
        }
        return 0;
    }

    std::optional<PageView> view(const Secret& secret) {
        Result<std::optional<PageView>> seen = fieldwork().view(study_, secret);
        if (!seen) ADD_FAILURE() << describe(seen.error());
        return seen ? std::move(*seen) : std::nullopt;
    }

    /// What the store holds of a response, in the order of its entries.
    std::vector<store::EntryRow> entries(const Secret& secret) {
        Result<std::unique_ptr<store::Store>> store =
            open_existing(data_, store::Access::read_only);
        if (!store) {
            ADD_FAILURE() << describe(store.error());
            return {};
        }
        const std::unique_ptr<store::Snapshot> snapshot = (*store)->snapshot();
        const std::optional<store::StudyRow> study = snapshot->study(study_);
        const std::optional<store::ResponseRow> row =
            snapshot->response_by_resume_hash(study->id, *secret_hash(secret));
        return row ? snapshot->entries(row->id) : std::vector<store::EntryRow>();
    }

    /// The answer that counts for an item, as the projection tells it.
    response::Answer answer(const Secret& secret, const std::string& item) {
        const std::optional<PageView> seen = view(secret);
        const int index = instrument::item_index(*seen->study, item);
        return response::effective_answers(
            *seen->study, seen->state.answers
        )[static_cast<std::size_t>(index)];
    }

    OpenFieldwork& fieldwork() { return dynamic_cast<OpenFieldwork&>(*opened_.fieldwork); }
    const std::vector<std::string>& notes() const { return opened_.notes; }
    const fs::path& folder() const { return folder_; }
    const fs::path& data() const { return data_; }
    StandingClock& clock() { return clock_; }

private:
    std::string study_;
    fs::path folder_;
    fs::path data_;
    StandingClock clock_;
    SystemRandom random_;
    FieldworkOpened opened_;
};

/// The page that an outcome leads to; -1 for another outcome.
inline int page_of(const Result<SubmitOutcome>& outcome) {
    if (!outcome) {
        ADD_FAILURE() << describe(outcome.error());
        return -1;
    }
    const auto* go = std::get_if<GoTo>(&*outcome);
    return go == nullptr ? -1 : go->page;
}

template <class Kind>
bool is(const Result<SubmitOutcome>& outcome) {
    return outcome && std::holds_alternative<Kind>(*outcome);
}

/// That the chain of the study "tiny" holds, and its projections are those of its entries.
inline void expect_sound(const fs::path& data) {
    const auto verified = verify(data, "tiny", {});
    ASSERT_TRUE(verified);
    EXPECT_FALSE(verified->front().broken) << describe(*verified->front().broken);
    const auto rebuilt = rebuild(data, "tiny", {});
    ASSERT_TRUE(rebuilt);
    EXPECT_EQ(rebuilt->differing, 0);
}

}  // namespace querist::actions::fixture
