#include "recruitment/frozen_sample.hpp"

#include <algorithm>
#include <utility>

namespace querist::recruitment {

namespace {

using StrataGroup = std::vector<std::size_t>;
using WaveGroup = std::vector<int>;

/// What decides whether cases can be told apart.
struct Hidden {
    std::int64_t could_have = 0;
    std::int64_t took_part = 0;

    void add(const Hidden& other) {
        could_have += other.could_have;
        took_part += other.took_part;
    }
    [[nodiscard]] bool tells() const {
        return could_have > 0 && (took_part == 0 || took_part == could_have);
    }
};

/// By wave (as `waves` has them) and stratum.
using HiddenTable = std::vector<std::vector<Hidden>>;

HiddenTable hidden_table(
    std::span<const LinkedCase> cases, const std::vector<int>& waves, std::size_t strata
) {
    HiddenTable table(waves.size(), std::vector<Hidden>(strata));
    for (const LinkedCase& one : cases) {
        if (!one.could_have) continue;
        const auto wave = std::ranges::lower_bound(waves, one.wave) - waves.begin();
        table[static_cast<std::size_t>(wave)][one.stratum].add({1, one.took_part ? 1 : 0});
    }
    return table;
}

/// Strata that tell in all their waves together are put together; with the smallest of the others
/// where they still do.
std::vector<StrataGroup> strata_groups(const HiddenTable& table, std::size_t strata) {
    std::vector<Hidden> whole(strata);
    for (const std::vector<Hidden>& wave : table) {
        for (std::size_t h = 0; h < strata; ++h) whole[h].add(wave[h]);
    }
    StrataGroup together;
    StrataGroup others;
    Hidden sum;
    for (std::size_t h = 0; h < strata; ++h) {
        if (!whole[h].tells()) {
            others.push_back(h);
            continue;
        }
        together.push_back(h);
        sum.add(whole[h]);
    }
    std::ranges::sort(others, {}, [&](std::size_t h) { return std::pair(whole[h].could_have, h); });
    while (sum.tells() && !others.empty()) {
        // Whoever hides nobody hides nobody else.
        const auto next =
            std::ranges::find_if(others, [&](std::size_t h) { return whole[h].could_have > 0; });
        if (next == others.end()) break;
        together.push_back(*next);
        sum.add(whole[*next]);
        others.erase(next);
    }
    std::vector<StrataGroup> groups;
    if (!together.empty()) groups.push_back(std::move(together));
    for (const std::size_t h : others) groups.push_back({h});
    for (StrataGroup& group : groups) std::ranges::sort(group);
    std::ranges::sort(groups);
    return groups;
}

bool any_tells(
    const HiddenTable& table,
    const std::vector<StrataGroup>& groups,
    std::size_t first,
    std::size_t last
) {
    return std::ranges::any_of(groups, [&](const StrataGroup& group) {
        Hidden sum;
        for (std::size_t wave = first; wave <= last; ++wave) {
            for (const std::size_t h : group) sum.add(table[wave][h]);
        }
        return sum.tells();
    });
}

/// Waves are taken together until no group of strata tells; what is left at the end goes to the
/// last ones. A part that does not tell never comes to tell by taking in another.
std::vector<WaveGroup> wave_groups(
    const HiddenTable& table, const std::vector<StrataGroup>& strata, const std::vector<int>& waves
) {
    std::vector<WaveGroup> groups;
    std::size_t first = 0;
    for (std::size_t wave = 0; wave < waves.size(); ++wave) {
        if (any_tells(table, strata, first, wave)) continue;
        const auto begin = waves.begin();
        groups.emplace_back(
            begin + static_cast<std::ptrdiff_t>(first),
            begin + static_cast<std::ptrdiff_t>(wave) + 1
        );
        first = wave + 1;
    }
    const WaveGroup left(waves.begin() + static_cast<std::ptrdiff_t>(first), waves.end());
    if (left.empty()) return groups;
    if (groups.empty()) return {left};
    groups.back().insert(groups.back().end(), left.begin(), left.end());
    return groups;
}

}  // namespace

LinkedCase linked_case(
    std::size_t stratum,
    int wave,
    std::span<const CaseEvent> stored,
    std::span<const CaseEvent> answering
) {
    std::vector<CaseEvent> all(stored.begin(), stored.end());
    all.insert(all.end(), answering.begin(), answering.end());
    const Code by_mail = result_of(stored).code;
    const CaseHistory history(stored);
    const bool is_marked = history.has_any({EventKind::suppressed, EventKind::person_deleted});
    const bool may_have_it = by_mail == Code::nothing_returned || by_mail == Code::nothing_known;
    return {
        .stratum = stratum,
        .wave = wave,
        .result = result_of(all),
        .could_have = may_have_it && !is_marked,
        .took_part = !answering.empty(),
    };
}

std::vector<FrozenPart> freeze_sample(std::span<const LinkedCase> cases, std::size_t strata) {
    std::vector<int> waves;
    waves.reserve(cases.size());
    for (const LinkedCase& one : cases) waves.push_back(one.wave);
    std::ranges::sort(waves);
    const auto repeated = std::ranges::unique(waves);
    waves.erase(repeated.begin(), repeated.end());
    const HiddenTable table = hidden_table(cases, waves, strata);
    const std::vector<StrataGroup> by_stratum = strata_groups(table, strata);
    const std::vector<WaveGroup> by_wave = wave_groups(table, by_stratum, waves);
    std::vector<FrozenPart> parts;
    std::vector<std::size_t> group_of_stratum(strata);
    for (std::size_t g = 0; g < by_stratum.size(); ++g) {
        for (const std::size_t h : by_stratum[g]) group_of_stratum[h] = g;
    }
    for (const WaveGroup& wave : by_wave) {
        for (const StrataGroup& group : by_stratum) {
            parts.push_back({.strata = group, .waves = wave, .cases = {}});
        }
    }
    for (const LinkedCase& one : cases) {
        const auto group = std::ranges::find_if(by_wave, [&](const WaveGroup& wave) {
            return std::ranges::binary_search(wave, one.wave);
        });
        const auto row = static_cast<std::size_t>(group - by_wave.begin());
        FrozenPart& part = parts[row * by_stratum.size() + group_of_stratum[one.stratum]];
        part.cases.add(one.result);
        if (!one.could_have) continue;
        ++part.could_have;
        if (one.took_part) ++part.took_part;
    }
    return parts;
}

}  // namespace querist::recruitment
