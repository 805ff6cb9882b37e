#pragma once

// What is kept of a sample when nobody is to tell any more who answered: counts, of parts that are
// large enough to hide everybody in them.

#include "recruitment/case_counts.hpp"
#include "recruitment/case_event.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace querist::recruitment {

/// A released case while its answers are still known.
struct LinkedCase {
    std::size_t stratum = 0;
    int wave = 0;
    CaseResult result;
    /// It was reached: no mail that came back says that it cannot have answered.
    bool could_have = false;
    bool took_part = false;  ///< Began the questionnaire or refused it there.
    /// It stays known that the person wants no mail or was forgotten: its code tells it from
    /// others.
    bool is_marked = false;
};
/// `stored`: the case's events of sending and replying; `answering`: those that its answers tell.
[[nodiscard]] LinkedCase linked_case(
    std::size_t stratum,
    int wave,
    std::span<const CaseEvent> stored,
    std::span<const CaseEvent> answering
);

/// People among whom each is hidden: whoever reads the counts guesses right of each with no better
/// chance than took_part / could_have.
struct Crowd {
    std::int64_t could_have = 0;
    std::int64_t took_part = 0;

    void add(const Crowd& other) {
        could_have += other.could_have;
        took_part += other.took_part;
    }
    /// All of them took part or nobody did: the counts say of each what it did.
    [[nodiscard]] bool tells() const {
        return could_have > 0 && (took_part == 0 || took_part == could_have);
    }
};

/// Those of whom nothing but their place in the frame stays known, and those who are marked.
/// Neither hides the other.
struct Crowds {
    Crowd unmarked;
    Crowd marked;

    void add(const Crowds& other) {
        unmarked.add(other.unmarked);
        marked.add(other.marked);
    }
    [[nodiscard]] bool tells() const { return unmarked.tells() || marked.tells(); }
};

/// Strata and waves that are counted together.
struct FrozenPart {
    std::vector<std::size_t> strata;  ///< In ascending order.
    std::vector<int> waves;           ///< The same.
    CaseCounts cases;
    Crowds crowds;

    [[nodiscard]] bool tells() const { return crowds.tells(); }
};

/// Every combination of groups of strata and groups of waves, each case in one. Neighbouring waves
/// are counted together until no part tells what each of its cases did; strata only where all of
/// their waves together do. Parts that tell are left only where all of the sample does: then of the
/// unmarked everything is one part; for the marked, whom nothing can hide, nothing is put together.
/// `strata`: how many the frame has.
[[nodiscard]] std::vector<FrozenPart> freeze_sample(
    std::span<const LinkedCase> cases, std::size_t strata
);

}  // namespace querist::recruitment
