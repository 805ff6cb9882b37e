#include "actions/screen_responses.hpp"

#include "actions/response_table.hpp"
#include "actions/review_entries.hpp"
#include "actions/study_reference.hpp"
#include "actions/versions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace querist::actions {

namespace {

using response::Gap;
using response::ProjectionReader;
using response::Status;

/// A version and what reads its responses' projections.
struct ReadVersion {
    explicit ReadVersion(instrument::Study version) : study(std::move(version)), reader(study) {}
    instrument::Study study;
    ProjectionReader reader;
};

/// What of a response is needed once it is judged.
struct SeenStatus {
    Status status = Status::in_progress;
    bool excluded = false;
    bool reviewed = false;                          ///< Some person spoke of it.
    int review_at = 0;                              ///< 0: its version screens nobody.
    std::optional<screening::RespondentKind> kind;  ///< That a synthetic one played.
};

/// The kind that a synthetic respondent played, or none.
std::optional<screening::RespondentKind> kind_in(std::span<const std::string> flags) {
    for (const std::string& flag : flags) {
        if (const auto kind = screening::kind_of_flag(flag)) return kind;
    }
    return std::nullopt;
}

/// Looks through the projections of one origin.
class Reading {
public:
    Reading(store::Snapshot& snapshot, const store::StudyRow& study)
        : snapshot_(snapshot), study_(study) {}

    Result<void> read(response::Origin origin) {
        // A view is used for one thing at a time, so versions are found before the rows.
        for (const store::VersionRow& version : snapshot_.versions(study_.id)) {
            Result<instrument::Study> study = stored_study(snapshot_, version.hash);
            if (!study) {
                unreadable_.emplace(version.hash, std::move(study.error()));
                continue;
            }
            const bool fielded = study_.version == version.hash;
            if (study->screening && fielded) any_plan_ = true;
            versions_.try_emplace(version.hash, std::make_unique<ReadVersion>(*std::move(study)));
        }
        Result<void> all;
        snapshot_.each_projection(study_.id, origin, {}, [&](const store::ProjectionRow& row) {
            if (all) all = add(row);
        });
        return all;
    }

    [[nodiscard]] bool any_plan() const { return any_plan_; }
    [[nodiscard]] const std::map<PublicId, SeenStatus>& seen() const { return seen_; }
    [[nodiscard]] std::vector<screening::Screened> judge() const { return screening_.judge(); }

private:
    Result<void> add(const store::ProjectionRow& row) {
        if (row.status != Status::complete && row.status != Status::in_progress) return {};
        const auto version = versions_.find(row.version_hash);
        const auto why = unreadable_.find(row.version_hash);
        if (why != unreadable_.end()) return std::unexpected(why->second);
        if (version == versions_.end()) {
            return failure(
                "actions.unknown-version",
                "a response cites a study version that the data do not have",
                "run querist verify, and restore the data from a backup if it reports it"
            );
        }
        const instrument::Study& study = version->second->study;
        ProjectionReader& reader = version->second->reader;
        if (Result<void> read = reader.read(row.data); !read) return read;
        if (study.screening) any_plan_ = true;
        const auto flags = reader.flags();
        const auto has = [flags](std::string_view flag) {
            return std::ranges::find(flags, flag) != flags.end();
        };
        seen_[row.public_id] = {
            .status = row.status,
            .excluded = reader.excluded(),
            .reviewed = reader.excluded() || has(flagged_by_hand) || has(exclusion_proposed),
            .review_at = study.screening ? study.screening->review_at : 0,
            .kind = kind_in(flags),
        };
        screening_.add(
            study,
            {.id = row.public_id,
             .answers = reader.answers(),
             .gaps = reader.gaps(),
             .times = reader.times(),
             .complete = row.status == Status::complete,
             .flags = flags}
        );
        return {};
    }

    store::Snapshot& snapshot_;
    const store::StudyRow& study_;
    bool any_plan_ = false;
    std::map<Digest, std::unique_ptr<ReadVersion>> versions_;
    std::map<Digest, Problem> unreadable_;  ///< Versions that matter only where one is cited.
    std::map<PublicId, SeenStatus> seen_;
    screening::Screening screening_;
};

using Reviews = std::map<PublicId, Review>;

/// What people said of the responses of which they said anything.
Reviews reviews_in(store::Snapshot& snapshot, StudyId study, response::Origin origin) {
    Reviews reviews;
    snapshot.each_review_entry(study, origin, [&](const store::ReviewEntryRow& entry) {
        hear(entry.kind, entry.body, reviews[entry.public_id]);
    });
    return reviews;
}

/// Signals in the order in which evidence has them: the table's, then the checks'.
std::vector<SignalCount> signal_counts(
    const ScreenedStudy& study, const std::map<PublicId, SeenStatus>& seen
) {
    std::vector<SignalCount> counts;
    for (const instrument::SignalSpec& spec : instrument::signal_specs()) {
        counts.push_back({.signal = std::string(spec.name)});
    }
    const auto count = [&](const ScreenedResponse& one) {
        for (const screening::Evidence& evidence : one.screened.evidence) {
            auto found = std::ranges::find(counts, evidence.signal, &SignalCount::signal);
            if (found == counts.end()) {
                found = counts.insert(counts.end(), {.signal = evidence.signal});
            }
            ++found->responses;
            found->flagged += one.flagged() ? 1 : 0;
            found->excluded += seen.at(one.screened.id).excluded ? 1 : 0;
        }
    };
    std::ranges::for_each(study.flagged, count);
    std::ranges::for_each(study.others, count);
    std::erase_if(counts, [](const SignalCount& one) { return one.responses == 0; });
    return counts;
}

/// What screening finds of synthetic respondents whose kinds are known, of the complete ones.
std::optional<screening::Trial> trial_of(
    const ScreenedStudy& study, const std::map<PublicId, SeenStatus>& seen
) {
    std::map<PublicId, const screening::Screened*> judged;
    for (const auto* list : {&study.flagged, &study.others}) {
        for (const ScreenedResponse& one : *list) judged.emplace(one.screened.id, &one.screened);
    }
    std::vector<screening::Tried> tried;
    for (const auto& [id, status] : seen) {
        if (!status.kind || status.status != Status::complete || status.review_at == 0) continue;
        screening::Tried& one = tried.emplace_back();
        one.kind = *status.kind;
        one.review_at = status.review_at;
        const auto found = judged.find(id);
        if (found == judged.end()) continue;
        one.points = found->second->points;
        for (const auto& evidence : found->second->evidence) one.signals.push_back(evidence.signal);
    }
    if (tried.empty()) return std::nullopt;
    return screening::tried_out(tried);
}

/// Those of whom only a person spoke, among the ones that give signals.
std::vector<screening::Screened> with_reviewed(
    std::vector<screening::Screened> judged, const std::map<PublicId, SeenStatus>& seen
) {
    std::vector<screening::Screened> all;
    auto next = judged.begin();
    for (const auto& [id, status] : seen) {
        if (next != judged.end() && next->id == id) {
            all.push_back(std::move(*next++));
        } else if (status.reviewed) {
            all.push_back({.id = id, .points = 0, .review_at = 1, .evidence = {}});
        }
    }
    return all;
}

/// Of a study that screens nobody, those whose exclusion was appealed against; empty: none was.
std::optional<ScreenedStudy> appealed_responses(
    store::Snapshot& snapshot, const store::StudyRow& study, response::Origin origin
) {
    ScreenedStudy appeals{.study = study.study, .origin = origin};
    for (auto& [id, review] : reviews_in(snapshot, study.id, origin)) {
        if (review.appeal.empty()) continue;
        appeals.flagged.push_back(
            {.screened = {.id = id, .points = 0, .review_at = 1, .evidence = {}},
             .status = Status::complete,
             .review = review}
        );
    }
    if (appeals.flagged.empty()) return std::nullopt;
    appeals.responses = static_cast<std::int64_t>(appeals.flagged.size());
    return appeals;
}

}  // namespace

bool ScreenedResponse::flagged() const {
    return screened.waits() || review.verdict == Verdict::flagged ||
           review.verdict == Verdict::proposed || !review.appeal.empty();
}

bool ScreenedResponse::waits() const {
    const bool decided = review.verdict == Verdict::kept || review.verdict == Verdict::excluded;
    return !review.appeal.empty() || (flagged() && !decided);
}

Result<std::optional<ScreenedStudy>> screen_responses(
    store::Snapshot& snapshot, const store::StudyRow& study, response::Origin origin
) {
    Reading reading(snapshot, study);
    if (Result<void> read = reading.read(origin); !read) return std::unexpected(read.error());
    if (!reading.any_plan()) return std::nullopt;
    ScreenedStudy screened{.study = study.study, .origin = origin};
    screened.responses = static_cast<std::int64_t>(reading.seen().size());
    const Reviews reviews = reviews_in(snapshot, study.id, origin);
    for (screening::Screened& one : with_reviewed(reading.judge(), reading.seen())) {
        const PublicId id = one.id;
        const auto review = reviews.find(id);
        ScreenedResponse response{
            .screened = std::move(one),
            .status = reading.seen().at(id).status,
            .review = review == reviews.end() ? Review() : review->second,
        };
        (response.flagged() ? screened.flagged : screened.others).push_back(std::move(response));
    }
    screened.signals = signal_counts(screened, reading.seen());
    screened.trial = trial_of(screened, reading.seen());
    return screened;
}

Result<ScreenedStudy> screen(
    std::string_view study,
    const std::filesystem::path& data,
    std::optional<response::Origin> origin
) {
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    const Result<std::unique_ptr<store::Store>> store =
        open_existing(data, store::Access::read_only);
    if (!store) return std::unexpected(store.error());
    return guarded([&]() -> Result<ScreenedStudy> {
        const std::unique_ptr<store::Snapshot> snapshot = (*store)->snapshot();
        const Result<store::StudyRow> row = known_study(*snapshot, *id);
        if (!row) return std::unexpected(row.error());
        const Result<OriginChoice> choice =
            choose_origin(snapshot->response_counts(row->id), origin);
        if (!choice) return std::unexpected(choice.error());
        Result<std::optional<ScreenedStudy>> screened =
            screen_responses(*snapshot, *row, choice->origin);
        if (!screened) return std::unexpected(screened.error());
        if (!*screened) *screened = appealed_responses(*snapshot, *row, choice->origin);
        if (!*screened) {
            return failure(
                "actions.no-screening",
                fmt::format("no version of the study {} says what to look for", *id),
                "add `screening` to study.yaml (docs/study-language.md); responses that began "
                "before are not screened"
            );
        }
        if (!choice->note.empty()) (*screened)->notes.push_back(choice->note);
        return **std::move(screened);
    });
}

}  // namespace querist::actions
