#pragma once

// Internal to screening: what one response shows by itself.

#include "screening/screening.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace querist::screening {

/// What a version of the instrument shows, counted once for all its responses.
struct VersionFacts {
    explicit VersionFacts(const instrument::Study& version);

    const instrument::Study* study;
    std::vector<int> item_words;
    std::vector<int> page_words;  ///< Besides the items.
    /// Pieces of each question that is answered in words; empty for others.
    std::vector<std::vector<std::uint64_t>> questions;
};

/// A grid that has answers in enough rows.
struct GridFacts {
    int item = 0;
    int point = -1;  ///< In every row; -1: they differ.
    std::size_t rows = 0;
};

struct OpenAnswer {
    int item = 0;
    std::u32string text;  ///< Normalised.
};

/// An open answer of which the page's script counted how it came.
struct CountedAnswer {
    std::size_t characters = 0;  ///< Code points, as stored.
    response::Typing typing;
};

struct ResponseFacts {
    const VersionFacts* version = nullptr;
    PublicId id;
    std::optional<double> seconds;              ///< From consent to completion.
    std::vector<std::pair<int, double>> pages;  ///< Position and seconds of each that has times.
    bool honeypot = false;
    bool no_work = false;
    std::int64_t burst = 0;  ///< Responses that began where it did, at least; 0: not many.
    int words = 0;           ///< That were shown.
    std::vector<GridFacts> grids;
    std::vector<std::pair<int, int>> inattentive;  ///< Items, and the choices that fail them.
    std::vector<OpenAnswer> open;
    std::vector<CountedAnswer> counted;  ///< Of open questions.
    std::vector<std::size_t> checks;     ///< Positions of the study's checks that hold.
};

[[nodiscard]] ResponseFacts facts_of(const VersionFacts& version, const SeenResponse& response);

}  // namespace querist::screening
