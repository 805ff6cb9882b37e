#pragma once

// Internal to instrument: the analysis plan in the protocol document.

#include "instrument/protocol_document.hpp"

#include <vector>

namespace querist::instrument::protocol {

void add_plan(const Study& study, const AnalysisPlan& plan, std::vector<Block>& blocks);

}  // namespace querist::instrument::protocol
