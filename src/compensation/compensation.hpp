#pragma once

// The public header of compensation: what is owed to whom, as an append-only double-entry ledger;
// which gift-card codes a researcher's file holds; what a reward is claimed with, and the
// signatures that make claims unlinkable to answers. Pure: bytes, keys and chance come in; no
// clock, no store.

#include "compensation/blind_signature.hpp"  // IWYU pragma: export
#include "compensation/book.hpp"             // IWYU pragma: export
#include "compensation/card_row.hpp"         // IWYU pragma: export
#include "compensation/happening.hpp"        // IWYU pragma: export
#include "compensation/ledger.hpp"           // IWYU pragma: export
#include "compensation/ledger_link.hpp"      // IWYU pragma: export
#include "compensation/posting.hpp"          // IWYU pragma: export
#include "compensation/reward_token.hpp"     // IWYU pragma: export
