#include "actions/case_answers.hpp"

#include "actions/case_secrets.hpp"
#include "actions/life.hpp"
#include "actions/response_table.hpp"
#include "actions/review_entries.hpp"
#include "actions/study_reference.hpp"

#include <chrono>
#include <system_error>

namespace querist::actions {

namespace {

using recruitment::CaseEvent;
using recruitment::EventKind;
using response::Disposition;

Instant moment_of(std::int64_t microseconds) {
    return Instant(std::chrono::microseconds(microseconds));
}

/// What somebody did to have this disposition. `answered`: some page is saved. `exclusion`: what
/// one of an excluded response is.
std::vector<EventKind> kinds_of(Disposition disposition, bool answered, EventKind exclusion) {
    std::vector<EventKind> kinds{EventKind::opened_link};
    if (disposition == Disposition::refused) {
        kinds.push_back(EventKind::refused_consent);
        return kinds;
    }
    kinds.push_back(EventKind::consented);
    if (answered) kinds.push_back(EventKind::answered);
    switch (disposition) {
        case Disposition::excluded:
            kinds.push_back(exclusion);
            break;
        case Disposition::withdrawn:
            kinds.push_back(EventKind::withdrawn);
            break;
        case Disposition::screened_out:
            kinds.push_back(EventKind::screened_out);
            break;
        case Disposition::quota_full:
            kinds.push_back(EventKind::quota_full);
            break;
        case Disposition::completed:
            kinds.push_back(EventKind::completed);
            break;
        case Disposition::partial:
            kinds.push_back(EventKind::partial);
            break;
        case Disposition::broken_off:
            if (answered) kinds.push_back(EventKind::broke_off);
            break;
        case Disposition::refused:
            break;
    }
    return kinds;
}

/// Which event the exclusion of a response is for its case.
EventKind exclusion_of(store::Snapshot& snapshot, const store::ResponseRow& row) {
    // With the answers went what it was excluded as; it must not count for less than it may have.
    if (row.status == response::Status::withdrawn) return EventKind::unusable;
    const Review review = review_of(snapshot.entries(row.id));
    // Earlier exclusions, and those of imports, say nothing: of no eligible person, they meant.
    switch (review.as.value_or(ExclusionKind::not_eligible)) {
        case ExclusionKind::not_eligible:
            return EventKind::excluded;
        case ExclusionKind::duplicate:
            return EventKind::duplicate;
        case ExclusionKind::unusable:
            return EventKind::unusable;
    }
    return EventKind::excluded;
}

/// Of a response that no table holds.
Disposition by_status(response::Status status) {
    switch (status) {
        case response::Status::in_progress:
            return Disposition::broken_off;
        case response::Status::complete:
            return Disposition::completed;
        case response::Status::refused:
            return Disposition::refused;
        case response::Status::withdrawn:
            return Disposition::withdrawn;
        case response::Status::screened_out:
            return Disposition::screened_out;
    }
    return Disposition::broken_off;
}

/// Whether what a table made of a response is what it is, now that it has this status.
bool still_tells(Disposition judged, response::Status status) {
    switch (status) {
        case response::Status::in_progress:
            return true;
        case response::Status::complete:
        case response::Status::screened_out:
            return judged != Disposition::partial && judged != Disposition::broken_off;
        case response::Status::refused:
        case response::Status::withdrawn:
            return false;
    }
    return false;
}

}  // namespace

void CaseAnswers::count(const StoredResponses& stored) {
    std::vector<OfVersion> versions;
    versions.reserve(stored.table.versions().size());
    for (const Digest& version : stored.table.versions()) versions.push_back({version, {}});
    real_ = stored.left_out;
    for (const response::ResponseTable::Meta& meta : stored.table.responses()) {
        const response::Disposition disposition = response::disposition_of(meta);
        real_.add(disposition);
        versions.at(static_cast<std::size_t>(meta.version)).counts.add(disposition);
    }
    const auto unused = [](const OfVersion& one) { return one.counts == decltype(one.counts){}; };
    std::erase_if(versions, unused);
    by_version_ = std::move(versions);
}

Result<void> CaseAnswers::judge(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    response::Origin origin
) {
    const Result<StoredResponses> stored = read_responses(study_folder, data, origin, Wanted::all);
    if (!stored) return std::unexpected(stored.error());
    if (origin == response::Origin::real) count(*stored);
    for (const response::ResponseTable::Meta& meta : stored->table.responses()) {
        response::ResponseTable::Meta told = meta;
        if (excluded_ == ExcludedCases::as_they_answered) told.excluded = false;
        const Disposition disposition = response::disposition_of(told);
        told.excluded = false;
        judged_[meta.public_id] = {
            disposition,
            response::disposition_of(told),
            moment_of(meta.started),
            moment_of(meta.finished)
        };
        if (origin == response::Origin::real && disposition == Disposition::completed) ++complete_;
    }
    return {};
}

Result<CaseAnswers> CaseAnswers::read(
    const std::filesystem::path& study_folder,
    std::string_view study,
    const std::filesystem::path& data,
    ExcludedCases excluded
) {
    CaseAnswers answers;
    answers.excluded_ = excluded;
    std::error_code ignored;
    if (!std::filesystem::exists(data / "answers.db", ignored)) return answers;
    Result<std::unique_ptr<store::Store>> store = open_existing(data, store::Access::read_only);
    if (!store) return std::unexpected(store.error());
    return guarded([&]() -> Result<CaseAnswers> {
        std::unique_ptr<store::Snapshot> snapshot = (*store)->snapshot();
        const std::optional<store::StudyRow> row = snapshot->study(study);
        if (!row || !row->version) return std::move(answers);
        answers.study_ = row->id;
        answers.name_ = study;
        answers.life_ = life_of(row->life);
        for (const response::Origin origin : {response::Origin::real, response::Origin::pilot}) {
            if (Result<void> judged = answers.judge(study_folder, data, origin); !judged) {
                return std::unexpected(judged.error());
            }
        }
        answers.store_ = *std::move(store);
        answers.snapshot_ = std::move(snapshot);
        answers.sent_ = answers.sent();
        return std::move(answers);
    });
}

void CaseAnswers::look_anew() {
    if (!store_) return;
    snapshot_ = store_->snapshot();
    if (const auto row = snapshot_->study(name_)) life_ = life_of(row->life);
}

std::int64_t CaseAnswers::sent() {
    std::int64_t sent = 0;
    for (const store::ResponseCount& one : snapshot_->response_counts(study_)) {
        const bool counts =
            one.origin == response::Origin::real && one.status == response::Status::complete;
        if (counts) sent += one.count;
    }
    return sent;
}

std::int64_t CaseAnswers::complete_by_now() {
    return snapshot_ ? complete_ + sent() - sent_ : complete_;
}

ClosedStrata CaseAnswers::closed_strata(const instrument::Study& study, WaveKind kind) {
    if (!snapshot_) return {};
    const auto origin = kind == WaveKind::pilot ? response::Origin::pilot : response::Origin::real;
    return actions::closed_strata(*snapshot_, study_, origin, study);
}

std::vector<std::vector<CaseEvent>> CaseAnswers::known_respondents(response::Origin origin) {
    std::vector<std::vector<CaseEvent>> all;
    if (!snapshot_) return all;
    for (const store::ResponseRow& row : snapshot_->responses_with_respondent_key(study_, origin)) {
        all.push_back(events_of_row(row));
    }
    return all;
}

std::vector<CaseEvent> CaseAnswers::events_of(const Digest& respondent_key) {
    return answer_of(respondent_key).events;
}

CaseAnswers::OfCase CaseAnswers::answer_of(const Digest& respondent_key) {
    if (!snapshot_) return {};
    std::optional<store::ResponseRow> row =
        snapshot_->response_by_respondent_key(study_, respondent_key);
    OfCase answer;
    if (row) answer.response = row->public_id;
    // Whoever refused and then answered has answered.
    if (!row) row = snapshot_->response_by_respondent_key(study_, refusal_key(respondent_key));
    if (!row) return {};
    answer.events = events_of_row(*row);
    return answer;
}

std::vector<CaseEvent> CaseAnswers::events_of_row(const store::ResponseRow& row) {
    std::vector<CaseEvent> events;
    Judged judged{by_status(row.status), by_status(row.status), Instant{}, Instant{}};
    const auto found = judged_.find(row.public_id);
    // What the table does not hold, or has come to an end since, is told by its status.
    if (found != judged_.end() && still_tells(found->second.disposition, row.status)) {
        judged = found->second;
    }
    const EventKind exclusion = judged.disposition == Disposition::excluded
                                    ? exclusion_of(*snapshot_, row)
                                    : EventKind::excluded;
    // What could not be used would have counted as an interview; of all else it changes nothing.
    const bool was_interview =
        judged.answered == Disposition::completed || judged.answered == Disposition::partial;
    if (exclusion == EventKind::unusable && !was_interview &&
        row.status != response::Status::withdrawn) {
        judged.disposition = judged.answered;
    }
    const bool answered = was_interview || holds_page(*snapshot_, row);
    for (const EventKind kind : kinds_of(judged.disposition, answered, exclusion)) {
        const bool at_start = kind == EventKind::opened_link || kind == EventKind::consented;
        const Instant at = at_start || judged.ended == Instant{} ? judged.started : judged.ended;
        events.push_back({.kind = kind, .at = at});
    }
    return events;
}

}  // namespace querist::actions
