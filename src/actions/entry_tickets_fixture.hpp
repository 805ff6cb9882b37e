#pragma once

// What the tests of entry tickets share: a browser that makes one.

#include "actions/admission_fixture.hpp"
#include "actions/entry_tickets.hpp"

namespace querist::actions::fixture {

/// A browser that makes a ticket.
struct TicketMaker {
    explicit TicketMaker(const PublishedKey& key, std::uint64_t seed = 1)
        : random(seed), key_(*compensation::VerificationKey::parse(key.der)) {
        std::string chance(compensation::token_chance_bytes, '\0');
        random.fill({reinterpret_cast<std::uint8_t*>(chance.data()), chance.size()});
        message_ = compensation::prepare(chance, compensation::Preparation::randomized, random);
        blinded_ = *key_.blind(message_, random);
    }
    [[nodiscard]] BlindedMessage asks() const { return {blinded_.message, key_.id().hex()}; }
    /// As it is sent; empty when what was signed is none of this ticket.
    [[nodiscard]] std::string ticket(const TicketOutcome& outcome) const {
        const auto* signed_ticket = std::get_if<SignedTicket>(&outcome);
        if (signed_ticket == nullptr) return {};
        const Result<std::string> signature =
            key_.finalize(message_, signed_ticket->signature, blinded_.inverse);
        if (!signature) return {};
        return to_base64url(to_bytes(compensation::RewardToken{key_.id(), message_, *signature}));
    }

    SeededRandom random;

private:
    compensation::VerificationKey key_;
    std::string message_;
    compensation::Blinded blinded_;
};

inline std::string anonymous_yaml(const std::string& id) {
    std::string yaml = study_yaml(id);
    const std::string_view confidential = "mode: confidential";
    yaml.replace(yaml.find(confidential), confidential.size(), "mode: anonymous");
    yaml.insert(
        yaml.find("instrument:\n"),
        "recruitment:\n"
        "  text: We write.\n"
        "  invitation: {from: Team <team@example.org>, subject: S, text: \"{{link}} {{opt-out "
        "link}}\"}\n"
    );
    return yaml;
}

/// Two people in one drawn wave of an anonymous study, and their links.
class EntryTicketTest : public ::testing::Test {
protected:
    EntryTicketTest() {
        fs::create_directories(data());
        fs::permissions(data(), fs::perms::owner_all);
        keys_ = store::open_keys(data(), random_).value();
        for (const char* id : {"tiny", "other"}) {
            write_file(folder_.path() / id / "study.yaml", anonymous_yaml(id));
            SystemRandom chance;
            EXPECT_TRUE(store::make_link_key(data(), id, chance));
        }
        people_ = *store::open_identity(data(), keys_, random_, {});
        const Result<void> done = people_->run([&](store::IdentityWork& work) -> Result<void> {
            for (const char* study : {"tiny", "other"}) draw(work, study);
            return {};
        });
        if (!done) ADD_FAILURE() << describe(done.error());
        open();
    }
    [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }
    void open() {
        FieldworkOptions options;
        options.data = data();
        options.keeps_house = false;
        opened_ = open_fieldwork(
            {folder_.path() / "tiny", folder_.path() / "other"}, options, clock_, random_
        );
        for (const Problem& problem : opened_.problems) {
            if (problem.severity == Severity::error) ADD_FAILURE() << describe(problem);
        }
    }
    void reopen() {
        opened_.fieldwork.reset();
        open();
    }
    /// So that responses are real ones.
    void begin_for_real() {
        for (const char* id : {"tiny", "other"}) {
            const auto step = step_life(folder_.path() / id, data(), Life::open, clock_);
            ASSERT_TRUE(step) << describe(step.error());
        }
        reopen();
    }
    Fieldwork& fieldwork() { return *opened_.fieldwork; }

    void draw(store::IdentityWork& work, const std::string& study) {
        const store::FrameId frame = work.add_frame(study);
        const store::StratumId all = work.add_stratum(frame, "");
        store::DrawRow row;
        row.frame = frame;
        row.at = clock_.now();
        row.design = "census";
        row.strata = {{all, 2, 2}};
        row = work.add_draw(row);
        std::vector<store::CaseId> cases;
        for (const char* name : {"ada", "bob"}) {
            store::NewPerson person;
            person.stratum = all;
            person.normal_address = person.fields.address = std::string(name) + "@example.org";
            store::NewCase sampled;
            sampled.frame = frame;
            sampled.draw = row.id;
            sampled.person = work.add_person(frame, person).person.value_or(store::PersonId{});
            sampled.stratum = all;
            sampled.position = name[0] == 'a' ? 1 : 2;
            random_.fill(sampled.public_id.bytes);
            const Digest token =
                invitation_token(link_of_study(data(), study).value(), study, sampled.public_id);
            sampled.token_hash = token_hash(token);
            cases.push_back(work.add_case(sampled));
            links_[study].push_back(token.hex());
        }
        (void)work.add_wave(frame, store::WaveRow::Kind::main, clock_.now(), cases);
    }
    TicketOffer offer(const std::string& study = "tiny", std::size_t person = 0) {
        const auto in = fieldwork().by_personal_link(study, links_[study].at(person));
        if (in && *in && (*in)->ticket) return *(*in)->ticket;
        ADD_FAILURE() << "no ticket is offered";
        return {};
    }
    Result<TicketOutcome> ask(
        const BlindedMessage& message, const std::string& link, const std::string& study = "tiny"
    ) {
        std::promise<Result<TicketOutcome>> promise;
        fieldwork().sign_ticket(study, {.link = link}, message, [&](Result<TicketOutcome> outcome) {
            promise.set_value(std::move(outcome));
        });
        return promise.get_future().get();
    }
    /// The ticket of somebody with a link.
    std::string ticket_of(const std::string& study, std::size_t person, std::uint64_t seed = 1) {
        const TicketMaker maker(offer(study, person).key, seed);
        const Result<TicketOutcome> outcome = ask(maker.asks(), links_[study].at(person), study);
        return outcome ? maker.ticket(*outcome) : std::string();
    }
    std::optional<LetIn> entered(
        const std::string& ticket,
        const Secret& secret = {},
        const std::string& study = "tiny",
        const std::string& start_key = {}
    ) {
        const Result<TicketEntry> entry = fieldwork().enter(study, ticket, secret, start_key);
        if (!entry) ADD_FAILURE() << describe(entry.error());
        const auto* in = entry ? std::get_if<LetIn>(&*entry) : nullptr;
        return in == nullptr ? std::nullopt : std::optional(*in);
    }
    std::optional<NoEntry> not_entered(
        const std::string& ticket, const std::string& study = "tiny"
    ) {
        const Result<TicketEntry> entry = fieldwork().enter(study, ticket, {}, {});
        const auto* why = entry ? std::get_if<NoEntry>(&*entry) : nullptr;
        return why == nullptr ? std::nullopt : std::optional(*why);
    }
    Result<ConsentOutcome> consent(const std::string& pass, const std::string& start_key = {}) {
        std::promise<Result<ConsentOutcome>> promise;
        fieldwork().answer_consent(
            "tiny",
            true,
            {.start_key = start_key, .pass = pass},
            [&](Result<ConsentOutcome> outcome) { promise.set_value(std::move(outcome)); }
        );
        return promise.get_future().get();
    }
    Secret started(const std::string& pass, const std::string& start_key = {}) {
        const Result<ConsentOutcome> outcome = consent(pass, start_key);
        const auto* begun = outcome ? std::get_if<Started>(&*outcome) : nullptr;
        if (begun == nullptr) ADD_FAILURE() << "did not start";
        return begun == nullptr ? Secret() : begun->secret;
    }
    bool saves(
        const Secret& secret,
        const std::string& page,
        response::Form form,
        std::optional<Instant> shown_at = {}
    ) {
        form.insert(form.begin(), {"_page", page});
        form.emplace_back("_revision", "0");
        form.emplace_back("_shown", page == "first" ? "uses" : "remark");
        form.emplace_back("_go", "next");
        std::promise<bool> saved;
        fieldwork().submit_page("tiny", secret, form, shown_at, [&](Result<SubmitOutcome> outcome) {
            saved.set_value(outcome.has_value());
        });
        return saved.get_future().get();
    }
    std::int64_t responses() {
        opened_.fieldwork.reset();
        const auto store = open_existing(data(), store::Access::read_only).value();
        const auto snapshot = store->snapshot();
        std::int64_t all = 0;
        for (const auto& count : snapshot->response_counts(snapshot->study("tiny").value().id)) {
            all += count.count;
        }
        return all;
    }
    /// How many released cases have each code.
    std::map<std::string, std::int64_t> codes() {
        const auto status = recruitment_status(folder_.path() / "tiny", data());
        EXPECT_TRUE(status && status->rates);
        std::map<std::string, std::int64_t> found;
        if (!status || !status->rates) return found;
        for (const char* number : {"1.1", "1.2", "2.111", "2.1121", "2.12", "3.11", "3.19"}) {
            const recruitment::Code code = recruitment::code_of(number).value();
            const std::int64_t cases = status->rates->whole.cases.of(code);
            if (cases > 0) found[number] = cases;
        }
        return found;
    }
    std::int64_t noted(const std::string& study = "tiny") {
        const auto view = people_->view();
        std::int64_t all = 0;
        for (const auto& one : view->tickets(view->frame(study).value().id)) all += one.tickets;
        return all;
    }

    TemporaryFolder folder_;
    StandingClock clock_;
    SystemRandom random_;
    store::Keys keys_;
    std::unique_ptr<store::IdentityStore> people_;
    std::map<std::string, std::vector<std::string>> links_;
    FieldworkOpened opened_;
};

}  // namespace querist::actions::fixture
