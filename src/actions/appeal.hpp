#pragma once

// A part of the public header of actions: what a participant can say against a decision.

#include <cstddef>
#include <string>
#include <variant>

namespace querist::actions {

/// How many code points a participant may write against a decision.
inline constexpr std::size_t appeal_characters_max = 2'000;

/// What a participant can say against a decision about a complete response, or has said.
struct Appeal {
    enum class Against { exclusion, refusal };  ///< It does not count, or gets no reward.
    enum class Stage {
        possible,  ///< Nothing was written against the last decision.
        waiting,   ///< For a person who looks again.
        granted,   ///< Somebody did, and nothing stands against the response any more.
        stays      ///< Somebody did, and decided the same.
    };
    Against against = Against::exclusion;
    Stage stage = Stage::possible;
    std::string text = {};  ///< As written; while it waits.
    bool operator==(const Appeal&) const = default;
};

/// It is stored, and waits for a person.
struct AppealTaken {};
/// There is no text that could be kept: none, too much, or none at all in UTF-8.
struct AppealUnread {};
/// There is no decision to write against, or it was done already.
struct NoAppeal {};
using AppealOutcome = std::variant<AppealTaken, AppealUnread, NoAppeal>;

}  // namespace querist::actions
