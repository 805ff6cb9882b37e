#include "instrument/yaml_source.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

Place place_at(std::string_view text, std::size_t offset, const std::string& file) {
    const std::string_view before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return {
        file,
        static_cast<int>(line) + 1,
        static_cast<int>(code_points(before.substr(line_start))) + 1
    };
}

/// Length in bytes of what must not stand at `offset`, or 0: control characters, and the line ends
/// that YAML knows but editors do not count (NEL, LS, PS, a lone CR), or lines would be
/// misnumbered.
std::size_t forbidden_at(std::string_view text, std::size_t offset) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte == '\r') return text.substr(offset).starts_with("\r\n") ? 0 : 1;
    if (byte < 0x20) return byte == '\t' || byte == '\n' ? 0 : 1;
    if (byte < 0x7f) return 0;
    if (byte == 0x7f) return 1;
    if (byte == 0xc2) return static_cast<unsigned char>(text[offset + 1]) < 0xa0 ? 2 : 0;
    const std::string_view three = text.substr(offset, 3);
    const bool forbidden = three == "\u2028" || three == "\u2029" || three == "\ufffe" ||
                           three == "\uffff" || three == "\ufeff";
    return forbidden ? 3 : 0;
}

Problem control_character(
    std::string_view text, std::size_t offset, std::size_t length, const std::string& file
) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned>(static_cast<unsigned char>(text[offset + i]));
    };
    unsigned value = byte(0);
    if (length == 2) value = ((byte(0) & 0x1fU) << 6U) | (byte(1) & 0x3fU);
    if (length == 3) {
        value = ((byte(0) & 0x0fU) << 12U) | ((byte(1) & 0x3fU) << 6U) | (byte(2) & 0x3fU);
    }
    return {
        "study.control-character",
        Severity::error,
        place_at(text, offset, file),
        fmt::format("an invisible control character stands here (U+{:04X})", value),
        "delete it: text files hold only tabs and line ends besides visible characters"
    };
}

void cut_at(SourceCheck& check, std::size_t offset) {
    check.whole = false;
    check.readable = check.readable.substr(0, check.readable.rfind('\n', offset) + 1);
}

Problem not_utf8(std::string_view text, std::size_t offset, const std::string& file) {
    const bool utf16 = text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
    return {
        "study.not-utf8",
        Severity::error,
        place_at(text, offset, file),
        utf16 ? std::string("the file is UTF-16, not UTF-8")
              : fmt::format(
                    "the byte 0x{:02X} is not valid UTF-8", static_cast<unsigned char>(text[offset])
                ),
        "save the file with the encoding UTF-8"
    };
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    return text;
}

SourceCheck check_source(std::string_view text, const std::string& file) {
    SourceCheck check{without_byte_order_mark(text), true, {}};
    if (text.size() > limits::study_file_bytes_max) {
        check.readable = {};
        check.whole = false;
        check.problems.push_back(
            {"study.too-large",
             Severity::error,
             {file, 0, 0},
             fmt::format(
                 "the file has {} bytes, more than the {} that are read",
                 text.size(),
                 limits::study_file_bytes_max
             ),
             "check that this is the right file, or split the study"}
        );
        return check;
    }
    if (const auto offset = first_invalid_utf8(check.readable)) {
        check.problems.push_back(not_utf8(check.readable, *offset, file));
        cut_at(check, *offset);
    }
    for (std::size_t offset = 0; offset < check.readable.size(); ++offset) {
        if (const std::size_t length = forbidden_at(check.readable, offset)) {
            check.problems.push_back(control_character(check.readable, offset, length, file));
            cut_at(check, offset);
            break;
        }
    }
    return check;
}

std::string_view line_at(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    const std::size_t start = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;  // npos + 1 is 0
    std::size_t end = text.find('\n', offset);
    if (end == std::string_view::npos) end = text.size();
    if (end > start && text[end - 1] == '\r') --end;
    return text.substr(start, end - start);
}

}  // namespace querist::instrument
