#pragma once

// Who may answer by an account that they have elsewhere: `sign in` of a study's recruitment.

#include "core/core.hpp"

#include <string>
#include <vector>

namespace querist::instrument {

/// Which accounts belong to a stratum. The first rule that fits an account counts.
struct StratumClaim {
    std::string stratum;  ///< Id of a stratum of the population.
    std::string claim;    ///< What the issuer says of an account; empty: every account fits.
    std::string is;       ///< The claim's text, or one of its list; empty: the claim is `true`.
    Place place = {};
};

/// OpenID Connect: whom to ask who somebody is.
struct SignIn {
    std::string issuer;     ///< "https://huggingface.co", as its discovery document names it.
    std::string name;       ///< For the button: "Hugging Face".
    std::string client_id;  ///< What the issuer calls this study's server.
    std::string scopes = "openid profile";
    bool required = false;  ///< Otherwise offered beside the open link.
    std::vector<StratumClaim> strata;
    std::string stratum_field;  ///< Id of the field from the link that keeps the stratum; or empty.
    std::string added;
    Place place = {};
    Place field_place = {};
};

}  // namespace querist::instrument
