#pragma once

#include "core/core.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace querist::actions {

/// Domains of mailboxes that anybody can have for some minutes, as lists of them name them.
class DisposableDomains {
public:
    DisposableDomains() = default;

    /// Reads a list: a domain a line, "#" before what is no domain; a "*." or "@" before one is
    /// passed over. `name`: the list's, for problems. Problems: recruitment.bad-domain at the first
    /// line that is none.
    [[nodiscard]] static Result<DisposableDomains> parse(
        std::string_view list, const std::string& name
    );
    /// The same of a file. Problems besides: those of reading it.
    [[nodiscard]] static Result<DisposableDomains> read(const std::filesystem::path& path);

    /// Whether the domain of an address, as `normal_address` writes it, is on the list or below one
    /// that is.
    [[nodiscard]] bool has_address(std::string_view normal_address) const;

private:
    std::set<std::string, std::less<>> domains_;  ///< In ASCII (IDNA 2008) and lower case.
};

}  // namespace querist::actions
