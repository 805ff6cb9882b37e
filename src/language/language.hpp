#pragma once

// The public header of language: what the program says to participants, in its languages, and which
// of several languages somebody reads. Pure; no page knows how a phrase is said.

#include "language/phrase.hpp"  // IWYU pragma: export

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace querist::language {

/// The program's own languages.
enum class Tongue { english, german, spanish, french, chinese, arabic };
inline constexpr std::array tongues = {
    Tongue::english,
    Tongue::german,
    Tongue::spanish,
    Tongue::french,
    Tongue::chinese,
    Tongue::arabic
};

/// The tag of BCP 47: "en", "de", "es", "fr", "zh-Hans", "ar".
[[nodiscard]] std::string_view tag(Tongue tongue);

/// The tongue in which the program speaks to readers of a language ("de-AT": German); English where
/// it has none of theirs.
[[nodiscard]] Tongue tongue_for(std::string_view language);

/// A word of a phrase that is known only when it is said.
struct Argument {
    const char* name;
    std::variant<std::int64_t, std::string> value;

    Argument(const char* argument, std::int64_t number) : name(argument), value(number) {}
    Argument(const char* argument, std::string_view text)
        : name(argument), value(std::string(text)) {}
};

/// A phrase as written in its table, its arguments still in braces.
[[nodiscard]] std::string_view pattern(Tongue tongue, Phrase phrase);

/// The program's words in the language of a page.
class Words {
public:
    explicit Words(Tongue tongue) : tongue_(tongue) {}
    explicit Words(std::string_view language) : tongue_(tongue_for(language)) {}

    [[nodiscard]] Tongue tongue() const { return tongue_; }
    /// A phrase without arguments.
    [[nodiscard]] std::string_view operator()(Phrase phrase) const {
        return pattern(tongue_, phrase);
    }
    /// A phrase with its arguments: plurals by the rules of the language, numbers in its style with
    /// the digits 0 to 9, which are the ones that answers are typed with.
    [[nodiscard]] std::string operator()(Phrase phrase, std::initializer_list<Argument> arguments)
        const;

private:
    Tongue tongue_;
};

/// Whether a language's usual script runs from right to left.
[[nodiscard]] bool is_right_to_left(std::string_view language);

/// A language's name for itself, as in a list to choose from: "Deutsch", "中文（简体）".
[[nodiscard]] std::string own_name(std::string_view language);

/// Whether a text is a language tag that ICU knows, in its usual form: "de", "zh-Hans", "pt-BR".
[[nodiscard]] bool is_language_tag(std::string_view text);

/// The first offered language that matches the best of an Accept-Language header (RFC 9110,
/// 12.5.4): the same tag, or what is left of it when subtags are taken off (RFC 4647, 3.4), or the
/// same language in the same script. None when the header wants none of them or cannot be read.
[[nodiscard]] std::optional<std::size_t> best_match(
    std::string_view accept_language, std::span<const std::string> offered
);

}  // namespace querist::language
