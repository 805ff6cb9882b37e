#include "screening/near_copies.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

namespace querist::screening {

namespace {

constexpr std::size_t bands = 16;
constexpr std::size_t band_rows = 4;
constexpr std::size_t signature_length = bands * band_rows;
constexpr std::size_t compared_in_band_max = 64;
/// SplitMix64's step (Steele, Lea, Flood 2014): the seeds of the signature's numbers.
constexpr std::uint64_t golden_step = 0x9e3779b97f4a7c15;

/// SplitMix64's finisher: every bit of the number moves every bit of the result.
constexpr std::uint64_t mixed(std::uint64_t number) {
    number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27U)) * 0x94d049bb133111eb;
    return number ^ (number >> 31U);
}

using Signature = std::array<std::uint64_t, signature_length>;

Signature signature_of(std::span<const std::uint64_t> pieces) {
    Signature least{};
    least.fill(std::numeric_limits<std::uint64_t>::max());
    for (const std::uint64_t piece : pieces) {
        std::uint64_t seed = 0;
        for (std::uint64_t& number : least) {
            seed += golden_step;
            number = std::min(number, mixed(piece ^ seed));
        }
    }
    return least;
}

std::size_t in_both(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            ++common;
            ++i;
            ++j;
        } else if (a[i] < b[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    return common;
}

/// UTF-16 in ICU's normal form for comparing; empty when ICU cannot.
std::u16string case_folded(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* form = unorm2_getNFKCCasefoldInstance(&status);
    std::u16string wide(text.size(), u'\0');
    std::int32_t length = 0;
    u_strFromUTF8(
        wide.data(),
        static_cast<std::int32_t>(wide.size()),
        &length,
        text.data(),
        static_cast<std::int32_t>(text.size()),
        &status
    );
    if (U_FAILURE(status) != 0) return {};
    wide.resize(static_cast<std::size_t>(length));
    // U+FDFA, the worst, becomes 18 code units.
    constexpr std::size_t growth_max = 18;
    std::u16string folded(wide.size() * growth_max, u'\0');
    length = unorm2_normalize(
        form,
        wide.data(),
        static_cast<std::int32_t>(wide.size()),
        folded.data(),
        static_cast<std::int32_t>(folded.size()),
        &status
    );
    if (U_FAILURE(status) != 0) return {};
    folded.resize(static_cast<std::size_t>(length));
    return folded;
}

/// A different text that is near.
struct Near {
    std::size_t group = 0;
    double resemblance = 0;
};

/// Finds texts that are near copies of one another, each different text once.
class CopyFinder {
public:
    explicit CopyFinder(std::span<const std::u32string_view> texts) : texts_(texts) {
        std::map<std::u32string_view, std::size_t> groups;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (texts[i].size() < copied_length_min) continue;
            const auto [at, is_new] = groups.try_emplace(texts[i], members_.size());
            if (is_new) members_.emplace_back();
            members_[at->second].push_back(i);
        }
        best_.resize(members_.size());
        near_.resize(members_.size());
        pieces_.reserve(members_.size());
        for (const auto& same : members_) pieces_.push_back(pieces_of(texts[same.front()]));
    }

    std::vector<std::optional<NearCopy>> find() {
        compare_in_bands();
        std::vector<std::optional<NearCopy>> found(texts_.size());
        for (std::size_t group = 0; group < members_.size(); ++group) {
            const std::vector<std::size_t>& same = members_[group];
            const std::size_t others = same.size() - 1 + near_[group];
            for (const std::size_t text : same) {
                const std::optional<Near>& best = best_[group];
                if (same.size() > 1) {
                    found[text] = {same.front() == text ? same[1] : same.front(), 1, others};
                } else if (best) {
                    found[text] = {members_[best->group].front(), best->resemblance, others};
                }
            }
        }
        return found;
    }

private:
    void compare_in_bands() {
        std::vector<Signature> signatures;
        signatures.reserve(pieces_.size());
        for (const auto& pieces : pieces_) signatures.push_back(signature_of(pieces));
        std::vector<std::vector<std::size_t>> seen(pieces_.size());
        for (std::size_t band = 0; band < bands; ++band) {
            std::unordered_map<std::uint64_t, std::vector<std::size_t>> buckets;
            for (std::size_t group = 0; group < signatures.size(); ++group) {
                std::uint64_t key = 0;
                for (std::size_t row = 0; row < band_rows; ++row) {
                    key = mixed(key ^ signatures[group][band * band_rows + row]) + golden_step;
                }
                std::vector<std::size_t>& bucket = buckets[key];
                for (const std::size_t earlier : bucket) compare(earlier, group, seen[group]);
                if (bucket.size() < compared_in_band_max) bucket.push_back(group);
            }
        }
    }

    void compare(std::size_t earlier, std::size_t group, std::vector<std::size_t>& seen) {
        if (std::ranges::find(seen, earlier) != seen.end()) return;
        seen.push_back(earlier);
        const double alike = resemblance(pieces_[earlier], pieces_[group]);
        if (alike < near_copy_from) return;
        take(group, earlier, alike);
        take(earlier, group, alike);
    }

    void take(std::size_t group, std::size_t other, double alike) {
        near_[group] += members_[other].size();
        std::optional<Near>& best = best_[group];
        const bool better = !best || alike > best->resemblance ||
                            (alike == best->resemblance && other < best->group);
        if (better) best = Near{other, alike};
    }

    std::span<const std::u32string_view> texts_;
    std::vector<std::vector<std::size_t>> members_;  ///< Positions of texts that are the same.
    std::vector<std::vector<std::uint64_t>> pieces_;
    std::vector<std::optional<Near>> best_;
    std::vector<std::size_t> near_;  ///< Texts of other groups that are near.
};

}  // namespace

std::u32string normalised(std::string_view text) {
    const std::u16string folded = case_folded(text);
    std::u32string words;
    words.reserve(folded.size());
    bool between = false;
    for (std::size_t i = 0; i < folded.size();) {
        UChar32 one = folded[i++];
        if (U16_IS_LEAD(one) && i < folded.size()) one = U16_GET_SUPPLEMENTARY(one, folded[i++]);
        const bool counts = u_isalnum(one) != 0 || (U_MASK(u_charType(one)) & U_GC_M_MASK) != 0;
        if (!counts) {
            between = !words.empty();
            continue;
        }
        if (between) words.push_back(U' ');
        between = false;
        words.push_back(static_cast<char32_t>(one));
    }
    return words;
}

std::vector<std::uint64_t> pieces_of(std::u32string_view text) {
    constexpr std::uint64_t fnv_start = 0xcbf29ce484222325;
    constexpr std::uint64_t fnv_prime = 0x100000001b3;
    const auto hash = [](std::u32string_view piece) {
        std::uint64_t sum = fnv_start;
        for (const char32_t point : piece) {
            for (unsigned shift = 0; shift < 32; shift += 8) {
                sum = (sum ^ ((static_cast<std::uint64_t>(point) >> shift) & 0xffU)) * fnv_prime;
            }
        }
        return mixed(sum);
    };
    std::vector<std::uint64_t> pieces;
    if (text.empty()) return pieces;
    if (text.size() <= piece_length) return {hash(text)};
    pieces.reserve(text.size() - piece_length + 1);
    for (std::size_t i = 0; i + piece_length <= text.size(); ++i) {
        pieces.push_back(hash(text.substr(i, piece_length)));
    }
    std::ranges::sort(pieces);
    pieces.erase(std::ranges::unique(pieces).begin(), pieces.end());
    return pieces;
}

double resemblance(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
    const std::size_t common = in_both(a, b);
    const std::size_t either = a.size() + b.size() - common;
    return either == 0 ? 0 : static_cast<double>(common) / static_cast<double>(either);
}

double containment(std::span<const std::uint64_t> part, std::span<const std::uint64_t> whole) {
    if (part.empty()) return 0;
    return static_cast<double>(in_both(part, whole)) / static_cast<double>(part.size());
}

std::vector<std::optional<NearCopy>> near_copies(std::span<const std::u32string_view> texts) {
    return CopyFinder(texts).find();
}

}  // namespace querist::screening
