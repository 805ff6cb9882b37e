#include "actions/proof_of_work.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace querist::actions {

namespace {

using nlohmann::json;

constexpr std::string_view work_algorithm = "SHA-256";
constexpr std::size_t payload_bytes_max = 1'024;
constexpr std::string_view expires_name = "?expires=";
constexpr std::size_t spent_checked_from = 1'024;
constexpr std::chrono::minutes look_interval{1};

std::int64_t unix_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

/// What a salt ends with: its "&" keeps digits of the number from being taken for the salt's.
std::string salt_end(std::string_view study) { return fmt::format("&study={}&", study); }

/// Base64 as browsers write it, with or without padding.
std::optional<json> payload_json(std::string_view payload) {
    if (payload.empty() || payload.size() > payload_bytes_max) return std::nullopt;
    std::string text(payload.substr(0, payload.find_last_not_of('=') + 1));
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    const std::optional<std::string> bytes = from_base64url(text);
    if (!bytes) return std::nullopt;
    json object = json::parse(*bytes, nullptr, false);
    if (!object.is_object()) return std::nullopt;
    return object;
}

std::string text_in(const json& object, const char* name) {
    const auto member = object.find(name);
    const bool is_text = member != object.end() && member->is_string();
    return is_text ? member->get<std::string>() : std::string();
}

/// When a salt of this study ends; empty when it is no such salt.
std::optional<Instant> end_in(std::string_view salt, std::string_view study) {
    const std::string end = salt_end(study);
    const std::size_t name = salt.find(expires_name);
    if (name == std::string_view::npos || !salt.ends_with(end)) return std::nullopt;
    const std::size_t at = name + expires_name.size();
    if (at + end.size() > salt.size()) return std::nullopt;
    const std::string_view digits = salt.substr(at, salt.size() - end.size() - at);
    std::int64_t seconds = 0;
    const auto [last, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    const bool whole = error == std::errc() && last == digits.data() + digits.size();
    constexpr std::int64_t latest = 100'000'000'000;  // far beyond any clock
    if (!whole || seconds < 0 || seconds > latest) return std::nullopt;
    return Instant(std::chrono::seconds(seconds));
}

}  // namespace

ProofOfWork::ProofOfWork(std::string_view key)
    : key_(hmac_sha256(key, "querist proof of work").view()) {}

std::string ProofOfWork::challenge(
    std::string_view study, std::uint64_t most, Instant now, RandomSource& random
) const {
    std::array<std::uint8_t, 12> salt_bytes{};
    random.fill(salt_bytes);
    std::string salt;
    for (const std::uint8_t byte : salt_bytes) salt += fmt::format("{:02x}", byte);
    salt += fmt::format("{}{}{}", expires_name, unix_seconds(now + work_time), salt_end(study));
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) number = number << 8U | byte;
    const std::string challenge = sha256({salt, fmt::format("{}", number % (most + 1))}).hex();
    return canonical_json(
        {{"algorithm", work_algorithm},
         {"challenge", challenge},
         {"maxnumber", most},
         {"salt", salt},
         {"signature", hmac_sha256(key_, challenge).hex()}}
    );
}

bool ProofOfWork::spend(std::string_view study, std::string_view payload, Instant now) {
    const std::optional<json> sent = payload_json(payload);
    if (!sent || text_in(*sent, "algorithm") != work_algorithm) return false;
    const auto number = sent->find("number");
    if (number == sent->end() || !number->is_number_unsigned()) return false;
    const std::string salt = text_in(*sent, "salt");
    const std::optional<Instant> end = end_in(salt, study);
    if (!end || *end < now) return false;
    const Digest solved = sha256({salt, fmt::format("{}", number->get<std::uint64_t>())});
    const std::string signature = hmac_sha256(key_, solved.hex()).hex();
    if (!equal_in_constant_time(signature, text_in(*sent, "signature"))) return false;
    if (spent_.size() >= spent_checked_from && now >= next_look_) {
        std::erase_if(spent_, [now](const auto& one) { return one.second < now; });
        next_look_ = now + look_interval;
    }
    return spent_.emplace(solved, *end).second;
}

}  // namespace querist::actions
