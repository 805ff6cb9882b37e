#pragma once

// Internal to delivery: a mail's header and parts, as far as reports of other servers need them.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::delivery {

/// Header fields (names in lower case, values unfolded and trimmed) and what follows them.
struct MailPart {
    std::vector<std::pair<std::string, std::string>> fields;
    std::string_view body;

    /// The first value of a field; empty where there is none.
    [[nodiscard]] std::string_view field(std::string_view name) const;
    /// The type of its content in lower case, "text/plain" where it says none.
    [[nodiscard]] std::string type() const;
    /// A parameter of the content's type, without quotes.
    [[nodiscard]] std::string parameter(std::string_view name) const;
};

/// Reads header and body. Lines end in CRLF or LF. `text` must outlive it.
[[nodiscard]] MailPart read_part(std::string_view text);
/// The parts of a multipart body, in their order; at most 100.
[[nodiscard]] std::vector<MailPart> parts_of(const MailPart& part);
/// The Message-IDs within a value, without < and >.
[[nodiscard]] std::vector<std::string> message_ids_in(std::string_view value);

}  // namespace querist::delivery
