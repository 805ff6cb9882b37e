#include "actions/rejected_rows.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace querist::actions {

namespace {

/// RFC 4180.
std::string quoted_cell(std::string_view text) {
    std::string cell = "\"";
    for (const char c : text) {
        cell += c;
        if (c == '"') cell += c;
    }
    return cell + '"';
}

}  // namespace

RejectedRows::RejectedRows(std::filesystem::path path) : path_(std::move(path)), draft_(path_) {
    if (path_.empty()) return;
    draft_ += ".new";
    stream_.open(draft_, std::ios::binary | std::ios::trunc);
    stream_ << "line,fault,reason\r\n";
}

RejectedRows::RejectedRows(RejectedRows&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      draft_(std::exchange(other.draft_, {})),
      stream_(std::move(other.stream_)) {}

RejectedRows::~RejectedRows() {
    std::error_code ignored;
    if (!draft_.empty()) std::filesystem::remove(draft_, ignored);
}

Result<void> RejectedRows::written() const {
    if (path_.empty() || stream_.good()) return {};
    return failure(
        "recruitment.rejected",
        "the list of rejected rows cannot be written",
        "name a file in a folder that you may write, on a disk with room",
        {.file = path_.generic_string()}
    );
}

Result<RejectedRows> RejectedRows::open(const std::filesystem::path& path) {
    RejectedRows rows(path);
    if (Result<void> right = rows.written(); !right) return std::unexpected(right.error());
    return rows;
}

Result<void> RejectedRows::add(std::int64_t line, std::string_view fault, std::string_view reason) {
    if (path_.empty()) return {};
    stream_ << fmt::format("{},{},{}\r\n", line, fault, quoted_cell(reason));
    return written();
}

Result<void> RejectedRows::keep() {
    if (path_.empty()) return {};
    stream_.close();
    if (Result<void> right = written(); !right) return right;
    std::error_code error;
    std::filesystem::rename(draft_, path_, error);
    if (error) stream_.setstate(std::ios::failbit);
    return written();
}

}  // namespace querist::actions
