// Rules about who may answer by an account.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

using enum Severity;

Hits find_sign_in_without_tls(const Examination& examination) {
    const SignIn* sign_in = sign_in_of(examination.study);
    if (sign_in == nullptr || !sign_in->issuer.starts_with("http://")) return {};
    if (is_loopback_address(sign_in->issuer)) return {};
    return {
        {.place = sign_in->place,
         .message = fmt::format("the issuer {} is asked without encryption", sign_in->issuer),
         .cure = {}}
    };
}

Hits find_unclaimed_strata(const Examination& examination) {
    Hits hits;
    const SignIn* sign_in = sign_in_of(examination.study);
    if (sign_in == nullptr || sign_in->strata.empty()) return hits;
    if (!examination.study.population) return hits;
    for (const Stratum& stratum : examination.study.population->strata) {
        const auto claimed = std::ranges::find(sign_in->strata, stratum.id, &StratumClaim::stratum);
        if (claimed != sign_in->strata.end()) continue;
        hits.push_back(
            {.place = sign_in->place,
             .message =
                 fmt::format("no account that signs in is of the stratum \"{}\"", stratum.id),
             .cure = {}}
        );
    }
    return hits;
}

Hits find_idle_stratum_claims(const Examination& examination) {
    Hits hits;
    const SignIn* sign_in = sign_in_of(examination.study);
    if (sign_in == nullptr) return hits;
    const auto rest = std::ranges::find(sign_in->strata, "", &StratumClaim::claim);
    if (rest == sign_in->strata.end()) return hits;
    for (auto after = rest + 1; after != sign_in->strata.end(); ++after) {
        hits.push_back(
            {.place = after->place,
             .message = fmt::format(
                 "every account is of the stratum \"{}\" before this is looked at", rest->stratum
             ),
             .cure = {}}
        );
    }
    return hits;
}

Hits find_forgotten_strata(const Examination& examination) {
    const SignIn* sign_in = sign_in_of(examination.study);
    if (sign_in == nullptr || sign_in->strata.empty()) return {};
    if (!stratum_field_of(examination.study).empty()) return {};
    return {
        {.place = sign_in->place,
         .message = "the answers do not keep the stratum of who signed in",
         .cure = {}}
    };
}

}  // namespace

std::vector<Rule> sign_in_rules() {
    return {
        {{"sign-in-without-tls",
          error,
          "Whoever reads along could sign in as a participant, for the issuer's address is not one "
          "of HTTPS",
          "write the issuer's https address; http is for an issuer on this machine, in tests",
          "issuer: http://accounts.example.org"},
         find_sign_in_without_tls},
        {{"unclaimed-stratum",
          warning,
          "A stratum of the population is that of no account that signs in",
          "add it to the `strata` of `sign in`, without `claim` when it is that of all others",
          "strata pro and normal, and a sign-in that names pro only"},
         find_unclaimed_strata},
        {{"idle-stratum-claim",
          warning,
          "A stratum's claim is never looked at, for an earlier one fits every account",
          "put the stratum without `claim` last",
          "- stratum: normal, and behind it - stratum: pro, claim: isPro"},
         find_idle_stratum_claims},
        {{"forgotten-stratum",
          warning,
          "Signing in tells a stratum that the answers do not keep",
          "name a field from the link under `stratum field`",
          "strata without a stratum field"},
         find_forgotten_strata},
    };
}

}  // namespace querist::instrument
