#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "recruitment/sample_planning.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace querist::recruitment {

/// Who can be drawn: everybody in the frame who was not drawn yet and may be written to, in the
/// order of their numbers.
struct DrawableFrame {
    struct Stratum {
        std::string name;           ///< Empty where the study has no strata.
        std::int64_t in_frame = 0;  ///< Everybody ever imported into it.
    };
    std::vector<Stratum> strata;  ///< At least one; names differ.
    struct Person {
        std::int64_t number = 0;    ///< Ascending.
        std::uint32_t stratum = 0;  ///< Position in `strata`.
    };
    std::vector<Person> people;

    [[nodiscard]] std::vector<std::int64_t> available() const;  ///< People, stratum by stratum.
};

/// How many are drawn of each stratum; of all together in a simple random sample and a census,
/// which look at no strata.
struct DrawSizes {
    instrument::SamplingDesign design = instrument::SamplingDesign::simple_random;
    std::int64_t size = 0;
    std::vector<std::int64_t> of_strata;  ///< Empty where the design looks at no strata.
};

/// What a draw is to take: the design of the study file (`design` replaces it; without either a
/// simple random sample), and `size` people or, without it, as many as the plan would invite.
/// Stratified: the plan's invitations stratum by stratum when no size is given; else divided by
/// `allocate` over those who can be drawn, a fixed design in proportion to the plan's invitations.
/// Problems: recruitment.convenience, recruitment.empty-stratum (nobody was ever imported into it),
/// recruitment.draw-too-large, recruitment.no-size (the plan says no number), recruitment.census
/// (a size for everybody), recruitment.nobody, recruitment.no-strata; those of `allocate`.
[[nodiscard]] Result<DrawSizes> sizes_of_draw(
    const instrument::Study& study,
    const DrawableFrame& frame,
    std::optional<instrument::SamplingDesign> design,
    std::optional<std::int64_t> size
);

struct DrawnSample {
    /// Positions in `DrawableFrame::people`, in the order of releasing: stratum after stratum by
    /// ascending name where the design looks at them.
    std::vector<std::size_t> people;
    std::vector<std::int64_t> drawn;      ///< Stratum by stratum, in the frame's order.
    std::vector<std::int64_t> available;  ///< The same of those who could be drawn.
};

/// Draws without replacement, part of the contract so that a recorded seed draws the same for ever:
/// one SeededRandom(seed); people stand in the order of their numbers, in a stratified design
/// stratum after stratum in the ascending order of the bytes of their names; each list is put into
/// a random order by core's `shuffle`, and its first ones are the sample, in that order.
/// `sizes` as sizes_of_draw gives them for this frame, else std::domain_error.
[[nodiscard]] DrawnSample draw_sample(
    const DrawableFrame& frame, const DrawSizes& sizes, std::int64_t seed
);

/// SHA-256 of the text "querist frame 1", a line end, and for everybody in order of number a line
/// "NUMBER STRATUM": which frame was drawn from, without anything that identifies a person.
[[nodiscard]] Digest digest_of(const DrawableFrame& frame);
/// The same of the drawn in their order, under "querist sample 1".
[[nodiscard]] Digest digest_of(const DrawableFrame& frame, const DrawnSample& sample);

}  // namespace querist::recruitment
