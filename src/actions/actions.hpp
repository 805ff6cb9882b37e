#pragma once

// The public header of actions: what Querist does, one file per verb. Joins the pure rooms with
// the store; web and cli call this and nothing below it but domain types.

#include "actions/appeal.hpp"       // IWYU pragma: export
#include "actions/card_buying.hpp"  // IWYU pragma: export
#include "actions/entry.hpp"        // IWYU pragma: export
#include "actions/lookup.hpp"       // IWYU pragma: export
#include "actions/mailing.hpp"      // IWYU pragma: export
#include "actions/recruiting.hpp"   // IWYU pragma: export
#include "actions/reward_desk.hpp"  // IWYU pragma: export
#include "actions/reward_keys.hpp"  // IWYU pragma: export
#include "actions/rewarding.hpp"    // IWYU pragma: export
#include "actions/screening.hpp"    // IWYU pragma: export
#include "actions/simulation.hpp"   // IWYU pragma: export
#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "recruitment/recruitment.hpp"
#include "response/response.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace querist::delivery {
class HttpClient;
}

namespace querist::actions {

/// The machine's clock and chance. Here, and nowhere below.
class SystemClock final : public Clock {
public:
    Instant now() override;
};
class SystemRandom final : public RandomSource {
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

/// Reads a study's folder (study.yaml, analysis.yaml, messages/**/*.md) and the study in it.
/// Problems of the file system are problems of the study (study.no-folder, study.no-file,
/// study.file-too-large).
[[nodiscard]] instrument::LoadedStudy read_study_folder(const std::filesystem::path& folder);

/// A study's life, as the store keeps it.
enum class Life { draft, pilot, open, paused, closed };
/// Whether somebody of whom nothing is known may begin: not where the study wants a sign-in, nor
/// where people come by personal links only and it is no draft, which its researchers try.
[[nodiscard]] bool admits_unknown(const instrument::Study& study, Life life);
[[nodiscard]] std::string_view to_text(Life life);

struct FieldworkOptions {
    std::filesystem::path data = "data";
    std::string vfs;                       ///< For tests: see store.
    delivery::HttpClient* http = nullptr;  ///< For tests; null: libcurl's. Outlives the fieldwork.
    /// For tests that do themselves what a thread of the fieldwork does each minute.
    bool keeps_house = true;
};

/// --- Participants ------------------------------------------------------------------------

struct Started {
    Secret secret;
    std::optional<int> page;  ///< First page; none when it is over already.
    response::Given given = {};
    std::string quota = {};  ///< The id of the quota that was full; empty: none was.
    bool again = false;      ///< It had begun before, and `page` is where it goes on.
};
struct Refused {};

/// The study takes no answers now.
struct NotTaking {
    Life life;
};
/// No response has this secret (or it belongs to another study).
struct NoResponse {};

/// The study takes only those who signed in or have a personal link, and this one did not, or too
/// long ago.
struct NotAdmitted {};
/// A response began with this ticket before, and the ticket leads neither to it nor to another.
struct TicketSpent {};

using ConsentOutcome = std::variant<Started, Refused, NotTaking, NotAdmitted, TicketSpent>;

/// Accepted; go there.
struct GoTo {
    int page;
    bool revealed = false;     ///< The same page again: answers opened further questions on it.
    std::string page_id = {};  ///< The page's id in the response's own version.
    int left_out = 0;  ///< Answers of the page that was left that were not saved, as in SetAside.
};
/// Over: complete, or screened out. The last page says which.
struct Completed {
    std::string quota = {};  ///< The id of the quota that was full; empty: none was.
};
/// Not acceptable: the page comes back with what was typed and what is wrong.
struct Faulty {
    int page;
    response::State state;      ///< As stored.
    response::PageCheck check;  ///< With the typed answers and the faults.
    response::Form form;        ///< As typed.
};
/// The page was changed elsewhere since it was shown: both versions are shown.
struct Conflict {
    int page;
    response::State stored;
    response::PageCheck submitted;
    response::Form form;  ///< As typed.
};

/// The response was completed or ended elsewhere, and these answers are not those that it holds.
struct TooLate {};

/// Everything is answered; the study shows it once more before it is sent.
struct ToReview {
    bool changed = false;  ///< Other answers than those that the review showed.
};

/// The page is saved as far as it could be; the participant goes on another time.
struct SetAside {
    int left_out = 0;  ///< Answers that need another look and were not saved.
};

using SubmitOutcome = std::
    variant<GoTo, ToReview, SetAside, Completed, TooLate, Faulty, Conflict, NotTaking, NoResponse>;

/// The participant's answers are deleted, now or before. Their bytes are overwritten within a
/// minute.
struct Deleted {};
using WithdrawOutcome = std::variant<Deleted, NoResponse>;

/// What a participant's browser shows next.
struct PageView {
    std::shared_ptr<const instrument::Study> study;  ///< The version the response began with.
    response::State state;
    PublicId public_id;
    response::Origin origin = response::Origin::test;
    Life life = Life::draft;
    std::optional<Appeal> appeal = {};  ///< Of a complete response that was decided against.
};

/// How a participant came to the consent terms.
struct Arrival {
    /// What the page that asked was given, so that a second click begins no second response; empty
    /// when there is none.
    std::string start_key = {};
    response::Form link = {};   ///< As `response::link_form` makes it, or made up.
    std::string language = {};  ///< That the terms were shown in; empty when it is not known.
    std::string pass = {};      ///< As `LetIn` gave it, or made up; empty when there is none.
    /// A flag that says how it came: the honeypot's, or a synthetic respondent's kind; empty: none.
    std::string flag = {};
    /// The network that it came from, as `BurstWatch` takes it; empty where it is not known.
    std::string network = {};
    /// The solution of a challenge as ALTCHA's payload (`work_challenge`), or made up; empty: none.
    std::string work = {};
};

/// The studies being fielded. Thread-safe; callbacks run on the writer thread after COMMIT.
class Fieldwork {
public:
    virtual ~Fieldwork() = default;

    /// The newest version of a served study, or null.
    virtual std::shared_ptr<const instrument::Study> study(std::string_view study_id) const = 0;
    virtual std::vector<std::string> study_ids() const = 0;
    virtual Life life(std::string_view study_id) = 0;
    virtual Newcomers newcomers(std::string_view) { return Newcomers::welcome; }

    /// The participant agreed to or refused the consent terms.
    using ConsentDone = std::move_only_function<void(Result<ConsentOutcome>)>;
    virtual void answer_consent(
        std::string study_id, bool agreed, Arrival arrival, ConsentDone done
    ) = 0;

    /// Begins and ends signing in with an account elsewhere. The callbacks run on other threads, or
    /// at once. Problems: signin.none, signin.busy, signin.unreachable, signin.discovery,
    /// signin.refused, and those of the store: nothing is lost by any, and it can be tried again.
    using SignInBegunDone = std::move_only_function<void(Result<SignInBegun>)>;
    virtual void begin_sign_in(
        std::string study_id, std::string redirect, SignInBegunDone done
    ) = 0;
    using SignInDone = std::move_only_function<void(Result<SignInOutcome>)>;
    virtual void finish_sign_in(std::string study_id, SignInReturn back, SignInDone done) = 0;

    /// Whom a personal link lets in; nobody when it is no link of this study. Changes nothing.
    virtual Result<std::optional<LetIn>> by_personal_link(
        std::string_view study_id, std::string_view token
    ) = 0;
    /// Whoever has this link wants no more mail, of no study. False when it is no link of this one.
    using OptOutDone = std::move_only_function<void(Result<bool>)>;
    virtual void opt_out(std::string study_id, std::string token, OptOutDone done) = 0;

    /// Signs the entry ticket of an anonymous study for a personal link or a sign-in, once: asked
    /// again for the same one it gives the same signature. The callback runs on another thread, or
    /// at once.
    using TicketDone = std::move_only_function<void(Result<TicketOutcome>)>;
    virtual void sign_ticket(std::string, TicketAsking, BlindedMessage, TicketDone done) {
        done(TicketOutcome(NoTicket::unknown));
    }
    /// Whom a ticket (as a browser sends it, base64url) lets in, where nobody is known. Changes
    /// nothing. `secret`: that the browser has; whose ticket is spent goes on with it only, or with
    /// the key of its asking (`Arrival::start_key`) while nothing was answered: the reply to the
    /// consent may have been lost.
    virtual Result<TicketEntry> enter(
        std::string_view /*study_id*/,
        std::string_view /*ticket*/,
        const Secret& /*secret*/,
        std::string_view /*start_key*/
    ) {
        return TicketEntry(NoEntry::foreign);
    }
    /// The keys that tickets of a study are signed with; none where it has none.
    virtual Result<std::vector<PublishedKey>> ticket_keys(std::string_view /*study_id*/) {
        return std::vector<PublishedKey>{};
    }

    /// By what a pass lets in; `open_link` when it does not.
    virtual Entry entry_of(std::string_view study_id, std::string_view pass) = 0;

    /// One page's form. The page is the form's "_page"; "_go" = "back" stores what is not faulty
    /// and goes back all the same; "later" likewise, and goes nowhere; "review" goes to the review
    /// instead of the next page; "send" is the review's own and is about no page;
    /// its "_revision" is the `response::state_revision` that the review showed.
    using SubmitDone = std::move_only_function<void(Result<SubmitOutcome>)>;
    virtual void submit_page(
        std::string study_id,
        Secret secret,
        response::Form form,
        std::optional<Instant> shown_at,
        SubmitDone done
    ) = 0;

    /// Deletes all that the participant answered, whatever the study's life. Doing it again is no
    /// failure.
    using WithdrawDone = std::move_only_function<void(Result<WithdrawOutcome>)>;
    virtual void withdraw(std::string study_id, Secret secret, WithdrawDone done) = 0;

    /// Asks a person to look again at what was decided against a complete response, once for each
    /// decision.
    using AppealDone = std::move_only_function<void(Result<AppealOutcome>)>;
    virtual void appeal(std::string study_id, Secret secret, std::string text, AppealDone done) = 0;

    /// What this secret's response looks like now, or nothing; of a withdrawn one its status only.
    /// Reads only what is committed.
    virtual Result<std::optional<PageView>> view(
        std::string_view study_id, const Secret& secret
    ) = 0;

    /// Ties a form to its session: HMAC(csrf key, secret), hex.
    virtual std::string csrf_token(const Secret& secret) const = 0;

    /// Counts a visit of the first page (in memory; written now and then and at the end).
    virtual void count_visit(std::string_view study_id) = 0;

    /// What a browser works on while the terms are read, as ALTCHA's JSON; empty where the study
    /// asks for no work.
    virtual std::string work_challenge(std::string_view, RandomSource&) { return {}; }

    /// What becomes of a webhook of the vendor of gift cards, `signature` being its header: `heard`
    /// is told at once, and what is open is asked about then.
    enum class VendorCall { nobody_listens, refused, heard };
    virtual VendorCall vendor_called(std::string_view /*body*/, std::string_view /*signature*/) {
        return VendorCall::nobody_listens;
    }
    /// Where participants collect and claim rewards; null where no served study pays by codes.
    virtual RewardDesk* rewards() { return nullptr; }

    /// Whether the store answers and takes writes, for health checks.
    virtual Result<void> health() = 0;

    /// Finishes queued work, writes the visit counters.
    virtual void finish() = 0;
};

/// Reads the study folders, registers their versions and opens the store. A study never seen
/// before starts as a draft. Problems of study files are returned whole.
struct FieldworkOpened {
    std::unique_ptr<Fieldwork> fieldwork;  ///< Null when any problem is an error.
    std::vector<Problem> problems;
    std::vector<std::string> notes;  ///< "onnx-interop: version 3f2a… registered as draft"
};
[[nodiscard]] FieldworkOpened open_fieldwork(
    const std::vector<std::filesystem::path>& study_folders,
    const FieldworkOptions& options,
    Clock& clock,
    RandomSource& random
);

/// --- Researchers -------------------------------------------------------------------------
/// Each opens the store in `data`, does one thing and closes it. `study` is a study's id or folder.

struct LifeStep {
    Life before;
    Life after;
    Digest version;
    std::vector<instrument::VersionChange> changes;  ///< Against the version before, if any.
    std::optional<Digest> seal;                      ///< The closing seal, to be published.
    std::optional<Digest> plan;                      ///< The registered analysis plan.
    /// What the folder's translations lack, and placeholders in its texts, acknowledged or not; it
    /// opens all the same.
    std::vector<Problem> warnings = {};
};
/// draft -> pilot -> open <-> paused -> closed (closed is final); a pilot may be left out, and an
/// open study may close at once. actions.wrong-step otherwise. actions.not-ready when lint has an
/// error that nobody acknowledged.
/// Opening stores the exact bytes of the study folder as an immutable version and fields it. The
/// first time it also freezes the folder's analysis plan, if there is one.
/// `only_from`: the life that the step must begin in, for `resume`.
[[nodiscard]] Result<LifeStep> step_life(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    Life to,
    Clock& clock,
    std::optional<Life> only_from = {}
);

/// An analysis plan as the data keep it.
struct FrozenPlan {
    Digest hash;
    Instant at;
    Life life = Life::draft;  ///< The study's life when it was frozen.
    /// Whether the report compares the plan in force with this one: the last that was frozen
    /// before the study opened, or the first when none was.
    bool registered = false;
};

struct Freezing {
    std::string study;
    FrozenPlan plan;
    bool added = false;                  ///< False: it is the plan that was frozen last.
    std::vector<std::string> changes;    ///< From the plan that was frozen before, in words.
    std::vector<Problem> warnings = {};  ///< Placeholders in the study's texts.
};
/// Keeps the folder's analysis plan with its hash and the time, for ever. Before the opening it is
/// what the study registers; afterwards an amendment. actions.no-plan when there is none,
/// actions.closed when the study is closed and the folder holds questions that it never had.
[[nodiscard]] Result<Freezing> freeze_plan(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, Clock& clock
);

enum class ReportFormat { html, markdown, latex };
struct ReportOptions {
    ReportFormat format = ReportFormat::html;
    std::optional<response::Origin> origin;  ///< Empty: real, or the only origin there is.
    bool with_excluded = false;              ///< Excluded responses count too.
};
struct BuiltReport {
    std::string document;
    response::Origin origin = response::Origin::real;
    std::int64_t responses = 0;
    std::vector<std::string> notes;  ///< "No real responses yet: synthetic ones are reported."
};
[[nodiscard]] Result<BuiltReport> build_report(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const ReportOptions& options
);

/// A folder of what a report is made of.
struct ReportFolderOptions {
    /// all: report.html, .md and .tex, tables/, figures/ and starters for an analysis of the
    /// export.
    enum class Holds { all, tables, figures } holds = Holds::all;
    ReportOptions read;  ///< Which responses; the format is not looked at.
    std::function<void(std::int64_t done, std::int64_t of)> progress;  ///< Figures; may be empty.
};
struct WrittenReport {
    std::vector<std::string> files;  ///< Within the folder, sorted.
    std::vector<std::string> notes;
};
/// Writes the folder whole or not at all; one that this wrote before is replaced. Same data and
/// version, same bytes. Figures become PDF by rsvg-convert, a program of its own.
/// Problems: those of `build_report`; actions.folder-in-use, actions.cannot-write,
/// actions.no-program.
[[nodiscard]] Result<WrittenReport> write_report_folder(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const std::filesystem::path& folder,
    const ReportFolderOptions& options
);

enum class ExportFormat { csv, json_lines };
struct ExportedFile {
    std::string name;  ///< "onnx-interop.csv", "onnx-interop.labels.csv"
    std::string bytes;
};
/// For spreadsheets. Off, the export reads back to exactly what was typed.
struct ExportOptions {
    bool byte_order_mark = false;
    bool guard_formulas = false;  ///< An apostrophe before typed text that begins with = + - @.
    bool starters = false;        ///< Programs beside CSV that read it and count.
};
/// The responses and, beside them, what columns and codes mean. Screened-out responses are kept
/// and marked; refusals have no row.
[[nodiscard]] Result<std::vector<ExportedFile>> export_responses(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    ExportFormat format,
    std::optional<response::Origin> origin,
    const ExportOptions& options = {}
);

/// A first mapping of a CSV file to a study, to be edited; import.no-header.
[[nodiscard]] Result<std::string> propose_mapping(
    const std::filesystem::path& file, const std::filesystem::path& study_folder
);

struct ImportOptions {
    std::filesystem::path mapping;  ///< Empty: import-mapping.yaml in the study's folder;
                                    ///< without it, what the columns' names say by themselves.
    bool rehearsal = false;         ///< Reads and reports; stores nothing.
};
/// What became of the responses in another program's file.
struct ImportedFile {
    std::int64_t rows = 0;
    std::int64_t added = 0;
    std::int64_t present = 0;     ///< Stored by an earlier import.
    bool all_understood = false;  ///< No column and no cell was lost.
    std::string markdown;         ///< The import's report.
    std::string json;             ///< The same for programs.
};
/// Stores the rows of a CSV file as imported responses of the study: each with consent, pages and
/// completion as entries, in groups that are stored whole. A row is stored once however often it is
/// imported, so an import that was cut off is simply run again. Problems of the mapping and of the
/// file (import.…) stop it before anything is stored.
[[nodiscard]] Result<ImportedFile> import_responses(
    const std::filesystem::path& file,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const ImportOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(std::int64_t done)>& progress
);

struct Verification {
    std::string study;
    std::int64_t responses = 0;
    std::int64_t entries = 0;
    std::int64_t withdrawn = 0;
    std::int64_t seals = 0;
    std::int64_t plans = 0;  ///< Frozen analysis plans.
    std::optional<Problem> broken;
    std::optional<Digest> last_seal;
};
/// `study` empty: every study in the store.
[[nodiscard]] Result<std::vector<Verification>> verify(
    const std::filesystem::path& data,
    std::string_view study,
    const std::function<void(std::int64_t done)>& progress
);

/// Makes the projections again from the entries; says how many rows differed from before.
struct Rebuilt {
    std::int64_t responses = 0;
    std::int64_t differing = 0;
};
[[nodiscard]] Result<Rebuilt> rebuild(
    const std::filesystem::path& data,
    std::string_view study,
    const std::function<void(std::int64_t done)>& progress
);

/// Deletes one response's content for ever; its chain still verifies.
struct Withdrawn {
    /// Another program reads the data, so the deleted bytes are not all overwritten yet. A running
    /// server does it within a minute of the reader's end, else the next command that writes.
    bool overwriting_pending = false;
};
[[nodiscard]] Result<Withdrawn> withdraw(
    const std::filesystem::path& data,
    std::string_view study,
    const PublicId& response,
    Clock& clock,
    RandomSource& random
);

/// Seals all chains of a study now (the server does it daily by itself).
[[nodiscard]] Result<Digest> seal(
    const std::filesystem::path& data, std::string_view study, Clock& clock
);

/// What `querist recruit plan` prints: how many a study's sample needs, of whom, and what its
/// planned comparisons would find. Problems of the folder as in `usable_study`; else those of
/// recruitment::plan_recruitment.
[[nodiscard]] Result<recruitment::RecruitmentPlan> plan_recruitment(
    const std::filesystem::path& study_folder
);

/// What `querist status` prints.
struct StudyStatus {
    std::string study;
    Life life = Life::draft;
    std::string version;
    struct Count {
        response::Origin origin;
        response::Status status;
        std::int64_t count;
    };
    std::vector<Count> counts;
    std::int64_t visits = 0;
    std::vector<FrozenPlan> plans;  ///< Oldest first.
};
/// Of one study, by its folder or id; without one of all.
[[nodiscard]] Result<std::vector<StudyStatus>> status(
    const std::filesystem::path& data, std::string_view study = {}
);

}  // namespace querist::actions
