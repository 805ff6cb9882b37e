// Where a study's texts are. What is missing here cannot be translated.

#include "translation/texts.hpp"

#include "translation/translation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

namespace querist::translation {

namespace {

using Visit = std::function<void(const std::string& key, std::string& text)>;

struct TextWalk {
    const Visit& visit;

    void text(const std::string& key, std::string& words) const {
        if (!words.empty()) visit(key, words);
    }
    void options(const std::string& owner, std::vector<instrument::Option>* all) const {
        if (all == nullptr) return;
        for (instrument::Option& option : *all) {
            const std::string key = owner + "." + option.code;
            // A point of a scale whose label is its code has no words.
            if (option.label != option.code) text(key, option.label);
            text(key + ".description", option.description);
            text(key + ".opposite", option.opposite);
            if (option.picture) text(key + ".alternative", option.picture->alternative);
        }
    }
    void item(instrument::Item& one) const {
        const std::string key = "items." + instrument::written_id(one);
        text(key + ".ask", one.ask);
        text(key + ".hint", one.hint);
        answers(one);
    }
    /// The words that answers are told in.
    void answers(instrument::Item& one) const {
        const std::string key = "items." + instrument::written_id(one);
        options(key + ".rows", instrument::rows_in(one.kind));
        options(key + ".choices", instrument::options_in(one.kind));
        if (auto* yes_no = std::get_if<instrument::YesNo>(&one.kind)) {
            text(key + ".yes", yes_no->yes_label);
            text(key + ".no", yes_no->no_label);
        }
        if (auto* promoter = std::get_if<instrument::NetPromoter>(&one.kind)) {
            text(key + ".lowest", promoter->lowest_label);
            text(key + ".highest", promoter->highest_label);
        }
        if (auto* sum = std::get_if<instrument::ConstantSum>(&one.kind)) {
            text(key + ".unit", sum->unit);
        }
        if (auto* number = std::get_if<instrument::Number>(&one.kind)) {
            text(key + ".unit", number->unit);
            if (number->slider) {
                text(key + ".lowest", number->slider->lowest_label);
                text(key + ".highest", number->slider->highest_label);
            }
        }
        if (auto* consent = std::get_if<instrument::Consent>(&one.kind)) {
            text(key + ".statement", consent->statement);
        }
        if (one.valid_when) text(key + ".message", one.valid_when->message);
    }
};

/// Where the texts of an item are, in an order that only its kind decides.
std::vector<std::string*> texts_in(instrument::Item& item) {
    std::vector<std::string*> texts;
    const Visit collect = [&](const std::string&, std::string& text) { texts.push_back(&text); };
    TextWalk{collect}.item(item);
    return texts;
}

/// What the first round of a block says, the others say too.
void say_alike(instrument::Study& study) {
    for (instrument::Page& page : study.pages) {
        const instrument::Round* round = instrument::round_of(page);
        if (round == nullptr || instrument::is_told(page)) continue;
        const instrument::Repeat& repeat = study.repeats[static_cast<std::size_t>(round->repeat)];
        const auto position = static_cast<int>(&page - study.pages.data());
        const int first =
            repeat.first_page + (position - repeat.first_page) % repeat.pages_per_round;
        const instrument::Page& told = study.pages[static_cast<std::size_t>(first)];
        page.title = told.title;
        page.text = told.text;
        if (page.screen_out && told.screen_out) page.screen_out->message = told.screen_out->message;
    }
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (instrument::is_told(study.items[i])) continue;
        const int first = instrument::told_for(study, static_cast<int>(i));
        const std::vector<std::string*> said =
            texts_in(study.items[static_cast<std::size_t>(first)]);
        const std::vector<std::string*> own = texts_in(study.items[i]);
        for (std::size_t k = 0; k < std::min(own.size(), said.size()); ++k) *own[k] = *said[k];
    }
    instrument::label_rounds(study);
}

void each_text_of_pages(instrument::Study& study, const TextWalk& walk) {
    for (instrument::Page& page : study.pages) {
        if (!instrument::is_told(page)) continue;
        const std::string key = "pages." + instrument::written_id(page);
        walk.text(key + ".title", page.title);
        walk.text(key + ".text", page.text);
        for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
            walk.item(study.items[static_cast<std::size_t>(i)]);
        }
        // Nobody is asked for calculated values, but texts may name them.
        for (int i = page.first_item + page.item_count; i < instrument::end_of(page); ++i) {
            walk.answers(study.items[static_cast<std::size_t>(i)]);
        }
        if (page.screen_out) {
            walk.text(key + ".screened-out", page.screen_out->message);
        }
    }
}

/// The labels of arms and of what comes with the link are read by nobody, unless a text of a page
/// names them.
void each_given_text(instrument::Study& study, const TextWalk& walk) {
    std::set<std::string, std::less<>> named;
    const Visit collect = [&](const std::string&, std::string& text) {
        for (const instrument::Pipe& pipe : instrument::pipes_in(text)) named.emplace(pipe.item);
    };
    each_text_of_pages(study, TextWalk{collect});
    for (instrument::Item& item : study.items) {
        if (item.page == instrument::no_page && named.contains(item.id)) walk.answers(item);
    }
}

void each_text_of_mails(instrument::Recruitment& recruitment, const TextWalk& walk) {
    const auto words = [&](const std::string& key, instrument::MailWords& mail) {
        walk.text(key + ".subject", mail.subject);
        walk.text(key + ".text", mail.text);
    };
    if (recruitment.invitation) words("invitation", recruitment.invitation->words);
    for (std::size_t i = 0; i < recruitment.reminders.size(); ++i) {
        words(fmt::format("reminders.{}", i + 1), recruitment.reminders[i].words);
    }
}

}  // namespace

void each_text(instrument::Study& study, const Visit& visit) {
    const TextWalk walk{visit};
    walk.text("title", study.title);
    if (study.recruitment) each_text_of_mails(*study.recruitment, walk);
    if (study.looks && study.looks->logo) walk.text("logo", study.looks->logo->alternative);
    if (study.consent) {
        instrument::ConsentTerms& terms = *study.consent;
        walk.text("consent.text", terms.text);
        walk.text("consent.agree", terms.agree_label);
        walk.text("consent.refuse", terms.refuse_label);
        walk.text("consent.controller", terms.controller);
        walk.text("consent.contact", terms.contact);
        walk.text("consent.ethics-approval", terms.ethics_approval);
    }
    for (instrument::Quota& quota : study.quotas) {
        walk.text("quotas." + quota.id + ".message", quota.message);
    }
    each_given_text(study, walk);
    each_text_of_pages(study, walk);
    say_alike(study);
    walk.text("thanks", study.thanks);
    walk.text("refused", study.refused);
}

std::vector<Text> texts_of(const instrument::Study& study) {
    std::vector<Text> texts;
    instrument::Study copy = study;
    each_text(copy, [&](const std::string& key, const std::string& words) {
        texts.push_back({key, words});
    });
    return texts;
}

}  // namespace querist::translation
