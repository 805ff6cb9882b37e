#pragma once

#include "response/response.hpp"
#include "store/store.hpp"

#include <deque>
#include <functional>
#include <optional>

namespace querist::actions {

/// Something that gives rows one after another.
using ProjectionRows = std::function<void(const std::function<void(const store::ProjectionRow&)>&)>;

[[nodiscard]] response::ResponseTable empty_table(const std::deque<instrument::Study>& studies);

/// Decodes what `rows` gives, which is called on this thread while others decode, into a table for
/// these versions, in no order. Refusals have no row; a withdrawn response has one of nothing but
/// that gap. No table: a row is of a version that is not among these.
[[nodiscard]] Result<std::optional<response::ResponseTable>> decode_projections(
    const std::deque<instrument::Study>& studies, const ProjectionRows& rows
);

}  // namespace querist::actions
