#pragma once

// The verbs of recruiting: who can be asked, who is drawn, released, left alone and forgotten, and
// how it stands. Each works on `identity.db` of a data folder; what anybody did with the
// questionnaire is derived from `answers.db` and stored nowhere else.

#include "actions/mailing.hpp"
#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "recruitment/recruitment.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::actions {

/// The stratum of people whose account has not told theirs yet, in studies with strata; they cannot
/// be drawn.
inline constexpr const char* untold_stratum = "";

/// How often each fault was met.
using FaultCounts = std::array<std::int64_t, recruitment::row_faults>;

struct FrameImportOptions {
    std::vector<std::string> maps;   ///< "FIELD=HEADER", as recruitment::find_frame_columns.
    std::string stratum;             ///< What rows that name none are in; may be empty.
    std::filesystem::path rejected;  ///< Where every rejected row is listed as CSV; may be empty.
    std::filesystem::path disposable = {};  ///< List of disposable mail domains; may be empty.
    bool keep_disposable = false;           ///< Takes rows of such domains, and tells their lines.
    std::size_t shown_max = 20;             ///< Rejected rows that are returned.
    bool rehearsal = false;                 ///< Reads and judges, and keeps nothing.
};

struct RejectedRow {
    std::int64_t line = 0;
    recruitment::RowRefusal refusal;
};

/// What became of a frame's file.
struct ImportedFrame {
    struct Stratum {
        std::string name;
        std::int64_t added = 0;
        std::int64_t people = 0;  ///< In the frame now.
    };
    std::string study;
    std::int64_t rows = 0;
    std::int64_t added = 0;
    std::int64_t already = 0;  ///< In the frame before.
    std::int64_t rejected = 0;
    FaultCounts faults{};            ///< By recruitment::RowFault.
    std::vector<RejectedRow> first;  ///< Of the rejected ones, at most as many as were asked for.
    std::vector<Stratum> strata;
    /// By what the study compares: of how many people of the frame its column says nothing.
    struct Untold {
        std::string id;
        std::string text;
        std::int64_t people = 0;
    };
    std::vector<Untold> untold;            ///< One a comparison, in the order of the study file.
    std::vector<std::int64_t> disposable;  ///< Lines of disposable domains that were kept.
    std::vector<std::string> ignored;      ///< Headers of columns that nothing was taken from.
};

/// Imports people into a study's frame, all in one transaction: nothing is half imported. Makes the
/// data folder and its keys where there are none.
/// Problems: of the study's folder, of the file (import.…), of its columns (recruitment.…),
/// recruitment.unknown-stratum for `options.stratum`, and of the store.
[[nodiscard]] Result<ImportedFrame> import_frame(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& file,
    const std::filesystem::path& data,
    const FrameImportOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(std::int64_t done)>& progress
);

struct DrawOptions {
    std::optional<instrument::SamplingDesign> design;  ///< Else the study file's.
    std::optional<std::int64_t> size;                  ///< Else the plan's.
    std::optional<std::int64_t> seed;                  ///< Not negative; else chance gives one.
};

/// What a draw took, as it is recorded.
struct FrameDraw {
    struct Stratum {
        std::string name;
        std::int64_t available = 0;
        std::int64_t drawn = 0;
    };
    std::string study;
    std::int64_t sequence = 0;
    Instant at;
    std::int64_t seed = 0;
    std::string design;
    Digest frame_digest;
    Digest sample_digest;
    std::vector<Stratum> strata;
    std::int64_t drawn = 0;
    std::int64_t untold = 0;  ///< People who could not be drawn, for nobody knows their stratum.
};

/// Draws people of a study's frame as cases, never anybody twice. Problems: those of
/// recruitment::sizes_of_draw, recruitment.no-frame, and of folder and store.
[[nodiscard]] Result<FrameDraw> draw_frame(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const DrawOptions& options,
    Clock& clock,
    RandomSource& random
);

enum class WaveKind { main, pilot };

/// A wave as it was released.
struct ReleasedWave {
    struct Stratum {
        std::string name;
        std::int64_t released = 0;
        std::int64_t waiting = 0;    ///< Drawn and still not released.
        std::int64_t kept_back = 0;  ///< The same, while a quota of theirs is full.
    };
    std::string study;
    int number = 0;
    WaveKind kind = WaveKind::main;
    Instant at;
    std::int64_t cases = 0;
    std::vector<Stratum> strata;
    /// A later wave of an anonymous study: answers of earlier days are none of its cases'.
    bool tells_days = false;
    std::int64_t complete = 0;              ///< Responses that count as complete, so far.
    std::optional<std::int64_t> stop_when;  ///< The study's stop rule.
};

/// Releases the next cases as a wave. recruitment.stop-rule when as many responses are complete as
/// the study file wants; those of recruitment::next_wave; recruitment.no-frame.
[[nodiscard]] Result<ReleasedWave> release_wave(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::int64_t size,
    WaveKind kind,
    Clock& clock
);

/// What became of addresses that were to be put on the list of those who want no mail.
struct SuppressedAddresses {
    std::int64_t added = 0;
    std::int64_t already = 0;
    std::vector<std::int64_t> not_read;  ///< Lines of the file that hold no address.
};

/// Puts one address on the list. recruitment.address when it is none.
[[nodiscard]] Result<SuppressedAddresses> suppress_address(
    std::string_view address, const std::filesystem::path& data, Clock& clock
);
/// Puts every address of a file on the list, one a line, in one transaction.
[[nodiscard]] Result<SuppressedAddresses> suppress_file(
    const std::filesystem::path& file, const std::filesystem::path& data, Clock& clock
);

/// Somebody's data that were deleted.
struct ForgottenPeople {
    std::vector<std::string> studies;  ///< In whose frames the person was.
    bool overwriting_pending = false;  ///< Another program reads the file.
};

/// Deletes what is known of a person in every study's frame: by an address (with an @ within) or by
/// an account. Cases, strata and events stay. recruitment.nobody-known when no frame has it.
[[nodiscard]] Result<ForgottenPeople> forget_person(
    std::string_view who, const std::filesystem::path& data, Clock& clock
);

/// How the recruitment of a study stands.
struct RecruitmentStatus {
    struct Stratum {
        std::string name;
        std::int64_t in_frame = 0;
        std::int64_t forgotten = 0;
        std::int64_t suppressed = 0;
        std::int64_t drawn = 0;
        std::int64_t released = 0;
    };
    struct Wave {
        int number = 0;
        WaveKind kind = WaveKind::main;
        Instant at;
        std::int64_t cases = 0;
    };
    /// Accounts that signed in, by the stratum that they proved last; empty: none.
    struct SignIns {
        std::string stratum;
        std::int64_t accounts = 0;
    };
    /// Real responses that began with one version of the instrument. Who refused has none.
    struct Version {
        Digest hash;
        recruitment::WebCounts counts;
    };
    /// Of an anonymous study: entry tickets that were signed, and that responses began with.
    struct Tickets {
        std::int64_t signed_once = 0;
        std::int64_t spent = 0;
        /// As many were spent as were signed: of everybody who has one it is known that they began.
        [[nodiscard]] bool tells() const { return spent > 0 && spent >= signed_once; }
    };
    /// The link key is destroyed: codes and rates are of the counts that were kept that day.
    struct Unlinked {
        Instant day;
        bool tells = false;        ///< The counts: of some people, whether they answered.
        bool key_remains = false;  ///< The command that was to destroy it was cut off.
        /// They are lost: an older copy of identity.db came back when the key was gone already.
        bool counts_lost = false;
    };
    /// People of the frame beside those of a sample, by a column that `compare` names.
    struct Comparison {
        std::string id;
        std::string text;  ///< What the column says, in the study's words.
        /// Texts that are counted together, since the counts of each would tell what its people
        /// did.
        struct Group {
            std::vector<std::string> values;  ///< An empty one: nothing is told.
            std::int64_t in_frame = 0;
            std::int64_t released = 0;
            std::int64_t respondents = 0;  ///< Complete and partial.
        };
        /// Empty where nothing can be told without telling of somebody, or nobody has a text.
        std::vector<Group> groups;
        std::int64_t with_text = 0;  ///< People of the frame of whom the column says anything.
    };
    std::string study;
    std::optional<Unlinked> unlinked = std::nullopt;
    std::vector<Stratum> strata;  ///< In the order of the frame.
    /// Those that codes and rates are told of; "a + b" where strata are counted together.
    std::vector<std::string> rate_strata;
    std::vector<std::string> pilot_strata;  ///< The same of `pilot`: others may be joined there.
    std::vector<SignIns> sign_ins;
    std::optional<Tickets> tickets = std::nullopt;
    std::vector<FrameDraw> draws;
    std::vector<Wave> waves;
    std::array<std::int64_t, recruitment::event_kinds> cases_with_event{};  ///< Released or not.
    std::optional<recruitment::StatedEligibility> stated_share;  ///< e, where the study states it.
    /// Of waves that are no pilot; those of `pilot` are kept apart. Empty where no case was drawn.
    std::optional<recruitment::SampleRates> rates;
    std::optional<recruitment::SampleRates> pilot;
    std::vector<Comparison> comparisons;        ///< In the order of the study file.
    std::vector<Comparison> pilot_comparisons;  ///< The same of `pilot`.
    /// Why what people did with the questionnaire is not told, one sentence; empty when it is.
    std::string no_answers;
    std::int64_t suppressed_addresses = 0;  ///< On the list, of every study.
    std::int64_t complete = 0;              ///< Real responses that count as complete.
    std::optional<std::int64_t> stop_when;
    /// Of the cases with personal links, pilots left out; empty as `rates`, or where nobody can
    /// tell which case answered.
    std::optional<recruitment::WebCounts> web_of_cases;
    recruitment::WebCounts web_of_responses;  ///< Of all real responses, however they came.
    std::vector<Version> versions;            ///< Those that responses began with, newest first.
    MailingStatus mails;
};

enum class Unlink { destroy, rehearse };

/// What came, or would come, of destroying a study's link key.
struct UnlinkedStudy {
    std::string study;
    Instant day;
    bool goes_on = false;  ///< An earlier run was cut off after it had kept the counts.
    /// The key had been destroyed before, and identity.db was an older copy that told who answered:
    /// what tells is deleted of it, too, and no counts are kept.
    bool older_copy = false;
    bool tells = false;               ///< Counts are left that tell of some whether they answered.
    std::vector<std::string> joined;  ///< "waves 1 + 2", "strata pro + normal": counted together.
    /// Studies of an older data folder that still have the same key.
    std::vector<std::string> shared_with;
    std::vector<std::string> erased;  ///< Copies of identity.db that upgrades had left.
};

/// Destroys the link key of a closed confidential study, for ever: nobody can tell any more who
/// answered, and personal links lead nowhere. What codes and rates need is counted before, in parts
/// large enough to hide everybody in them; what else in identity.db tells who answered is deleted.
/// A run that was cut off leaves a study to which this can be done again, and so does an older copy
/// of identity.db that is put back afterwards: without the key nothing of it can be counted.
/// Problems: recruitment.not-closed, recruitment.not-confidential, recruitment.no-link,
/// recruitment.unlinked, recruitment.overwriting, mail.busy; of folder and store.
[[nodiscard]] Result<UnlinkedStudy> unlink_study(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    Unlink how,
    Clock& clock
);

[[nodiscard]] Result<RecruitmentStatus> recruitment_status(
    const std::filesystem::path& study_folder, const std::filesystem::path& data
);
/// The same of a study that was read. `study_folder` may be its id.
[[nodiscard]] Result<RecruitmentStatus> recruitment_status_of(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data
);

}  // namespace querist::actions
