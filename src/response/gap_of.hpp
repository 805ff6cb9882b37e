#pragma once

#include "response/walk.hpp"

namespace querist::response {

/// Says of one item after the other why it has no answer.
class GapReader {
public:
    GapReader(const instrument::Study& study, const State& state, Walk& walk);

    /// Items in order, each after `walk` has decided it.
    [[nodiscard]] Gap gap_of(int item);

private:
    /// Why an item that does not apply has no answer: it was kept away, or the response ended
    /// before that was decided.
    [[nodiscard]] Gap gap_of_absent(int item);

    const instrument::Study& study_;
    const State& state_;
    Walk& walk_;
    std::vector<char> open_;  ///< Items that could still have been asked when the response ended.
};

/// The letter of a gap in projections: "a" (answered) for none.
[[nodiscard]] char gap_letter(Gap gap);

}  // namespace querist::response
