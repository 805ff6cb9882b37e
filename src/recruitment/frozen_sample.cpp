#include "recruitment/frozen_sample.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace querist::recruitment {

namespace {

using StrataGroup = std::vector<std::size_t>;
using WaveGroup = std::vector<int>;

/// By wave (as `waves` has them) and stratum.
using CrowdTable = std::vector<std::vector<Crowds>>;

Crowds crowds_of(const LinkedCase& one) {
    Crowds crowds;
    if (!one.could_have) return crowds;
    (one.is_marked ? crowds.marked : crowds.unmarked).add({1, one.took_part ? 1 : 0});
    return crowds;
}

CrowdTable crowd_table(
    std::span<const LinkedCase> cases, const std::vector<int>& waves, std::size_t strata
) {
    CrowdTable table(waves.size(), std::vector<Crowds>(strata));
    Crowds whole;
    for (const LinkedCase& one : cases) {
        const auto wave = std::ranges::lower_bound(waves, one.wave) - waves.begin();
        const Crowds crowds = crowds_of(one);
        table[static_cast<std::size_t>(wave)][one.stratum].add(crowds);
        whole.add(crowds);
    }
    // Few are marked, and often all alike: what cannot hide them is no reason to lose the parts.
    if (!whole.marked.tells()) return table;
    for (std::vector<Crowds>& wave : table) {
        for (Crowds& crowds : wave) crowds.marked = {};
    }
    return table;
}

/// Whether one that tells may stop to when it takes in the other: who is not there hides nobody.
bool may_hide(const Crowds& other, const Crowds& telling) {
    return (telling.unmarked.tells() && other.unmarked.could_have > 0) ||
           (telling.marked.tells() && other.marked.could_have > 0);
}

/// Strata that tell in all their waves together are put together; with the smallest of the others
/// where they still do.
std::vector<StrataGroup> strata_groups(const CrowdTable& table, std::size_t strata) {
    std::vector<Crowds> whole(strata);
    for (const std::vector<Crowds>& wave : table) {
        for (std::size_t h = 0; h < strata; ++h) whole[h].add(wave[h]);
    }
    StrataGroup together;
    StrataGroup others;
    Crowds sum;
    for (std::size_t h = 0; h < strata; ++h) {
        if (!whole[h].tells()) {
            others.push_back(h);
            continue;
        }
        together.push_back(h);
        sum.add(whole[h]);
    }
    std::ranges::sort(others, {}, [&](std::size_t h) {
        return std::pair(whole[h].unmarked.could_have + whole[h].marked.could_have, h);
    });
    while (sum.tells() && !others.empty()) {
        const auto next =
            std::ranges::find_if(others, [&](std::size_t h) { return may_hide(whole[h], sum); });
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
    const CrowdTable& table,
    const std::vector<StrataGroup>& groups,
    std::size_t first,
    std::size_t last
) {
    return std::ranges::any_of(groups, [&](const StrataGroup& group) {
        Crowds sum;
        for (std::size_t wave = first; wave <= last; ++wave) {
            for (const std::size_t h : group) sum.add(table[wave][h]);
        }
        return sum.tells();
    });
}

/// A stretch of neighbouring waves, as `waves` has them.
struct Stretch {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// Waves are taken together until no group of strata tells. What is left at the end goes to the
/// last ones, and these to those before while any tells: a group of strata that had nobody there
/// does where it first takes in somebody. Having somebody and not telling, it never comes to tell.
std::vector<WaveGroup> wave_groups(
    const CrowdTable& table, const std::vector<StrataGroup>& strata, const std::vector<int>& waves
) {
    std::vector<Stretch> stretches;
    std::size_t first = 0;
    for (std::size_t wave = 0; wave < waves.size(); ++wave) {
        const bool is_last = wave + 1 == waves.size();
        if (!is_last && any_tells(table, strata, first, wave)) continue;
        stretches.push_back({first, wave});
        first = wave + 1;
    }
    while (stretches.size() > 1 &&
           any_tells(table, strata, stretches.back().first, stretches.back().last)) {
        const std::size_t last = stretches.back().last;
        stretches.pop_back();
        stretches.back().last = last;
    }
    std::vector<WaveGroup> groups;
    for (const Stretch& one : stretches) {
        const auto begin = waves.begin();
        groups.emplace_back(
            begin + static_cast<std::ptrdiff_t>(one.first),
            begin + static_cast<std::ptrdiff_t>(one.last) + 1
        );
    }
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
    // Asking for no more mail says nothing of having answered before.
    constexpr std::array marks{
        EventKind::suppressed, EventKind::person_deleted, EventKind::opted_out
    };
    std::vector<CaseEvent> mailed;
    std::ranges::copy_if(stored, std::back_inserter(mailed), [&](const CaseEvent& one) {
        return std::ranges::find(marks, one.kind) == marks.end();
    });
    const Code by_mail = result_of(mailed).code;
    return {
        .stratum = stratum,
        .wave = wave,
        .result = result_of(all),
        .could_have = by_mail == Code::nothing_returned || by_mail == Code::nothing_known,
        .took_part = !answering.empty(),
        .is_marked =
            CaseHistory(stored).has_any({EventKind::suppressed, EventKind::person_deleted}),
    };
}

std::vector<FrozenPart> freeze_sample(std::span<const LinkedCase> cases, std::size_t strata) {
    std::vector<int> waves;
    waves.reserve(cases.size());
    for (const LinkedCase& one : cases) waves.push_back(one.wave);
    std::ranges::sort(waves);
    const auto repeated = std::ranges::unique(waves);
    waves.erase(repeated.begin(), repeated.end());
    const CrowdTable table = crowd_table(cases, waves, strata);
    const std::vector<StrataGroup> by_stratum = strata_groups(table, strata);
    const std::vector<WaveGroup> by_wave = wave_groups(table, by_stratum, waves);
    std::vector<FrozenPart> parts;
    std::vector<std::size_t> group_of_stratum(strata);
    for (std::size_t g = 0; g < by_stratum.size(); ++g) {
        for (const std::size_t h : by_stratum[g]) group_of_stratum[h] = g;
    }
    for (const WaveGroup& wave : by_wave) {
        for (const StrataGroup& group : by_stratum) {
            parts.push_back({.strata = group, .waves = wave, .cases = {}, .crowds = {}});
        }
    }
    for (const LinkedCase& one : cases) {
        const auto group = std::ranges::find_if(by_wave, [&](const WaveGroup& wave) {
            return std::ranges::binary_search(wave, one.wave);
        });
        const auto row = static_cast<std::size_t>(group - by_wave.begin());
        FrozenPart& part = parts[row * by_stratum.size() + group_of_stratum[one.stratum]];
        part.cases.add(one.result);
        part.crowds.add(crowds_of(one));
    }
    return parts;
}

}  // namespace querist::recruitment
