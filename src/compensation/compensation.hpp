#pragma once

// The public header of compensation: what a reward is claimed with, and the signatures that make
// claims unlinkable to answers. Pure: bytes, keys and chance come in; no clock, no store.

#include "compensation/blind_signature.hpp"  // IWYU pragma: export
#include "compensation/reward_token.hpp"     // IWYU pragma: export
