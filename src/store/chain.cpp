#include "store/chain.hpp"

namespace querist::store {

namespace {

/// Builds the length-prefixed bytes of chain.hpp.
class Fields {
public:
    Fields() { bytes_.reserve(192); }
    Fields& field(std::string_view value) {
        big_endian(value.size(), 4);
        bytes_.append(value);
        return *this;
    }
    Fields& field(const Digest& digest) { return field(digest.view()); }
    Fields& field(const PublicId& id) {
        return field({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
    }
    Fields& number(std::int64_t value) {
        big_endian(8, 4);
        big_endian(static_cast<std::uint64_t>(value), 8);
        return *this;
    }
    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    void big_endian(std::uint64_t value, int size) {
        for (int i = size - 1; i >= 0; --i) {
            bytes_.push_back(static_cast<char>((value >> static_cast<unsigned>(8 * i)) & 0xFFU));
        }
    }
    std::string bytes_;
};

}  // namespace

Digest chain_start(const PublicId& id, std::string_view study, response::Origin origin) {
    Fields fields;
    fields.field("querist response 1").field(id).field(study).field(response::to_text(origin));
    return sha256(fields.bytes());
}

Digest commitment(std::string_view salt, std::string_view body) { return hmac_sha256(salt, body); }

Digest chain_link(
    const Digest& previous,
    const PublicId& id,
    std::int64_t sequence,
    response::EntryKind kind,
    const Digest& version,
    const Digest& commitment
) {
    Fields header;
    header.field("querist entry 1").field(id).number(sequence);
    header.field(response::to_text(kind)).field(version);
    return sha256({previous.view(), header.bytes(), commitment.view()});
}

Digest log_start(std::string_view study) {
    Fields fields;
    fields.field("querist study 1").field(study);
    return sha256(fields.bytes());
}

Digest log_link(
    const Digest& previous, std::string_view study, std::int64_t sequence, std::string_view body
) {
    Fields fields;
    fields.field("querist study log 1").field(study).number(sequence).field(body);
    return sha256({previous.view(), fields.bytes()});
}

SealFold::SealFold(const Begin& begin) {
    Fields fields;
    fields.field("querist seal 1").field(begin.study).number(begin.sequence);
    fields.number(begin.at.time_since_epoch().count()).number(begin.through);
    fields.field(begin.previous).field(begin.log_head);
    fold_ = sha256(fields.bytes());
}

void SealFold::cover(const PublicId& id, const Digest& head) {
    const std::string_view bytes(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
    fold_ = sha256({fold_.view(), bytes, head.view()});
    ++count_;
}

Digest SealFold::end() const {
    Fields fields;
    fields.number(count_);
    return sha256({fold_.view(), fields.bytes()});
}

}  // namespace querist::store
