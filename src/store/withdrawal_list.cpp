#include "store/withdrawal_list.hpp"

#include "store/file_handle.hpp"
#include "store/sqlite_failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace querist::store {

namespace {

std::optional<Withdrawal> parse_line(const std::string& line) {
    const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    for (const char* key : {"body", "response", "salt", "study"}) {
        if (!json.contains(key) || !json.at(key).is_string()) return std::nullopt;
    }
    const auto id = PublicId::parse(json.at("response").get_ref<const std::string&>());
    const auto salt = Digest::parse_hex(json.at("salt").get_ref<const std::string&>());
    if (!id || !salt) return std::nullopt;
    return Withdrawal{
        json.at("study").get<std::string>(),
        *id,
        json.at("body").get<std::string>(),
        std::string(salt->view())
    };
}

std::string line_of(const Withdrawal& withdrawal) {
    Digest salt;
    std::ranges::copy(withdrawal.salt, salt.bytes.begin());
    const nlohmann::json json = {
        {"body", withdrawal.body},
        {"response", withdrawal.response.text()},
        {"salt", salt.hex()},
        {"study", withdrawal.study}
    };
    return canonical_json(json) + "\n";
}

[[noreturn]] void throw_write_failure(const std::filesystem::path& file) {
    // The system's reason means the same for this file as for the database.
    throw StoreFailure(
        sqlite_problem(SQLITE_IOERR, errno, "the list of withdrawals cannot be written", file)
    );
}

}  // namespace

WithdrawalList::WithdrawalList(std::filesystem::path folder)
    : folder_(std::move(folder)), file_(folder_ / "withdrawals.log") {}

Result<std::vector<Withdrawal>> WithdrawalList::read() const {
    std::vector<Withdrawal> withdrawals;
    std::error_code error;
    if (!std::filesystem::exists(file_, error) && !error) return withdrawals;
    std::ifstream stream(file_, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    const auto problem = [this](std::string what, int line) {
        return failure(
            "store.withdrawals",
            std::move(what),
            "restore this file from where it was last whole: without it a restored backup would "
            "bring back answers that were withdrawn",
            Place{.file = file_.string(), .line = line}
        );
    };
    if (!stream) return problem("the list of withdrawals cannot be read", 0);
    const std::string text = std::move(bytes).str();
    int line = 0;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = text.find('\n', start);
        if (end == std::string::npos) break;
        ++line;
        std::optional<Withdrawal> withdrawal = parse_line(text.substr(start, end - start));
        if (!withdrawal) return problem("this line of the list of withdrawals is damaged", line);
        withdrawals.push_back(std::move(*withdrawal));
        start = end + 1;
    }
    return withdrawals;
}

void WithdrawalList::append(const std::vector<Withdrawal>& withdrawals) const {
    const FileHandle handle(file_, O_RDWR | O_CREAT | O_APPEND, 0600);
    if (!handle.is_open() || ::flock(handle.descriptor(), LOCK_EX) != 0) throw_write_failure(file_);
    // A power cut may have left half a line, whose withdrawal was never committed.
    off_t size = ::lseek(handle.descriptor(), 0, SEEK_END);
    const off_t before = size;
    for (char last = 0; size > 0; --size) {
        if (::pread(handle.descriptor(), &last, 1, size - 1) != 1) throw_write_failure(file_);
        if (last == '\n') break;
    }
    if (size != before && ::ftruncate(handle.descriptor(), size) != 0) throw_write_failure(file_);
    std::string lines;
    for (const Withdrawal& withdrawal : withdrawals) lines += line_of(withdrawal);
    if (!handle.write_all(lines) || !handle.sync() || !sync_folder(folder_)) {
        const int reason = errno;
        // Half a line must not stay: the next one would be read as part of it.
        if (::ftruncate(handle.descriptor(), size) != 0) throw_write_failure(file_);
        errno = reason;
        throw_write_failure(file_);
    }
}

}  // namespace querist::store
