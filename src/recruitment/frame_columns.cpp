#include "recruitment/frame_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace querist::recruitment {

namespace {

struct FieldRow {
    FrameField field;
    std::string_view name;
    std::array<std::string_view, 8> headers;  ///< In lower case; empty ones fill up.
};

constexpr std::array<FieldRow, frame_fields> field_rows{{
    {FrameField::address,
     "address",
     {"address", "e-mail", "email", "mail", "e-mail address", "email address", "email_address"}},
    {FrameField::account,
     "account",
     {"account", "username", "user name", "user", "login", "account name", "handle"}},
    {FrameField::name, "name", {"name", "full name", "fullname", "full_name", "display name"}},
    {FrameField::stratum, "stratum", {"stratum", "group", "strata"}},
    {FrameField::language, "language", {"language", "lang", "locale"}},
    {FrameField::time_zone, "time zone", {"time zone", "timezone", "time_zone", "tz"}},
}};

constexpr std::size_t placeholder_bytes_max = 64;

std::string folded_name(std::string_view text) { return lower_case(trimmed(text)); }

std::unexpected<Problem> wrong_map(std::string message, std::string cure) {
    return failure("recruitment.map", std::move(message), std::move(cure));
}

bool is_placeholder(std::string_view name) {
    return !name.empty() && name.size() <= placeholder_bytes_max && is_lower(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

/// The one column of a header as it is written, else in any case.
Result<std::size_t> column_of(std::span<const std::string> header, std::string_view wanted) {
    const std::string folded = folded_name(wanted);
    std::optional<std::size_t> exact;
    std::vector<std::size_t> alike;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (!exact && header[i] == wanted) exact = i;
        if (folded_name(header[i]) == folded) alike.push_back(i);
    }
    if (exact) return *exact;
    if (alike.size() == 1) return alike.front();
    if (alike.size() > 1) {
        return wrong_map(
            fmt::format("{} columns are called \"{}\"", alike.size(), wanted),
            "write the header exactly, or rename a column"
        );
    }
    return wrong_map(
        fmt::format("the file has no column \"{}\"", wanted),
        nearest_or(
            wanted, header, fmt::format("its columns are: \"{}\"", fmt::join(header, "\", \""))
        )
    );
}

const FieldRow* field_called(std::string_view name) {
    const auto found = std::ranges::find(field_rows, name, &FieldRow::name);
    return found == field_rows.end() ? nullptr : &*found;
}

Result<void> apply_map(
    std::span<const std::string> header, std::string_view map, FrameColumns& columns
) {
    const std::size_t equals = map.find('=');
    const std::string field = folded_name(map.substr(0, equals));
    if (equals == std::string_view::npos || field.empty()) {
        return wrong_map(
            fmt::format("\"{}\" does not say which column is what", map),
            "write FIELD=HEADER, such as address=E-mail"
        );
    }
    const FieldRow* known = field_called(field);
    if (known == nullptr && !is_placeholder(field)) {
        return wrong_map(
            fmt::format("\"{}\" is neither a field nor the name of a placeholder", field),
            "fields are address, account, name, stratum, language and time zone; placeholders are "
            "of lower-case letters, digits and underscores, and begin with a letter"
        );
    }
    const auto is_this = [&](const auto& one) { return one.first == field; };
    const bool twice = known != nullptr ? columns.of(known->field).has_value()
                                        : std::ranges::any_of(columns.further, is_this);
    if (twice) {
        return wrong_map(
            fmt::format("{} is mapped twice", field), "name one column for each field"
        );
    }
    const Result<std::size_t> column = column_of(header, map.substr(equals + 1));
    if (!column) return std::unexpected(column.error());
    if (known != nullptr) {
        columns.columns[static_cast<std::size_t>(known->field)] = *column;
    } else {
        columns.further.emplace_back(field, *column);
    }
    return {};
}

/// A field that no map names, by its usual headers.
Result<void> find_usual(
    std::span<const std::string> header, const FieldRow& row, FrameColumns& columns
) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string folded = folded_name(header[i]);
        if (!folded.empty() && std::ranges::find(row.headers, folded) != row.headers.end()) {
            found.push_back(i);
        }
    }
    if (found.size() > 1) {
        return failure(
            "recruitment.header",
            fmt::format(
                "both \"{}\" and \"{}\" may be the column of the {}",
                header[found[0]],
                header[found[1]],
                row.name
            ),
            fmt::format("say which: --map \"{}={}\"", row.name, header[found[0]])
        );
    }
    if (!found.empty()) columns.columns[static_cast<std::size_t>(row.field)] = found.front();
    return {};
}

bool is_used(const FrameColumns& columns, std::size_t column) {
    const auto is_this = [column](const auto& one) { return one.second == column; };
    return std::ranges::find(columns.columns, std::optional(column)) != columns.columns.end() ||
           std::ranges::any_of(columns.further, is_this) ||
           std::ranges::find(columns.marked, column, &FrameColumns::Marked::column) !=
               columns.marked.end() ||
           std::ranges::find(columns.compared, column) != columns.compared.end();
}

/// The marks whose columns are there.
std::vector<FrameColumns::Marked> marked_columns(
    std::span<const std::string> header, std::span<const StratumMark> marks
) {
    std::vector<FrameColumns::Marked> marked;
    for (const StratumMark& mark : marks) {
        const auto found = std::ranges::find_if(header, [&](const std::string& one) {
            return folded_name(one) == folded_name(mark.header);
        });
        if (found == header.end()) continue;
        const auto column = static_cast<std::size_t>(found - header.begin());
        marked.push_back({column, folded_name(mark.is), mark.stratum});
    }
    return marked;
}

/// What a column holds by which somebody could be told from all others; empty: nothing such.
std::string_view what_names_people(const FrameColumns& columns, std::size_t column) {
    for (const FrameField field : {FrameField::address, FrameField::account, FrameField::name}) {
        if (columns.of(field) == column) return name_of(field);
    }
    const auto is_this = [column](const auto& one) { return one.second == column; };
    const auto found = std::ranges::find_if(columns.further, is_this);
    return found == columns.further.end() ? std::string_view() : found->first;
}

/// `taken`: the columns of fields and placeholders.
Result<std::vector<std::size_t>> compared_columns(
    std::span<const std::string> header,
    std::span<const std::string> compared,
    const FrameColumns& taken
) {
    std::vector<std::size_t> columns;
    columns.reserve(compared.size());
    for (const std::string& one : compared) {
        Result<std::size_t> column = column_of(header, one);
        if (!column) {
            Problem problem = std::move(column.error());
            problem.code = "recruitment.compare";
            problem.message += ", by which the study compares respondents with the frame";
            problem.cure += "; or name another column under `compare` in the study file";
            return std::unexpected(std::move(problem));
        }
        if (const std::string_view what = what_names_people(taken, *column); !what.empty()) {
            return failure(
                "recruitment.compare",
                fmt::format(
                    "the column \"{}\", by which the study compares respondents with the frame, is "
                    "taken for what is kept encrypted of a person ({})",
                    header[*column],
                    what
                ),
                "name a column of coarse groups under `compare` in the study file, such as "
                "continents"
            );
        }
        columns.push_back(*column);
    }
    return columns;
}

}  // namespace

std::string_view name_of(FrameField field) {
    return field_rows[static_cast<std::size_t>(field)].name;
}

Result<FrameColumns> find_frame_columns(
    std::span<const std::string> header,
    std::span<const std::string> maps,
    std::span<const StratumMark> marks,
    std::span<const std::string> compared
) {
    FrameColumns columns;
    columns.marked = marked_columns(header, marks);
    columns.width = header.size();
    for (const std::string& map : maps) {
        if (Result<void> done = apply_map(header, map, columns); !done) {
            return std::unexpected(done.error());
        }
    }
    for (const FieldRow& row : field_rows) {
        if (columns.of(row.field)) continue;
        if (Result<void> done = find_usual(header, row, columns); !done) {
            return std::unexpected(done.error());
        }
    }
    if (!columns.of(FrameField::address) && !columns.of(FrameField::account)) {
        return failure(
            "recruitment.no-contact",
            "no column of the file holds addresses or accounts",
            fmt::format(
                "say which does, such as --map \"address={}\"",
                header.empty() ? "E-mail" : header.front()
            )
        );
    }
    Result<std::vector<std::size_t>> found = compared_columns(header, compared, columns);
    if (!found) return std::unexpected(found.error());
    columns.compared = *std::move(found);
    std::ranges::sort(columns.further);
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (!is_used(columns, i)) columns.ignored.push_back(header[i]);
    }
    return columns;
}

}  // namespace querist::recruitment
