#pragma once

#include "core/core.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::exchange {

struct CsvRow {
    std::int64_t line = 0;  ///< Of its first character, from 1; a cell may hold further lines.
    std::vector<std::string> cells;
};

/// Reads CSV as it comes in, in pieces of any size, with one row in memory: RFC 4180, with what
/// other programs write besides: a byte order mark, LF or CR alone as line end, another delimiter,
/// a quote within an unquoted cell (kept as it is), empty lines (passed over).
///
/// Problems, each with the line: import.not-utf8, import.open-quote, import.after-quote,
/// import.row-too-long, import.too-many-columns, import.too-many-rows, import.not-text (UTF-16 or
/// a NUL). After a problem the reader takes nothing more.
class CsvReader {
public:
    /// What takes a row may stop the reading with a problem of its own.
    using TakeRow = std::function<Result<void>(CsvRow)>;

    explicit CsvReader(std::string file, char delimiter = ',');

    [[nodiscard]] Result<void> feed(std::string_view bytes, const TakeRow& take);
    /// The last row may lack its line end.
    [[nodiscard]] Result<void> finish(const TakeRow& take);

private:
    enum class At {
        cell_start,
        unquoted,
        quoted,
        quote  ///< After a quote within a quoted cell: its end, or the first of a doubled one.
    };

    Result<void> take_byte(char c, const TakeRow& take);
    Result<void> take_outside(char c, const TakeRow& take);
    Result<void> begin_text(std::string_view& bytes);
    Result<void> end_cell();
    Result<void> end_row(const TakeRow& take);
    std::unexpected<Problem> problem(
        std::string code, std::string message, std::string cure, std::int64_t line
    ) const;

    std::string file_;
    char delimiter_;
    At at_ = At::cell_start;
    CsvRow row_;
    std::string cell_;
    std::string begin_;  ///< The first bytes, until a byte order mark is told.
    bool begun_ = false;
    bool row_begun_ = false;
    bool quoted_row_ = false;    ///< "" on a line of its own is a row; nothing is none.
    bool after_return_ = false;  ///< An LF now belongs to the CR before it.
    std::size_t row_bytes_ = 0;
    std::int64_t line_ = 1;
    std::int64_t quote_line_ = 0;
    std::size_t rows_ = 0;
};

}  // namespace querist::exchange
