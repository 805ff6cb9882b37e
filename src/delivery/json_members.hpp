#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

// What an issuer's JSON says, read without trust: what is not of the expected kind is not there.

namespace querist::delivery {

/// The object that a text is; discarded when it is none.
[[nodiscard]] inline nlohmann::json json_object(std::string_view text) {
    nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
    return object.is_object() ? object : nlohmann::json(nlohmann::json::value_t::discarded);
}

/// A member that is a text; else empty.
[[nodiscard]] inline std::string text_member(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace querist::delivery
