#include "instrument/pipes.hpp"

#include "core/core.hpp"

namespace querist::instrument {

std::vector<Pipe> pipes_in(std::string_view text) {
    std::vector<Pipe> pipes;
    std::size_t from = text.find("{{");
    while (from != text.npos) {
        const std::size_t end = text.find("}}", from);
        if (end == text.npos) {
            pipes.push_back({text.substr(from), {}, {}, false});
            break;
        }
        const std::string_view inside = text.substr(from + 2, end - from - 2);
        const std::size_t bar = inside.find('|');
        const std::string_view fallback =
            bar == inside.npos ? std::string_view() : trimmed(inside.substr(bar + 1));
        pipes.push_back(
            {text.substr(from, end + 2 - from), trimmed(inside.substr(0, bar)), fallback, true}
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
