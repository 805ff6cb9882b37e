#pragma once

// A part of the public header of actions: the dress rehearsal.

#include "core/core.hpp"
#include "screening/screening.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace querist::actions {

struct SimulationOptions {
    std::int64_t responses = 100;
    std::uint64_t seed = 1;
    /// How often each kind of respondent comes. Then nobody is led to choices, and each response
    /// has its kind as a flag. Empty: all are alike.
    std::optional<screening::Mix> mix{};
};
struct SimulationReport {
    std::int64_t completed = 0;
    std::int64_t screened_out = 0;
    std::int64_t refused = 0;
    std::int64_t broken_off = 0;
    std::int64_t pages = 0;
    std::vector<std::string> never_shown;     ///< Items that no respondent saw.
    std::vector<std::string> never_answered;  ///< Items that were seen and never answered.
    std::vector<std::string> never_chosen;    ///< "item=code" that nobody chose.
    /// With a mix, where the study screens: what is found of whom among all synthetic responses.
    std::optional<screening::Trial> trial{};
};
[[nodiscard]] Result<SimulationReport> simulate(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const SimulationOptions& options,
    const std::function<void(std::int64_t done, std::int64_t of)>& progress
);

}  // namespace querist::actions
