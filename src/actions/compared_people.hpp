#pragma once

// Internal to actions: what compared columns of a frame say of its people and cases.

#include "actions/recruiting.hpp"
#include "actions/sampled_cases.hpp"
#include "instrument/instrument.hpp"
#include "store/store.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace querist::actions {

/// The comparisons of a study, with the texts that its frame has of them.
class ComparedPeople {
public:
    ComparedPeople(
        const instrument::Study& study, store::IdentityView& view, const store::FrameRow& frame
    );

    /// Of the cases of a sample: those whose waves are, or are not, in `pilots`.
    [[nodiscard]] std::vector<RecruitmentStatus::Comparison> of_cases(
        const store::FrameRow& frame,
        const std::vector<SampledCase>& cases,
        const std::set<int>& pilots,
        store::WaveRow::Kind sample,
        recruitment::ComparedBy how
    ) const;
    /// Of counts that were kept.
    [[nodiscard]] std::vector<RecruitmentStatus::Comparison> of_kept(
        const store::FrozenFrame& kept, store::WaveRow::Kind sample
    ) const;

private:
    struct Column {
        std::string id;
        std::string text;
        std::vector<std::string> texts;      ///< The first is empty: nothing is told.
        std::vector<std::int64_t> in_frame;  ///< Of each.
    };
    [[nodiscard]] static RecruitmentStatus::Comparison nothing_of(const Column& column);
    [[nodiscard]] std::int64_t people_with(
        const Column& column, const std::vector<std::string>& texts
    ) const;

    std::vector<Column> columns_;
    std::map<store::CaseId, std::vector<std::size_t>> values_;  ///< Positions of texts.
};

/// What is to be kept of the comparisons of a sample.
[[nodiscard]] std::vector<store::FrozenValues> frozen_values(
    const std::vector<RecruitmentStatus::Comparison>& comparisons, store::WaveRow::Kind sample
);

}  // namespace querist::actions
