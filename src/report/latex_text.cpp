#include "report/latex_text.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace querist::report {

namespace {

constexpr std::size_t unbroken_max = 24;  // characters

enum class Script { latin, cjk, right_to_left, emoji, other };

struct Character {
    UChar32 code = 0;
    Script script = Script::latin;
};

/// What Latin Modern has and our texts use: Latin up to Extended-A, and common punctuation.
bool in_latin_modern(UChar32 code) {
    if (code < 0x180) return true;
    if (code >= 0x2018 && code <= 0x201E) return true;
    for (const UChar32 one : {0x2013, 0x2014, 0x2020, 0x2021, 0x2022, 0x2026, 0x20AC, 0x2122}) {
        if (code == one) return true;
    }
    return false;
}

Script script_of(UChar32 code) {
    if (in_latin_modern(code)) return Script::latin;
    const UCharDirection direction = u_charDirection(code);
    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) {
        return Script::right_to_left;
    }
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(code, &status);
    for (const UScriptCode one :
         {USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_HANGUL, USCRIPT_BOPOMOFO}) {
        if (script == one) return Script::cjk;
    }
    // Full-width forms and CJK punctuation are common to several scripts.
    const int32_t width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
    if (u_hasBinaryProperty(code, UCHAR_EXTENDED_PICTOGRAPHIC) != 0) return Script::emoji;
    if (width == U_EA_WIDE || width == U_EA_FULLWIDTH) return Script::cjk;
    return Script::other;
}

/// Characters that steer others and have no shape: they stay with what stands before them, and
/// those that only choose between pictures of an emoji or turn the direction are left out.
bool left_out(UChar32 code) {
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F;
}

std::vector<Character> characters_of(std::string_view text) {
    std::vector<Character> characters;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 code = 0;
        U8_NEXT_OR_FFFD(bytes, i, length, code);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's
        if (left_out(code) || code == '\r') continue;
        if ((code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0)) code = ' ';
        Script script = script_of(code);
        const bool joins = u_getCombiningClass(code) > 0 || code == 0x200D;
        if (joins && !characters.empty()) {
            // A mark is drawn by the font of its letter; Latin Modern does not place marks.
            if (characters.back().script == Script::latin) characters.back().script = Script::other;
            script = characters.back().script;
        }
        characters.push_back({code, script});
    }
    return characters;
}

bool is_neutral(const Character& one) {
    return one.script == Script::latin && u_charDirection(one.code) != U_LEFT_TO_RIGHT &&
           one.code != '\n';
}

/// Spaces, digits and punctuation between two words written from right to left run with them.
void join_right_to_left(std::vector<Character>& characters) {
    for (std::size_t i = 1; i < characters.size(); ++i) {
        if (characters[i - 1].script != Script::right_to_left || !is_neutral(characters[i]))
            continue;
        std::size_t end = i;
        while (end < characters.size() && is_neutral(characters[end])) ++end;
        if (end == characters.size() || characters[end].script != Script::right_to_left) continue;
        for (; i < end; ++i) characters[i].script = Script::right_to_left;
    }
}

std::string_view command_for(char c) {
    switch (c) {
        case '\\':
            return "\\textbackslash{}";
        case '{':
            return "\\{";
        case '}':
            return "\\}";
        case '$':
            return "\\$";
        case '&':
            return "\\&";
        case '#':
            return "\\#";
        case '%':
            return "\\%";
        case '_':
            return "\\_";
        case '^':
            return "\\textasciicircum{}";
        case '~':
            return "\\textasciitilde{}";
        case '"':
            return "\\textquotedbl{}";
        case '\'':
            return "\\textquotesingle{}";
        case '`':
            return "\\textasciigrave{}";
        // After the end of a table's row these would be read as its options.
        case '[':
            return "{[}";
        case ']':
            return "{]}";
        case '*':
            return "{*}";
        case '\n':
            return "\\lineend{}";
        default:
            return "";
    }
}

void append(std::string& out, UChar32 code, UChar32 next) {
    if (code < 0x80) {
        const char c = static_cast<char>(code);
        const std::string_view command = command_for(c);
        if (command.empty()) {
            out += c;
        } else {
            out += command;
        }
        // "--", ",,", "<<" and ">>" would become other characters.
        if (code == next && std::string_view("-,<>").contains(c)) out += "{}";
        return;
    }
    std::uint8_t bytes[U8_MAX_LENGTH];
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, code);
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

std::string_view family_of(Script script) {
    switch (script) {
        case Script::latin:
            return "";
        case Script::cjk:
            return "\\cjktext{";
        case Script::emoji:
            return "\\emojitext{";
        case Script::right_to_left:
            return "\\rtltext{";
        case Script::other:
            return "\\othertext{";
    }
    return "";
}

}  // namespace

std::string latex_text(std::string_view text) {
    std::vector<Character> characters = characters_of(text);
    join_right_to_left(characters);
    std::string out;
    Script script = Script::latin;
    std::size_t unbroken = 0;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const Character& one = characters[i];
        if (one.script != script) {
            if (script != Script::latin) out += '}';
            out += family_of(one.script);
            script = one.script;
        }
        // Digests and addresses have no place to break a line at.
        unbroken = one.code == ' ' || one.code == '\n' ? 0 : unbroken + 1;
        if (unbroken > 0 && unbroken % unbroken_max == 0 && script == Script::latin) {
            out += "\\allowbreak{}";
        }
        append(out, one.code, i + 1 < characters.size() ? characters[i + 1].code : 0);
    }
    if (script != Script::latin) out += '}';
    return out;
}

std::string_view latex_fonts() {
    return R"tex(% Latin Modern lacks other scripts and symbols: the first of these fonts that is installed has them.
\newcommand{\firstfont}[2]{\def\chosenfont{}%
  \forcsvlist{\tryfont}{#2}%
  \ifx\chosenfont\empty\let#1\relax\else
    \expandafter\newfontfamily\expandafter#1\expandafter{\chosenfont}\fi}
\newcommand{\tryfont}[1]{\ifx\chosenfont\empty\IfFontExistsTF{#1}{\def\chosenfont{#1}}{}\fi}
\firstfont{\otherfamily}{DejaVu Sans,Noto Sans,FreeSans}
\firstfont{\emojifamily}{Symbola,Noto Emoji,DejaVu Sans}
\firstfont{\cjkfamily}{Noto Sans CJK SC,Droid Sans Fallback,WenQuanYi Micro Hei}
\newcommand{\othertext}[1]{{\otherfamily #1}}
\newcommand{\emojitext}[1]{{\emojifamily #1}}
\newcommand{\cjktext}[1]{{\cjkfamily\XeTeXlinebreaklocale "zh" #1}}
\TeXXeTstate=1
\newcommand{\rtltext}[1]{{\otherfamily\beginR #1\endR}}
\newcommand{\lineend}{\leavevmode\newline}
)tex";
}

}  // namespace querist::report
