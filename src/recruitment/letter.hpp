#pragma once

// What a mail says to one person: the study's words with what stands for its placeholders.

#include "core/core.hpp"
#include "instrument/instrument.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::recruitment {

/// What one person's mail puts in. Links are web addresses without anything to escape; the rest
/// is any text of one line, or empty where nothing is known.
struct LetterValues {
    std::string link = {};
    std::string opt_out_link = {};
    std::string name = {};
    std::vector<std::pair<std::string, std::string>> further = {};  ///< Columns of the frame.
};

struct Letter {
    std::string subject;
    std::string text;  ///< As plain text, with the addresses of links behind their words.
    std::string html;  ///< A whole page of the same.
};

/// Puts the values into the words. What is empty becomes what stands behind the placeholder's |,
/// or nothing. No value is read as Markdown or HTML. `language` is BCP 47.
[[nodiscard]] Letter write_letter(
    const instrument::MailWords& words, const LetterValues& values, std::string_view language
);

}  // namespace querist::recruitment
