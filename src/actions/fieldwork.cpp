#include "actions/fieldwork.hpp"

#include "actions/case_secrets.hpp"

#include "actions/hear_appeals.hpp"
#include "actions/reward_places.hpp"

#include "actions/life.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace querist::actions {

namespace {

Problem unknown_study(std::string_view id) {
    return failure(
               "actions.unknown-study",
               fmt::format("no study {} is served here", id),
               "check the address"
    )
        .error();
}

Go go_in(std::string_view text) {
    if (text == "back") return Go::back;
    if (text == "later") return Go::later;
    if (text == "review") return Go::review;
    if (text == "send") return Go::send;
    if (text == "keep") return Go::keep;
    if (text == "replace") return Go::replace;
    return Go::next;
}

/// A piece of work and whom to tell, shared by the two halves that the store calls.
template <class Request, class Outcome>
struct Pending {
    Request request;
    Result<Outcome> outcome;
    std::move_only_function<void(Result<Outcome>)> done;
};

/// Queues `accept(request)` and tells `done` after its commit, or at once when the queue is full.
template <class Outcome, class Request, class Accept>
void queue(
    store::Store& store,
    Request request,
    std::move_only_function<void(Result<Outcome>)> done,
    Accept accept
) {
    auto pending = std::make_shared<Pending<Request, Outcome>>(
        std::move(request), std::unexpected(Problem{}), std::move(done)
    );
    const Result<void> queued = store.submit(
        [pending, accept](store::Transaction& transaction) -> Result<void> {
            pending->outcome = accept(transaction, pending->request);
            if (!pending->outcome) return std::unexpected(pending->outcome.error());
            return {};
        },
        [pending](Result<void> committed) {
            if (!committed) pending->outcome = std::unexpected(std::move(committed.error()));
            pending->done(std::move(pending->outcome));
        }
    );
    if (!queued) pending->done(std::unexpected(queued.error()));
}

/// A response's state as its projection row tells it; a refusal has none and is folded, of a
/// withdrawn one nothing is left.
Result<response::State> committed_state(
    store::Snapshot& snapshot, const store::ResponseRow& row, const instrument::Study& study
) {
    if (row.status == response::Status::withdrawn) {
        response::State state = response::fresh_state(study);
        state.status = row.status;
        return state;
    }
    if (const std::optional<std::string> projection = snapshot.projection(row.id)) {
        return response::state_from_projection(study, *projection);
    }
    Result<Folded> folded = fold_entries(study, snapshot.entries(row.id));
    if (!folded) return std::unexpected(folded.error());
    return std::move(folded->state);
}

/// The version that the data field, as this process has it; null when it cannot be read: answers
/// must not go to a version that was not opened.
std::shared_ptr<const FieldedVersion> fielded_in(
    const Served& study, Versions& versions, store::Snapshot& snapshot, const store::StudyRow& row
) {
    std::shared_ptr<const FieldedVersion> known = study.fielded.load();
    if (!row.version || known->study->version == *row.version) return known;
    const std::optional<store::VersionRow> version = snapshot.version(*row.version);
    const Result<std::shared_ptr<const instrument::Study>> parsed =
        versions.find(snapshot, *row.version);
    if (version && parsed) return std::make_shared<const FieldedVersion>(version->id, *parsed);
    spdlog::error(
        "{}: version {} is fielded and cannot be read here: no answers are taken",
        study.id,
        row.version->hex().substr(0, 12)
    );
    return nullptr;
}

/// Takes over the life and the version that another process may have changed, unless a later view
/// of the data was taken over before: a slow reader puts nothing back. Returns the view's life.
Life follow(
    Served& study, Versions& versions, store::Snapshot& snapshot, const store::StudyRow& row
) {
    const std::lock_guard lock(study.following);
    const std::shared_ptr<const FieldedVersion> fielded =
        fielded_in(study, versions, snapshot, row);
    const Life life = fielded ? life_of(row.life) : Life::paused;
    if (row.log_entries < study.followed) return life;
    study.followed = row.log_entries;
    study.life.store(life);
    if (fielded && fielded != study.fielded.load()) {
        study.fielded.store(fielded);
        const std::string version = fielded->study->version.hex().substr(0, 12);
        spdlog::info("{}: version {} is fielded now", study.id, version);
    }
    return life;
}

}  // namespace

std::optional<Digest> secret_hash(std::string_view secret) {
    const std::optional<PublicId> id = PublicId::parse(secret);
    if (!id) return std::nullopt;
    return sha256(id->text());
}

Life current_life(Served& study, Versions& versions, store::Snapshot& snapshot, Instant now) {
    using std::chrono::microseconds;
    const Instant read_at{microseconds(study.life_read_at.load())};
    const auto age = now > read_at ? now - read_at : read_at - now;
    if (age < life_age_max) return study.life.load();
    const std::optional<store::StudyRow> row = snapshot.study(study.id);
    if (row) (void)follow(study, versions, snapshot, *row);
    study.life_read_at.store(now.time_since_epoch().count());
    return study.life.load();
}

Life life_in(Served& study, Versions& versions, store::Transaction& transaction) {
    if (study.life_written_at != transaction.outside_changes()) {
        const std::optional<store::StudyRow> row = transaction.study(study.id);
        study.life_written = row ? follow(study, versions, transaction, *row) : Life::closed;
        study.life_written_at = transaction.outside_changes();
    }
    return study.life_written;
}

OpenFieldwork::OpenFieldwork(
    std::unique_ptr<store::Store> store,
    store::Keys keys,
    std::vector<std::unique_ptr<Served>> studies,
    Intake intake,
    const FieldworkOptions& options,
    Clock& clock,
    RandomSource& random
)
    : keys_(std::move(keys)),
      studies_(std::move(studies)),
      clock_(clock),
      writer_{Sessions(), versions_, random, intake, options.data, {}, ProofOfWork(keys_.csrf)},
      store_(std::move(store)),
      admission_(options, keys_, *store_, clock, random) {
    std::map<std::string, RewardedStudy, std::less<>> rewarded;
    std::map<std::string, std::string, std::less<>> compensations;
    for (const auto& served : studies_) {
        const std::shared_ptr<const instrument::Study>& study = served->fielded.load()->study;
        versions_.keep(study);
        const auto* const reward = instrument::paid_by_codes(study->compensation);
        if (reward == nullptr || intake == Intake::synthetic) continue;
        const bool anonymous = study->mode == instrument::Mode::anonymous;
        rewarded.emplace(served->id, RewardedStudy{served->row, reward->id, anonymous});
        compensations.emplace(served->id, reward->id);
    }
    if (rewarded.empty()) return;
    desk_.emplace(*store_, options.data, std::move(rewarded), clock);
    vendor_.emplace(options.data, std::move(compensations), vendor_keys_of_environment(), clock);
}

OpenFieldwork::~OpenFieldwork() { finish(); }

Fieldwork::VendorCall OpenFieldwork::vendor_called(
    std::string_view body, std::string_view signature
) {
    if (!vendor_ || !vendor_->listens()) return VendorCall::nobody_listens;
    if (!vendor_->is_vendors(body, signature)) return VendorCall::refused;
    vendor_->ask();
    return VendorCall::heard;
}

Served* OpenFieldwork::served(std::string_view study_id) const {
    // A handful of studies: a search along the vector beats any map.
    const auto found = std::ranges::find(studies_, study_id, [](const auto& one) {
        return std::string_view(one->id);
    });
    return found == studies_.end() ? nullptr : found->get();
}

std::shared_ptr<const instrument::Study> OpenFieldwork::study(std::string_view study_id) const {
    const Served* const study = served(study_id);
    return study == nullptr ? nullptr : study->fielded.load()->study;
}

std::vector<std::string> OpenFieldwork::study_ids() const {
    std::vector<std::string> ids;
    ids.reserve(studies_.size());
    for (const auto& study : studies_) ids.push_back(study->id);
    return ids;
}

Newcomers OpenFieldwork::newcomers(std::string_view study_id) {
    const Served* const study = served(study_id);
    if (study == nullptr || study->reward_places.load() > 0) return Newcomers::welcome;
    const Life now = study->life.load();
    const bool pays = now == Life::open || now == Life::pilot;
    return pays ? newcomers_without_places(*study->fielded.load()->study) : Newcomers::welcome;
}

Life OpenFieldwork::life(std::string_view study_id) {
    Served* const study = served(study_id);
    if (study == nullptr) return Life::closed;
    const Instant now = clock_.now();
    const Instant read_at{std::chrono::microseconds(study->life_read_at.load())};
    const auto age = now > read_at ? now - read_at : read_at - now;
    if (age < life_age_max) return study->life.load();
    try {
        return current_life(*study, versions_, *store_->snapshot(), now);
    } catch (const store::StoreFailure&) {
        return study->life.load();  // the submission itself will say what is wrong
    }
}

void OpenFieldwork::answer_consent(
    std::string study_id, bool agreed, Arrival arrival, ConsentDone done
) {
    Served* const study = served(study_id);
    if (study == nullptr) return done(std::unexpected(unknown_study(study_id)));
    queue<ConsentOutcome>(
        *store_,
        ConsentAnswer{
            study,
            agreed,
            keyed(arrival.start_key, study_id),
            std::move(arrival.link),
            clock_.now(),
            std::move(arrival.language),
            admission_.entrant(*study, arrival.pass),
            std::move(arrival.flag),
            std::move(arrival.network),
            std::move(arrival.work)
        },
        std::move(done),
        [this](store::Transaction& transaction, const ConsentAnswer& answer) {
            return accept_consent(writer_, transaction, answer);
        }
    );
}

std::string OpenFieldwork::work_challenge(std::string_view study_id, RandomSource& random) {
    const std::shared_ptr<const instrument::Study> fielded = study(study_id);
    if (!fielded || !fielded->screening || !fielded->screening->demands_work()) return {};
    const auto most = static_cast<std::uint64_t>(fielded->screening->proof_of_work);
    return writer_.work.challenge(study_id, most, clock_.now(), random);
}

void OpenFieldwork::begin_sign_in(
    std::string study_id, std::string redirect, SignInBegunDone done
) {
    Served* const study = served(study_id);
    if (study == nullptr) return done(std::unexpected(unknown_study(study_id)));
    admission_.begin_sign_in(*study, std::move(redirect), std::move(done));
}

void OpenFieldwork::finish_sign_in(std::string study_id, SignInReturn back, SignInDone done) {
    Served* const study = served(study_id);
    if (study == nullptr) return done(std::unexpected(unknown_study(study_id)));
    admission_.finish_sign_in(*study, std::move(back), std::move(done));
}

Result<std::optional<LetIn>> OpenFieldwork::by_personal_link(
    std::string_view study_id, std::string_view token
) {
    Served* const study = served(study_id);
    if (study == nullptr) return std::nullopt;
    return admission_.by_link(*study, token);
}

void OpenFieldwork::opt_out(std::string study_id, std::string token, OptOutDone done) {
    Served* const study = served(study_id);
    if (study == nullptr) return done(false);
    admission_.opt_out(*study, std::move(token), std::move(done));
}

void OpenFieldwork::sign_ticket(
    std::string study_id, TicketAsking asking, BlindedMessage message, TicketDone done
) {
    Served* const study = served(study_id);
    if (study == nullptr) return done(TicketOutcome(NoTicket::unknown));
    admission_.sign_ticket(*study, std::move(asking), std::move(message), std::move(done));
}

Result<TicketEntry> OpenFieldwork::enter(
    std::string_view study_id,
    std::string_view ticket,
    const Secret& secret,
    std::string_view start_key
) {
    Served* const study = served(study_id);
    if (study == nullptr) return TicketEntry(NoEntry::foreign);
    const std::optional<Digest> asking = keyed(start_key, study_id);
    return admission_.enter(
        *study, ticket, {secret, asking ? secret_begun_with(*asking) : Secret()}
    );
}

Result<std::vector<PublishedKey>> OpenFieldwork::ticket_keys(std::string_view study_id) {
    Served* const study = served(study_id);
    if (study == nullptr) return std::vector<PublishedKey>{};
    return admission_.ticket_keys(*study);
}

Entry OpenFieldwork::entry_of(std::string_view study_id, std::string_view pass) {
    const Served* const study = served(study_id);
    if (study == nullptr) return Entry::open_link;
    const std::optional<Entrant> entrant = admission_.entrant(*study, pass);
    return entrant ? entrant->entry : Entry::open_link;
}

void OpenFieldwork::submit_page(
    std::string study_id,
    Secret secret,
    response::Form form,
    std::optional<Instant> shown_at,
    SubmitDone done
) {
    Served* const study = served(study_id);
    if (study == nullptr) return done(std::unexpected(unknown_study(study_id)));
    const std::optional<Digest> hash = secret_hash(secret);
    if (!hash) return done(SubmitOutcome(NoResponse{}));
    Submission submission;
    submission.study = study;
    submission.secret = *hash;
    submission.go = go_in(response::field_value(form, "_go"));
    submission.form = std::move(form);
    submission.shown_at = shown_at;
    submission.received = clock_.now();
    queue<SubmitOutcome>(
        *store_,
        std::move(submission),
        std::move(done),
        [this](store::Transaction& transaction, Submission& one) {
            return accept_page(writer_, transaction, one);
        }
    );
}

void OpenFieldwork::withdraw(std::string study_id, Secret secret, WithdrawDone done) {
    Served* const study = served(study_id);
    if (study == nullptr) return done(std::unexpected(unknown_study(study_id)));
    const std::optional<Digest> hash = secret_hash(secret);
    if (!hash) return done(WithdrawOutcome(NoResponse{}));
    queue<WithdrawOutcome>(
        *store_,
        WithdrawalWish{study, *hash, clock_.now()},
        std::move(done),
        [this](store::Transaction& transaction, const WithdrawalWish& wish) {
            return accept_withdrawal(writer_, transaction, wish);
        }
    );
}

void OpenFieldwork::appeal(std::string study_id, Secret secret, std::string text, AppealDone done) {
    Served* const study = served(study_id);
    if (study == nullptr) return done(std::unexpected(unknown_study(study_id)));
    const std::optional<Digest> hash = secret_hash(secret);
    if (!hash) return done(AppealOutcome(NoAppeal{}));
    queue<AppealOutcome>(
        *store_,
        AppealWish{study, *hash, std::move(text), clock_.now()},
        std::move(done),
        [this](store::Transaction& transaction, const AppealWish& wish) {
            return accept_appeal(writer_, transaction, wish);
        }
    );
}

Result<std::optional<PageView>> OpenFieldwork::view(
    std::string_view study_id, const Secret& secret
) {
    Served* const study = served(study_id);
    const std::optional<Digest> hash = secret_hash(secret);
    if (study == nullptr || !hash) return std::nullopt;
    try {
        const std::unique_ptr<store::Snapshot> snapshot = store_->snapshot();
        const std::optional<store::ResponseRow> row =
            snapshot->response_by_resume_hash(study->row, *hash);
        if (!row) return std::nullopt;
        Result<std::shared_ptr<const instrument::Study>> version =
            versions_.find(*snapshot, row->version_hash);
        if (!version) return std::unexpected(version.error());
        Result<response::State> state = committed_state(*snapshot, *row, **version);
        if (!state) return std::unexpected(state.error());
        PageView view;
        view.study = std::move(*version);
        view.state = std::move(*state);
        view.public_id = row->public_id;
        view.origin = row->origin;
        view.life = current_life(*study, versions_, *snapshot, clock_.now());
        if (row->status == response::Status::complete) {
            view.appeal = appeal_of(snapshot->entries(row->id));
        }
        return view;
    } catch (const store::StoreFailure& failed) {
        return std::unexpected(failed.problem());
    }
}

/// Whoever made the key up cannot foresee the secret that follows from it.
std::optional<Digest> OpenFieldwork::keyed(std::string_view start_key, std::string_view study)
    const {
    if (start_key.empty()) return std::nullopt;
    return hmac_sha256(keys_.csrf, fmt::format("start\n{}\n{}", study, start_key));
}

std::string OpenFieldwork::csrf_token(const Secret& secret) const {
    return hmac_sha256(keys_.csrf, secret).hex();
}

Result<void> OpenFieldwork::health() {
    try {
        return store_->run([](store::Transaction&) -> Result<void> { return {}; });
    } catch (const store::StoreFailure& failed) {
        return std::unexpected(failed.problem());
    }
}

}  // namespace querist::actions
