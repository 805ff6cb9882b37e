#pragma once

// Who comes in as somebody known: by an account elsewhere, or by a personal link.

#include "actions/actions.hpp"
#include "actions/errands.hpp"
#include "actions/pass.hpp"
#include "delivery/delivery.hpp"
#include "store/store.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

struct Served;

/// Thread-safe. What waits for an issuer or for the disk is done on threads of its own.
class Admission {
public:
    Admission(
        const FieldworkOptions& options,
        const store::Keys& keys,
        store::Store& store,
        Clock& clock,
        RandomSource& random
    );

    void begin_sign_in(Served& study, std::string redirect, Fieldwork::SignInBegunDone done);
    void finish_sign_in(Served& study, SignInReturn back, Fieldwork::SignInDone done);

    /// Of the case that a personal link belongs to; empty when it is no link of this study.
    [[nodiscard]] Result<std::optional<LetIn>> by_link(Served& study, std::string_view token);
    void opt_out(Served& study, std::string token, Fieldwork::OptOutDone done);

    void sign_ticket(
        Served& study, TicketAsking asking, BlindedMessage message, Fieldwork::TicketDone done
    );
    /// What a browser has of a response that it began.
    struct OwnSecrets {
        Secret kept;      ///< By its cookie.
        Secret of_start;  ///< By the key of its asking: good while nothing was answered.
    };
    [[nodiscard]] Result<TicketEntry> enter(
        Served& study, std::string_view ticket, const OwnSecrets& own
    );
    [[nodiscard]] Result<std::vector<PublishedKey>> ticket_keys(Served& study);

    /// Whom a pass lets in, or nobody. Into an anonymous study only a ticket's does.
    [[nodiscard]] std::optional<Entrant> entrant(const Served& study, std::string_view pass) const;

    /// Waits for what is under way and takes no more.
    void finish() { errands_.finish(); }

private:
    enum class Make { no, yes };

    /// Does work on a thread of its own and tells what came of it, or that too many wait.
    template <class Value, class Work>
    void on_errand(std::move_only_function<void(Result<Value>)> done, Work work);
    std::shared_ptr<delivery::Issuer> issuer_of(
        std::string_view study, const instrument::SignIn& sign_in
    );
    Result<SignInBegun> begin(const Served& study, const std::string& redirect);
    Result<SignInOutcome> redeem(Served& study, const SignInReturn& back);
    Result<LetIn> admit(
        Served& study, const instrument::SignIn& sign_in, const delivery::Account& account
    );
    Result<LetIn> let_in(Served& study, const Entrant& entrant, std::string_view link_key);
    /// Into an anonymous study: a ticket is to be made first.
    Result<LetIn> let_in_by_ticket(Served& study, const Entrant& entrant, std::string_view holder);
    /// As the data have it at this moment: a draft's tickets are good for nothing later.
    [[nodiscard]] Life life_now(const Served& study);
    Result<TicketOutcome> signed_for(
        Served& study, const TicketAsking& asking, const BlindedMessage& message
    );
    /// The case of a personal link; nothing when it is no link of this study.
    struct OfLink {
        PublicId sampled;
        Entrant entrant;
    };
    Result<std::optional<OfLink>> case_of_link(const Served& study, std::string_view token);
    Result<bool> note_opt_out(const Served& study, std::string_view token);
    /// identity.db; null when there is none and none is to be made.
    Result<std::shared_ptr<store::IdentityStore>> identity(Make make);

    std::filesystem::path data_;
    std::string vfs_;
    const store::Keys& keys_;
    store::Store& store_;
    Clock& clock_;
    RandomSource& random_;
    std::unique_ptr<delivery::HttpClient> own_http_;
    delivery::HttpClient& http_;

    std::mutex mutex_;  ///< Of what follows.
    std::vector<std::shared_ptr<delivery::Issuer>> issuers_;
    std::shared_ptr<store::IdentityStore> identity_;

    Errands errands_;  ///< Last: its threads use all of it.
};

}  // namespace querist::actions
