// Earlier answers in the texts of a page.

#include "response/direction.hpp"
#include "response/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace querist::response {

using instrument::Item;
using instrument::Kind;
using instrument::Option;
using instrument::Study;

namespace {

/// A text that was typed is put into another one up to here; code points.
constexpr std::size_t piped_characters_max = 200;
constexpr std::string_view nothing_said = "…";

std::string shortened(std::string_view text) {
    std::string line(text);
    std::ranges::replace(line, '\n', ' ');
    if (code_points(line) <= piped_characters_max) return line;
    std::size_t end = 0;
    for (std::size_t count = 0; count < piped_characters_max; ++count) {
        ++end;  // over the first byte, then over those that continue it
        while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) ++end;
    }
    return line.substr(0, end) + "…";
}

/// A number without zeros that say nothing behind its point.
std::string without_zeros(std::string number) {
    if (number.find('.') == std::string::npos) return number;
    number.erase(number.find_last_not_of('0') + 1);
    if (number.ends_with('.')) number.pop_back();
    return number == "-0" ? "0" : number;
}

/// What was typed is said as typed, without the powers of ten that programs write.
std::string typed_words(double value) {
    std::string number = fmt::format("{}", value);
    if (number.find('e') == std::string::npos) return number;
    return without_zeros(fmt::format("{:.{}f}", value, std::numeric_limits<double>::max_digits10));
}

/// A computed third has no end: six digits are said of it, and all those before its point.
std::string computed_words(double value) {
    constexpr int computed_digits = 6;
    if (value == 0) return "0";
    const int before_point = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
    const int decimals = std::clamp(computed_digits - before_point, 0, 2 * computed_digits);
    return without_zeros(fmt::format("{:.{}f}", value, decimals));
}

struct ValueWords {
    const Study& study;
    std::span<const Answer> answers;  ///< Those that count.
    const Item& item;
    const Answer& answer;

    /// What was typed beside a choice says more than "Other".
    [[nodiscard]] std::string option(int index) const {
        if (const auto typed = answer.texts.find(index);
            typed != answer.texts.end() && !typed->second.empty()) {
            return shortened(typed->second);
        }
        // A label may name earlier answers itself; what was typed never does.
        const std::string& label = instrument::options_of(item.kind)[at(index)].label;
        return piped(study, answers, label, {}, instrument::round_of(item));
    }
    std::string operator()(const expression::Unanswered&) const { return {}; }
    std::string operator()(bool value) const {
        const auto* kind = std::get_if<instrument::YesNo>(&item.kind);
        if (kind == nullptr) return {};
        return value ? kind->yes_label : kind->no_label;
    }
    std::string operator()(std::int64_t value) const { return with_unit(fmt::format("{}", value)); }
    std::string operator()(double value) const {
        return with_unit(item.calculation ? computed_words(value) : typed_words(value));
    }
    std::string operator()(const std::string& value) const { return shortened(value); }
    std::string operator()(const expression::Choice& value) const { return option(value.index); }
    std::string operator()(const expression::ChoiceSet& value) const {
        std::string list;
        for (const int index : value.indices) {
            list.append(list.empty() ? "" : ", ").append(option(index));
        }
        return list;
    }
    // Studies that pipe these are refused when they are read.
    std::string operator()(const expression::Cells&) const { return {}; }
    std::string operator()(const expression::CellSets&) const { return {}; }
    std::string operator()(const expression::Figures&) const { return {}; }

private:
    [[nodiscard]] std::string with_unit(std::string number) const {
        const auto* kind = std::get_if<instrument::Number>(&item.kind);
        if (kind != nullptr && !kind->unit.empty()) number.append(" ").append(kind->unit);
        return number;
    }
};

/// The language whose plural categories the words of a text are in. What is not translated stands
/// in the study's own language among the others.
const std::string& language_of_words(const Study& study, const instrument::Pipe& pipe) {
    const std::string& own = study.languages.front();
    const bool is_own = study.language == own || instrument::fault_in_words(pipe, study.language);
    return is_own ? own : study.language;
}

/// The words that hang on the answer; none where it is none that they could hang on.
std::string chosen_words(
    const Study& study,
    const instrument::Pipe& pipe,
    const Item& item,
    const expression::Value& value
) {
    const std::string& language = language_of_words(study, pipe);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return instrument::words_for(pipe, language, static_cast<double>(*whole));
    }
    if (const auto* decimal = std::get_if<double>(&value)) {
        return instrument::words_for(pipe, language, *decimal);
    }
    if (const auto* choice = std::get_if<expression::Choice>(&value)) {
        const std::string& code = instrument::options_of(item.kind)[at(choice->index)].code;
        return instrument::words_for(pipe, language, code);
    }
    if (const auto* yes = std::get_if<bool>(&value)) {
        return instrument::words_for(pipe, language, *yes ? "yes" : "no");
    }
    return {};
}

/// The choice that a round is for. Beside "Other" stands what was typed; where nothing was, the
/// fallback says more than its label.
std::string choice_words(
    const Study& study,
    std::span<const Answer> counting,
    const instrument::Round& round,
    const instrument::Pipe& pipe
) {
    const int source = study.repeats[at(round.repeat)].source;
    const Item& item = study.items[at(source)];
    const Answer& answer = counting[at(source)];
    const auto typed = answer.texts.find(round.option);
    const bool unsaid = round.takes_text && (typed == answer.texts.end() || typed->second.empty());
    if (unsaid && !pipe.fallback.empty()) return {};
    return ValueWords{study, counting, item, answer}.option(round.option);
}

/// What stands in the place of a pipe; empty: its fallback.
std::string pipe_words(
    const Study& study,
    std::span<const Answer> counting,
    const instrument::Pipe& pipe,
    const instrument::Round* round
) {
    if (round != nullptr && pipe.item == instrument::each_pipe) {
        return choice_words(study, counting, *round, pipe);
    }
    const int named = instrument::item_in_round(study, round, pipe.item);
    if (named < 0) return {};
    const Item& item = study.items[at(named)];
    const Answer& answer = counting[at(named)];
    return pipe.words.empty() ? std::visit(ValueWords{study, counting, item, answer}, answer.value)
                              : chosen_words(study, pipe, item, answer.value);
}

std::string filled_in(
    const Study& study,
    std::span<const Answer> counting,
    std::string_view text,
    TextFormat format,
    std::span<const instrument::Pipe> pipes,
    const instrument::Round* round
) {
    std::string result;
    std::size_t done = 0;
    for (const instrument::Pipe& pipe : pipes) {
        const auto begin = static_cast<std::size_t>(pipe.whole.data() - text.data());
        result += text.substr(done, begin - done);
        done = begin + pipe.whole.size();
        std::string words = pipe_words(study, counting, pipe, round);
        if (words.empty()) {
            words = pipe.fallback.empty() ? nothing_said : pipe.fallback;
        } else {
            words = isolated(words, text);
        }
        result += format == TextFormat::markdown ? markdown_escaped(words) : words;
    }
    return result.append(text.substr(done));
}

bool is_ascii_punctuation(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

}  // namespace

std::string markdown_escaped(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        // CommonMark: a backslash before any ASCII punctuation takes its meaning away.
        if (is_ascii_punctuation(c)) escaped += '\\';
        escaped += c == '\n' || c == '\r' ? ' ' : c;
    }
    return escaped;
}

std::string piped(
    const Study& study,
    std::span<const Answer> answers,
    std::string_view text,
    TextFormat format,
    const instrument::Round* round
) {
    const std::vector<instrument::Pipe> pipes = instrument::pipes_in(text);
    if (pipes.empty()) return std::string(text);
    return filled_in(study, effective_answers(study, answers), text, format, pipes, round);
}

Item shown_item(const Study& study, std::span<const Answer> answers, int item, const PublicId& id) {
    Item shown = study.items[at(item)];
    const bool is_markdown = std::holds_alternative<instrument::Information>(shown.kind);
    const instrument::Round* round = instrument::round_of(study.items[at(item)]);
    const auto pipe = [&](std::string& text, TextFormat format = TextFormat::plain) {
        if (text.find("{{") != text.npos) text = piped(study, answers, text, format, round);
    };
    pipe(shown.ask, is_markdown ? TextFormat::markdown : TextFormat::plain);
    pipe(shown.hint);
    std::vector<Option>* const options = instrument::options_in(shown.kind);
    std::vector<Option>* const rows = instrument::rows_in(shown.kind);
    for (std::vector<Option>* list : {options, rows == options ? nullptr : rows}) {
        if (list == nullptr) continue;
        for (Option& option : *list) {
            pipe(option.label);
            pipe(option.description);
            pipe(option.opposite);
        }
    }
    if (shown.options != instrument::Order::random) return shown;
    std::vector<Option>* list = rows != nullptr ? rows : options;
    if (list == nullptr) return shown;
    std::vector<Option> ordered;
    for (const int position : option_order(shown, id)) ordered.push_back((*list)[at(position)]);
    *list = std::move(ordered);
    return shown;
}

}  // namespace querist::response
