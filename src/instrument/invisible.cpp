#include "instrument/invisible.hpp"

#include "core/core.hpp"

#include <utility>

namespace querist::instrument {

std::optional<Invisible> invisible_in(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> characters[] = {
        {"\xC2\xA0", "a no-break space (U+00A0)"},
        {"\xC2\xAD", "a soft hyphen (U+00AD)"},
        {"\xE2\x80\x87", "a figure space (U+2007)"},
        {"\xE2\x80\x8B", "a zero-width space (U+200B)"},
        {"\xE2\x80\x8C", "a zero-width non-joiner (U+200C)"},
        {"\xE2\x80\x8D", "a zero-width joiner (U+200D)"},
        {"\xE2\x80\xAF", "a narrow no-break space (U+202F)"},
        {"\xE2\x81\xA0", "a word joiner (U+2060)"},
        {"\xEF\xBB\xBF", "a byte order mark (U+FEFF)"},
    };
    Invisible found{text.size(), {}, std::string(text)};
    for (const auto& [character, name] : characters) {
        if (const std::size_t at = text.find(character); at < found.offset) {
            found.offset = at;
            found.name = name;
        }
        for (std::size_t at = found.visible.find(character); at != std::string::npos;
             at = found.visible.find(character)) {
            found.visible.erase(at, character.size());
        }
    }
    if (found.name.empty()) return std::nullopt;
    found.visible = trimmed(found.visible);
    return found;
}

}  // namespace querist::instrument
