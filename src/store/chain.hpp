#pragma once

// The links that make stored answers tamper-evident; pure. docs/data.md says the same for writers
// of other programs. `||` joins bytes. field(x) is the length of x in bytes as 4 bytes, most
// significant first, and x. number(n) is field() of 8 bytes, most significant first. Texts are
// UTF-8; public ids are their 16 bytes, digests their 32.
//
//   chain_start = SHA-256(field("querist response 1") || field(public id) || field(study id)
//                         || field(origin))
//   c = HMAC-SHA-256(key = salt, message = body)
//   h = SHA-256(previous h || header || c)     previous h of entry 1 is chain_start
//   header = field("querist entry 1") || field(public id) || number(sequence) || field(kind)
//            || field(version hash)
//
//   log_start = SHA-256(field("querist study 1") || field(study id))
//   log h = SHA-256(previous h || field("querist study log 1") || field(study id)
//                   || number(sequence) || field(body))
//
//   a_0 = SHA-256(field("querist seal 1") || field(study id) || number(seal's sequence)
//                 || number(microseconds since 1970, UTC) || number(last entry's id)
//                 || field(previous seal, for the first one log_start) || field(study log's h))
//   a_i = SHA-256(a_(i-1) || public id || h)   responses that have an entry, by public id's bytes
//   seal = SHA-256(a_n || number(n))

#include "core/core.hpp"
#include "response/response.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace querist::store {

[[nodiscard]] Digest chain_start(
    const PublicId& id, std::string_view study, response::Origin origin
);

[[nodiscard]] Digest commitment(std::string_view salt, std::string_view body);

[[nodiscard]] Digest chain_link(
    const Digest& previous,
    const PublicId& id,
    std::int64_t sequence,
    response::EntryKind kind,
    const Digest& version,
    const Digest& commitment
);

[[nodiscard]] Digest log_start(std::string_view study);
[[nodiscard]] Digest log_link(
    const Digest& previous, std::string_view study, std::int64_t sequence, std::string_view body
);

/// A seal while it is computed: `begin`, then every response in order of public ids, then `end`.
class SealFold {
public:
    struct Begin {
        std::string_view study;
        std::int64_t sequence = 0;
        Instant at;
        std::int64_t through = 0;  ///< Id of the last entry that it covers.
        Digest previous;
        Digest log_head;
    };
    explicit SealFold(const Begin& begin);
    void cover(const PublicId& id, const Digest& head);
    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] Digest end() const;

private:
    Digest fold_;
    std::int64_t count_ = 0;
};

}  // namespace querist::store
