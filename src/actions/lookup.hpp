#pragma once

// The verb that asks elsewhere about the accounts of a frame.

#include "core/core.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace querist::actions {

struct LookupOptions {
    std::string hub = "https://huggingface.co";
    /// Accounts that were answered longer ago are asked about again; empty: none are.
    std::optional<std::int64_t> older_than_days = std::nullopt;
};

/// What a run found out.
struct FrameLookup {
    struct Stratum {
        std::string name;  ///< As untold_stratum: nobody knows it.
        std::int64_t people = 0;
    };
    std::string study;
    std::int64_t accounts = 0;  ///< People of the frame who have one and want mail.
    std::int64_t before = 0;    ///< Of these, answered by an earlier run.
    std::int64_t known = 0;
    std::int64_t renamed = 0;  ///< Known under another name.
    std::int64_t unknown = 0;  ///< There is no such account.
    std::int64_t refused = 0;  ///< The Hub says nothing of it.
    std::int64_t unclear = 0;  ///< What was said was not understood; they are asked about again.
    std::int64_t moved = 0;    ///< People who got a stratum, or another one.
    std::int64_t no_rule = 0;  ///< Known, and no rule of the study fits them.
    /// Texts for columns that hold a control character or are too long: left out.
    std::int64_t unfit_texts = 0;
    std::int64_t left = 0;  ///< Still to be asked about.
    std::vector<Stratum> strata;
    std::optional<Problem> stopped;  ///< Why the run ended before its end.
};

/// Asks the Hub about each account of a study's frame that it was not asked about yet, one after
/// the other, and keeps each answer, encrypted and with its moment, before the next question; so it
/// may be killed at any moment and run again. Strata follow from the answers as
/// instrument::lookup_rules has it, earlier answers included; whoever is drawn keeps theirs.
/// `wait` sleeps until a moment: as the Hub asks for, or after it failed to answer. Problems:
/// lookup.nothing-wanted (no stratum or column of the study comes from an account),
/// hub.bad-address, http.no-library, lookup.busy (another one runs); recruitment.no-frame; of
/// folder and store. In `stopped`: hub.no-answer, hub.shape, hub.busy, hub.refuses.
[[nodiscard]] Result<FrameLookup> lookup_frame(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const LookupOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(Instant)>& wait,
    const std::function<void(std::int64_t done)>& progress
);

}  // namespace querist::actions
