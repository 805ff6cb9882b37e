#pragma once

// How somebody comes in who is to take part once: by an account elsewhere, by a personal link, or,
// into an anonymous study, by a ticket.

#include "actions/reward_desk.hpp"

#include <optional>
#include <string>
#include <variant>

namespace querist::actions {

/// A response's resume secret: 128 random bits as 26 characters; kept by the participant's
/// browser, stored hashed.
using Secret = std::string;

/// By what somebody is known who is about to take part.
enum class Entry {
    open_link,
    account,
    invitation,
    ticket  ///< Of an anonymous study: who it was made for is not known.
};

/// What a browser makes an entry ticket with.
struct TicketOffer {
    PublishedKey key;    ///< That it is to be made for.
    std::string holder;  ///< By which the browser tells tickets of several people apart.
};

/// Somebody who may take part once.
struct LetIn {
    std::string pass = {};  ///< To be given with the consent: for this study, two hours.
    /// Of the response that this one has begun or given already.
    std::optional<Secret> secret = std::nullopt;
    /// In an anonymous study, where a ticket lets in instead: a pass serves to ask for it only.
    std::optional<TicketOffer> ticket = std::nullopt;
};

/// Where a browser goes to sign in, and what it must still have when it comes back.
struct SignInBegun {
    std::string address;  ///< The issuer's, with everything that it is to know.
    std::string ticket;   ///< Ties the answer to this browser, for ten minutes.
};
/// What a browser brings back from the issuer; all of it may be made up.
struct SignInReturn {
    std::string ticket;
    std::string state;
    std::string code;
    std::string error;
    std::string issuer;    ///< "iss"; empty: the issuer does not say.
    std::string redirect;  ///< The address that it came back to, as it was given.
};
enum class SignInFault {
    declined,  ///< The person or the issuer said no.
    foreign,   ///< This browser did not begin it, or has ended it already.
    late,      ///< It was begun too long ago.
    used,      ///< The issuer does not take its code: used before, or too old.
    untrusted  ///< What the issuer says proves nothing (the log says why).
};
using SignInOutcome = std::variant<LetIn, SignInFault>;

/// Who asks for an entry ticket: by a personal link's token, or else by a sign-in's pass.
struct TicketAsking {
    std::string link = {};
    std::string pass = {};
};
/// What the browser makes its ticket of.
struct SignedTicket {
    std::string key;        ///< The id of the key.
    std::string signature;  ///< Of the blinded message; bytes.
};
enum class NoTicket {
    unknown,  ///< It is no link and no sign-in of this study.
    stale,    ///< It is no message that the key in use signs: to be made anew.
    another   ///< A ticket that was made elsewhere is signed, and none besides.
};
using TicketOutcome = std::variant<SignedTicket, NoTicket>;
enum class NoEntry {
    foreign,  ///< It is cut off, or none of this study's.
    spent     ///< A response began with it, which is not this browser's.
};
using TicketEntry = std::variant<LetIn, NoEntry>;

}  // namespace querist::actions
