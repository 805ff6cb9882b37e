#pragma once

// What the server answers, without a socket: a request in, a reply out, or work to wait for.

#include "actions/actions.hpp"
#include "web/assets.hpp"
#include "web/chosen_language.hpp"
#include "web/front_pages.hpp"
#include "web/pages.hpp"
#include "web/public_address.hpp"
#include "web/reply.hpp"
#include "web/request.hpp"
#include "web/route.hpp"

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace querist::web {

/// Makes the reply once the work is done; called on the request's own thread.
using Finish = std::move_only_function<Reply()>;
/// Begins work on other threads; its argument is called once, on any thread.
using Pending = std::move_only_function<void(std::move_only_function<void(Finish)>)>;
using Reaction = std::variant<Reply, Pending>;

/// Runs what may block away from the network's threads.
using Elsewhere = std::function<void(std::move_only_function<void()>)>;

/// What all threads share.
struct SiteParts {
    actions::Fieldwork& fieldwork;
    Clock& clock;
    RandomSource& random;  ///< Used by all threads at once.
    FrontPages& fronts;
    const Assets& assets;
    Elsewhere elsewhere;
    std::optional<PublicAddress> public_address = std::nullopt;
    actions::RewardDesk* rewards = nullptr;  ///< Null: no study pays by codes.

    [[nodiscard]] bool secure_cookies() const { return public_address && public_address->secure; }
};

/// What stays of a request once its views are gone.
struct Kept {
    std::string study;
    std::string action;  ///< The path that it was sent to.
    std::string secret;  ///< Empty for the consent.
    std::string accept_encoding;
    std::string body;       ///< As sent, so that what was typed can be given back.
    language::Words words;  ///< For who sent it.
    bool script = false;    ///< The page's script asks, and goes itself to where it is told.
    std::string language;   ///< That the form was in.
    bool passed = false;    ///< It brought a pass, which has been used once it is stored.
};

/// The same of a request about a reward; `secret` is empty where nobody is known.
struct KeptReward {
    std::shared_ptr<const instrument::Study> shown;
    std::string secret = {};
    std::string accept_encoding = {};
    std::string claim_address = {};  ///< The whole address.
    bool script = false;             ///< The page's script asks.
};

/// One a thread.
class Site {
public:
    explicit Site(SiteParts parts) : parts_(std::move(parts)) {}

    [[nodiscard]] Reaction react(Request& request);

    /// A page that says what a status means, for what never became a request.
    [[nodiscard]] static Reply status_reply(int status, const Request& request = {});

    /// That all places are taken, in few bytes: whoever is turned away was not heard, so that
    /// nothing can be compressed for them, and a full house has no time for a stylesheet.
    [[nodiscard]] static Reply full_house_reply();

private:
    using StudyPointer = std::shared_ptr<const instrument::Study>;

    /// Of a form that was not read, with the way back to the study.
    [[nodiscard]] static Reply unread_form_reply(FormError error, const Request& request);

    Reaction dispatch(Request& request, const Route& route);

    Reaction answer(Request& request, const Home& route);
    Reaction answer(Request& request, const Health& route);
    Reaction answer(Request& request, const Asset& route);
    Reaction answer(Request& request, const FavIcon& route);
    Reaction answer(Request& request, const StudyWithoutSlash& route);
    Reaction answer(Request& request, const Front& route);
    Reaction answer(Request& request, const Consent& route);
    Reaction answer(Request& request, const WorkChallenge& route);
    Reaction answer(Request& request, const SurveyPage& route);
    Reaction answer(Request& request, const Thanks& route);
    Reaction answer(Request& request, const Refusal& route);
    Reaction answer(Request& request, const Closed& route);
    Reaction answer(Request& request, const Later& route);
    Reaction answer(Request& request, const Return& route);
    Reaction answer(Request& request, const Review& route);
    Reaction answer(Request& request, const Image& route);
    Reaction answer(Request& request, const LooksSheet& route);
    Reaction answer(Request& request, const Withdrawal& route);
    Reaction answer(Request& request, const AnotherLook& route);
    Reaction answer(Request& request, const SignInStart& route);
    Reaction answer(Request& request, const SignInBack& route);
    Reaction answer(Request& request, const PersonalLink& route);
    Reaction answer(Request& request, const OptOut& route);
    Reaction answer(Request& request, const TicketDesk& route);
    Reaction answer(Request& request, const TicketGate& route);
    Reaction answer(Request& request, const Reward& route);
    Reaction answer(Request& request, const Claim& route);
    Reaction answer(Request& request, const RewardKeys& route);
    Reaction answer(Request& request, const RewardKey& route);
    Reaction answer(Request& request, const VendorWebhook& route);
    Reaction answer(Request& request, const Nowhere& route);

    [[nodiscard]] std::string start_cookie(std::string_view study) const;
    Reply not_found(const Request& request) const;
    std::optional<Reply> show_admitted(const Request& request, const StudyPointer& study);
    std::optional<Reply> show_full(const Request& request, const StudyPointer& study) const;
    Reaction show_front(Request& request, const StudyPointer& study, const std::string& secret);
    Reaction show_page(Request& request, const SurveyPage& route, const std::string& secret);
    std::optional<Reply> answer_again(
        const Request& request, const std::string& study_id, const std::string& secret, bool agreed
    );
    Reaction take_page(Request& request, const SurveyPage& route, const std::string& secret);
    Reaction take_review(Request& request, const Review& route, const std::string& secret);
    Reaction submit(Kept kept, response::Form form);
    [[nodiscard]] std::optional<Reply> refuse_foreign(
        const Request& request,
        const std::string& study,
        const response::Form& form,
        const std::string& secret
    ) const;
    Reaction take_return(Request& request, const StudyPointer& study);
    Reaction take_withdrawal(Request& request, const StudyPointer& study);
    Reaction take_appeal(Request& request, const StudyPointer& study);
    [[nodiscard]] Reply appealed_reply(
        const Kept& kept, const Result<actions::AppealOutcome>& outcome, const std::string& typed
    ) const;
    [[nodiscard]] StudyPointer study_with_rewards(std::string_view study_id) const;
    Reaction take_reward(Request& request, const StudyPointer& study, const Reward& route);
    Reaction take_claim(Request& request, const StudyPointer& study);
    [[nodiscard]] Result<std::vector<actions::PublishedKey>> published_keys_of(
        const std::string& study_id
    ) const;
    [[nodiscard]] Result<std::optional<actions::PublishedKey>> current_key(std::string_view study_id
    ) const;
    [[nodiscard]] KeptReward kept_reward(
        const Request& request, const StudyPointer& study, std::string secret
    ) const;
    [[nodiscard]] Reply reward_reply(
        const KeptReward& kept, const actions::RewardStanding& standing
    ) const;
    [[nodiscard]] Reply standing_reply(
        const KeptReward& kept, const Result<actions::CollectOutcome>& outcome
    ) const;
    [[nodiscard]] Reply collected_reply(
        const KeptReward& kept, const Result<actions::CollectOutcome>& outcome
    ) const;
    [[nodiscard]] std::expected<response::Form, Reply> ticket_form(
        const Request& request, const StudyPointer& study
    ) const;
    [[nodiscard]] bool is_from_own_page(const Request& request) const;
    [[nodiscard]] std::string whole_address(const Request& request, std::string_view path) const;
    [[nodiscard]] Result<StudyPointer> version_with(
        const Request& request,
        const std::string& study_id,
        const std::function<bool(const instrument::Study&)>& has
    ) const;
    const FrontPage& front_page(const Request& request, const StudyPointer& study);
    void keep_language(const Request& request, Reply& reply) const;
    Reply show_in_other_language(
        const Request& request,
        const SurveyPage& route,
        const std::string& secret,
        const response::Form& form,
        std::string_view language
    );

    SiteParts parts_;
    std::vector<std::shared_ptr<const FrontPage>> fronts_;  ///< This thread's own, without a lock.
};

/// Whether respondents' answers are taken in a study's life.
[[nodiscard]] bool takes_answers(actions::Life life);

/// The session's secret in the Cookie header; empty when there is none or it cannot be one.
[[nodiscard]] std::string session_secret(const Request& request);

/// The cookie that makes a browser know a response; sent within the study's path only.
[[nodiscard]] std::string session_cookie(
    std::string_view study, std::string_view secret, bool secure
);

/// A 503 that asks to come back, with what is to be known of it in the log.
[[nodiscard]] Reply unavailable(const Request& request, const Problem& problem);

/// The page for who had the answers deleted: it lets the browser forget them, and begin anew.
struct WithdrawnReply {
    int status = 200;
    bool unsaved = false;  ///< A page was sent after that.
};
[[nodiscard]] Reply withdrawn_reply(
    const SiteParts& parts,
    const instrument::Study& study,
    std::string_view accept_encoding,
    const WithdrawnReply& reply
);

/// Where a response's participant goes on: the page that is next, or the last one.
[[nodiscard]] std::string path_to_continue(const actions::PageView& view);

/// Logs what the server's keeper must know.
void log_problem(std::string_view where, const Problem& problem);

}  // namespace querist::web
