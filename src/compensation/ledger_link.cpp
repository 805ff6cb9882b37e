#include "compensation/ledger_link.hpp"

#include <fmt/format.h>

#include <iterator>

namespace querist::compensation {

namespace {

void put_member(std::string& json, std::string_view name, std::string_view text) {
    json += ",\"";
    json += name;
    json += "\":";
    append_json_string(json, text);
}

}  // namespace

Digest ledger_start(std::string_view study) { return sha256({"querist ledger 1\n", study}); }

// By hand, in the order of canonical JSON: a ledger is verified by the million.
std::string entry_body(std::int64_t sequence, const Posting& posting) {
    std::string json;
    json.reserve(320);
    fmt::format_to(std::back_inserter(json), "{{\"amount\":{}", posting.amount.minor_units);
    put_member(json, "budget", posting.budget);
    put_member(json, "currency", posting.amount.currency);
    put_member(json, "day", day_text(posting.day));
    put_member(json, "from", to_text(posting.from));
    put_member(json, "kind", to_text(posting.kind));
    if (!posting.reason.empty()) put_member(json, "reason", posting.reason);
    fmt::format_to(std::back_inserter(json), ",\"sequence\":{}", sequence);
    put_member(json, "subject", posting.subject);
    put_member(json, "to", to_text(posting.to));
    json += '}';
    return json;
}

Digest ledger_link(const Digest& previous, std::int64_t sequence, const Posting& posting) {
    return sha256({previous.view(), entry_body(sequence, posting)});
}

}  // namespace querist::compensation
