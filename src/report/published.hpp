#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "response/response.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::report {

/// One number that a publication prints about a study's answers.
struct PublishedFigure {
    std::string item;
    std::string row;   ///< Of a grid and its like; empty elsewhere.
    std::string code;  ///< Empty: how many answered.
    std::optional<std::int64_t> count;
    std::optional<std::int64_t> base;  ///< What the publication divides by.
    std::optional<double> percent;     ///< 0 to 100, as printed.
    std::string why;                   ///< Why it may differ from ours; may be empty.
};

/// `published.yaml` in a study's folder: what is to be compared with the answers.
struct PublishedFigures {
    std::string source;                     ///< Where they are printed.
    std::optional<std::int64_t> responses;  ///< The N of the publication.
    std::string responses_why;
    std::vector<std::string> notes;
    std::vector<PublishedFigure> figures;
};
struct LoadedPublished {
    std::optional<PublishedFigures> published;  ///< Empty when any problem is an error.
    std::vector<Problem> problems;
};
/// Reads published.yaml (docs/replication.md). Codes: published.wrong-value, published.unknown-key,
/// published.unknown-item, published.unknown-code.
[[nodiscard]] LoadedPublished read_published(
    std::string_view yaml, const std::string& file, const instrument::Study& study
);

/// A published figure beside the one that the answers give.
struct ComparedFigure {
    std::string question;   ///< Number and words, or the id.
    std::string answer;     ///< Label of row and choice; "Answered"; "Responses".
    std::string published;  ///< "84", "84 of 94", "89%", "84 of 94 (89%)"
    std::int64_t count = 0;
    std::optional<std::int64_t> base;  ///< None: the figure is a number of responses.
    bool same = true;  ///< Count, base and percentage agree as far as the publication prints them.
    std::string why;   ///< Of a figure that differs.
};
struct PublishedComparison {
    std::string source;
    std::vector<std::string> notes;
    std::vector<ComparedFigure> figures;
    std::int64_t differing = 0;
};
/// Compares with the responses of `table`, which are those that the report counts.
[[nodiscard]] PublishedComparison compare_published(
    const PublishedFigures& published, const response::ResponseTable& table
);

}  // namespace querist::report
