#pragma once

// The public header of delivery: everything that leaves the machine, and what comes back.

#include "delivery/base64url.hpp"    // IWYU pragma: export
#include "delivery/http_client.hpp"  // IWYU pragma: export
#include "delivery/id_token.hpp"     // IWYU pragma: export
#include "delivery/issuer.hpp"       // IWYU pragma: export
#include "delivery/key_set.hpp"      // IWYU pragma: export
