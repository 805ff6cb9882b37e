#include "web/reward_pages.hpp"

#include "web/assets.hpp"
#include "web/layout.hpp"
#include "web/route.hpp"

namespace querist::web {

namespace {

using actions::CollectingWay;
using actions::RewardStage;
using actions::Unclaimed;

/// Of a page where nobody is known: it lies outside of the study's path.
Frame nobody_frame(const instrument::Study& study, std::string_view title) {
    return study_frame(study, actions::Life::open, title);
}

/// Where the script works, and all that it needs to know and to say.
void blind_section(Html& html, const RewardPage& page) {
    const Words words = words_for(page.study);
    const std::string key_path = reward_keys_path(page.study.id, page.key->id);
    const std::string digest = sha256(page.key->der).hex();
    const std::string action = study_path(page.study.id, "reward");
    html.open(
        "section",
        {{"class", "notice"},
         {"data-receipt", ""},
         {"data-key", key_path},
         {"data-digest", digest},
         {"data-csrf", page.csrf},
         {"data-action", action},
         {"data-claim", page.claim_address},
         {"data-qr", words(Phrase::reward_qr)},
         {"data-busy", words(Phrase::reward_busy)},
         {"data-none", words(Phrase::reward_none)},
         {"data-waiting", words(Phrase::reward_waiting)},
         {"data-signed", words(Phrase::reward_signed)},
         {"data-elsewhere", words(Phrase::reward_elsewhere)},
         {"data-failed", words(Phrase::reward_failed)},
         {"data-insecure", words(Phrase::reward_insecure)},
         {"data-refused", words(Phrase::reward_refused)},
         {"hidden", true}}
    );
    html.element("p", words(Phrase::reward_unlinkable));
    html.element("p", words(Phrase::reward_apart));
    html.open("p").element("button", {{"type", "button"}}, words(Phrase::reward_make)).close();
    html.open("p", {{"class", "status"}, {"role", "status"}}).close();
    html.element("p", {{"class", "keep"}, {"hidden", true}}, words(Phrase::reward_keep));
    html.open("div", {{"class", "claim"}, {"hidden", true}});
    html.open("p").element("a", {{"class", "link"}, {"href", "#"}}, {}).close();
    html.open("div", {{"class", "code-place"}}).close();
    html.close().close();
    html.open("noscript").element("p", words(Phrase::reward_without_script)).close();
}

/// The way without script, and what it means to go it.
void code_offer(Html& html, const RewardPage& page) {
    const Words words = words_for(page.study);
    const std::string action = study_path(page.study.id, "reward");
    if (page.study.mode == instrument::Mode::anonymous) return;
    html.open("details", {{"data-code-offer", ""}});
    html.element("summary", words(Phrase::reward_take_code));
    html.element("p", words(Phrase::reward_code_meaning));
    html.open("form", {{"method", "post"}, {"action", action}});
    hidden_field(html, "_csrf", page.csrf);
    hidden_field(html, "code", "yes");
    html.element("button", {{"class", "second"}}, words(Phrase::reward_take_code));
    html.close().close();
}

void code_section(Html& html, const RewardPage& page) {
    const Words words = words_for(page.study);
    html.open("section", {{"class", "notice"}});
    if (page.standing.code.empty()) {
        html.element("p", words(Phrase::reward_code_waiting)).close();
        return;
    }
    html.element("h2", words(Phrase::reward_code));
    html.element("p", {{"class", "code"}}, page.standing.code);
    html.open("p").element(
        "a", {{"class", "link"}, {"href", page.claim_address}}, page.claim_address
    );
    html.close().close();
}

/// Why nothing can be collected, or none where something can, now or later.
std::optional<Phrase> why_nothing(RewardStage stage) {
    switch (stage) {
        case RewardStage::waiting:
        case RewardStage::owed:
            return std::nullopt;
        case RewardStage::refused:
            return Phrase::reward_refused;
        case RewardStage::spent:
            return Phrase::reward_spent;
        case RewardStage::ended:
            break;
    }
    return Phrase::claim_ended;
}

void ways_to_collect(Html& html, const RewardPage& page) {
    const RewardStage stage = page.standing.stage;
    const Words words = words_for(page.study);
    if (const std::optional<Phrase> why = why_nothing(stage)) {
        html.element("p", words(*why));
        if (stage == RewardStage::refused) {
            html.open("p").element(
                "a", {{"href", study_path(page.study.id, "appeal")}}, words(Phrase::appeal_heading)
            );
            html.close();
        }
        contact(html, page.study);
        return;
    }
    if (page.standing.way == CollectingWay::code) return code_section(html, page);
    if (page.key != nullptr) blind_section(html, page);
    if (!page.standing.way) code_offer(html, page);
}

Phrase phrase_of(Unclaimed why) {
    switch (why) {
        case Unclaimed::unreadable:
            return Phrase::claim_unreadable;
        case Unclaimed::not_owed:
            return Phrase::claim_not_owed;
        case Unclaimed::none_left:
            return Phrase::claim_none_left;
        case Unclaimed::ended:
            break;
    }
    return Phrase::claim_ended;
}

void proof_field(Html& html, const ClaimPage& page) {
    const Words words = words_for(page.study);
    const bool faulty = page.why.has_value();
    html.open("div", {{"class", faulty ? "question faulty" : "question"}});
    html.element("label", {{"class", "ask"}, {"for", "proof"}}, words(Phrase::claim_proof));
    if (faulty) {
        html.open("div", {{"class", "error"}, {"id", "proof-error"}, {"role", "alert"}});
        html.element("p", words(phrase_of(*page.why))).close();
    }
    html.element(
        "textarea",
        {{"name", "proof"},
         {"id", "proof"},
         {"rows", "4"},
         {"data-claim", ""},
         {"required", true},
         {"autocomplete", "off"},
         {"autocapitalize", "none"},
         {"spellcheck", "false"},
         {"maxlength", "2000"},
         {"aria-invalid", faulty ? std::optional<std::string_view>("true") : std::nullopt},
         {"aria-describedby", faulty ? std::optional<std::string_view>("proof-error") : std::nullopt
         }},
        page.proof
    );
    html.close();
}

void fact(Html& html, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    html.open("div").element("dt", name);
    html.open("dd").element("span", {{"class", "code"}}, value).close().close();
}

}  // namespace

std::string reward_page(const RewardPage& page) {
    const Words words = words_for(page.study);
    Frame frame = study_frame(page.study, page.life, words(Phrase::reward));
    frame.own_script = receipt_script_path();
    Html html = begin_page(frame);
    html.element("h1", words(Phrase::reward));
    const instrument::Compensation* reward = instrument::paid_by_codes(page.study.compensation);
    if (reward != nullptr && reward->amount) {
        html.element("p", words(Phrase::reward_amount, {{"amount", to_text(*reward->amount)}}));
    }
    const RewardStage stage = page.standing.stage;
    const bool can_come = stage == RewardStage::waiting || stage == RewardStage::owed;
    if (reward != nullptr && reward->claim_days && can_come) {
        html.element("p", words(Phrase::reward_until, {{"count", *reward->claim_days}}));
    }
    ways_to_collect(html, page);
    html.open("p");
    html.element("a", {{"href", study_path(page.study.id, "thanks")}}, words(Phrase::back));
    return html.finish();
}

std::string claim_page(const ClaimPage& page) {
    const Words words = words_for(page.study);
    Frame frame = nobody_frame(page.study, words(Phrase::claim_heading));
    frame.own_script = claim_script_path();
    frame.error = page.why.has_value();
    Html html = begin_page(frame);
    html.element("h1", words(Phrase::claim_heading));
    html.element("p", words(Phrase::claim_text));
    const std::string action = claim_path(page.study.id) + "?lang=" + page.study.language;
    html.open("form", {{"method", "post"}, {"action", action}});
    proof_field(html, page);
    html.open("p", {{"class", "buttons"}});
    html.element("button", words(Phrase::claim_button)).close().close();
    contact(html, page.study);
    return html.finish();
}

std::string card_page(const instrument::Study& study, const actions::ShownCard& card) {
    const Words words = words_for(study);
    Frame frame = nobody_frame(study, words(Phrase::card_heading));
    frame.languages.clear();  // the card came as the answer to a form
    Html html = begin_page(frame);
    html.element("h1", words(Phrase::card_heading));
    html.element("p", words(Phrase::reward_amount, {{"amount", to_text(card.amount)}}));
    html.open("dl", {{"class", "facts"}});
    // A card that is only a link has no code of its own.
    if (card.code != card.link) fact(html, words(Phrase::card_code), card.code);
    fact(html, words(Phrase::card_pin), card.pin);
    if (!card.link.empty()) {
        html.open("div").element("dt", words(Phrase::card_link)).open("dd");
        html.element("a", {{"href", card.link}, {"rel", "noreferrer"}}, card.link).close().close();
    }
    html.close();
    html.element("p", words(Phrase::card_keep));
    contact(html, study);
    return html.finish();
}

std::string reward_keys_page(
    const instrument::Study& study, std::span<const actions::PublishedKey> keys
) {
    const Words words = words_for(study);
    Html html = begin_page(nobody_frame(study, words(Phrase::keys_heading)));
    html.element("h1", words(Phrase::keys_heading));
    html.element("p", words(keys.empty() ? Phrase::keys_none : Phrase::keys_text));
    html.open("dl", {{"class", "facts"}});
    for (const actions::PublishedKey& key : keys) {
        html.open("div").open("dt");
        html.element("a", {{"href", reward_keys_path(study.id, key.id)}}, key.id);
        if (key.current) {
            html.text(" (").text(words(Phrase::keys_current)).text(")");
        }
        html.close().open("dd");
        html.element("span", {{"class", "link"}}, "SHA-256 " + sha256(key.der).hex());
        html.close().close();
    }
    return html.finish();
}

}  // namespace querist::web
