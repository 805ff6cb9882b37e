#pragma once

#include "actions/actions.hpp"
#include "actions/closed_strata.hpp"
#include "core/core.hpp"
#include "recruitment/recruitment.hpp"
#include "response/response.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

struct StoredResponses;

/// What cases are whose responses the researchers excluded: what they were excluded as, or what
/// they did, for a report that counts their answers, too.
enum class ExcludedCases { as_excluded, as_they_answered };

/// What a study's responses have become by now, looked up by respondent keys: the one way from a
/// case to its answers, which only whoever has the link key can go, and which is stored nowhere.
class CaseAnswers {
public:
    /// A data folder without answers, or whose answers do not know the study, has none.
    /// `study_folder` is the study's. Problems of the store.
    static Result<CaseAnswers> read(
        const std::filesystem::path& study_folder,
        std::string_view study,
        const std::filesystem::path& data,
        ExcludedCases excluded = ExcludedCases::as_excluded
    );

    /// How the study lives: a draft while the answers do not know it.
    [[nodiscard]] Life life() const { return life_; }
    /// Lets go of what is open, so that no log grows for it; `look_anew` opens the answers as they
    /// are by then. What a report makes of an unfinished response stays as it was read.
    void let_go() { snapshot_.reset(); }
    void look_anew();

    /// What each of an origin did that has a respondent key, as events: in an anonymous study, who
    /// came in by a ticket. Throws store::StoreFailure.
    [[nodiscard]] std::vector<std::vector<recruitment::CaseEvent>> known_respondents(
        response::Origin origin
    );

    /// Real responses that count as complete, as reports count them.
    [[nodiscard]] std::int64_t complete() const { return complete_; }
    /// The same with what was completed or withdrawn since, where `look_anew` has looked. Throws
    /// store::StoreFailure.
    [[nodiscard]] std::int64_t complete_by_now();
    /// The strata of which no more responses of such waves are wanted. Throws store::StoreFailure.
    [[nodiscard]] ClosedStrata closed_strata(const instrument::Study& study, WaveKind kind);

    /// The real responses that began with each version of the instrument, newest first; those who
    /// refused are of none.
    struct OfVersion {
        Digest version;
        response::DispositionCounts counts;
    };
    [[nodiscard]] const std::vector<OfVersion>& by_version() const { return by_version_; }
    /// All real responses, those who refused included.
    [[nodiscard]] const response::DispositionCounts& real() const { return real_; }

    /// What the owner of a respondent key did, as events; nothing when there is no such response.
    /// Throws store::StoreFailure.
    [[nodiscard]] std::vector<recruitment::CaseEvent> events_of(const Digest& respondent_key);
    /// The same with the response, which a refusal is not. Throws store::StoreFailure.
    struct OfCase {
        std::vector<recruitment::CaseEvent> events;
        std::optional<PublicId> response = std::nullopt;
    };
    [[nodiscard]] OfCase answer_of(const Digest& respondent_key);

private:
    struct Judged {
        response::Disposition disposition;
        response::Disposition answered;  ///< The same but for an exclusion.
        Instant started;
        Instant ended;
    };

    [[nodiscard]] std::vector<recruitment::CaseEvent> events_of_row(const store::ResponseRow& row);
    [[nodiscard]] std::int64_t sent();
    void count(const StoredResponses& stored);
    Result<void> judge(
        const std::filesystem::path& study_folder,
        const std::filesystem::path& data,
        response::Origin origin
    );

    ExcludedCases excluded_ = ExcludedCases::as_excluded;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<store::Snapshot> snapshot_;  ///< Ends before `store_`.
    StudyId study_;
    std::string name_;
    Life life_ = Life::draft;
    std::map<PublicId, Judged> judged_;
    std::int64_t complete_ = 0;
    std::int64_t sent_ = 0;  ///< Those that were sent, excluded ones among them.
    std::vector<OfVersion> by_version_;
    response::DispositionCounts real_;
};

}  // namespace querist::actions
