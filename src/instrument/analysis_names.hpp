#pragma once

// Internal to instrument: the names of items, rows and choices in an analysis plan.

#include "instrument/instrument.hpp"
#include "instrument/study_shape.hpp"
#include "instrument/yaml_tree.hpp"

#include <optional>
#include <vector>

namespace querist::instrument {

/// Finds what a name stands for in a study and reports what it cannot find.
class VariableNames {
public:
    VariableNames(const Study& study, ProblemList& list) : study_(study), list_(list) {}

    /// The variable that a scalar names; plan.unknown-item, plan.unknown-row, plan.unknown-choice,
    /// plan.no-part, plan.no-answer.
    [[nodiscard]] std::optional<Variable> find(const YamlNode& node);
    /// The same; of a repeated item that is named as the study file writes it, those of all rounds.
    [[nodiscard]] std::vector<Variable> find_all(const YamlNode& node);

private:
    std::optional<int> find_item(const YamlNode& node, std::string_view id);
    bool find_part(const YamlNode& node, std::string_view part, Variable& variable);
    bool find_cell(const YamlNode& node, std::string_view part, Variable& variable);
    void report_unknown(
        const YamlNode& node,
        std::string_view code,
        std::string_view what,
        const std::vector<Option>& known,
        std::string_view part
    );

    const Study& study_;
    ProblemList& list_;
};

}  // namespace querist::instrument
