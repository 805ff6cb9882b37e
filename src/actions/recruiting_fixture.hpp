#pragma once

// What the tests of recruiting share: a study with two strata and its frame.

#include "actions/case_secrets.hpp"
#include "actions/fieldwork_fixture.hpp"
#include "actions/identity_reference.hpp"
#include "actions/link_of_study.hpp"

#include <map>
#include <string>
#include <vector>

namespace querist::actions::fixture {

inline std::string recruiting_yaml(
    const std::string& sample,
    const std::string& mode = "confidential",
    const std::string& more = ""
) {
    std::string yaml = study_yaml();
    const std::string before = "mode: confidential\n";
    yaml.replace(yaml.find(before), before.size(), "mode: " + mode + "\n");
    return yaml +
           "population:\n"
           "  text: Everybody\n"
           "  source: A count\n"
           "  strata: [{pro: Paying, size: 20}, {normal: Others, size: 80}]\n"
           "recruitment: {text: We write, sample: {" +
           sample + "}" + more + "}\n";
}

/// What is there; the test ends where nothing is.
template <class Value>
Value present(const std::optional<Value>& value) {
    if (!value) throw std::runtime_error("there is no value");
    return *value;
}

/// A study's folder and the data of its recruiting.
class RecruitingDesk {
public:
    explicit RecruitingDesk(
        const std::string& sample = "target: 5, design: proportional",
        const std::string& mode = "confidential",
        const std::string& more = ""
    ) {
        write_study(sample, mode, more);
    }

    void write_study(const std::string& sample, const std::string& mode, const std::string& more) {
        write_file(folder_.path() / "tiny/study.yaml", recruiting_yaml(sample, mode, more));
    }

    [[nodiscard]] fs::path study() const { return folder_.path() / "tiny"; }
    [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }
    [[nodiscard]] fs::path file(const std::string& name) const { return folder_.path() / name; }
    StandingClock& clock() { return clock_; }

    Result<ImportedFrame> import(const std::string& csv, FrameImportOptions options = {}) {
        write_file(file("people.csv"), csv);
        SystemRandom random;
        return import_frame(study(), file("people.csv"), data(), options, clock_, random, {});
    }

    /// `pro` people, then `normal` ones, each with an address and a name.
    static std::string people(int pro, int normal) {
        std::string csv = "email,name,stratum\n";
        for (int i = 1; i <= pro + normal; ++i) {
            const std::string number = std::to_string(i);
            csv += "person" + number + "@example.org,Person " + number +
                   (i <= pro ? ",pro\n" : ",normal\n");
        }
        return csv;
    }

    Result<FrameDraw> draw(DrawOptions options) {
        SystemRandom random;
        return draw_frame(study(), data(), options, clock_, random);
    }

    [[nodiscard]] std::vector<store::CaseRow> cases() {
        SystemRandom random;
        const auto identity = open_existing_identity(data(), store::Access::read_only, random);
        if (!identity) throw std::runtime_error(describe(identity.error()));
        const auto view = identity->store->view();
        std::vector<store::CaseRow> rows;
        view->each_case(present(view->frame("tiny")).id, [&](const store::CaseRow& row) {
            rows.push_back(row);
        });
        return rows;
    }

    /// A response of a case, of which nothing but its state is known.
    void respond(const store::CaseRow& sampled, response::Status status, int pages) {
        SystemRandom random;
        register_version();
        const auto opened = store::open_store(data());
        if (!opened) throw std::runtime_error(describe(opened.error()));
        const std::string link_key = link_of_study(data(), "tiny").value();
        const Result<void> done = (*opened)->run([&](store::Transaction& work) -> Result<void> {
            store::NewResponse response;
            response.study = present(work.study("tiny")).id;
            const store::VersionRow version = work.versions(response.study).front();
            response.version = version.id;
            response.version_hash = version.hash;
            response.origin = response::Origin::real;
            random.fill(response.public_id.bytes);
            random.fill(response.resume_hash.bytes);
            const Digest key = respondent_key(link_key, "tiny", sampled.public_id);
            const bool refuses = status == response::Status::refused;
            response.respondent_key = refuses ? refusal_key(key) : key;
            Result<store::ResponseRow> row = work.start_response(response);
            if (!row) return std::unexpected(row.error());
            for (int i = 0; i <= pages; ++i) {
                store::NewEntry entry;
                entry.kind = i == 0 ? response::EntryKind::consent : response::EntryKind::page;
                entry.body = "{}";
                entry.salt = std::string(32, 's');
                if (i > 0) entry.page_revision = {i, 1};
                entry.status_after = i == pages ? status : response::Status::in_progress;
                if (Result<void> appended = work.append(*row, entry); !appended) return appended;
            }
            return {};
        });
        if (!done) throw std::runtime_error(describe(done.error()));
    }

    /// Somebody agrees by their personal link, or by the open link, and sends both pages unless the
    /// study wants no more, or leaves after so many. What came of it.
    enum class Came { not_admitted, quota_full, left, completed };
    Came answer(const store::CaseRow* sampled = nullptr, int pages = 2) {
        FieldworkOptions options;
        options.data = data();
        SystemRandom random;
        const FieldworkOpened opened = open_fieldwork({study()}, options, clock_, random);
        if (!opened.fieldwork) throw std::runtime_error("the study cannot be fielded");
        Arrival arrival;
        if (sampled != nullptr) {
            const std::string link_key = link_of_study(data(), "tiny").value();
            const Digest token = invitation_token(link_key, "tiny", sampled->public_id);
            arrival.pass =
                opened.fieldwork->by_personal_link("tiny", token.hex()).value().value().pass;
        }
        std::promise<Result<ConsentOutcome>> begun;
        opened.fieldwork->answer_consent(
            "tiny",
            true,
            arrival,
            [&](Result<ConsentOutcome> outcome) { begun.set_value(std::move(outcome)); }
        );
        const Result<ConsentOutcome> outcome = begun.get_future().get();
        if (!outcome) throw std::runtime_error(describe(outcome.error()));
        const auto* started = std::get_if<Started>(&*outcome);
        if (started == nullptr) return Came::not_admitted;
        if (!started->page) return Came::quota_full;
        for (const Fields& fields :
             {Desk::form("first", 0, {{"uses", "no"}}), Desk::form("last", 0, {})}) {
            if (pages-- == 0) return Came::left;
            std::promise<Result<SubmitOutcome>> sent;
            opened.fieldwork->submit_page(
                "tiny",
                started->secret,
                fields,
                clock_.now(),
                [&](Result<SubmitOutcome> done) { sent.set_value(std::move(done)); }
            );
            const Result<SubmitOutcome> done = sent.get_future().get();
            if (!done) throw std::runtime_error(describe(done.error()));
        }
        return Came::completed;
    }

private:
    void register_version() {
        FieldworkOptions options;
        options.data = data();
        SystemRandom random;
        const FieldworkOpened opened = open_fieldwork({study()}, options, clock_, random);
        if (!opened.fieldwork) throw std::runtime_error("the study cannot be fielded");
    }

    TemporaryFolder folder_;
    StandingClock clock_;
};

inline std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace querist::actions::fixture
