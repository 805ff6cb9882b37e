#pragma once

#include "instrument/instrument.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::response {

/// How the answer to an open question came onto its page, counted by the page's script: never what
/// was typed, nor when.
struct Typing {
    int item = 0;
    int inputs = 0;  ///< Times that a person, or what a person speaks or writes with, changed it.
    int pasted = 0;  ///< Characters that were pasted or dropped; UTF-8 code points.
    bool operator==(const Typing&) const = default;
};
/// Each count at most; more are as many.
inline constexpr int typing_count_max = 1'000'000;

/// Whether the study's screening looks at how open answers came. Without that nothing is counted.
[[nodiscard]] bool counts_typing(const instrument::Study& study);
/// The open questions of a page, by position.
[[nodiscard]] std::vector<int> open_questions(const instrument::Study& study, int page);

/// Reads a page's "_typing": "<id>:<inputs>:<pasted>" of open questions of the page, each at most
/// once, separated by spaces; an id alone where no script counted. In the order of items. A field
/// of another form says nothing: nobody typed it, so nobody can mend it.
[[nodiscard]] std::vector<Typing> read_typing(
    const instrument::Study& study, int page, std::string_view field
);
/// "_typing" of a page as it is made: what was counted before it came back, ids alone for the rest.
[[nodiscard]] std::string typing_field(
    const instrument::Study& study, int page, std::span<const Typing> counted
);

/// What a page entry's body says, in the order of items; none where it says nothing. Empty
/// optional: it has another shape.
[[nodiscard]] std::optional<std::vector<Typing>> typing_in(
    const instrument::Study& study, const nlohmann::json& body
);
/// Adds what one more accepted page counted. Both are in the order of items.
void add_typing(std::vector<Typing>& sum, std::span<const Typing> more);

}  // namespace querist::response
