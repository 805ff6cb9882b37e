#pragma once

#include "core/core.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::recruitment {

/// What a frame may know of a person, beside further placeholders of messages.
enum class FrameField : std::uint8_t { address, account, name, stratum, language, time_zone };
inline constexpr std::size_t frame_fields = 6;
/// "address" … "time zone": as it is mapped.
[[nodiscard]] std::string_view name_of(FrameField field);

/// By which text of which column people of a stratum are known.
struct StratumMark {
    std::string header;       ///< In any case.
    std::string is;           ///< The cell's text, in any case.
    std::size_t stratum = 0;  ///< Position in the strata of the study.
};

/// Which columns of a file hold what.
struct FrameColumns {
    struct Marked {
        std::size_t column = 0;
        std::string is;  ///< In lower case (ASCII).
        std::size_t stratum = 0;
    };
    std::size_t width = 0;  ///< Columns of the header.
    std::array<std::optional<std::size_t>, frame_fields> columns;
    /// Further placeholders and their columns, in ascending order of names.
    std::vector<std::pair<std::string, std::size_t>> further;
    std::vector<Marked>
        marked;  ///< The marks of strata whose columns the file has, in their order.
    std::vector<std::size_t> compared;  ///< The columns of `compared`, in its order.
    std::vector<std::string> ignored;   ///< Headers of columns that nothing is taken from.

    [[nodiscard]] std::optional<std::size_t> of(FrameField field) const {
        return columns[static_cast<std::size_t>(field)];
    }
};

/// Finds the columns by their headers. `maps` are "FIELD=HEADER", FIELD one of the six or the name
/// of a further placeholder (a lower-case letter, then lower-case letters, digits and underscores);
/// a field that no map names is found by its usual headers ("E-mail", "username", "tz" …), in any
/// case. Columns of `marks` are read where there are any, and not kept. Nothing else is taken: what
/// no message needs is not to be kept.
/// `compared` are headers, in any case, of columns that must be there.
/// Problems: recruitment.map (no such form, no such header, twice the same), recruitment.header
/// (two columns of a field's header), recruitment.compare (not one column of such a header, or one
/// that is address, account, name or a placeholder: those are kept encrypted, texts of groups not),
/// recruitment.no-contact (neither address nor account).
[[nodiscard]] Result<FrameColumns> find_frame_columns(
    std::span<const std::string> header,
    std::span<const std::string> maps,
    std::span<const StratumMark> marks = {},
    std::span<const std::string> compared = {}
);

}  // namespace querist::recruitment
