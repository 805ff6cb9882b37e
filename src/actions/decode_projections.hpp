#pragma once

#include "response/response.hpp"
#include "store/store.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <span>

namespace querist::actions {

/// Something that gives rows one after another.
using ProjectionRows = std::function<void(const std::function<void(const store::ProjectionRow&)>&)>;

[[nodiscard]] response::ResponseTable empty_table(const std::deque<instrument::Study>& studies);

/// Decodes what the sources give (at least one), each called on a thread of its own and the first
/// on this one, into a table for these versions, in the order of public ids. Refusals have no row;
/// a withdrawn response has one of nothing but that gap. No table: a row is of a version that is
/// not among these. What a source throws is thrown here. `expected` says for how many responses
/// memory is worth finding at once.
[[nodiscard]] Result<std::optional<response::ResponseTable>> decode_projections(
    const std::deque<instrument::Study>& studies,
    std::span<const ProjectionRows> sources,
    std::size_t expected
);

}  // namespace querist::actions
