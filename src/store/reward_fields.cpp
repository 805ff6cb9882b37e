// What is sealed of cards and payees as bytes, and the keyed hashes by which they are found again.

#include "store/rewards_reads.hpp"
#include "store/sealed_field.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace querist::store {

namespace {

using compensation::CardSecrets;
using nlohmann::json;

std::unexpected<Problem> unreadable(std::string_view what) {
    return failure(
        "rewards.unreadable",
        fmt::format(
            "{} cannot be decrypted: the key is another one, or the bytes were changed", what
        ),
        "put back the file keys that belongs to this data folder, or a backup of rewards.db"
    );
}

/// The text members of an object in their order; nothing where one is missing.
std::optional<std::vector<std::string>> texts_of(
    const json& object, std::initializer_list<const char*> names
) {
    if (!object.is_object()) return std::nullopt;
    std::vector<std::string> texts;
    for (const char* name : names) {
        const auto member = object.find(name);
        if (member == object.end() || !member->is_string()) return std::nullopt;
        texts.push_back(member->get<std::string>());
    }
    return texts;
}

/// The 256 bits of HMAC-SHA-256 as a key or a lookup.
Digest keyed(std::string_view key, std::string_view kind, std::string_view text) {
    std::string message(kind);
    message += '|';
    message += text;
    return hmac_sha256(key, message);
}

json opened_json(const RewardKeys& keys, const std::string& place, std::string_view sealed) {
    return json::parse(open_field(keys.seal, place, sealed).value_or(""), nullptr, false);
}

}  // namespace

RewardKeys reward_keys(std::string_view rewards_key, RandomSource& random) {
    return {
        .seal = std::string(hmac_sha256(rewards_key, "querist rewards 1|seal").view()),
        .lookup = std::string(hmac_sha256(rewards_key, "querist rewards 1|lookup").view()),
        .random = &random,
    };
}

Digest link_key(const RewardKeys& keys, std::string_view link) {
    return keyed(keys.lookup, "link", link);
}

Digest code_key(const RewardKeys& keys, std::string_view code) {
    std::string bare;
    for (const char c : lower_case(code)) {
        if (c != ' ' && c != '-') bare += c;
    }
    return keyed(keys.lookup, "card", bare);
}

Digest payee_key(const RewardKeys& keys, std::string_view payee) {
    return keyed(keys.lookup, "payee", lower_case(trimmed(payee)));
}

std::string place_of_card(std::string_view code_key) {
    return "querist rewards 1|card|sealed|" + std::string(code_key);
}
std::string place_of_item(std::string_view study, std::int64_t number) {
    return fmt::format("querist rewards 1|item|sealed|{}|{}", study, number);
}

std::string encoded(const CardSecrets& card) {
    return json{{"code", card.code}, {"link", card.link}, {"pin", card.pin}}.dump();
}
std::string encoded(const ItemRow& item) {
    return json{
        {"approval", item.approval},
        {"evidence", item.evidence},
        {"payee", item.payee},
        {"reason", item.reason},
        {"refusal", item.refusal}
    }.dump();
}

Result<CardSecrets> opened_card(
    const RewardKeys& keys, std::string_view code_key, std::string_view sealed
) {
    std::optional<std::vector<std::string>> texts =
        texts_of(opened_json(keys, place_of_card(code_key), sealed), {"code", "pin", "link"});
    if (!texts) return unreadable("a gift card");
    return CardSecrets{
        .code = std::move(texts->at(0)),
        .pin = std::move(texts->at(1)),
        .link = std::move(texts->at(2))
    };
}

Result<void> open_item(
    const RewardKeys& keys, std::string_view study, std::string_view sealed, ItemRow& item
) {
    const json object = opened_json(keys, place_of_item(study, item.number), sealed);
    std::optional<std::vector<std::string>> texts =
        texts_of(object, {"payee", "reason", "evidence", "refusal"});
    if (!texts) return unreadable(fmt::format("the payee of number {}", item.number));
    item.payee = std::move(texts->at(0));
    item.reason = std::move(texts->at(1));
    item.evidence = std::move(texts->at(2));
    item.refusal = std::move(texts->at(3));
    // Older items do not say why they were approved.
    if (const auto approval = texts_of(object, {"approval"})) item.approval = approval->at(0);
    return {};
}

}  // namespace querist::store
