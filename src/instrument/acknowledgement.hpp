#pragma once

#include "core/core.hpp"

#include <string>

namespace querist::instrument {

/// A lint finding that the researcher has read and answers for.
struct Acknowledgement {
    std::string rule;  ///< Id of the lint rule.
    std::string reason;
    Place place;
    bool operator==(const Acknowledgement&) const = default;
};

}  // namespace querist::instrument
