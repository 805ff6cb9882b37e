#pragma once

#include "core/core.hpp"
#include "recruitment/frame_columns.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::recruitment {

// In code points.
inline constexpr std::size_t account_characters_max = 100;
inline constexpr std::size_t name_characters_max = 200;
inline constexpr std::size_t placeholder_characters_max = 500;
inline constexpr std::size_t compared_characters_max = 60;
/// More different texts of a compared column are no coarse groups: they would tell who somebody is.
inline constexpr std::size_t compared_texts_max = 40;

/// Why somebody is not taken into a frame.
enum class RowFault : std::uint8_t {
    too_many_cells,     ///< More than the header has.
    no_contact,         ///< Neither address nor account.
    address,            ///< No address that mail can be sent to over the internet.
    control_character,  ///< In another field.
    too_long,
    no_stratum,
    unknown_stratum,
    language,   ///< No BCP 47 tag.
    time_zone,  ///< No IANA name.
    duplicate_address,
    duplicate_account,
    suppressed,  ///< On the list of those who want no mail.
    disposable   ///< The mail's domain is on a list of disposable ones.
};
inline constexpr std::size_t row_faults = 13;
/// "no-contact": as programs read it.
[[nodiscard]] std::string_view word_of(RowFault fault);

struct RowRefusal {
    RowFault fault = RowFault::no_contact;
    std::string reason;  ///< A clause for people, without what identifies a person.
    bool operator==(const RowRefusal&) const = default;
};

/// A row of a frame that can be taken.
struct FrameEntry {
    std::optional<EmailAddress> address;
    std::string account;         ///< As written, without an @ before it.
    std::string normal_account;  ///< In lower case (ASCII).
    std::string name;
    /// Position in the strata of `FrameRules`; empty: it is told later, by the account.
    std::optional<std::size_t> stratum = 0;
    std::string language;
    std::string time_zone;
    std::vector<std::pair<std::string, std::string>> further;  ///< Those that are not empty.
    /// What the columns say by which respondents are compared with the frame, in their order; empty
    /// ones say nothing.
    std::vector<std::string> compared = {};
};

/// What the study asks of a frame's rows.
struct FrameRules {
    std::vector<std::string> strata;  ///< Ids; one empty id where the study names none.
    /// What a row without a stratum of its own is in; empty: it is refused, when there are several.
    std::optional<std::size_t> everybody_in = std::nullopt;
    std::vector<StratumMark> marks = {};  ///< By which columns strata are known.
    /// What a row is in that no mark fits although the file has their columns; empty: in none.
    std::optional<std::size_t> unmarked_in = std::nullopt;
    /// Whether a row that tells its stratum in no way may be taken when it has an account.
    enum class Untold { refused, waits } untold = Untold::refused;
    std::vector<std::string> compared = {};  ///< Headers, as find_frame_columns takes them.
};

/// Judges one row: the first fault that it has, or whom it tells of.
[[nodiscard]] std::expected<FrameEntry, RowRefusal> judge_frame_row(
    const FrameColumns& columns, const FrameRules& rules, std::span<const std::string> cells
);

/// Whether a text of a compared column names the person of its row: it has an @, or repeats their
/// account or name in any case (ASCII).
[[nodiscard]] bool names_person(const FrameEntry& entry, std::string_view text);

/// Whether the texts of a compared column name people rather than groups: more than half of those
/// who have a text have one that nobody else has. `people`: how many have each.
[[nodiscard]] bool name_people(std::span<const std::int64_t> people);

/// An account in the form by which equal ones are told: without a leading @, in lower case (ASCII).
[[nodiscard]] std::string normal_account(std::string_view account);

}  // namespace querist::recruitment
