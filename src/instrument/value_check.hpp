#pragma once

// One value after its key: is it of the type that the table of keys asks for?

#include "instrument/study_keys.hpp"
#include "instrument/study_shape.hpp"
#include "instrument/yaml_tree.hpp"

#include <string_view>

namespace querist::instrument {

/// Reports what is wrong with `entry.value`, which is no section and no list of sections.
void check_value(const YamlEntry& entry, ValueType type, ProblemList& list);

/// Reports an unquoted scalar that other YAML tools read as something else than its text.
void check_surprise(ProblemList& list, const YamlNode& scalar);

/// What stands there, for messages: "a list".
[[nodiscard]] std::string_view node_words(const YamlNode& node);

}  // namespace querist::instrument
