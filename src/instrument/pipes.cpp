#include "instrument/pipes.hpp"

#include "core/core.hpp"

namespace querist::instrument {

namespace {

/// Where the "}}" of the pipe that begins at `from` stands, behind words in single braces.
std::size_t end_of_pipe(std::string_view text, std::size_t from) {
    int depth = 0;
    for (std::size_t i = from + 2; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] != '}') continue;
        if (depth == 0 && text.substr(i).starts_with("}}")) return i;
        if (depth > 0) --depth;
    }
    return std::string_view::npos;
}

/// The first of a character outside braces.
std::size_t first_outside(std::string_view text, char wanted) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (depth == 0 && text[i] == wanted) return i;
        if (text[i] == '{') ++depth;
        if (text[i] == '}') --depth;
    }
    return std::string_view::npos;
}

}  // namespace

std::vector<Pipe> pipes_in(std::string_view text) {
    std::vector<Pipe> pipes;
    std::size_t from = text.find("{{");
    while (from != text.npos) {
        const std::size_t end = end_of_pipe(text, from);
        if (end == text.npos) {
            pipes.push_back({text.substr(from), {}, {}, {}, false});
            break;
        }
        const std::string_view inside = text.substr(from + 2, end - from - 2);
        const auto behind = [](std::string_view whole, std::size_t sign) {
            return sign == whole.npos ? std::string_view() : trimmed(whole.substr(sign + 1));
        };
        const std::size_t bar = first_outside(inside, '|');
        const std::string_view answer = inside.substr(0, bar);
        const std::size_t comma = answer.find(',');
        pipes.push_back(
            {.whole = text.substr(from, end + 2 - from),
             .item = trimmed(answer.substr(0, comma)),
             .words = behind(answer, comma),
             .fallback = behind(inside, bar)}
        );
        from = text.find("{{", end + 2);
    }
    return pipes;
}

std::string without_answers(std::string_view text) {
    std::string read;
    std::size_t from = 0;
    for (const Pipe& pipe : pipes_in(text)) {
        if (!pipe.closed) break;
        const std::size_t at = text.find(pipe.whole, from);
        read += text.substr(from, at - from);
        read += pipe.fallback.empty() ? std::string_view("…") : pipe.fallback;
        from = at + pipe.whole.size();
    }
    read += text.substr(from);
    return read;
}

}  // namespace querist::instrument
