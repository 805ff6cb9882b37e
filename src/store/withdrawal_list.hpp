#pragma once

#include "store/store.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace querist::store {

/// One withdrawal, with all that is needed to do it again in a restored backup.
struct Withdrawal {
    std::string study;
    PublicId response;
    std::string body;  ///< Of the `withdrawal` entry.
    std::string salt;  ///< 32 bytes.
};

/// `<data>/withdrawals.log`: one line of canonical JSON a withdrawal, only ever appended to, and
/// kept outside backups, so that a restored backup forgets again what had to be forgotten.
class WithdrawalList {
public:
    explicit WithdrawalList(std::filesystem::path folder);

    /// All of them, oldest first. A last line without its end was never committed and is left
    /// out. store.withdrawals when the file cannot be read.
    [[nodiscard]] Result<std::vector<Withdrawal>> read() const;

    /// On disk when it returns. Throws StoreFailure.
    void append(const std::vector<Withdrawal>& withdrawals) const;

private:
    std::filesystem::path folder_;
    std::filesystem::path file_;
};

}  // namespace querist::store
