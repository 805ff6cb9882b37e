// Writing the answers projection; its format stands in response.hpp.

#include "response/answer_text.hpp"
#include "response/gap_of.hpp"

namespace querist::response {

using instrument::Item;
using instrument::Study;

char gap_letter(Gap gap) {
    switch (gap) {
        case Gap::none:
            return 'a';
        case Gap::not_shown:
            return 'n';
        case Gap::skipped:
            return 's';
        case Gap::declined:
            return 'd';
        case Gap::broken_off:
            return 'b';
        case Gap::withdrawn:
            return 'w';
    }
    return '?';
}

namespace {

void append_instant(std::string& out, const std::optional<Instant>& instant) {
    if (instant)
        append_whole(out, instant->time_since_epoch().count());
    else
        out += "null";
}

/// The parts that need a walk, collected in one.
struct AnswerParts {
    std::string counting;  ///< "a"
    std::string sleeping;  ///< "d", without its brackets
    std::string gaps;      ///< "g"
    std::string texts;     ///< "t", without its brackets
};

void append_text_beside(
    std::string& out, int position, const Item& item, int option, const std::string& text
) {
    if (!out.empty()) out += ',';
    out += '[';
    append_whole(out, position);
    out += ',';
    append_json_string(out, texted_options(item.kind)[at(option)].code);
    out += ',';
    append_json_string(out, text);
    out += ']';
}

void append_sleeping(std::string& out, int position, const Item& item, const Answer& stored) {
    if (!out.empty()) out += ',';
    out += '[';
    append_whole(out, position);
    out += ',';
    append_value(out, item, stored.value, RowForm::by_position);
    out += ',';
    append_texts(out, item, stored);
    out += ']';
}

AnswerParts answer_parts(const Study& study, const State& state) {
    AnswerParts parts;
    parts.counting.reserve(256);
    Walk walk(study, state.answers);
    GapReader gaps(study, state, walk);
    for (int i = 0; i < static_cast<int>(study.items.size()); ++i) {
        const Item& item = study.items[at(i)];
        const Answer& stored = state.answers[at(i)];
        walk.decide(i);
        parts.gaps += gap_letter(gaps.gap_of(i));
        parts.counting += i == 0 ? '[' : ',';
        const bool plain = walk.applies(i) && !has_conditional_options(item.kind);
        const bool empty = !is_answered(stored) && stored.texts.empty();
        const Answer effective = plain || empty ? Answer{} : walk.effective(i);
        const Answer& counting = plain || empty ? stored : effective;
        append_value(parts.counting, item, counting.value, RowForm::by_position);
        for (const auto& [option, text] : counting.texts) {
            append_text_beside(parts.texts, i, item, option, text);
        }
        if (!plain && counting != stored) append_sleeping(parts.sleeping, i, item, stored);
    }
    parts.counting += study.items.empty() ? "[]" : "]";
    return parts;
}

void append_flags(std::string& out, const std::vector<std::string>& flags) {
    if (flags.empty()) return;
    out += ",\"f\":[";
    for (const std::string& flag : flags) {
        if (out.back() != '[') out += ',';
        append_json_string(out, flag);
    }
    out += ']';
}

void append_page_times(std::string& out, const std::vector<PageTimes>& pages) {
    if (pages.empty()) return;
    out += ",\"m\":[";
    for (const PageTimes& page : pages) {
        if (out.back() != '[') out += ',';
        out += '[';
        append_instant(out, page.shown_at);
        out += ',';
        append_instant(out, page.at);
        out += ']';
    }
    out += ']';
}

void append_typing(std::string& out, const std::vector<Typing>& typing) {
    if (typing.empty()) return;
    out += ",\"k\":[";
    for (const Typing& one : typing) {
        if (out.back() != '[') out += ',';
        out += '[';
        append_whole(out, one.item);
        out += ',';
        append_whole(out, one.inputs);
        out += ',';
        append_whole(out, one.pasted);
        out += ']';
    }
    out += ']';
}

void append_pages(std::string& out, const State& state, const Times& times) {
    append_page_times(out, times.pages);
    out += ",\"p\":\"";
    for (const bool presented : state.presented) out += presented ? '1' : '0';
    out += "\",\"r\":[";
    for (const int revision : state.page_revisions) {
        if (out.back() != '[') out += ',';
        append_whole(out, revision);
    }
    out += ']';
}

/// What reports read.
void append_answers(
    std::string& out,
    const Study& study,
    const State& state,
    const Times& times,
    const AnswerParts& parts
) {
    out.append("{\"a\":").append(parts.counting);
    if (times.started) {
        out += ",\"b\":";
        append_instant(out, times.started);
    }
    if (times.ended) {
        out += ",\"e\":";
        append_instant(out, times.ended);
    }
    append_flags(out, state.flags);
    out.append(",\"g\":\"").append(parts.gaps).append("\"");
    if (state.language >= 0) {
        out += ",\"l\":";
        append_json_string(out, study.languages[at(state.language)]);
    }
    out.append(",\"s\":\"").append(to_text(state.status)).append("\"");
    if (!parts.texts.empty()) out.append(",\"t\":[").append(parts.texts).append("]");
    if (state.excluded) out += ",\"x\":true";
    out += '}';
}

/// What is needed besides to go on with the response.
void append_progress(
    std::string& out, const State& state, const Times& times, const AnswerParts& parts
) {
    out += "{\"c\":";
    append_whole(out, state.consent_version);
    if (!parts.sleeping.empty()) out.append(",\"d\":[").append(parts.sleeping).append("]");
    append_typing(out, times.typing);
    append_pages(out, state, times);
    out += '}';
}

}  // namespace

std::string projection_text(const Study& study, const State& state, const Times& times) {
    const AnswerParts parts = answer_parts(study, state);
    std::string out;
    out.reserve(512 + parts.counting.size() + parts.texts.size() + parts.sleeping.size());
    append_answers(out, study, state, times, parts);
    out += '\n';
    append_progress(out, state, times, parts);
    return out;
}

}  // namespace querist::response
