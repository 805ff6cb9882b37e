#pragma once

// Internal to instrument: population and recruitment in the protocol document.

#include "instrument/protocol_document.hpp"

#include <vector>

namespace querist::instrument::protocol {

void add_people(const Study& study, std::vector<Block>& blocks);

}  // namespace querist::instrument::protocol
