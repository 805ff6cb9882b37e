#pragma once

// Checks a study file's tree against the table of keys: unknown and missing keys, wrong types,
// YAML's surprises. What reads the tree afterwards may take missing and wrong values as absent,
// for they have been reported here.

#include "core/core.hpp"
#include "instrument/study_keys.hpp"
#include "instrument/yaml_tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// Where problems of one file are collected.
struct ProblemList {
    std::string file;
    std::string_view source;  ///< The file's text, without its byte order mark.
    std::vector<Problem> problems;

    /// So many problems that nobody reads more: checking can stop.
    [[nodiscard]] bool is_full() const { return problems.size() > 2 * limits::study_problems_max; }

    void report(
        std::string code,
        const Mark& at,
        std::string message,
        std::string cure,
        Severity severity = Severity::error
    );
};

/// `top`: the section that the whole file is, of study.yaml or of analysis.yaml.
void check_shape(const YamlNode& root, ProblemList& list, Section top = Section::study);

/// Checks of single values, also used where no key stands before them.
[[nodiscard]] bool is_item_id(std::string_view text);
[[nodiscard]] bool is_study_id(std::string_view text);
[[nodiscard]] bool is_option_code(std::string_view text);
/// A word that conditions keep for themselves ("in", "true").
[[nodiscard]] bool is_condition_word(std::string_view text);

/// The value when the scalar is of that type; empty otherwise.
[[nodiscard]] std::optional<long long> whole_of(const YamlNode* node);
[[nodiscard]] std::optional<double> number_of(const YamlNode* node);
[[nodiscard]] bool truth_of(const YamlNode* node);
[[nodiscard]] std::string text_of(const YamlNode* node);
[[nodiscard]] std::optional<double> share_of(const YamlNode* node);
[[nodiscard]] std::optional<Money> money_of(const YamlNode* node);

}  // namespace querist::instrument
