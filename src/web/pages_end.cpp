#include "web/assets.hpp"
#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

namespace querist::web {

namespace {

/// A text's own first heading is the page's; there is one heading of the first level on a page.
struct Headed {
    std::string_view heading;
    std::string_view rest;
};

Headed headed(std::string_view markdown, std::string_view usual_heading) {
    if (!markdown.starts_with("# ")) return {usual_heading, markdown};
    const std::size_t end = markdown.find('\n');
    const std::string_view heading =
        trimmed(markdown.substr(2, end == markdown.npos ? end : end - 2));
    return {heading, end == markdown.npos ? std::string_view() : markdown.substr(end)};
}

/// Of a page after which nothing is left to send: what the browser keeps is deleted.
Frame last_frame(const instrument::Study& study, actions::Life life, std::string_view title) {
    Frame frame = study_frame(study, life, title);
    frame.forget = study.id;
    return frame;
}

}  // namespace

void contact(Html& html, const instrument::Study& study) {
    if (!study.consent || study.consent->contact.empty()) return;
    html.element(
        "p", words_for(study)(Phrase::questions_to, {{"contact", study.consent->contact}})
    );
}

void prose(Html& html, std::string_view markdown) {
    html.open("div", {{"class", "prose"}});
    html.insert(TrustedHtml::from_markdown(markdown)).close();
}

std::string thanks_page(const ThanksPage& page) {
    const instrument::Study& study = page.study;
    const Words words = words_for(study);
    const Headed text = headed(study.thanks, words(Phrase::thank_you));
    Html html = begin_page(last_frame(study, page.life, text.heading));
    html.element("h1", text.heading);
    if (study.thanks.empty()) {
        html.element("p", words(Phrase::thanks_text));
        contact(html, study);
    } else {
        prose(html, text.rest);
    }
    if (page.appeal) {
        html.open("section", {{"class", "notice"}});
        html.element("p", words(phrase_of(*page.appeal)));
        html.open("p").element(
            "a", {{"href", study_path(study.id, "appeal")}}, words(Phrase::appeal_heading)
        );
        html.close().close();
    }
    if (page.reward == RewardWay::offered) {
        const std::string path = study_path(study.id, "reward");
        html.open("p").element(
            "a", {{"class", "button"}, {"href", path}}, words(Phrase::reward_collect)
        );
        html.close();
    }
    html.open("section", {{"class", "notice"}});
    html.element("h2", words(Phrase::your_code));
    write_response_code(html, words, page.id);
    write_ways_out(html, study, Way::to_return_link);
    return html.finish();
}

std::string screened_out_page(
    const instrument::Study& study, actions::Life life, const PublicId& id, std::string_view message
) {
    const Words words = words_for(study);
    const Headed text = headed(message, words(Phrase::thank_you));
    Html html = begin_page(last_frame(study, life, text.heading));
    html.element("h1", text.heading);
    prose(html, text.rest);
    html.open("section", {{"class", "notice"}});
    html.element("h2", words(Phrase::your_code));
    write_response_code(html, words, id);
    write_ways_out(html, study, Way::to_return_link);
    html.close();
    contact(html, study);
    return html.finish();
}

std::string refused_page(const instrument::Study& study, actions::Life life) {
    const Words words = words_for(study);
    const Headed text = headed(study.refused, words(Phrase::not_taking_part));
    Html html = begin_page(last_frame(study, life, text.heading));
    html.element("h1", text.heading);
    if (study.refused.empty()) {
        html.element("p", words(Phrase::declined_text));
    } else {
        prose(html, text.rest);
    }
    html.open("p").element("a", {{"href", study_path(study.id)}}, words(Phrase::changed_mind));
    return html.finish();
}

std::string stopped_page(const instrument::Study& study, actions::Life life, const PublicId& id) {
    const Words words = words_for(study);
    Frame frame = last_frame(study, life, words(Phrase::stopped));
    frame.languages.clear();  // this page has no address of its own
    Html html = begin_page(frame);
    html.element("h1", words(Phrase::stopped));
    html.element("p", words(Phrase::stopped_text));
    html.open("section", {{"class", "notice"}});
    html.element("h2", words(Phrase::your_code));
    write_response_code(html, words, id);
    write_ways_out(html, study, Way::to_go_on);
    html.close();
    contact(html, study);
    html.open("p").element("a", {{"href", study_path(study.id)}}, words(Phrase::go_on_after_all));
    return html.finish();
}

std::string withdrawn_page(const WithdrawnPage& page) {
    const Words words = words_for(page.study);
    Frame frame = last_frame(page.study, page.life, words(Phrase::deleted));
    const bool works = demands_work(page.study, actions::Entry::open_link);
    if (works && !page.start_key.empty()) frame.own_script = work_script_path();
    Html html = begin_page(frame);
    html.element("h1", words(Phrase::deleted));
    html.element("p", words(Phrase::deleted_text));
    if (page.unsaved) html.element("p", words(Phrase::lost_session_what));
    contact(html, page.study);
    if (page.start_key.empty() || !may_begin_here(page.study, page.life)) return html.finish();
    html.open("details").element("summary", words(Phrase::take_part_anew));
    html.element("p", words(Phrase::take_part_anew_text));
    consent_terms(html, page.study, page.life, page.start_key);
    return html.finish();
}

void write_unsent(Html& html, const Unsent& unsent) {
    const Words words = words_for(unsent.study);
    html.open(
        "section",
        {{"class", "notice"},
         {"data-unsent", unsent.study.id},
         {"data-response", unsent.id.text()},
         {"hidden", true}}
    );
    html.element("h2", words(unsent.too_late ? Phrase::not_taken : Phrase::unsent));
    html.element("p", words(unsent.too_late ? Phrase::not_taken_text : Phrase::unsent_text));
    if (unsent.too_late) html.element("ul", {{"class", "ways"}}, {});
    html.close();
}

std::string closed_page(
    const instrument::Study& study, actions::Life life, const std::optional<PublicId>& id
) {
    const Words words = words_for(study);
    const bool paused = life == actions::Life::paused;
    const std::string_view heading = words(paused ? Phrase::paused : Phrase::closed);
    Frame frame = study_frame(study, life, heading);
    frame.script = id.has_value();
    Html html = begin_page(frame);
    html.element("h1", heading);
    html.element("p", words(paused ? Phrase::paused_text : Phrase::closed_text));
    if (id) write_unsent(html, {.study = study, .id = *id, .too_late = !paused});
    // Deleting is promised at any time; who has no response here is asked for the code.
    html.open("p").element(
        "a", {{"href", study_path(study.id, "withdraw")}}, words(Phrase::delete_answers)
    );
    html.close();
    contact(html, study);
    return html.finish();
}

std::string full_page(const instrument::Study& study, actions::Life life) {
    const Words words = words_for(study);
    const std::string_view heading = words(Phrase::full_heading);
    Html html = begin_page(study_frame(study, life, heading));
    html.element("h1", heading);
    html.element("p", words(Phrase::full_text));
    html.open("p").element(
        "a", {{"href", study_path(study.id, "return")}}, words(Phrase::continue_heading)
    );
    html.close();
    contact(html, study);
    return html.finish();
}

}  // namespace querist::web
