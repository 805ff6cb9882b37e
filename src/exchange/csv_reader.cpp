#include "exchange/csv_reader.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::exchange {

namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::string file, char delimiter)
    : file_(std::move(file)), delimiter_(delimiter) {}

std::unexpected<Problem> CsvReader::problem(
    std::string code, std::string message, std::string cure, std::int64_t line
) const {
    return failure(
        std::move(code), std::move(message), std::move(cure), {file_, static_cast<int>(line), 0}
    );
}

Result<void> CsvReader::begin_text(std::string_view& bytes) {
    while (begin_.size() < utf8_mark.size() && !bytes.empty()) {
        begin_ += bytes.front();
        bytes.remove_prefix(1);
    }
    if (begin_.starts_with("\xFF\xFE") || begin_.starts_with("\xFE\xFF")) {
        return problem(
            "import.not-text", "this file is UTF-16", "export or save it again as CSV in UTF-8", 1
        );
    }
    return {};
}

Result<void> CsvReader::feed(std::string_view bytes, const TakeRow& take) {
    if (!begun_) {
        if (Result<void> begun = begin_text(bytes); !begun) return begun;
        if (begin_.size() < utf8_mark.size()) return {};
        begun_ = true;
        if (begin_ != utf8_mark) {
            for (const char c : begin_) {
                if (Result<void> taken = take_byte(c, take); !taken) return taken;
            }
        }
    }
    for (const char c : bytes) {
        if (Result<void> taken = take_byte(c, take); !taken) return taken;
    }
    return {};
}

Result<void> CsvReader::finish(const TakeRow& take) {
    if (!begun_) {
        begun_ = true;
        for (const char c : begin_) {
            if (Result<void> taken = take_byte(c, take); !taken) return taken;
        }
    }
    if (at_ == At::quoted) {
        return problem(
            "import.open-quote",
            "a cell begins with a quote here that nothing closes",
            "close it; a quote within a quoted cell is written twice",
            quote_line_
        );
    }
    return row_begun_ ? end_row(take) : Result<void>{};
}

Result<void> CsvReader::take_byte(char c, const TakeRow& take) {
    if (c == '\0') {
        return problem(
            "import.not-text",
            "this line holds a NUL: the file is no text, or is not UTF-8",
            "export or save it again as CSV in UTF-8",
            line_
        );
    }
    if (c == '\n' && after_return_) {
        after_return_ = false;
        if (at_ == At::quoted) cell_ += c;
        return {};
    }
    after_return_ = c == '\r';
    if (!row_begun_) {
        row_begun_ = true;
        row_.line = line_;
    }
    if (++row_bytes_ > limits::import_row_bytes_max) {
        return problem(
            "import.row-too-long",
            fmt::format(
                "the row that begins here is longer than {} bytes", limits::import_row_bytes_max
            ),
            "look for a quote that is not closed, or cut the row",
            row_.line
        );
    }
    if (at_ != At::quoted) return take_outside(c, take);
    if (c == '"') {
        at_ = At::quote;
        return {};
    }
    if (c == '\n' || c == '\r') ++line_;
    cell_ += c;
    return {};
}

Result<void> CsvReader::take_outside(char c, const TakeRow& take) {
    if (c == '"' && at_ == At::cell_start) {
        at_ = At::quoted;
        quoted_row_ = true;
        quote_line_ = line_;
        return {};
    }
    if (c == '"' && at_ == At::quote) {
        at_ = At::quoted;
        cell_ += c;
        return {};
    }
    if (c == delimiter_) return end_cell();
    if (c == '\n' || c == '\r') {
        Result<void> ended = end_row(take);
        ++line_;
        return ended;
    }
    if (at_ == At::quote) {
        return problem(
            "import.after-quote",
            "text follows the quote that closes a cell",
            "write a quote within a quoted cell twice",
            line_
        );
    }
    at_ = At::unquoted;
    cell_ += c;
    return {};
}

Result<void> CsvReader::end_cell() {
    at_ = At::cell_start;
    if (row_.cells.size() == limits::import_columns_max) {
        return problem(
            "import.too-many-columns",
            fmt::format("the row has more than {} columns", limits::import_columns_max),
            "export fewer columns, or check the delimiter",
            row_.line
        );
    }
    if (first_invalid_utf8(cell_)) {
        return problem(
            "import.not-utf8",
            fmt::format("cell {} of this row is not UTF-8", row_.cells.size() + 1),
            "export or save the file again as CSV in UTF-8",
            row_.line
        );
    }
    row_.cells.push_back(std::exchange(cell_, {}));
    return {};
}

Result<void> CsvReader::end_row(const TakeRow& take) {
    if (Result<void> ended = end_cell(); !ended) return ended;
    CsvRow row = std::exchange(row_, {});
    const bool empty = row.cells.size() == 1 && row.cells.front().empty() && !quoted_row_;
    row_begun_ = false;
    quoted_row_ = false;
    row_bytes_ = 0;
    if (empty) return {};
    if (++rows_ > limits::import_rows_max) {
        return problem(
            "import.too-many-rows",
            fmt::format("the file has more than {} rows", limits::import_rows_max),
            "split the file",
            row.line
        );
    }
    return take(std::move(row));
}

}  // namespace querist::exchange
