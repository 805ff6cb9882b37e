// What is known of a person as bytes, and the keyed hashes by which it is found again.

#include "store/identity_reads.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>

namespace querist::store {

namespace {

constexpr std::size_t lookup_bytes = 16;

std::string lookup_key(const IdentityKeys& keys, std::string_view kind, std::string_view normal) {
    std::string message(kind);
    message += '|';
    message += normal;
    return std::string(hmac_sha256(keys.address, message).view().substr(0, lookup_bytes));
}

// Written by hand: an import encodes people by the million, and a tree of JSON takes three times as
// long as encrypting them.

void put_quoted(std::string& json, std::string_view text) {
    json += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned char>(c));
        } else {
            json += c;
        }
    }
    json += '"';
}

void put_name(std::string& json, std::string_view name) {
    if (!json.ends_with('{')) json += ',';
    put_quoted(json, name);
    json += ':';
}

/// Nothing where there is none.
void put_text(std::string& json, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    put_name(json, name);
    put_quoted(json, text);
}

}  // namespace

std::string address_key(const IdentityKeys& keys, std::string_view normal_address) {
    return lookup_key(keys, "address", normal_address);
}
std::string account_key(const IdentityKeys& keys, std::string_view normal_account) {
    return lookup_key(keys, "account", normal_account);
}

std::string holder_key(const IdentityKeys& keys, std::string_view holder) {
    return lookup_key(keys, "ticket", holder);
}

std::string place_of(PersonId person) {
    return fmt::format("querist identity 1|contact|sealed|{}", person.value);
}

std::string place_of_lookup(PersonId person) {
    return fmt::format("querist identity 1|account_lookup|sealed|{}", person.value);
}

std::string encoded(const PersonalFields& fields) {
    std::string json = "{";
    put_text(json, "account", fields.account);
    put_text(json, "address", fields.address);
    if (!fields.further.empty()) {
        put_name(json, "further");
        json += '{';
        for (const auto& [name, text] : fields.further) put_text(json, name, text);
        json += '}';
    }
    put_text(json, "language", fields.language);
    put_text(json, "name", fields.name);
    put_text(json, "zone", fields.time_zone);
    return json + '}';
}

std::optional<PersonalFields> decoded(std::string_view bytes) {
    const nlohmann::json json = nlohmann::json::parse(bytes, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    bool right = true;
    const auto text_of = [&right](const nlohmann::json& value) {
        right = right && value.is_string();
        return value.is_string() ? value.get<std::string>() : std::string();
    };
    const auto take = [&](const char* name) {
        const auto found = json.find(name);
        return found == json.end() ? std::string() : text_of(*found);
    };
    PersonalFields fields;
    fields.address = take("address");
    fields.account = take("account");
    fields.name = take("name");
    fields.language = take("language");
    fields.time_zone = take("zone");
    if (const auto further = json.find("further"); further != json.end()) {
        fields.further.reserve(further->size());
        for (const auto& [name, value] : further->items()) {
            fields.further.emplace_back(name, text_of(value));
        }
    }
    if (!right) return std::nullopt;
    return fields;
}

}  // namespace querist::store
