#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace querist::recruitment {

/// The classes of final codes that rates are made of, by AAPOR's letters.
enum class Group : std::uint8_t {
    complete,         ///< I
    partial,          ///< P
    refusal,          ///< R: refusals and break-offs.
    non_contact,      ///< NC
    other,            ///< O
    unknown_receipt,  ///< UH: not known whether anything reached the person.
    unknown_other,    ///< UO
    not_eligible      ///< NE
};
inline constexpr std::size_t groups = 8;
/// "I", "NC", "UH".
[[nodiscard]] std::string_view letters_of(Group group);

/// Final codes of a case. Numbers and meaning stand in `code_table`.
enum class Code : std::uint8_t {
    complete,
    partial,
    refusal,
    explicit_refusal,
    implicit_refusal,
    logged_on,
    read_receipt,
    break_off,
    non_contact,
    unavailable,
    too_late,
    other,
    language,
    nothing_known,
    not_invited,
    nothing_returned,
    undelivered,
    forwarding_address,
    unknown_other,
    unsampled_address,
    screened_out,
    quota_filled,
    duplicate,
    not_eligible_other
};
inline constexpr std::size_t codes = 24;

struct CodeRow {
    Code code;
    std::string_view number;   ///< "2.1121"
    std::string_view meaning;  ///< In our words.
    Group group;
};

/// Codes of one edition of AAPOR's Standard Definitions, for internet surveys of specifically named
/// persons. Editions number some outcomes otherwise: whoever prints a code prints its edition.
struct CodeTable {
    std::string_view edition;
    std::string_view source;        ///< Where the numbers were taken from.
    std::string_view not_verified;  ///< What the table leaves out, and why.
    std::span<const CodeRow> rows;  ///< By number, each code once, in the enumerators' order.
};

[[nodiscard]] const CodeTable& code_table();
[[nodiscard]] const CodeRow& row_of(Code code);
/// Reads `CodeRow::number`. Empty when the table has no such code.
[[nodiscard]] std::optional<Code> code_of(std::string_view number);

}  // namespace querist::recruitment
