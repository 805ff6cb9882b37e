#include "actions/disposable_domains.hpp"

#include "actions/foreign_file.hpp"
#include "actions/identity_reference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

/// What servers know a domain as; empty where it is none. Of an address, so that it is written as
/// the addresses of a frame are.
std::string normal_domain(std::string_view domain) {
    const Result<EmailAddress> address = EmailAddress::parse("a@" + std::string(domain));
    if (!address) return {};
    const Result<std::string> normal = normal_address(*address);
    return normal ? normal->substr(normal->find('@') + 1) : std::string();
}

/// A line's domain as it stands there; empty where it has none.
std::string_view domain_in(std::string_view line) {
    std::string_view domain = trimmed(line.substr(0, line.find('#')));
    for (const std::string_view before : {"*.", "@"}) {
        if (domain.starts_with(before)) domain.remove_prefix(before.size());
    }
    return domain;
}

}  // namespace

Result<DisposableDomains> DisposableDomains::parse(std::string_view list, const std::string& name) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (list.starts_with(byte_order_mark)) list.remove_prefix(byte_order_mark.size());
    DisposableDomains read;
    int number = 0;
    while (!list.empty()) {
        const std::string_view line = list.substr(0, list.find('\n'));
        list.remove_prefix(std::min(line.size() + 1, list.size()));
        ++number;
        const std::string_view domain = domain_in(line);
        if (domain.empty()) continue;
        std::string normal = normal_domain(domain);
        // Of a whole top level, "com", the line would take everybody's addresses.
        if (normal.empty() || !normal.contains('.')) {
            return failure(
                "recruitment.bad-domain",
                fmt::format("\"{}\" is no domain that mail is sent to", domain),
                "write one domain a line, as in mail.example; what follows a # is passed over",
                {name, number, 0}
            );
        }
        read.domains_.insert(std::move(normal));
    }
    return read;
}

Result<DisposableDomains> DisposableDomains::read(const std::filesystem::path& path) {
    const Result<std::string> list = read_small_file(path);
    if (!list) return std::unexpected(list.error());
    return parse(*list, path.generic_string());
}

bool DisposableDomains::has_address(std::string_view normal_address) const {
    std::size_t at = normal_address.rfind('@');
    while (at != std::string_view::npos) {
        normal_address.remove_prefix(at + 1);
        if (domains_.contains(normal_address)) return true;
        at = normal_address.find('.');
    }
    return false;
}

}  // namespace querist::actions
