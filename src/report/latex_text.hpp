#pragma once

#include <string>
#include <string_view>

namespace querist::report {

/// `text` (UTF-8) for xelatex: nothing in it is read as a command or turned into another
/// character. What Latin Modern lacks is put into the families that the preamble declares:
/// \othertext, \emojitext, \cjktext for Chinese, Japanese and Korean, \rtltext for what is written
/// from right to left. Line ends become \lineend{}.
[[nodiscard]] std::string latex_text(std::string_view text);

/// The declarations that `latex_text` relies on.
[[nodiscard]] std::string_view latex_fonts();

}  // namespace querist::report
