#pragma once

// The public header of delivery: everything that leaves the machine, and what comes back. Mails as
// bytes (RFC 5322, 2045 to 2047), and a server that takes them; issuers of
// accounts; the Hub; vendors of gift cards.

#include "delivery/gift_vendor.hpp"    // IWYU pragma: export
#include "delivery/http_client.hpp"    // IWYU pragma: export
#include "delivery/hub.hpp"            // IWYU pragma: export
#include "delivery/id_token.hpp"       // IWYU pragma: export
#include "delivery/issuer.hpp"         // IWYU pragma: export
#include "delivery/key_set.hpp"        // IWYU pragma: export
#include "delivery/mail.hpp"           // IWYU pragma: export
#include "delivery/mail_server.hpp"    // IWYU pragma: export
#include "delivery/rate_limit.hpp"     // IWYU pragma: export
#include "delivery/returned_mail.hpp"  // IWYU pragma: export
#include "delivery/tremendous.hpp"     // IWYU pragma: export
#include "delivery/web_address.hpp"    // IWYU pragma: export
#include "delivery/wire_address.hpp"   // IWYU pragma: export
