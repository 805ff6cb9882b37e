#pragma once

// The questions of docs/conditions.md, for tests and the fuzz target.

#include "expression/expression.hpp"

#include <vector>

namespace querist::expression {

inline const std::vector<Subject>& example_subjects() {
    static const std::vector<std::string> rows = {"crashes", "performance", "3rd-party"};
    static const std::vector<Subject> subjects = {
        {"intro", SubjectKind::nothing, {}, {}},
        {"uses_onnx", SubjectKind::boolean, {}, {}},
        {"age", SubjectKind::integer, {}, {}},
        {"share", SubjectKind::number, {}, {}},
        {"role", SubjectKind::text, {}, {}},
        {"remedy", SubjectKind::text, {}, {}},
        {"ml_years", SubjectKind::choice, {"lt1", "1-2", "3-5", "gt5"}, {}},
        {"onnx_years", SubjectKind::choice, {"1-2", "3-5", "gt5"}, {}},
        {"deployment", SubjectKind::choices, {"web", "mobile", "embedded", "other"}, {}},
        {"targets", SubjectKind::choices, {"mobile", "web"}, {}},
        {"problems", SubjectKind::grid, {"never", "rarely", "regularly"}, rows},
        {"effort", SubjectKind::grid, {"never", "little", "much"}, rows},
        {"started", SubjectKind::presence, {}, {}},
    };
    return subjects;
}

}  // namespace querist::expression
