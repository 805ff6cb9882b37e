#pragma once

// Internal to actions: what a study's life lets its mails do. Links of a draft and of a closed
// study lead nowhere, and what is answered in a pilot is kept apart, so that a pilot's waves are
// written to while the study is a pilot, and all others while it is open.

#include "actions/actions.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace querist::actions {

enum class Leaving {
    now,
    later,  ///< The study is not open yet, or paused.
    never   ///< Its time is over.
};
[[nodiscard]] Leaving leaving_in(Life life, WaveKind kind);

/// For a wave that is to be released. recruitment.closed, recruitment.pilot-over,
/// recruitment.pilot-first.
[[nodiscard]] Result<void> may_release(std::string_view study, Life life, WaveKind kind);
/// For mails that are to be put into the outbox, and cases that are to be drawn.
/// recruitment.closed.
[[nodiscard]] Result<void> may_queue(std::string_view study, Life life);
/// At how many complete responses the study stops inviting; empty: it does not say.
[[nodiscard]] std::optional<std::int64_t> stop_rule(const instrument::Study& study);
/// For cases that are to be released or invited. recruitment.stop-rule.
[[nodiscard]] Result<void> may_invite(const instrument::Study& study, std::int64_t complete);
/// For a run that sends. mail.not-open, mail.paused.
[[nodiscard]] Result<void> may_send(std::string_view study, Life life);

}  // namespace querist::actions
