#include "instrument/protocol_question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace querist::instrument::protocol {

namespace {

/// A question's name in words. Protocols number their parts anew, so a number alone may be shared.
std::string question_name(const Study& study, int subject) {
    const Item& item = study.items[static_cast<std::size_t>(subject)];
    if (item.number.empty()) return fmt::format("question \"{}\"", written_id(item));
    const auto title = [&](const Item& one) {
        return is_on_page(one) ? study.pages[static_cast<std::size_t>(one.page)].title
                               : std::string();
    };
    const auto sharing = [&](const auto& also) {
        return std::ranges::count_if(study.items, [&](const Item& other) {
            return is_told(other) && other.number == item.number && also(other);
        });
    };
    if (sharing([](const Item&) { return true; }) == 1) {
        return fmt::format("question {}", item.number);
    }
    const bool by_title = !title(item).empty() && sharing([&](const Item& other) {
                                                      return title(other) == title(item);
                                                  }) == 1;
    return by_title ? fmt::format("question {} of \"{}\"", item.number, title(item))
                    : fmt::format("question {} (\"{}\")", item.number, written_id(item));
}

/// The same with the round that is meant, from outside of it.
std::string question_name(const Study& study, int subject, const Round* within) {
    const Round* round = round_of(study.items[static_cast<std::size_t>(subject)]);
    std::string name = question_name(study, subject);
    if (round == nullptr || is_same_round(round, within)) return name;
    return fmt::format("{} for \"{}\"", name, round->label);
}

std::string option_name(const Study& study, int subject, int index) {
    const Kind& kind = study.items[static_cast<std::size_t>(subject)].kind;
    if (const auto* yes_no = std::get_if<YesNo>(&kind)) {
        return index == 0 ? yes_no->no_label : yes_no->yes_label;
    }
    const std::vector<Option>& options = options_of(kind);
    const auto position = static_cast<std::size_t>(index);
    return position < options.size() ? options[position].label : (index == 0 ? "no" : "yes");
}

std::string row_name(const Study& study, int subject, int index) {
    const auto& rows = rows_of(study.items[static_cast<std::size_t>(subject)].kind);
    const auto position = static_cast<std::size_t>(index);
    return position < rows.size() ? row_words(rows[position]) : "";
}

/// A study, and the round of the question that is being told of it.
struct Reading {
    const Study& study;
    const Round* within = nullptr;
};

Point option_point(const Reading& reading, const Option& option) {
    Point point;
    const bool described = !option.description.empty();
    point.line.push_back({row_words(option), described ? Style::strong : Style::plain});
    if (described) point.line.push_back({": " + option.description});
    if (option.picture) {
        const Picture& picture = *option.picture;
        point.line.push_back(
            {fmt::format(" (image {}: {})", picture.file, picture.alternative), Style::quiet}
        );
    }
    if (option.takes_text) point.line.push_back({" (text field)", Style::quiet});
    if (option.exclusive) point.line.push_back({" (stands alone)", Style::quiet});
    if (option.declines) point.line.push_back({" (counts as declined)", Style::quiet});
    if (option.shown_when) {
        point.notes.push_back(
            condition_note(reading.study, "Offered when", *option.shown_when, reading.within)
        );
    }
    if (option.keeps_place) point.notes.push_back({Tone::condition, {{"Keeps its place."}}});
    if (!option.added.empty()) point.notes.push_back(added_note(option.added));
    return point;
}

List option_list(
    const Reading& reading, std::string title, Marks marks, const std::vector<Option>& options
) {
    List list{.title = std::move(title), .marks = marks, .points = {}};
    for (const Option& option : options) list.points.push_back(option_point(reading, option));
    return list;
}

/// How an item is answered: words, and what there is to choose from.
struct AnswerForm {
    std::string words;
    std::vector<List> lists;
};

AnswerForm answer_form(const Reading& reading, const SingleChoice& single) {
    const bool dropdown = single.appearance == Appearance::dropdown;
    std::string words = dropdown ? "one answer from a dropdown" : "one answer";
    const auto right = std::ranges::find(single.choices, single.attention_check, &Option::code);
    if (right != single.choices.end()) {
        words += fmt::format("; attention check: passed with \"{}\"", right->label);
    }
    return {words, {option_list(reading, "", Marks::letters, single.choices)}};
}

AnswerForm answer_form(const Reading& reading, const SeveralChoices& several) {
    std::string words = "several answers";
    if (several.at_least) words += fmt::format(", at least {}", *several.at_least);
    if (several.at_most) words += fmt::format(", at most {}", *several.at_most);
    return {words, {option_list(reading, "", Marks::letters, several.choices)}};
}

AnswerForm answer_form(const Reading&, const YesNo& yes_no) {
    List list{.title = "", .marks = Marks::letters, .points = {}};
    list.points.push_back({.line = {{yes_no.yes_label}}, .notes = {}});
    list.points.push_back({.line = {{yes_no.no_label}}, .notes = {}});
    return {"one answer", {list}};
}

AnswerForm answer_form(const Reading& reading, const Grid& grid) {
    return {
        "one answer in each row",
        {option_list(reading, "Rows", Marks::letters, grid.rows),
         option_list(reading, "Scale, in this order", Marks::bullets, grid.scale)}
    };
}

AnswerForm answer_form(const Reading& reading, const Matrix& matrix) {
    return {
        "several answers in each row",
        {option_list(reading, "Rows", Marks::letters, matrix.rows),
         option_list(reading, "Choices, in this order", Marks::bullets, matrix.choices)}
    };
}

AnswerForm answer_form(const Reading& reading, const SemanticDifferential& kind) {
    return {
        fmt::format("one of {} points between two poles in each row", kind.points.size()),
        {option_list(reading, "Rows", Marks::letters, kind.rows)}
    };
}

AnswerForm answer_form(const Reading& reading, const Ranking& ranking) {
    std::string words = "an order of the choices";
    if (ranking.at_least) words += fmt::format(", at least {}", *ranking.at_least);
    if (ranking.at_most) words += fmt::format(", at most {}", *ranking.at_most);
    return {words, {option_list(reading, "", Marks::letters, ranking.choices)}};
}

AnswerForm answer_form(const Reading& reading, const ConstantSum& sum) {
    const std::string unit = sum.unit.empty() ? "" : " " + sum.unit;
    return {
        fmt::format("whole numbers that add up to {}{}", sum.total, unit),
        {option_list(reading, "Rows", Marks::letters, sum.rows)}
    };
}

AnswerForm answer_form(const Reading&, const NetPromoter& kind) {
    return {
        fmt::format(
            "a number from 0 (\"{}\") to {} (\"{}\")",
            kind.lowest_label,
            NetPromoter::greatest,
            kind.highest_label
        ),
        {}
    };
}

AnswerForm answer_form(const Reading&, const Email&) { return {"an e-mail address", {}}; }

AnswerForm answer_form(const Reading&, const Date& date) {
    std::string words = "a date";
    if (!date.earliest.empty()) words += ", from " + date.earliest;
    if (!date.latest.empty()) words += (date.earliest.empty() ? ", to " : " to ") + date.latest;
    return {words, {}};
}

AnswerForm answer_form(const Reading&, const Text& text) {
    const bool one_line = text.length == TextLength::one_line;
    return {
        fmt::format(
            "{}, up to {} characters", one_line ? "one line of text" : "text", text.characters_max
        ),
        {}
    };
}

AnswerForm answer_form(const Reading&, const Number& number) {
    std::string words = number.number == NumberKind::whole ? "a whole number" : "a number";
    if (!number.unit.empty()) words += fmt::format(" ({})", number.unit);
    if (number.minimum && number.maximum) {
        words += fmt::format(" from {} to {}", *number.minimum, *number.maximum);
    } else if (number.minimum) {
        words += fmt::format(", at least {}", *number.minimum);
    } else if (number.maximum) {
        words += fmt::format(", at most {}", *number.maximum);
    }
    if (number.slider) words += ", with a slider";
    const auto end = [&](std::string_view name, const std::string& label) {
        if (!label.empty()) words += fmt::format(", {} \"{}\"", name, label);
    };
    if (number.slider) {
        end("from", number.slider->lowest_label);
        end("to", number.slider->highest_label);
    }
    return {words, {}};
}

AnswerForm answer_form(const Reading&, const Consent& consent) {
    List list{.title = "", .marks = Marks::bullets, .points = {}};
    list.points.push_back({.line = {{consent.statement}}, .notes = {}});
    return {"a statement to agree to; without it the study ends", {list}};
}

AnswerForm answer_form(const Reading&, const Information&) { return {"nothing to answer", {}}; }

std::string research_question_names(const Study& study, const std::vector<std::string>& ids) {
    std::string names;
    for (const std::string& id : ids) {
        const auto found = std::ranges::find(study.research_questions, id, &ResearchQuestion::id);
        if (!names.empty()) names += ", ";
        names += found == study.research_questions.end()
                     ? id
                     : fmt::format("RQ{}", found - study.research_questions.begin() + 1);
    }
    return names;
}

}  // namespace

Note condition_note(
    const Study& study,
    std::string_view lead,
    const expression::Expression& condition,
    const Round* within
) {
    const expression::Wording wording{
        .question = [&](int subject) { return question_name(study, subject, within); },
        .option = [&](int subject, int index) { return option_name(study, subject, index); },
        .row = [&](int subject, int index) { return row_name(study, subject, index); },
    };
    return {
        .tone = Tone::condition,
        .line =
            {
                {fmt::format("{} {}", lead, expression::describe_condition(condition, wording))},
                {" (written ", Style::quiet},
                {condition.text(), Style::code},
                {")", Style::quiet},
            },
    };
}

Note repeat_note(const Study& study, const Repeat& repeat) {
    Line line{{fmt::format(
        "Asked once for each choice of {} that was chosen, in this order: ",
        question_name(study, repeat.source)
    )}};
    for (int turn = 0; turn < repeat.rounds; ++turn) {
        const int first = repeat.first_page + turn * repeat.pages_per_round;
        const auto page = static_cast<std::size_t>(first);
        const Round* round = round_of(study.pages[page]);
        if (round == nullptr) continue;
        const std::size_t name = round->name.size() + 1;
        line.push_back({fmt::format("{}{} (", turn > 0 ? ", " : "", round->label)});
        line.push_back({study.pages[page].id.substr(name), Style::code});
        line.push_back({")"});
    }
    line.push_back({fmt::format(
        ". {{{{{}}}}} stands for the choice; in the data, ids of a round end in what is in "
        "brackets here.",
        each_pipe
    )});
    return {.tone = Tone::condition, .line = std::move(line)};
}

Line linked(std::string_view text) {
    Line line;
    while (!text.empty()) {
        const std::size_t start =
            std::min({text.find("https://"), text.find("http://"), text.size()});
        if (start > 0) line.push_back({std::string(text.substr(0, start))});
        text.remove_prefix(start);
        std::size_t end = std::min(text.find_first_of(" \t\n\r<>()[]\"'`"), text.size());
        while (end > 0 && std::string_view(".,;:!?").find(text[end - 1]) != std::string_view::npos
        ) {
            --end;
        }
        if (end > 0) line.push_back({std::string(text.substr(0, end)), Style::link});
        text.remove_prefix(end);
    }
    return line;
}

Note added_note(const Added& reason) { return {.tone = Tone::added, .line = {{reason}}}; }

Note acknowledged_note(const Acknowledgement& acknowledgement) {
    return {
        .tone = Tone::acknowledged,
        .line = {{acknowledgement.rule, Style::code}, {": " + acknowledgement.reason}},
    };
}

Question question_block(const Study& study, const Item& item) {
    const Reading reading{study, round_of(item)};
    AnswerForm form =
        std::visit([&](const auto& kind) { return answer_form(reading, kind); }, item.kind);
    Question question{
        .number = item.number,
        .ask = item.ask,
        .id = written_id(item),
        .answer = std::move(form.words),
        .hint = item.hint,
        .lists = std::move(form.lists),
        .notes = {},
    };
    if (item.requirement == Requirement::required) question.answer += ", required";
    if (item.options == Order::random) {
        question.answer += rows_of(item.kind).empty() || std::holds_alternative<Ranking>(item.kind)
                               ? "; choices in random order"
                               : "; rows in random order";
    }
    if (item.keeps_place) question.answer += "; keeps its place";
    if (!item.serves.empty()) {
        question.answer += "; serves " + research_question_names(study, item.serves);
    }
    if (item.describes_sample) question.answer += "; describes the sample";
    if (item.personal) question.answer += "; personal";
    if (!item.note.empty()) question.notes.push_back({Tone::note, linked(item.note)});
    if (item.shown_when) {
        question.notes.push_back(
            condition_note(study, "Shown when", *item.shown_when, reading.within)
        );
    }
    if (item.valid_when) {
        const Validation& rule = *item.valid_when;
        Note note = condition_note(study, "Accepted when", rule.must_hold, reading.within);
        note.line.push_back({fmt::format("; otherwise: \"{}\"", rule.message)});
        question.notes.push_back(std::move(note));
    }
    if (!item.added.empty()) question.notes.push_back(added_note(item.added));
    for (const Acknowledgement& one : item.acknowledged) {
        question.notes.push_back(acknowledged_note(one));
    }
    return question;
}

}  // namespace querist::instrument::protocol
