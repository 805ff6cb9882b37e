// What the protocol document says, in the order in which protocols are written.

#include "instrument/protocol_document.hpp"

#include "instrument/protocol_people.hpp"
#include "instrument/protocol_plan.hpp"
#include "instrument/protocol_question.hpp"
#include "instrument/screening_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace querist::instrument::protocol {

namespace {

using Blocks = std::vector<Block>;

std::string_view mode_words(Mode mode) {
    switch (mode) {
        case Mode::identified:
            return "identified: kept with who gave them";
        case Mode::confidential:
            return "confidential: kept apart from who gave them";
        case Mode::anonymous:
            return "anonymous: nobody can tell who gave them";
    }
    std::unreachable();
}

/// How many of the first pages a reader is told of: those of a repeated block count once.
std::size_t told_pages(const Study& study, std::size_t first) {
    const auto end = study.pages.begin() + static_cast<std::ptrdiff_t>(first);
    return static_cast<std::size_t>(std::count_if(study.pages.begin(), end, [](const Page& page) {
        return is_told(page);
    }));
}

Line plain(std::string text) { return {Span{std::move(text)}}; }

void add_facts(const Study& study, const LintReport& report, Blocks& blocks) {
    Facts facts;
    facts.rows.emplace_back("Study", Line{{study.id, Style::code}});
    facts.rows.emplace_back("Version", Line{{study.version.hex(), Style::code}});
    facts.rows.emplace_back(
        "Questionnaire",
        plain(fmt::format(
            "{} items on {} pages",
            std::ranges::count_if(
                study.items, [](const Item& item) { return is_on_page(item) && is_told(item); }
            ),
            told_pages(study, study.pages.size())
        ))
    );
    facts.rows.emplace_back(
        "Time to answer",
        plain(fmt::format(
            "about {} minute{} (estimate)",
            told_minutes(report.minutes),
            told_minutes(report.minutes) == 1 ? "" : "s"
        ))
    );
    if (const std::string grade = told_reading_grade(report.reading_grade); !grade.empty()) {
        facts.rows.emplace_back(
            "Reading level", plain(fmt::format("grade {} (Flesch-Kincaid)", grade))
        );
    }
    facts.rows.emplace_back("Answers are", plain(std::string(mode_words(study.mode))));
    facts.rows.emplace_back(
        "Language, time zone", plain(fmt::format("{}, {}", study.language, study.time_zone))
    );
    blocks.push_back(std::move(facts));
}

/// How, when and out of what it is paid.
std::vector<std::string> payment_terms(const Compensation& one) {
    std::vector<std::string> terms;
    if (!one.payment) return terms;
    const bool by_codes = *one.payment == Payment::codes;
    terms.emplace_back(
        by_codes ? "claimed as one of the study team's codes"
                 : "entered, approved and paid by the study team"
    );
    if (one.budget) terms.push_back(fmt::format("{} in all", to_text(*one.budget)));
    if (by_codes) {
        terms.emplace_back(
            one.eligibility == Eligibility::complete ? "for every complete response"
                                                     : "for complete responses, one per person"
        );
    }
    if (one.review_days > 0) {
        terms.push_back(fmt::format("{} days after completion", one.review_days));
    }
    if (one.claim_days) {
        terms.push_back(fmt::format("until {} days after the study closes", *one.claim_days));
    }
    if (one.at_end) {
        terms.emplace_back(
            *one.at_end == BudgetEnd::stop
                ? "when nothing is left, nobody begins any more"
                : "when nothing is left, participants are told before they begin"
        );
    }
    if (one.tax_threshold) {
        terms.push_back(fmt::format("marked for taxes from {} a year", to_text(*one.tax_threshold))
        );
    }
    return terms;
}

void add_compensation(const Study& study, Blocks& blocks) {
    if (study.compensation.empty()) return;
    blocks.push_back(Heading{2, "Compensation", ""});
    List list{.title = "", .marks = Marks::bullets, .points = {}};
    for (const Compensation& one : study.compensation) {
        Point point{.line = {{one.text}}, .notes = {}};
        std::string terms = one.amount ? to_text(*one.amount) : "amount not stated";
        if (!one.form.empty()) terms += fmt::format(", as {}", one.form);
        if (!one.recipients.empty()) terms += fmt::format(", for {}", one.recipients);
        for (const std::string& term : payment_terms(one)) terms += "; " + term;
        point.line.push_back({fmt::format(" ({})", terms), Style::quiet});
        if (!one.added.empty()) point.notes.push_back(added_note(one.added));
        for (const Acknowledgement& acknowledgement : one.acknowledged) {
            point.notes.push_back(acknowledged_note(acknowledgement));
        }
        list.points.push_back(std::move(point));
    }
    blocks.push_back(std::move(list));
}

void add_research_questions(const Study& study, Blocks& blocks) {
    if (study.research_questions.empty()) return;
    blocks.push_back(Heading{2, "Research questions", ""});
    List list{.title = "", .marks = Marks::bullets, .points = {}};
    for (std::size_t i = 0; i < study.research_questions.size(); ++i) {
        const ResearchQuestion& question = study.research_questions[i];
        list.points.push_back(
            {.line =
                 {{fmt::format("RQ{}", i + 1), Style::strong},
                  {". " + question.text},
                  {" "},
                  {question.id, Style::code}},
             .notes = {}}
        );
    }
    blocks.push_back(std::move(list));
}

void add_consent(const Study& study, Blocks& blocks) {
    if (!study.consent) return;
    const ConsentTerms& consent = *study.consent;
    blocks.push_back(Heading{2, "Consent", fmt::format("version {}", consent.version)});
    if (!consent.added.empty()) blocks.push_back(Remarks{{added_note(consent.added)}});
    Facts facts;
    const auto fact = [&](const char* name, const std::string& value) {
        facts.rows.emplace_back(name, plain(value.empty() ? "not stated" : value));
    };
    fact("Responsible for the data", consent.controller);
    fact("Contact", consent.contact);
    fact("Ethics approval", consent.ethics_approval);
    fact("Minimum age", consent.minimum_age ? fmt::format("{} years", *consent.minimum_age) : "");
    fact("Data kept until", consent.keep_until);
    blocks.push_back(std::move(facts));
    blocks.push_back(Quoted{consent.text});
    List answers{.title = "Answers", .marks = Marks::bullets, .points = {}};
    answers.points.push_back({.line = {{consent.agree_label}}, .notes = {}});
    answers.points.push_back({.line = {{consent.refuse_label}}, .notes = {}});
    blocks.push_back(std::move(answers));
}

/// "forum, mail", or what stands for any value.
std::string allowed_words(const Item& field) {
    const std::vector<Option>& allowed = options_of(field.kind);
    std::vector<std::string> values;
    values.reserve(allowed.size());
    for (const Option& one : allowed) values.push_back(fmt::format("{} ({})", one.label, one.code));
    if (!values.empty()) return fmt::format("{}", fmt::join(values, ", "));
    const auto* text = std::get_if<Text>(&field.kind);
    return fmt::format(
        "any word of at most {} letters, digits and _ . -",
        text == nullptr ? 0 : text->characters_max
    );
}

void add_link_fields(const Study& study, Blocks& blocks) {
    List list{.title = "", .marks = Marks::bullets, .points = {}};
    for (const Item& item : study.items) {
        if (item.source != Source::link) continue;
        Point point{.line = {{item.ask}, {" "}, {item.id, Style::code}}, .notes = {}};
        point.line.push_back({fmt::format(" ({})", allowed_words(item)), Style::quiet});
        if (!item.added.empty()) point.notes.push_back(added_note(item.added));
        for (const Acknowledgement& one : item.acknowledged) {
            point.notes.push_back(acknowledged_note(one));
        }
        list.points.push_back(std::move(point));
    }
    if (list.points.empty()) return;
    blocks.push_back(Heading{2, "From the link", ""});
    blocks.push_back(
        Paragraph{"The address that a participant comes by says this; nobody is asked for it."}
    );
    blocks.push_back(std::move(list));
}

void add_assignments(const Study& study, Blocks& blocks) {
    Blocks lists;
    for (const Item& item : study.items) {
        if (item.source != Source::assignment) continue;
        List list{.title = item.ask, .marks = Marks::letters, .points = {}};
        for (const Option& arm : options_of(item.kind)) {
            Point point{.line = {{arm.label}, {" "}, {arm.code, Style::code}}, .notes = {}};
            if (arm.quota) {
                point.line.push_back({fmt::format(" (at most {})", *arm.quota), Style::quiet});
            }
            if (!arm.added.empty()) point.notes.push_back(added_note(arm.added));
            list.points.push_back(std::move(point));
        }
        lists.emplace_back(std::move(list));
        std::vector<Note> notes;
        if (!item.added.empty()) notes.push_back(added_note(item.added));
        for (const Acknowledgement& one : item.acknowledged) {
            notes.push_back(acknowledged_note(one));
        }
        if (!notes.empty()) lists.emplace_back(Remarks{std::move(notes)});
    }
    if (lists.empty()) return;
    blocks.push_back(Heading{2, "Assignment by chance", ""});
    blocks.push_back(Paragraph{
        "Each response is assigned when it begins: to the arm that has the fewest, by lot where "
        "several have."
    });
    for (Block& block : lists) blocks.push_back(std::move(block));
}

void add_quotas(const Study& study, Blocks& blocks) {
    if (study.quotas.empty()) return;
    blocks.push_back(Heading{2, "Quotas", ""});
    for (const Quota& quota : study.quotas) {
        blocks.push_back(Paragraph{
            fmt::format("At most {} complete responses (\"{}\").", quota.at_most, quota.id)
        });
        std::vector<Note> notes{condition_note(study, "Counts when", quota.when)};
        if (!quota.added.empty()) notes.push_back(added_note(quota.added));
        blocks.push_back(Remarks{std::move(notes)});
        blocks.push_back(Quoted{quota.message});
    }
}

/// Why a response is looked at by a person before anything is paid for it.
void add_screening(const Study& study, Blocks& blocks) {
    if (!study.screening) return;
    const ScreeningPlan& plan = *study.screening;
    blocks.push_back(Heading{2, "Screening", ""});
    blocks.push_back(Paragraph{screening_sentences(plan)});
    if (!plan.added.empty()) blocks.push_back(Remarks{{added_note(plan.added)}});
    for (const ScreeningCheck& check : plan.checks) {
        blocks.push_back(
            Paragraph{fmt::format("Check \"{}\" ({}): {}", check.id, check.points, check.reason)}
        );
        blocks.push_back(Remarks{{condition_note(study, "Counts when", check.when)}});
    }
}

/// Before the first page of a section: which pages are shown together, and when.
void add_section(const Study& study, int page, Blocks& blocks) {
    const auto section = std::ranges::find_if(study.sections, [&](const PageSection& one) {
        return one.page_count > 0 && one.first_page == page;
    });
    if (section == study.sections.end()) return;
    const std::string name = section->title.empty() ? section->id : section->title;
    const int end = section->first_page + section->page_count;
    const std::size_t first = told_pages(study, static_cast<std::size_t>(page)) + 1;
    const std::size_t last = told_pages(study, static_cast<std::size_t>(end));
    blocks.push_back(Paragraph{
        first == last ? fmt::format("Section \"{}\": page {}.", name, last)
                      : fmt::format("Section \"{}\": pages {} to {}.", name, first, last)
    });
    std::vector<Note> notes;
    if (section->shown_when) {
        notes.push_back(condition_note(study, "Shown when", *section->shown_when));
    }
    if (!section->added.empty()) notes.push_back(added_note(section->added));
    if (!notes.empty()) blocks.push_back(Remarks{std::move(notes)});
}

/// Which pages change places.
void add_shuffles(const Study& study, Blocks& blocks) {
    for (const PageShuffle& shuffle : study.shuffles) {
        const Item& item = study.items[static_cast<std::size_t>(shuffle.item)];
        List list{.title = item.ask, .marks = Marks::bullets, .points = {}};
        const std::vector<Option>& options = rows_of(item.kind);
        for (std::size_t i = 0; i < shuffle.blocks.size() && i < options.size(); ++i) {
            const PageBlock& block = shuffle.blocks[i];
            const auto begin = static_cast<std::size_t>(block.first_page);
            const auto end = begin + static_cast<std::size_t>(block.page_count);
            const std::size_t last = told_pages(study, end);
            // All rounds but the first are told of with it.
            const std::size_t first = std::min(told_pages(study, begin) + 1, last);
            const std::string pages = first == last ? fmt::format(" (page {}", last)
                                                    : fmt::format(" (pages {} to {}", first, last);
            const char* kept = keeps_place(options[i]) ? ", keeps its place)" : ")";
            Point point{.line = {{options[i].label}, {pages + kept, Style::quiet}}, .notes = {}};
            if (!options[i].added.empty()) point.notes.push_back(added_note(options[i].added));
            list.points.push_back(std::move(point));
        }
        if (list.points.empty()) continue;
        blocks.push_back(
            Paragraph{"These pages are shown in an order that chance draws for each response."}
        );
        blocks.push_back(std::move(list));
        std::vector<Note> notes;
        if (!item.added.empty()) notes.push_back(added_note(item.added));
        for (const Acknowledgement& one : item.acknowledged) {
            notes.push_back(acknowledged_note(one));
        }
        if (!notes.empty()) blocks.push_back(Remarks{std::move(notes)});
    }
}

/// Of a repeated block: what it is repeated for, before its first page.
void add_repeat(const Study& study, std::size_t page, Blocks& blocks) {
    const auto repeat =
        std::ranges::find(study.repeats, static_cast<int>(page), &Repeat::first_page);
    if (repeat == study.repeats.end()) return;
    Note note = repeat_note(study, *repeat);
    if (repeat->pages_per_round > 1) {
        const std::size_t first = told_pages(study, page) + 1;
        const std::size_t last = first + static_cast<std::size_t>(repeat->pages_per_round) - 1;
        note.line.insert(note.line.begin(), {fmt::format("Pages {} to {}: ", first, last)});
    }
    blocks.push_back(Remarks{{std::move(note)}});
}

/// When a page is shown. Of a round its choice is said already.
void add_page_condition(const Study& study, const Page& page, Blocks& blocks) {
    const auto& condition = page.round ? page.own_condition : page.shown_when;
    if (!condition) return;
    blocks.push_back(Remarks{{condition_note(study, "Shown when", *condition, round_of(page))}});
}

/// What is computed once the page is answered, and how.
void add_calculated(const Study& study, const Page& page, Blocks& blocks) {
    List list{.title = "Computed from the answers", .marks = Marks::bullets, .points = {}};
    for (int i = end_of(page) - page.value_count; i < end_of(page); ++i) {
        const Item& item = study.items[static_cast<std::size_t>(i)];
        Point point{.line = {{item.ask}, {" "}, {written_id(item), Style::code}}, .notes = {}};
        if (item.calculation) {
            point.line.push_back({" = "});
            point.line.push_back({item.calculation->value.text(), Style::code});
        }
        const auto* number = std::get_if<Number>(&item.kind);
        if (number != nullptr && !number->unit.empty()) {
            point.line.push_back({fmt::format(" ({})", number->unit), Style::quiet});
        }
        for (const Option& choice : options_of(item.kind)) {
            point.notes.push_back(
                {Tone::condition, {{fmt::format("{}: {}", choice.code, choice.label)}}}
            );
        }
        if (!item.added.empty()) point.notes.push_back(added_note(item.added));
        for (const Acknowledgement& one : item.acknowledged) {
            point.notes.push_back(acknowledged_note(one));
        }
        list.points.push_back(std::move(point));
    }
    if (!list.points.empty()) blocks.push_back(std::move(list));
}

void add_questions(const Study& study, Blocks& blocks) {
    blocks.push_back(Heading{2, "Questions", ""});
    add_shuffles(study, blocks);
    const std::size_t pages = told_pages(study, study.pages.size());
    for (std::size_t p = 0; p < study.pages.size(); ++p) {
        const Page& page = study.pages[p];
        if (!is_told(page)) continue;
        add_section(study, static_cast<int>(p), blocks);
        const std::size_t number = told_pages(study, p) + 1;
        const std::string position = fmt::format("page {} of {}", number, pages);
        const bool titled = !page.title.empty();
        blocks.push_back(Heading{
            3,
            titled ? page.title : fmt::format("Page {} of {}", number, pages),
            titled ? position : ""
        });
        add_repeat(study, p, blocks);
        add_page_condition(study, page, blocks);
        if (page.items == Order::random) {
            blocks.push_back(
                Remarks{{{Tone::condition, {{"The questions of this page in random order."}}}}}
            );
        }
        if (!page.text.empty()) blocks.push_back(Quoted{page.text});
        for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
            blocks.push_back(question_block(study, study.items[static_cast<std::size_t>(i)]));
        }
        add_calculated(study, page, blocks);
        if (page.screen_out) {
            std::vector<Note> notes{
                condition_note(study, "Ends here when", page.screen_out->when, round_of(page))
            };
            if (!page.screen_out->added.empty())
                notes.push_back(added_note(page.screen_out->added));
            blocks.push_back(Remarks{std::move(notes)});
            blocks.push_back(Quoted{page.screen_out->message});
        }
    }
}

void add_last_pages(const Study& study, Blocks& blocks) {
    if (!study.thanks.empty()) {
        blocks.push_back(Heading{2, "At the end", ""});
        blocks.push_back(Quoted{study.thanks});
    }
    if (!study.refused.empty()) {
        blocks.push_back(Heading{2, "After a refusal", ""});
        blocks.push_back(Quoted{study.refused});
    }
}

void add_findings(const LintReport& report, Blocks& blocks) {
    blocks.push_back(Heading{2, "What the checks found", ""});
    List open{.title = "Not acknowledged", .marks = Marks::bullets, .points = {}};
    List known{.title = "Acknowledged by the researchers", .marks = Marks::bullets, .points = {}};
    for (const Finding& finding : report.findings) {
        const Problem& problem = finding.problem;
        const std::string rule = problem.code.substr(problem.code.find('.') + 1);
        Point point{.line = {{rule, Style::code}, {": " + problem.message}}, .notes = {}};
        if (finding.acknowledged.empty()) {
            point.notes.push_back({Tone::finding, {{problem.cure}}});
            open.points.push_back(std::move(point));
        } else {
            point.notes.push_back({Tone::acknowledged, {{finding.acknowledged}}});
            known.points.push_back(std::move(point));
        }
    }
    if (open.points.empty() && known.points.empty()) blocks.push_back(Paragraph{"Nothing."});
    if (!open.points.empty()) blocks.push_back(std::move(open));
    if (!known.points.empty()) blocks.push_back(std::move(known));
}

}  // namespace

Document protocol_document(const Study& study, const LintReport& report) {
    Document document{.title = study.title, .language = study.language, .blocks = {}};
    Blocks& blocks = document.blocks;
    add_facts(study, report, blocks);
    add_people(study, blocks);
    add_compensation(study, blocks);
    add_research_questions(study, blocks);
    add_consent(study, blocks);
    add_link_fields(study, blocks);
    add_assignments(study, blocks);
    add_quotas(study, blocks);
    add_screening(study, blocks);
    add_questions(study, blocks);
    add_last_pages(study, blocks);
    if (study.analysis) add_plan(study, *study.analysis, blocks);
    std::vector<Note> notes;
    notes.reserve(study.acknowledged.size());
    for (const Acknowledgement& one : study.acknowledged) notes.push_back(acknowledged_note(one));
    if (study.analysis) {
        for (const Acknowledgement& one : study.analysis->acknowledged) {
            notes.push_back(acknowledged_note(one));
        }
    }
    add_findings(report, blocks);
    if (!notes.empty()) {
        blocks.push_back(Heading{3, "Acknowledged for the whole study", ""});
        blocks.push_back(Remarks{std::move(notes)});
    }
    return document;
}

std::string letter(std::size_t position) {
    std::string letters;
    for (std::size_t rest = position + 1; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('a' + (rest - 1) % 26));
    }
    return letters;
}

std::string_view tone_name(Tone tone) {
    switch (tone) {
        case Tone::note:
            return "Note";
        case Tone::condition:
            return "";
        case Tone::added:
            return "Added";
        case Tone::acknowledged:
            return "Acknowledged";
        case Tone::finding:
            return "Cure";
    }
    std::unreachable();
}

}  // namespace querist::instrument::protocol
