#include "recruitment/compared_values.hpp"

#include "recruitment/disposition_codes.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace querist::recruitment {

namespace {

/// Of one text, by cells that are told apart anyway.
using CrowdByCell = std::map<std::size_t, Crowd>;

struct ComparedText {
    std::vector<std::size_t> values;
    CrowdByCell crowds;

    void add(const ComparedText& other) {
        values.insert(values.end(), other.values.begin(), other.values.end());
        for (const auto& [cell, crowd] : other.crowds) crowds[cell].add(crowd);
    }
    [[nodiscard]] bool tells() const {
        return std::ranges::any_of(crowds, [](const auto& one) { return one.second.tells(); });
    }
    [[nodiscard]] std::int64_t people() const {
        std::int64_t sum = 0;
        for (const auto& [cell, crowd] : crowds) sum += crowd.could_have;
        return sum;
    }
};

bool is_respondent(const LinkedCase& one) {
    const Group group = row_of(one.result.code).group;
    return group == Group::complete || group == Group::partial;
}

/// Which cell each case is in: that of the part whose counts are told.
std::vector<std::size_t> cells_of_parts(std::span<const ComparedCase> cases) {
    std::vector<LinkedCase> linked;
    linked.reserve(cases.size());
    std::size_t strata = 1;
    for (const ComparedCase& one : cases) {
        linked.push_back(one.linked);
        strata = std::max(strata, one.linked.stratum + 1);
    }
    std::map<std::pair<std::size_t, int>, std::size_t> part_of;
    const std::vector<FrozenPart> parts = freeze_sample(linked, strata);
    for (std::size_t p = 0; p < parts.size(); ++p) {
        for (const std::size_t stratum : parts[p].strata) {
            for (const int wave : parts[p].waves) part_of[{stratum, wave}] = p;
        }
    }
    std::vector<std::size_t> cells;
    cells.reserve(cases.size());
    for (const LinkedCase& one : linked) cells.push_back(part_of.at({one.stratum, one.wave}));
    return cells;
}

/// Texts that tell are put together, with the smallest of the others while they still do.
std::vector<ComparedText> hiding_texts(std::vector<ComparedText> texts) {
    ComparedText together;
    std::vector<ComparedText> others;
    for (ComparedText& one : texts) {
        if (one.tells()) {
            together.add(one);
        } else {
            others.push_back(std::move(one));
        }
    }
    std::ranges::sort(others, {}, [](const ComparedText& one) {
        return std::pair(one.people(), one.values.front());
    });
    auto next = others.begin();
    // Who has nobody that could have answered hides nobody.
    while (next != others.end() && next->people() == 0) ++next;
    while (together.tells() && next != others.end()) {
        together.add(*next);
        next = others.erase(next);
    }
    if (together.tells()) return {};
    if (!together.values.empty()) others.push_back(std::move(together));
    for (ComparedText& one : others) std::ranges::sort(one.values);
    std::ranges::sort(others, {}, &ComparedText::values);
    return others;
}

class ComparisonOfCases {
public:
    ComparisonOfCases(std::span<const ComparedCase> cases, ComparedBy how) : how_(how) {
        for (const ComparedCase& one : cases) {
            if (!one.linked.is_marked) cases_.push_back(&one);
        }
        cells_ = how == ComparedBy::crossing ? cells_of_parts(cases)
                                             : std::vector<std::size_t>(cases.size());
        // Of those who are left.
        std::size_t left = 0;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            if (!cases[i].linked.is_marked) cells_[left++] = cells_[i];
        }
        cells_.resize(left);
    }

    ComparedGroups groups_of(std::size_t comparison, std::size_t texts) {
        std::vector<ComparedText> told(texts);
        for (std::size_t v = 0; v < texts; ++v) told[v].values = {v};
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            const LinkedCase& one = cases_[i]->linked;
            if (!one.could_have) continue;
            ComparedText& text = told.at(cases_[i]->values.at(comparison));
            text.crowds[cells_[i]].add({1, one.took_part ? 1 : 0});
        }
        const std::vector<ComparedText> hiding = hiding_texts(std::move(told));
        const auto has_people = [](const ComparedText& one) { return one.people() > 0; };
        if (std::ranges::count_if(hiding, has_people) < 2) return {};
        ComparedGroups made;
        std::vector<std::size_t> group_of(texts);
        for (std::size_t g = 0; g < hiding.size(); ++g) {
            made.push_back({.values = hiding[g].values});
            for (const std::size_t v : hiding[g].values) group_of[v] = g;
        }
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            const std::size_t group = group_of[cases_[i]->values[comparison]];
            ++made[group].released;
            if (is_respondent(cases_[i]->linked)) ++made[group].respondents;
            if (how_ == ComparedBy::crossing) cells_[i] = cells_[i] * hiding.size() + group;
        }
        return made;
    }

private:
    ComparedBy how_;
    std::vector<const ComparedCase*> cases_;  ///< Who are not marked.
    std::vector<std::size_t> cells_;          ///< Of these, what is told of each anyway.
};

}  // namespace

std::vector<ComparedGroups> compared_groups(
    std::span<const ComparedCase> cases, std::span<const std::size_t> texts, ComparedBy how
) {
    ComparisonOfCases comparison(cases, how);
    std::vector<ComparedGroups> made;
    made.reserve(texts.size());
    for (std::size_t c = 0; c < texts.size(); ++c) {
        made.push_back(comparison.groups_of(c, texts[c]));
    }
    return made;
}

}  // namespace querist::recruitment
