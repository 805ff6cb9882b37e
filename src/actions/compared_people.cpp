#include "actions/compared_people.hpp"

#include "actions/identity_reference.hpp"

#include <algorithm>

namespace querist::actions {

using Comparison = RecruitmentStatus::Comparison;

ComparedPeople::ComparedPeople(
    const instrument::Study& study, store::IdentityView& view, const store::FrameRow& frame
) {
    if (!study.recruitment || study.recruitment->compare.empty()) return;
    const std::vector<store::FrameValueRow> rows = view.frame_values(frame.id);
    /// Column and position of each text.
    std::map<store::FrameValueId, std::pair<std::size_t, std::size_t>> places;
    for (const instrument::FrameComparison& one : study.recruitment->compare) {
        Column column{.id = one.id, .text = one.text, .texts = {""}, .in_frame = {frame.people}};
        std::vector<const store::FrameValueRow*> own;
        for (const store::FrameValueRow& row : rows) {
            if (row.comparison == one.id) own.push_back(&row);
        }
        std::ranges::sort(own, {}, &store::FrameValueRow::value);
        for (const store::FrameValueRow* row : own) {
            places.emplace(row->id, std::pair(columns_.size(), column.texts.size()));
            column.texts.push_back(row->value);
            column.in_frame.push_back(row->people);
            column.in_frame.front() -= row->people;
        }
        columns_.push_back(std::move(column));
    }
    if (columns_.empty()) return;
    view.each_case_value(frame.id, [&](store::CaseId sampled, store::FrameValueId value) {
        const auto place = places.find(value);
        if (place == places.end()) return;
        std::vector<std::size_t>& positions = values_[sampled];
        positions.resize(columns_.size());
        positions[place->second.first] = place->second.second;
    });
}

Comparison ComparedPeople::nothing_of(const Column& column) {
    Comparison comparison{.id = column.id, .text = column.text, .groups = {}};
    for (std::size_t v = 1; v < column.in_frame.size(); ++v) {
        comparison.with_text += column.in_frame[v];
    }
    return comparison;
}

std::int64_t ComparedPeople::people_with(
    const Column& column, const std::vector<std::string>& texts
) const {
    std::int64_t people = 0;
    for (std::size_t v = 0; v < column.texts.size(); ++v) {
        const bool is_one = std::ranges::find(texts, column.texts[v]) != texts.end();
        if (is_one) people += column.in_frame[v];
    }
    return people;
}

std::vector<Comparison> ComparedPeople::of_cases(
    const store::FrameRow& frame,
    const std::vector<SampledCase>& cases,
    const std::set<int>& pilots,
    store::WaveRow::Kind sample,
    recruitment::ComparedBy how
) const {
    std::vector<Comparison> comparisons;
    if (columns_.empty()) return comparisons;
    const std::vector<std::size_t> nothing_told(columns_.size());
    std::vector<recruitment::ComparedCase> compared;
    for (const SampledCase& one : cases) {
        const bool of_pilot = sample == store::WaveRow::Kind::pilot;
        if (!one.row.wave || pilots.contains(*one.row.wave) != of_pilot) continue;
        const auto values = values_.find(one.row.id);
        compared.push_back(
            {.linked = recruitment::linked_case(
                 stratum_position(frame, one.row.stratum), *one.row.wave, one.stored, one.answering
             ),
             .values = values == values_.end() ? nothing_told : values->second}
        );
    }
    std::vector<std::size_t> texts;
    texts.reserve(columns_.size());
    for (const Column& column : columns_) texts.push_back(column.texts.size());
    const auto groups = recruitment::compared_groups(compared, texts, how);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        const Column& column = columns_[c];
        Comparison comparison = nothing_of(column);
        for (const recruitment::ComparedGroup& group : groups[c]) {
            Comparison::Group told{
                .values = {}, .released = group.released, .respondents = group.respondents
            };
            for (const std::size_t v : group.values) told.values.push_back(column.texts[v]);
            told.in_frame = people_with(column, told.values);
            // Where something is told of everybody, nothing has to be said of the others.
            if (told.in_frame + told.released > 0) comparison.groups.push_back(std::move(told));
        }
        comparisons.push_back(std::move(comparison));
    }
    return comparisons;
}

std::vector<Comparison> ComparedPeople::of_kept(
    const store::FrozenFrame& kept, store::WaveRow::Kind sample
) const {
    std::vector<Comparison> comparisons;
    for (const Column& column : columns_) {
        Comparison comparison = nothing_of(column);
        for (const store::FrozenValues& one : kept.values) {
            if (one.sample != sample || one.comparison != column.id) continue;
            comparison.groups.push_back(
                {.values = one.values,
                 .in_frame = people_with(column, one.values),
                 .released = one.released,
                 .respondents = one.respondents}
            );
        }
        comparisons.push_back(std::move(comparison));
    }
    return comparisons;
}

std::vector<store::FrozenValues> frozen_values(
    const std::vector<Comparison>& comparisons, store::WaveRow::Kind sample
) {
    std::vector<store::FrozenValues> kept;
    for (const Comparison& comparison : comparisons) {
        for (const Comparison::Group& group : comparison.groups) {
            kept.push_back(
                {.sample = sample,
                 .comparison = comparison.id,
                 .values = group.values,
                 .released = group.released,
                 .respondents = group.respondents}
            );
        }
    }
    return kept;
}

}  // namespace querist::actions
