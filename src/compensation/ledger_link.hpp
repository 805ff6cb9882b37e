#pragma once

// The links that make the ledger tamper-evident. docs/rewards.md says the same for writers of other
// programs. `||` joins bytes; texts are UTF-8, digests their 32 bytes.
//
//   ledger_start = SHA-256("querist ledger 1\n" || study id)
//   h = SHA-256(previous h || body)      previous h of entry 1 is ledger_start
//   body = canonical JSON (RFC 8785) of {"amount": minor units, "budget", "currency", "day":
//          "2026-11-27", "from", "kind", "reason", "sequence", "subject", "to"}, without "reason"
//          where there is none

#include "compensation/posting.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace querist::compensation {

[[nodiscard]] Digest ledger_start(std::string_view study);
[[nodiscard]] std::string entry_body(std::int64_t sequence, const Posting& posting);
[[nodiscard]] Digest ledger_link(
    const Digest& previous, std::int64_t sequence, const Posting& posting
);

}  // namespace querist::compensation
