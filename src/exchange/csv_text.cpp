#include "exchange/csv_text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace querist::exchange {

CsvText::CsvText(const CsvOptions& options) : options_(options) {
    if (options.byte_order_mark == ByteOrderMark::present) out_ += "\xEF\xBB\xBF";
}

void CsvText::cell(std::string_view text) {
    begin();
    in_quotes(text, "");
}

void CsvText::typed(std::string_view text) {
    begin();
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").contains(text.front());
    in_quotes(text, formula && options_.formulas == Formulas::guarded ? "'" : "");
}

void CsvText::number(double number) {
    begin();
    fmt::format_to(std::back_inserter(out_), "{}", number);
}

void CsvText::end_line() {
    out_ += "\r\n";
    first_ = true;
}

void CsvText::begin() {
    if (!first_) out_ += ',';
    first_ = false;
}

void CsvText::in_quotes(std::string_view text, std::string_view prefix) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out_ += prefix;
        out_ += text;
        return;
    }
    out_ += '"';
    out_ += prefix;
    for (const char c : text) {
        if (c == '"') out_ += '"';
        out_ += c;
    }
    out_ += '"';
}

}  // namespace querist::exchange
