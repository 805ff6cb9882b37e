// What is known of a person as bytes, and the keyed hashes by which it is found again.

#include "store/identity_reads.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace querist::store {

namespace {

constexpr std::size_t lookup_bytes = 16;

std::string lookup_key(const IdentityKeys& keys, std::string_view kind, std::string_view normal) {
    std::string message(kind);
    message += '|';
    message += normal;
    return std::string(hmac_sha256(keys.address, message).view().substr(0, lookup_bytes));
}

}  // namespace

std::string address_key(const IdentityKeys& keys, std::string_view normal_address) {
    return lookup_key(keys, "address", normal_address);
}
std::string account_key(const IdentityKeys& keys, std::string_view normal_account) {
    return lookup_key(keys, "account", normal_account);
}

std::string place_of(PersonId person) {
    return fmt::format("querist identity 1|contact|sealed|{}", person.value);
}

std::string encoded(const PersonalFields& fields) {
    nlohmann::json json = nlohmann::json::object();
    const auto put = [&json](const char* name, const std::string& text) {
        if (!text.empty()) json[name] = text;
    };
    put("address", fields.address);
    put("account", fields.account);
    put("name", fields.name);
    put("language", fields.language);
    put("zone", fields.time_zone);
    for (const auto& [name, text] : fields.further) json["further"][name] = text;
    return json.dump();
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
