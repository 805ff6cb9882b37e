#pragma once

// The public header of core: ids, time, money, problems, digests, chance, text, limits,
// visitors, addresses of the web.
// Pure: no clock, no randomness, no I/O.

#include "core/base64url.hpp"       // IWYU pragma: export
#include "core/canonical_json.hpp"  // IWYU pragma: export
#include "core/digest.hpp"          // IWYU pragma: export
#include "core/email_address.hpp"   // IWYU pragma: export
#include "core/identity.hpp"        // IWYU pragma: export
#include "core/instant.hpp"         // IWYU pragma: export
#include "core/limits.hpp"          // IWYU pragma: export
#include "core/money.hpp"           // IWYU pragma: export
#include "core/overloaded.hpp"      // IWYU pragma: export
#include "core/problem.hpp"         // IWYU pragma: export
#include "core/random.hpp"          // IWYU pragma: export
#include "core/text.hpp"            // IWYU pragma: export
#include "core/uri.hpp"             // IWYU pragma: export
