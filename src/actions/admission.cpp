#include "actions/admission.hpp"

#include "actions/case_secrets.hpp"
#include "actions/claimed_stratum.hpp"
#include "actions/entry_tickets.hpp"
#include "actions/fieldwork.hpp"
#include "actions/life.hpp"
#include "actions/link_of_study.hpp"
#include "actions/sampled_cases.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace querist::actions {

namespace {

constexpr std::size_t errand_threads = 4;
constexpr std::size_t errands_waiting_max = 64;
constexpr std::size_t code_bytes_max = 4'096;

Problem no_sign_in(std::string_view study) {
    return failure(
               "signin.none",
               fmt::format("the study {} has no sign-in", study),
               "write `sign in` under its `recruitment`"
    )
        .error();
}

Problem too_busy() {
    return failure(
               "signin.busy",
               "more participants sign in at once than the issuer answers",
               "they are asked to try again; see whether the issuer is slow"
    )
        .error();
}

/// QUERIST_SIGN_IN_SECRET_ONNX_INTEROP: never in a file of the study, and not on the command line,
/// which every user of the machine can read.
std::string secret_of_client(std::string_view study) {
    std::string name = "QUERIST_SIGN_IN_SECRET_";
    for (const char c : study) {
        const bool letter = c >= 'a' && c <= 'z';
        name.push_back(c == '-' ? '_' : letter ? static_cast<char>(c - 'a' + 'A') : c);
    }
    // Nothing in the program changes the environment.
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? std::string() : std::string(value);
}

/// Errors that the issuer sends the browser back with (RFC 6749, 4.1.2.1; OpenID Connect Core 1.0,
/// 3.1.2.6).
Result<SignInOutcome> outcome_of_error(const SignInReturn& back, const std::string& issuer) {
    constexpr std::string_view of_person[] = {
        "access_denied",
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required"
    };
    if (std::ranges::find(of_person, back.error) != std::end(of_person)) {
        return SignInOutcome(SignInFault::declined);
    }
    if (back.error == "server_error" || back.error == "temporarily_unavailable") {
        return failure(
            "signin.unreachable",
            fmt::format("the issuer {} cannot sign anybody in now", issuer),
            "participants are asked to try again"
        );
    }
    // Its words may be anybody's: the address that brought them can be made up.
    return failure(
        "signin.refused",
        fmt::format("the issuer {} does not take this server's request", issuer),
        "compare the study's client id, scopes and redirect address with what the issuer has"
    );
}

std::optional<SignInFault> fault_of(const Problem& problem) {
    if (problem.code == "signin.code") return SignInFault::used;
    if (problem.code.starts_with("signin.token-") || problem.code == "signin.keys-malformed") {
        return SignInFault::untrusted;
    }
    return std::nullopt;
}

}  // namespace

Admission::Admission(
    const FieldworkOptions& options,
    const store::Keys& keys,
    store::Store& store,
    Clock& clock,
    RandomSource& random
)
    : data_(options.data),
      vfs_(options.vfs),
      keys_(keys),
      store_(store),
      clock_(clock),
      random_(random),
      own_http_(options.http == nullptr ? delivery::make_http_client() : nullptr),
      http_(options.http == nullptr ? *own_http_ : *options.http),
      errands_(errand_threads, errands_waiting_max) {}

std::shared_ptr<delivery::Issuer> Admission::issuer_of(
    std::string_view study, const instrument::SignIn& sign_in
) {
    delivery::RelyingParty party{
        .issuer = sign_in.issuer,
        .client_id = sign_in.client_id,
        .client_secret = secret_of_client(study),
        .scopes = sign_in.scopes
    };
    const std::scoped_lock lock(mutex_);
    const auto known =
        std::ranges::find_if(issuers_, [&](const auto& one) { return one->party() == party; });
    if (known != issuers_.end()) return *known;
    return issuers_.emplace_back(std::make_shared<delivery::Issuer>(std::move(party), http_, clock_)
    );
}

template <class Value, class Work>
void Admission::on_errand(std::move_only_function<void(Result<Value>)> done, Work work) {
    // Whoever is turned away needs it, too.
    auto told = std::make_shared<std::move_only_function<void(Result<Value>)>>(std::move(done));
    const bool taken = errands_.run([told, work = std::move(work)] { (*told)(guarded(work)); });
    if (!taken) (*told)(std::unexpected(too_busy()));
}

void Admission::begin_sign_in(
    Served& study, std::string redirect, Fieldwork::SignInBegunDone done
) {
    on_errand<SignInBegun>(std::move(done), [this, &study, redirect = std::move(redirect)] {
        return begin(study, redirect);
    });
}

void Admission::finish_sign_in(Served& study, SignInReturn back, Fieldwork::SignInDone done) {
    on_errand<SignInOutcome>(std::move(done), [this, &study, back = std::move(back)] {
        return redeem(study, back);
    });
}

Result<SignInBegun> Admission::begin(const Served& study, const std::string& redirect) {
    const std::shared_ptr<const FieldedVersion> fielded = study.fielded.load();
    const instrument::SignIn* sign_in = instrument::sign_in_of(*fielded->study);
    if (sign_in == nullptr) return std::unexpected(no_sign_in(study.id));
    Ticket ticket = make_ticket(keys_.csrf, study.id, random_, clock_.now());
    Result<std::string> address =
        issuer_of(study.id, *sign_in)
            ->authorization_address(
                {.state = ticket.state, .nonce = ticket.nonce, .verifier = ticket.verifier},
                redirect
            );
    if (!address) return std::unexpected(address.error());
    return SignInBegun{*std::move(address), std::move(ticket.text)};
}

Result<SignInOutcome> Admission::redeem(Served& study, const SignInReturn& back) {
    const std::shared_ptr<const FieldedVersion> fielded = study.fielded.load();
    const instrument::SignIn* sign_in = instrument::sign_in_of(*fielded->study);
    if (sign_in == nullptr) return std::unexpected(no_sign_in(study.id));
    const std::expected<Ticket, TicketFault> ticket =
        read_ticket(keys_.csrf, study.id, back.ticket, back.state, clock_.now());
    if (!ticket) {
        const bool late = ticket.error() == TicketFault::late;
        return SignInOutcome(late ? SignInFault::late : SignInFault::foreign);
    }
    // An answer that names another issuer was meant for a sign-in there (RFC 9207).
    if (!back.issuer.empty() && back.issuer != sign_in->issuer) {
        return SignInOutcome(SignInFault::untrusted);
    }
    if (!back.error.empty()) return outcome_of_error(back, sign_in->issuer);
    if (back.code.empty() || back.code.size() > code_bytes_max) {
        return SignInOutcome(SignInFault::foreign);
    }
    std::vector<std::string> wanted;
    wanted.reserve(sign_in->strata.size());
    for (const instrument::StratumClaim& rule : sign_in->strata) {
        if (!rule.claim.empty()) wanted.push_back(rule.claim);
    }
    const Result<delivery::Account> account =
        issuer_of(study.id, *sign_in)
            ->redeem(
                back.code,
                {.state = ticket->state, .nonce = ticket->nonce, .verifier = ticket->verifier},
                back.redirect,
                wanted
            );
    if (!account) {
        const std::optional<SignInFault> fault = fault_of(account.error());
        if (!fault) return std::unexpected(account.error());
        if (*fault == SignInFault::untrusted) {
            spdlog::error("{}: sign-in: {}", study.id, describe(account.error()));
        }
        return SignInOutcome(*fault);
    }
    Result<LetIn> in = admit(study, *sign_in, *account);
    if (!in) return std::unexpected(in.error());
    return SignInOutcome(*std::move(in));
}

Result<LetIn> Admission::admit(
    Served& study, const instrument::SignIn& sign_in, const delivery::Account& account
) {
    const Result<std::string> link_key = link_of_study(data_, study.id);
    if (!link_key) return std::unexpected(link_key.error());
    Entrant entrant{
        .entry = Entry::account,
        .respondent =
            respondent_key_of_account(*link_key, study.id, sign_in.issuer, account.subject),
        .stratum = claimed_stratum(sign_in.strata, *account.claims),
        .of_pilot = false
    };
    // Of a sign-in into an anonymous study not even the day is noted.
    const bool by_ticket = admits_by_ticket(*study.fielded.load()->study);
    if (by_ticket) {
        return let_in_by_ticket(study, entrant, ticket_holder_of_account(entrant.respondent));
    }
    Result<std::shared_ptr<store::IdentityStore>> people = identity(Make::yes);
    if (!people) return std::unexpected(people.error());
    const Result<void> noted = (*people)->run([&](store::IdentityWork& work) -> Result<void> {
        const store::FrameId frame = work.add_frame(study.id);
        const std::string name = fmt::format("{}\n{}", sign_in.issuer, account.subject);
        work.note_sign_in(frame, name, entrant.stratum, clock_.now());
        return {};
    });
    if (!noted) return std::unexpected(noted.error());
    return let_in(study, entrant, *link_key);
}

Result<LetIn> Admission::let_in(Served& study, const Entrant& entrant, std::string_view link_key) {
    const response::Origin origin = origin_in(study.life.load()).value_or(response::Origin::real);
    const Digest key = respondent_key_in(origin, entrant.respondent);
    LetIn in{.pass = make_pass(keys_.csrf, study.id, entrant, clock_.now())};
    if (store_.snapshot()->response_by_respondent_key(study.row, key)) {
        in.secret = resume_secret(link_key, key);
    }
    return in;
}

/// Its respondent key stays empty: it is the link key's to make.
Result<std::optional<Admission::OfLink>> Admission::case_of_link(
    const Served& study, std::string_view token
) {
    const std::optional<Digest> digest = Digest::parse_hex(token);
    if (!digest) return std::nullopt;
    const Result<std::shared_ptr<store::IdentityStore>> people = identity(Make::no);
    if (!people) return std::unexpected(people.error());
    if (*people == nullptr) return std::nullopt;
    const std::unique_ptr<store::IdentityView> view = (*people)->view();
    const std::optional<store::FrameRow> frame = view->frame(study.id);
    if (!frame) return std::nullopt;
    const std::optional<store::CaseRow> sampled =
        view->case_by_token_hash(frame->id, token_hash(*digest));
    if (!sampled) return std::nullopt;
    const auto stratum = std::ranges::find(frame->strata, sampled->stratum, &store::StratumRow::id);
    return OfLink{
        .sampled = sampled->public_id,
        .entrant =
            {.entry = Entry::invitation,
             .respondent = {},
             .stratum = stratum == frame->strata.end() ? std::string() : stratum->name,
             .of_pilot = pilot_waves(*view, frame->id).contains(sampled->wave.value_or(0))}
    };
}

Result<std::optional<LetIn>> Admission::by_link(Served& study, std::string_view token) {
    return guarded([&]() -> Result<std::optional<LetIn>> {
        Result<std::optional<OfLink>> found = case_of_link(study, token);
        if (!found) return std::unexpected(found.error());
        if (!*found) return std::nullopt;
        Entrant& entrant = (*found)->entrant;
        if (admits_by_ticket(*study.fielded.load()->study)) {
            const std::string holder = ticket_holder_of_case((*found)->sampled);
            Result<LetIn> in = let_in_by_ticket(study, entrant, holder);
            if (!in) return std::unexpected(in.error());
            in->pass.clear();  // the link itself asks for the ticket
            return *std::move(in);
        }
        const Result<std::string> link_key = link_of_study(data_, study.id);
        if (!link_key && link_key.error().code == "recruitment.unlinked") return LetIn{};
        if (!link_key) return std::unexpected(link_key.error());
        entrant.respondent = respondent_key(*link_key, study.id, (*found)->sampled);
        Result<LetIn> in = let_in(study, entrant, *link_key);
        if (!in) return std::unexpected(in.error());
        return *std::move(in);
    });
}

void Admission::opt_out(Served& study, std::string token, Fieldwork::OptOutDone done) {
    on_errand<bool>(std::move(done), [this, &study, token = std::move(token)] {
        return note_opt_out(study, token);
    });
}

Result<bool> Admission::note_opt_out(const Served& study, std::string_view token) {
    const std::optional<Digest> digest = Digest::parse_hex(token);
    if (!digest) return false;
    const Result<std::shared_ptr<store::IdentityStore>> people = identity(Make::no);
    if (!people) return std::unexpected(people.error());
    if (*people == nullptr) return false;
    bool found = false;
    const Result<void> done = (*people)->run([&](store::IdentityWork& work) -> Result<void> {
        const std::optional<store::FrameRow> frame = work.frame(study.id);
        if (!frame) return {};
        const std::optional<store::CaseRow> sampled =
            work.case_by_token_hash(frame->id, token_hash(*digest));
        if (!sampled) return {};
        found = true;
        (void)work.opt_out(*sampled, clock_.now());
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return found;
}

std::optional<Entrant> Admission::entrant(const Served& study, std::string_view pass) const {
    if (pass.empty()) return std::nullopt;
    std::optional<Entrant> found = read_pass(keys_.csrf, study.id, pass, clock_.now());
    const instrument::Mode mode = study.fielded.load()->study->mode;
    const bool is_anonymous = mode == instrument::Mode::anonymous;
    if (found && is_anonymous != (found->entry == Entry::ticket)) return std::nullopt;
    return found;
}

Result<std::shared_ptr<store::IdentityStore>> Admission::identity(Make make) {
    const std::scoped_lock lock(mutex_);
    if (identity_) return identity_;
    std::error_code ignored;
    const bool is_there = std::filesystem::exists(data_ / "identity.db", ignored);
    if (make == Make::no && !is_there) return std::shared_ptr<store::IdentityStore>();
    store::StoreOptions options;
    options.vfs = vfs_;
    Result<std::unique_ptr<store::IdentityStore>> opened =
        store::open_identity(data_, keys_, random_, options);
    if (!opened) return std::unexpected(opened.error());
    identity_ = std::move(*opened);
    return identity_;
}

}  // namespace querist::actions
