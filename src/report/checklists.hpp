#pragma once

#include "report/tabulate.hpp"

#include <vector>

namespace querist::report {

/// CHERRIES (Eysenbach 2004) and the essential points of the ACM SIGSOFT standard for questionnaire
/// surveys, in our words, each with what study, plan and responses say of it. What only a person
/// can say is open. `report` is complete but for its checklists.
[[nodiscard]] std::vector<Checklist> checklists(const Ground& ground, const Report& report);

}  // namespace querist::report
