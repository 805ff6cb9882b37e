#pragma once

#include "actions/actions.hpp"
#include "store/store.hpp"

#include <optional>

namespace querist::actions {

/// The store's word for a life and ours, which web and cli may see.
[[nodiscard]] Life life_of(store::Life life);
[[nodiscard]] store::Life stored_life(Life life);

/// The origin of a response that starts in this life; none when the study takes no answers.
[[nodiscard]] std::optional<response::Origin> origin_in(Life life);

/// Whether `from` may become `to`: draft -> pilot -> open <-> paused, and open or paused -> closed.
/// A pilot may be left out.
[[nodiscard]] bool may_become(Life from, Life to);

}  // namespace querist::actions
