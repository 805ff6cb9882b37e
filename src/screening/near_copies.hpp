#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::screening {

/// Characters of one piece of a text that is compared with others.
inline constexpr std::size_t piece_length = 5;
/// Code points, once normalised, below which a text is too short to be called a copy: many say the
/// same in few words.
inline constexpr std::size_t copied_length_min = 30;
/// Share of their pieces that two texts must have in common.
inline constexpr double near_copy_from = 0.8;

/// A text as it is compared: compatible forms and cases alike (NFKC_Casefold), letters and digits
/// alone with one space between words. Code points.
[[nodiscard]] std::u32string normalised(std::string_view text);

/// The pieces of a normalised text: hashes of every run of `piece_length` code points, ascending,
/// each once; of a shorter text the whole. A hash is FNV-1a (64 bits) over the code points, four
/// bytes each, least significant first, then SplitMix64's finisher.
[[nodiscard]] std::vector<std::uint64_t> pieces_of(std::u32string_view text);

/// How much two texts have in common: pieces in both over pieces in either. 0 to 1.
/// Source: Broder 1997, On the resemblance and containment of documents (Jaccard's index).
[[nodiscard]] double resemblance(
    std::span<const std::uint64_t> a, std::span<const std::uint64_t> b
);
/// The share of `part`'s pieces that `whole` has. 0 to 1; 0 without pieces.
[[nodiscard]] double containment(
    std::span<const std::uint64_t> part, std::span<const std::uint64_t> whole
);

/// The text that another one is most like.
struct NearCopy {
    std::size_t of = 0;      ///< Its position; never its own.
    double resemblance = 0;  ///< At least `near_copy_from`; 1: the same once normalised.
    std::size_t others = 0;  ///< Texts that were found to be as near, this one among them.
};

/// For each text the one that it is most like, the first of equals; empty where there is none, and
/// for texts below `copied_length_min`. Candidates come from MinHash signatures of 64 numbers in 16
/// bands (two texts that have 0.8 in common share a band but for 2 of 10,000 times), and each is
/// confirmed by the exact resemblance. In a band each is compared with 64 earlier ones at the most.
/// Source: Broder 1997; banding: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3.
[[nodiscard]] std::vector<std::optional<NearCopy>> near_copies(
    std::span<const std::u32string_view> texts
);

}  // namespace querist::screening
