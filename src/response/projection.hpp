#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "response/state.hpp"
#include "response/typing.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::response {

/// When a page was last shown and accepted.
struct PageTimes {
    std::optional<Instant> shown_at;
    std::optional<Instant> at;
    bool operator==(const PageTimes&) const = default;
};

/// Paradata that the state does not know.
struct Times {
    std::optional<Instant> started;  ///< Consent.
    std::optional<Instant> ended;    ///< Completion or screen-out.
    std::vector<PageTimes> pages;    ///< One per page, or empty.
    std::vector<Typing> typing = {
    };  ///< In the order of items; of those that anything is known of.
    bool operator==(const Times&) const = default;
};

/// The answers projection of a response, in the item order of the response's own version: two
/// lines of canonical JSON, empty parts left out. The first is what reports read by the hundred
/// thousand:
///   "a" answers that count, one per item: null; a choice's code; [codes]; true, false; a number
///       (with an exponent beyond `number_size_max`); a text; a grid's [code or null, …] by row; a
///       matrix's [[codes] or null, …] by row; ranks and parts of a sum [number or null, …]
///   "b" began, "e" ended: microseconds since 1970
///   "f" flags
///   "g" one letter per item: a answered, n not shown, s skipped, d declined, b broken off,
///       w withdrawn
///   "l" the language in which it was answered last, where an entry says one
///   "s" status
///   "t" texts beside options and rows that count: [[item, code, text], …]
///   "x" true when excluded
/// The second is what going on with the response needs besides:
///   "c" consent version; 0: none
///   "d" sleeping answers: [[item, value, {code: text}], …]
///   "k" how open answers came: [[item, inputs, pasted characters], …]
///   "m" page times: [[shown_at or null, at or null], …], microseconds since 1970
///   "p" "1" or "0" per item: presented
///   "r" page revisions, one per page
[[nodiscard]] std::string projection_text(
    const instrument::Study& study, const State& state, const Times& times = {}
);

/// What is read of a projection. `answers` leaves its second line out.
enum class ProjectionParts { all, answers };

/// Reads projections fast: keep one per thread and study version; what it hands out is valid until
/// the next `read`. Problems: response.damaged-projection, response.unknown-answer.
class ProjectionReader {
public:
    explicit ProjectionReader(
        const instrument::Study& study, ProjectionParts parts = ProjectionParts::all
    );
    ProjectionReader(ProjectionReader&&) noexcept;
    ~ProjectionReader();
    [[nodiscard]] Result<void> read(std::string_view projection);

    /// Answers that count and gaps, one per item; nothing is evaluated to know them.
    [[nodiscard]] std::span<const Answer> answers() const;
    [[nodiscard]] std::span<const Gap> gaps() const;
    [[nodiscard]] Status status() const;
    [[nodiscard]] bool excluded() const;
    [[nodiscard]] std::span<const std::string> flags() const;
    [[nodiscard]] const Times& times() const;
    [[nodiscard]] int language() const;  ///< As `State::language`.
    /// The whole state, sleeping answers included. Needs `ProjectionParts::all`.
    [[nodiscard]] State state() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

[[nodiscard]] Result<State> state_from_projection(
    const instrument::Study& study, std::string_view projection
);

}  // namespace querist::response
