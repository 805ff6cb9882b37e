#include "store/store.hpp"

#include <array>
#include <utility>

namespace querist::store {

namespace {

constexpr std::array<std::pair<Life, std::string_view>, 5> words{{
    {Life::draft, "draft"},
    {Life::pilot, "pilot"},
    {Life::open, "open"},
    {Life::paused, "paused"},
    {Life::closed, "closed"},
}};

}  // namespace

std::string_view to_text(Life life) {
    for (const auto& [one, word] : words) {
        if (one == life) return word;
    }
    std::unreachable();
}

std::optional<Life> parse_life(std::string_view text) {
    for (const auto& [life, word] : words) {
        if (word == text) return life;
    }
    return std::nullopt;
}

}  // namespace querist::store
