#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <variant>

namespace querist::web {

/// What a request's address names. Ids are decoded but not known to exist.
struct Home {};
struct Health {};
struct Asset {
    std::string name;  ///< "survey.0123abcd.js"
};
struct FavIcon {};
struct StudyWithoutSlash {
    std::string study;
};
struct Front {
    std::string study;
};
struct Consent {
    std::string study;
};
/// What a browser works on while the terms are read.
struct WorkChallenge {
    std::string study;
};
struct SurveyPage {
    std::string study;
    std::string page;
    bool more = false;      ///< "?more": the same page again, with questions that answers opened.
    bool left_out = false;  ///< "?left-out": some answers of the page that was left are not saved.
    /// "?script": sent by the page's script, which wants to know where to go instead of going
    /// there.
    bool script = false;
};
struct Thanks {
    std::string study;
};
struct Refusal {
    std::string study;
};
struct Closed {
    std::string study;
};
/// Where a participant takes the link to go on elsewhere.
struct Later {
    std::string study;
    bool left_out = false;  ///< "?left-out": some answers need another look and are not saved.
};
/// Where that link leads, or its code is typed.
struct Return {
    std::string study;
    std::string code;  ///< As in the address; may be empty.
};
/// All answers once more before they are sent.
struct Review {
    std::string study;
    bool changed = false;  ///< Answers are others than those that were to be sent.
};
/// An image that a study shows: "0123456789abcdef.png".
struct Image {
    std::string study;
    std::string name;
};
/// The stylesheet of a study's own looks.
struct LooksSheet {
    std::string study;
    std::string name;
};
struct Withdrawal {
    std::string study;
};
/// Where a participant asks for another look at what was decided about the response.
struct AnotherLook {
    std::string study;
};
/// Where a press leads that signs somebody in.
struct SignInStart {
    std::string study;
};
/// Where the issuer sends the browser back to.
struct SignInBack {
    std::string study;
};
/// The link of one invitation.
struct PersonalLink {
    std::string study;
    std::string token;
};
/// Where its owner says that no more mail is wanted.
struct OptOut {
    std::string study;
    std::string token;
};
/// Where a browser has its entry ticket signed, and it is known for whom.
struct TicketDesk {
    std::string study;
};
/// Where a ticket lets in: nothing that says whose it is comes along.
struct TicketGate {
    std::string study;
};
/// Where a response's reward is collected. "?script": the page's script asks.
struct Reward {
    std::string study;
    bool script = false;
};
/// Where a reward is claimed: outside of the study's path, so that no cookie of the answers comes
/// along.
struct Claim {
    std::string study;
};
/// The keys that rewards are signed with, and one of them; outside for the same reason.
struct RewardKeys {
    std::string study;
};
struct RewardKey {
    std::string study;
    std::string key;  ///< Its id.
};
/// What a vendor of gift cards calls.
struct VendorWebhook {};
struct Nowhere {};

using Route = std::variant<
    Home,
    Health,
    Asset,
    FavIcon,
    StudyWithoutSlash,
    Front,
    Consent,
    SurveyPage,
    Thanks,
    Refusal,
    Closed,
    Later,
    Return,
    Review,
    Image,
    LooksSheet,
    Withdrawal,
    AnotherLook,
    SignInStart,
    SignInBack,
    PersonalLink,
    OptOut,
    TicketDesk,
    TicketGate,
    Reward,
    Claim,
    RewardKeys,
    WorkChallenge,
    RewardKey,
    VendorWebhook,
    Nowhere>;

struct BadTarget {};

/// Reads a request's target: a path with an optional query, or the same after scheme and host.
[[nodiscard]] std::expected<Route, BadTarget> parse_route(std::string_view target);

/// What stands behind the "?" of a request's target; empty when there is none.
[[nodiscard]] std::string_view query_in(std::string_view target);

/// What a log may say of an address: no query, and no code that opens a participant's answers.
[[nodiscard]] std::string address_for_log(std::string_view target);

/// The paths of a study's pages; ids are escaped.
[[nodiscard]] std::string study_path(std::string_view study, std::string_view rest = {});
[[nodiscard]] std::string page_path(std::string_view study, std::string_view page);

/// The addresses of a study's rewards where nobody is known. `key`: an id, or empty for all.
[[nodiscard]] std::string claim_path(std::string_view study);
[[nodiscard]] std::string reward_keys_path(std::string_view study, std::string_view key = {});

}  // namespace querist::web
