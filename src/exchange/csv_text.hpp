#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace querist::exchange {

enum class ByteOrderMark { absent, present };

/// What becomes of text that a spreadsheet would run as a formula (a leading =, +, -, @, tab or
/// carriage return). As typed: the export is the data, and reads back to the same bytes; it is for
/// programs. Guarded: an apostrophe is put before it, as OWASP advises; it is for spreadsheets.
enum class Formulas { as_typed, guarded };

struct CsvOptions {
    ByteOrderMark byte_order_mark = ByteOrderMark::absent;
    Formulas formulas = Formulas::as_typed;
};

/// Writes CSV (RFC 4180) cell by cell.
class CsvText {
public:
    explicit CsvText(const CsvOptions& options);
    /// Text of the study or the program.
    void cell(std::string_view text);
    /// Text that a person typed.
    void typed(std::string_view text);
    void number(double number);
    void end_line();
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    void begin();
    void in_quotes(std::string_view text, std::string_view prefix);

    CsvOptions options_;
    std::string out_;
    bool first_ = true;
};

}  // namespace querist::exchange
