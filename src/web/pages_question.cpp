#include "web/answer_fields.hpp"
#include "web/assets.hpp"
#include "web/fault_text.hpp"
#include "web/layout.hpp"
#include "web/pages.hpp"
#include "web/question_html.hpp"
#include "web/response_code.hpp"
#include "web/route.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::web {

namespace {

using response::FieldFault;
using response::Form;

/// Whether the form that came back had this item on its page.
bool was_on_page(const Form& typed, std::string_view item) {
    std::string_view shown = response::field_value(typed, "_shown");
    while (!shown.empty()) {
        const std::string_view id = shown.substr(0, shown.find(' '));
        if (id == item) return true;
        shown.remove_prefix(std::min(id.size() + 1, shown.size()));
    }
    return false;
}

/// Which page this is among those that apply, from 1: several may bear the same title.
int page_number(const QuestionPage& page) {
    int number = 1;
    std::optional<int> before = page.page;
    while ((before = response::previous_page(page.study, page.answers, *before))) ++number;
    return number;
}

void progress_bar(Html& html, const Words& words, int number, double progress) {
    // With a page still to answer nobody is done, whatever was accepted before it opened more.
    constexpr int unfinished_max = 99;
    const int share = std::min(static_cast<int>(progress * 100), unfinished_max);
    const std::string percent = fmt::format("{}", share);
    html.open("div", {{"class", "progress"}});
    html.element(
        "progress",
        {{"max", "100"}, {"value", percent}, {"aria-label", words(Phrase::progress)}},
        percent + " %"
    );
    html.element("span", words(Phrase::page_done, {{"page", number}, {"percent", share}}));
    html.close();
}

void error_summary(Html& html, const QuestionPage& page) {
    if (page.faults.empty()) return;
    const auto count = static_cast<std::int64_t>(page.faults.size());
    html.open("section", {{"class", "summary"}, {"role", "alert"}});
    html.element(
        "h2",
        {{"id", "errors"}, {"tabindex", "-1"}, {"autofocus", true}},
        words_for(page.study)(Phrase::faulty_answers, {{"count", count}})
    );
    html.open("ul");
    for (const FieldFault& fault : page.faults) {
        const instrument::Item& item = page.study.items[static_cast<std::size_t>(fault.item)];
        html.open("li").element("a", {{"href", "#" + fault.field}}, fault_text(page.study, fault));
        const std::string ask = response::piped(
            page.study,
            page.answers,
            item.ask,
            response::TextFormat::plain,
            instrument::round_of(item)
        );
        html.element("span", {{"class", "where"}}, ask).close();
    }
    html.close().close();
}

/// The first question of the page that applies and was never on an accepted page; may be none.
std::string_view first_unseen(const QuestionPage& page) {
    const instrument::Page& one = page.study.pages[static_cast<std::size_t>(page.page)];
    const std::vector<bool> applicable = response::applicable_items(page.study, page.answers);
    for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
        const auto index = static_cast<std::size_t>(i);
        if (applicable[index] && !page.state.presented[index]) return page.study.items[index].id;
    }
    return {};
}

void revealed_notice(Html& html, const QuestionPage& page) {
    if (!page.revealed) return;
    const Words words = words_for(page.study);
    html.open("section", {{"class", "notice"}, {"role", "status"}});
    html.element(
        "h2",
        {{"tabindex", "-1"}, {"autofocus", page.faults.empty()}},
        words(Phrase::more_questions)
    );
    html.element("p", words(Phrase::more_questions_text));
    if (const std::string_view first = first_unseen(page); !first.empty()) {
        html.open("p").element(
            "a", {{"href", "#" + std::string(first)}}, words(Phrase::to_new_question)
        );
        html.close();
    }
    html.close();
}

std::string page_heading(const QuestionPage& page) {
    const instrument::Page& one = page.study.pages[static_cast<std::size_t>(page.page)];
    if (one.title.empty()) return page.study.title;
    return response::piped(
        page.study, page.answers, one.title, response::TextFormat::plain, instrument::round_of(one)
    );
}

/// What applies, in the order in which it is shown.
std::vector<bool> in_order(const std::vector<bool>& applies, const std::vector<int>& order) {
    if (applies.size() != order.size()) return applies;
    std::vector<bool> ordered;
    ordered.reserve(order.size());
    for (const int position : order) ordered.push_back(applies[static_cast<std::size_t>(position)]);
    return ordered;
}

/// One item, with what was typed when the page came back with it.
void question(Html& html, const QuestionPage& page, const PageConditions& conditions, int item) {
    const instrument::Item one = response::shown_item(page.study, page.answers, item, page.id);
    const bool came_back = page.typed != nullptr && was_on_page(*page.typed, one.id);
    const Form fields = came_back ? fields_of(one, *page.typed)
                                  : fields_of(one, page.answers[static_cast<std::size_t>(item)]);
    std::vector<const FieldFault*> faults;
    for (const FieldFault& fault : page.faults) {
        if (fault.item == item) faults.push_back(&fault);
    }
    // One list is shuffled: the rows where there are some, else the choices.
    const std::vector<int> order =
        response::option_order(page.study.items[static_cast<std::size_t>(item)], page.id);
    std::vector<bool> options = response::applicable_options(page.study, page.answers, item);
    std::vector<bool> rows = response::applicable_rows(page.study, page.answers, item);
    (rows.empty() ? options : rows) = in_order(rows.empty() ? options : rows, order);
    write_question(
        html,
        {.study = page.study,
         .item = one,
         .options = options,
         .rows = rows,
         .fields = fields,
         .faults = faults,
         .conditions = conditions,
         .index = item}
    );
}

/// Writes the questions that apply, and into templates those that answers on this page may open;
/// returns the ids of the first, separated by spaces.
std::string questions(Html& html, const QuestionPage& page, const PageConditions& conditions) {
    const std::vector<bool> applicable = response::applicable_items(page.study, page.answers);
    std::string shown;
    for (const int i : response::item_order(page.study, page.page, page.id)) {
        if (applicable[static_cast<std::size_t>(i)]) {
            question(html, page, conditions, i);
            if (!shown.empty()) shown.push_back(' ');
            shown.append(page.study.items[static_cast<std::size_t>(i)].id);
        } else if (!conditions.part_name(page.study, i).empty()) {
            html.open("template");
            question(html, page, conditions, i);
            html.close();
        }
    }
    return shown;
}

/// Where the page's script says what it does, in words that come with the page. Nothing stands
/// below it, so nothing moves when it speaks.
void script_status(Html& html, const Words& words) {
    html.open(
        "p",
        {{"class", "status"},
         {"role", "status"},
         {"data-sending", words(Phrase::script_saving)},
         {"data-offline", words(Phrase::script_offline)},
         {"data-busy", words(Phrase::script_busy)},
         {"data-paused", words(Phrase::script_paused)},
         {"data-waiting", words(Phrase::script_waiting)},
         {"data-open", words(Phrase::script_open)},
         {"data-restored", words(Phrase::script_restored)},
         {"data-elsewhere", words(Phrase::script_elsewhere)},
         {"data-bring", words(Phrase::script_bring)},
         {"data-opened", words(Phrase::script_opened)},
         {"data-closed", words(Phrase::script_closed)},
         {"data-large", words(Phrase::script_large)},
         {"data-nothing", words(Phrase::script_nothing)},
         {"data-clear", words(Phrase::script_clear)}}
    );
    html.close();
}

/// A label that a fault quotes may name earlier answers itself.
std::vector<FieldFault> piped_faults(const QuestionPage& page) {
    std::vector<FieldFault> faults(page.faults.begin(), page.faults.end());
    for (FieldFault& fault : faults) {
        const instrument::Item& item = page.study.items[static_cast<std::size_t>(fault.item)];
        fault.detail = response::piped(
            page.study,
            page.answers,
            fault.detail,
            response::TextFormat::plain,
            instrument::round_of(item)
        );
    }
    return faults;
}

/// Whether a script counts on this page how open answers come.
bool counts_typing_on(const QuestionPage& page) {
    return response::counts_typing(page.study) &&
           !response::open_questions(page.study, page.page).empty();
}

/// What that script counts in. What a form had counted that comes back
/// goes on from there.
void typing_field(Html& html, const QuestionPage& page) {
    if (!counts_typing_on(page)) return;
    std::vector<response::Typing> counted;
    if (page.typed != nullptr) {
        const std::string_view field = response::field_value(*page.typed, "_typing");
        counted = response::read_typing(page.study, page.page, field);
    }
    const std::string field = response::typing_field(page.study, page.page, counted);
    hidden_field(html, "_typing", field);
}

/// What a page sends beside its answers.
void page_fields(Html& html, const QuestionPage& page, std::string_view shown) {
    const auto index = static_cast<std::size_t>(page.page);
    hidden_field(html, "_page", page.study.pages[index].id);
    hidden_field(html, "_revision", fmt::format("{}", page.state.page_revisions[index]));
    hidden_field(html, "_shown", shown);
    if (page.shown_at) hidden_field(html, "_shown_at", to_text(*page.shown_at));
    hidden_field(html, "_csrf", page.csrf);
    language_field(html, page.study);
    typing_field(html, page);
}

/// The way on stands first: Enter in a field presses the first button.
void page_buttons(Html& html, const QuestionPage& page, bool all_answered) {
    const Words words = words_for(page.study);
    const auto button = [&](std::string_view goes, Phrase text, bool second) {
        html.element(
            "button",
            {{"name", "_go"},
             {"value", goes},
             {"class", second ? std::optional<std::string_view>("second") : std::nullopt},
             {"formnovalidate", second}},
            words(text)
        );
    };
    html.open("p", {{"class", "buttons"}});
    if (all_answered) {
        button("review", Phrase::to_review, false);
    } else {
        button("next", Phrase::next, false);
    }
    if (response::previous_page(page.study, page.answers, page.page)) {
        button("back", Phrase::back, true);
    }
    button("later", Phrase::save_for_later, true);
    html.close();
}

}  // namespace

std::string question_page(const QuestionPage& given) {
    QuestionPage page = given;
    const std::vector<FieldFault> faults = piped_faults(given);
    page.faults = faults;
    const instrument::Page& one = page.study.pages[static_cast<std::size_t>(page.page)];
    const Words words = words_for(page.study);
    const std::string heading = page_heading(page);
    const int number = page_number(page);
    const std::string title = fmt::format("{} ({})", heading, number);
    Frame frame = study_frame(page.study, page.life, title);
    frame.error = !page.faults.empty();
    frame.script = true;
    if (counts_typing_on(page)) frame.own_script = typing_script_path();
    frame.form = "answers";
    const bool all_answered =
        page.study.review && !response::resume_page(page.study, page.state).has_value();
    if (all_answered) frame.enter = "review";
    Html html = begin_page(frame);
    progress_bar(html, words, number, response::progress(page.study, page.state));
    html.element("h1", heading);
    error_summary(html, page);
    revealed_notice(html, page);
    if (page.left_out) left_out_notice(html, words);
    if (!one.text.empty()) {
        prose(
            html,
            response::piped(
                page.study,
                page.answers,
                one.text,
                response::TextFormat::markdown,
                instrument::round_of(one)
            )
        );
    }
    const PageConditions conditions = page_conditions(page.study, page.answers, page.page);
    html.open(
        "form",
        {{"id", "answers"},
         {"method", "post"},
         {"action", page_path(page.study.id, one.id)},
         {"data-study", page.study.id},
         {"data-response", page.id.text()},
         {"data-bytes-max", fmt::format("{}", limits::request_body_bytes_max)},
         {"data-conditions",
          conditions.json.empty() ? std::nullopt : std::optional<std::string_view>(conditions.json)}
        }
    );
    const std::string shown = questions(html, page, conditions);
    page_fields(html, page, shown);
    page_buttons(html, page, all_answered);
    html.close();
    write_folded_response_code(html, page.id, page.study);
    script_status(html, words);
    return html.finish();
}

}  // namespace querist::web
