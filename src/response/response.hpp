#pragma once

// The public header of response: which pages and answers come next and which are acceptable.
// A pure state machine: entries in, state out; a form in, answers or faults out.
//
// Two rules run through all of it:
// - An item that does not apply (its page's or its own condition is not definitely true) counts as
//   unanswered, whatever is stored for it. What was accepted for it earlier sleeps in
//   `State::answers` and counts again when the item applies again, so going back never loses an
//   answer. The same holds for a chosen option whose `shown_when` is no longer true. Whoever
//   reports or exports answers asks `effective_answers` (or the projection), not the state.
// - A page entry speaks about the items in its "shown" and no others.

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "response/disposition.hpp"     // IWYU pragma: export
#include "response/projection.hpp"      // IWYU pragma: export
#include "response/response_table.hpp"  // IWYU pragma: export
#include "response/state.hpp"           // IWYU pragma: export
#include "response/table_memory.hpp"    // IWYU pragma: export
#include "response/typing.hpp"          // IWYU pragma: export

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::response {

/// A decoded form: names and values in the order they came. Field names: the item's id; for a
/// typed text beside an option or row "<id>.text.<code>"; for the row of a grid or a matrix
/// "<id>.row.<code>", in a matrix once for each chosen one; so for what is ranked or shares a sum.
/// Values: codes of options, "yes"/"no" (yes/no), "yes" or "on" (a ticked consent), what was typed.
/// Besides, per page: "_page" (the page's id), "_revision" (`State::page_revisions` when the page
/// was made), "_shown" (ids of the items that were on the page, separated by spaces; without it,
/// those that apply under the stored answers), "_offered" (options and rows that came while the
/// page was answered: "<id>:<position>", rows counted after options, separated by spaces), "_csrf",
/// "_language" (the one that the page was shown in), "_typing" (how its open answers came, as
/// response/typing.hpp says), "_go" ("next", "back", "keep" or "replace" after a conflict).
using Form = std::vector<std::pair<std::string, std::string>>;

/// What is known of a response before its first page.
struct Given {
    std::vector<Answer> answers;  ///< One per item that is on no page.
    std::vector<int> refused;     ///< Items whose value could not be accepted, and is not kept.
    std::vector<int> over_quota;  ///< Items whose arms all had the responses that are wanted.
    bool operator==(const Given&) const = default;
};

/// How many items are on no page: they stand before all others.
[[nodiscard]] int given_items(const instrument::Study& study);

/// The fields of an address that the study takes from the link: the first acceptable or refused
/// value of each, in study order, empty ones left out. What cannot be accepted is not repeated: a
/// field without a name has the item's id as its value.
[[nodiscard]] Form link_form(const instrument::Study& study, const Form& query);
/// Judges what came with the link, which whoever opened it may have made up: a value is a code that
/// is allowed, or as many letters, digits and "_", ".", "-" as are allowed. Takes what `link_form`
/// makes, and anything else.
[[nodiscard]] Given read_link(const instrument::Study& study, const Form& link);

/// Assigns a response that begins to an arm of an item: to the one with the fewest among those
/// whose quota is not met, by lot where several have; where every quota is met, among all, which
/// `over_quota` says. `assigned`: how many responses each arm has.
void assign_arm(
    const instrument::Study& study,
    int item,
    std::span<const std::int64_t> assigned,
    RandomSource& random,
    Given& given
);

/// Draws the orders of shuffled pages for a response, from its public id as `option_order` does:
/// Fisher-Yates over the blocks that do not keep their place.
void draw_page_orders(const instrument::Study& study, const PublicId& id, Given& given);

/// The pages in the order in which a response sees them, as its answers say: as written where it
/// has no order of its own.
[[nodiscard]] std::vector<int> page_order(
    const instrument::Study& study, std::span<const Answer> answers
);

/// What a synthetic respondent's link says, drawn from `random`; see `synthetic_form` for `steer`.
[[nodiscard]] Form synthetic_link(
    const instrument::Study& study,
    SeededRandom& random,
    const std::vector<expression::Value>* steer = nullptr
);

/// The state before the first entry.
[[nodiscard]] State fresh_state(const instrument::Study& study);

/// Applies one entry's body; `state` is untouched when that fails. Codes and ids that the study
/// does not know are a problem (response.unknown-answer): the entry belongs to another version.
/// A body of another shape is response.damaged-body. A withdrawal leaves nothing but its status,
/// and that the response is excluded where it was.
[[nodiscard]] Result<void> apply(
    const instrument::Study& study, State& state, EntryKind kind, const nlohmann::json& body
);

/// Where an item's choices (of kinds with rows: its rows) stand for one response: positions in
/// their list, first to last. As written unless the item shuffles them; the same for ever, and
/// nothing needs to be stored to know it: Fisher-Yates with numbers from HMAC-SHA-256 of the
/// public id and the item's id (docs/decisions/0011-shown-order.md). Those that keep their place
/// do not move.
[[nodiscard]] std::vector<int> option_order(const instrument::Item& item, const PublicId& id);
/// The items of a page in the order in which one response sees them.
[[nodiscard]] std::vector<int> item_order(
    const instrument::Study& study, int page, const PublicId& id
);
/// The shuffled lists among those items, for the record.
struct ShownOrder {
    int item = 0;
    std::vector<int> positions;
};
[[nodiscard]] std::vector<ShownOrder> shown_orders(
    const instrument::Study& study, std::span<const int> shown, const PublicId& id
);

/// A text with the answers that count in the place of its pipes ("{{tool|your tool}}"): labels of
/// choices joined by commas, what was typed beside them in their place, numbers with their unit,
/// typed texts up to 200 characters. What an answer holds is never read as a pipe; in Markdown it
/// is escaped; words of another direction of writing are isolated. In a round of a repeated block,
/// `{{each}}` is its choice, and the block's own items are those of the round.
enum class TextFormat { plain, markdown };
[[nodiscard]] std::string piped(
    const instrument::Study& study,
    std::span<const Answer> answers,
    std::string_view text,
    TextFormat format,
    const instrument::Round* round = nullptr
);
/// CommonMark that shows the text as it is, on one line.
[[nodiscard]] std::string markdown_escaped(std::string_view text);
/// An item as one response sees it: its texts piped, its choices or rows in their order.
[[nodiscard]] instrument::Item shown_item(
    const instrument::Study& study, std::span<const Answer> answers, int item, const PublicId& id
);

/// The first value of a field; empty when the form has none.
[[nodiscard]] std::string_view field_value(const Form& form, std::string_view name);
/// The page that "_page" names, or none.
[[nodiscard]] std::optional<int> form_page(const instrument::Study& study, const Form& form);
/// Position in `Study::languages` of one that a form or an entry says; -1: the study is not offered
/// in it, or in one only, which its version says already.
[[nodiscard]] int language_position(const instrument::Study& study, std::string_view language);
/// "_revision", or none when it is no number.
[[nodiscard]] std::optional<int> form_revision(const Form& form);

enum class Fault {
    required,        ///< A required item (a required grid or matrix: a row without a text) has no
                     ///< answer.
    text_missing,    ///< Required item: "other" is chosen, its text is empty.
    too_long,        ///< detail: the most characters.
    not_a_number,    ///< detail: how to write it when a comma was meant ("1.5"), else empty.
    not_whole,       ///< A whole number is asked.
    too_small,       ///< detail: the least number.
    too_large,       ///< detail: the greatest number.
    unknown_choice,  ///< No choice of this item, or one that no longer applies (detail: its label).
    not_alone,       ///< detail: label of the choice that cannot stand beside the others; for a
                     ///< single choice: of the unchosen option that has a text beside it.
    too_few,         ///< detail: the fewest choices.
    too_many,        ///< detail: the most choices ("1" where a single answer was given twice).
    rule_broken,     ///< detail: the study's message.
    must_agree,      ///< A consent is not ticked.
    rank_twice,      ///< detail: the rank.
    rank_left_out,   ///< detail: the rank; ranks go from 1 without a hole.
    wrong_total,     ///< detail: what the numbers add up to.
    not_an_email,    ///< Not what HTML takes for a valid e-mail address.
    not_a_date,      ///< No day of the calendar, or not written as 2031-12-31.
    too_early,       ///< detail: the first day that is allowed.
    too_late,        ///< detail: the last day that is allowed.
    not_text         ///< Control characters, or bytes that are not UTF-8.
};

/// What is wrong with one field, in a form that pages can say in any language.
struct FieldFault {
    int item = 0;
    std::string field;  ///< Name of the form field to focus.
    Fault fault = Fault::required;
    std::string detail;  ///< The limit, the label or the study's own message.
};

/// Items that apply under these answers: their page's and their own conditions are true.
/// Answers of items that do not apply count as unanswered, in study order.
[[nodiscard]] std::vector<bool> applicable_items(
    const instrument::Study& study, std::span<const Answer> answers
);
/// Choices of an item (a grid: points of its scale; a matrix: choices of its rows) that apply, one
/// per option.
[[nodiscard]] std::vector<bool> applicable_options(
    const instrument::Study& study, std::span<const Answer> answers, int item
);
/// Rows of a grid or a matrix that apply, one per row; empty for kinds without rows.
[[nodiscard]] std::vector<bool> applicable_rows(
    const instrument::Study& study, std::span<const Answer> answers, int item
);
/// The answers that count: nothing for items that do not apply, no options that do not apply.
[[nodiscard]] std::vector<Answer> effective_answers(
    const instrument::Study& study, std::span<const Answer> answers
);

/// First page with an applicable item after `page` (-1: from the start) in the order in which the
/// response sees them, or none: the end. Before and after mean that order from here on.
[[nodiscard]] std::optional<int> next_page(
    const instrument::Study& study, std::span<const Answer> answers, int page
);
[[nodiscard]] std::optional<int> previous_page(
    const instrument::Study& study, std::span<const Answer> answers, int page
);
/// The page to show to someone who comes back: the first applicable one that is not settled.
/// Settled: it was accepted, every item on it that applies was presented, every required one has
/// an answer that counts, no rule is broken (an answer changed on an earlier page can unsettle a
/// later one), and its answers do not screen out. None: everything is answered and only completion
/// is missing.
[[nodiscard]] std::optional<int> resume_page(const instrument::Study& study, const State& state);

/// The page to come back to when nothing keeps it from being settled but that its answers screen
/// out: an answer changed on an earlier page makes a later one send away. None otherwise.
[[nodiscard]] std::optional<int> late_screening_page(
    const instrument::Study& study, const State& state
);

/// How often pages of a response were accepted: another number whenever an answer changed.
[[nodiscard]] int state_revision(const State& state);

/// The first applicable page up to `last` (included) whose answers screen out, or none.
[[nodiscard]] std::optional<int> screening_page(
    const instrument::Study& study, std::span<const Answer> answers, int last
);

/// The quotas (positions in `Study::quotas`) that a response counts for, as far as its answers say.
[[nodiscard]] std::vector<int> quotas_of(
    const instrument::Study& study, std::span<const Answer> answers
);

/// Markdown of the last page of a response that was screened out: its quota's or its page's.
[[nodiscard]] std::string_view screen_out_message(
    const instrument::Study& study, const State& state
);

/// May this page be shown now? Every applicable page before it is settled, and it applies.
[[nodiscard]] bool reachable(const instrument::Study& study, const State& state, int page);

/// How far a walk is: fraction 0 to 1 of the pages that were accepted among those that apply or
/// still may, depending on questions not yet seen. So a branch that opens takes nothing back; one
/// that closes brings the end nearer.
[[nodiscard]] double progress(const instrument::Study& study, const State& state);

struct PageCheck {
    std::vector<Answer> answers;     ///< One per item of the study, with `shown` ones replaced.
    std::vector<FieldFault> faults;  ///< Empty: acceptable.
    std::vector<int> revealed;       ///< Items of this page that now apply and were not on it, or
                                     ///< that now have choices or rows that were not on it.
    std::vector<int> shown;          ///< Items that were on the page and apply after it.
    std::vector<int> calculated;     ///< Values that `answers` holds as these answers make them:
                                     ///< those of this page, and of later ones that had been
                                     ///< answered.
    int language = -1;               ///< `language_position` of the form's "_language".
    std::vector<Typing> typing;      ///< Of open answers that changed, in the order of items.
};

/// Reads and judges one page's form against the state before it. Never throws on bad input. What
/// was typed is in `answers` as far as it can be represented, even when there are faults.
/// - Items in order, each under the answers before it, this page's included. An item on the page
///   that these answers close is passed over without a fault: what the form says of it is dropped,
///   it is not in `shown`, and an answer accepted earlier sleeps.
/// - Texts are kept trimmed, with LF line ends, in `limits` counted after trimming; blanks alone
///   are no answer. A one-line text's line ends become spaces. Whole numbers go up to 2^53 - 1.
/// - A text beside an option chooses that option. Where this contradicts another choice (single
///   choice, an exclusive choice, `at_most`) it is a fault, so that no text is dropped silently and
///   stored texts stand only beside chosen options. A text beside a grid's row is kept without a
///   point of the scale: it names the row.
/// - An option that takes text may be chosen without one, except on a required item.
/// - `declines` cannot stand beside another choice, like `exclusive`; both alone satisfy
/// `at_least`.
/// - Required is not asked of an item with no option left to choose. Fields that the page does not
///   know are ignored. Two different values for a single answer are a fault.
[[nodiscard]] PageCheck check_page(
    const instrument::Study& study, const State& state, int page, const Form& form
);

/// Computes the calculated values of a page that is being accepted, and anew those of later pages
/// that were: as part of `check_page`, and again when answers in `check` are changed after it.
void calculate_values(
    const instrument::Study& study, const State& state, int page, PageCheck& check
);

/// Moves the state along as `apply` does with the bodies below, without reading JSON.
void accept_consent(State& state, int consent_version, bool agreed, int language = -1);
/// What is known before the first page counts as presented. What was refused of it is a flag,
/// "link-value:source", and so is an arm beyond its quota, "over-quota:arm".
void accept_given(const instrument::Study& study, State& state, const Given& given);
void accept_page(State& state, int page, int revision, const PageCheck& check);
void accept_completion(State& state);
void accept_screen_out(State& state);
/// Screened out because a quota was full, which a flag says: "quota-full:students".
void accept_quota_full(State& state, std::string_view quota);

/// The body of a page entry: {"page","revision","at","shown_at","answers":{…},"texts":{…},
/// "shown":[…]}, answers by stable codes; only the items in "shown", in the order of `check`.
/// `revision` is the new one: the stored `page_revisions` and one. "shown_at" is left out when it
/// is not known. Where the study is offered in several languages, "language" is the page's. Where
/// lists are shuffled, "order" says how: {"tools":["ninja","make"]}. Where values are calculated,
/// "calculated" says what they came out as, null where they are unknown: {"years":7,"group":null}.
/// Where typing is counted and script ran, "typing" has inputs and pasted characters of open
/// answers that changed: {"remedy":[41,0]}.
[[nodiscard]] nlohmann::json page_body(
    const instrument::Study& study,
    int page,
    int revision,
    Instant at,
    std::optional<Instant> shown_at,
    const PageCheck& check,
    std::span<const ShownOrder> orders = {}
);

/// The same as RFC 8785 text, without making JSON values on the way.
[[nodiscard]] std::string page_body_text(
    const instrument::Study& study,
    int page,
    int revision,
    Instant at,
    std::optional<Instant> shown_at,
    const PageCheck& check,
    std::span<const ShownOrder> orders = {}
);

/// Bodies of the other entries: {"agreed","at","consent_version"} and, where it is given,
/// "language"; {"at"}, {"at","flag"}, {"at","excluded","reason"}, {"at"}, {"at","page"} (the page
/// that screened out) or {"at","quota"} (the quota that was full).
[[nodiscard]] nlohmann::json consent_body(
    int consent_version, bool agreed, Instant at, std::string_view language = {}
);
/// The body of the consent entry of who agreed to a study that has items on no page:
/// {"agreed","at","consent_version","given":{"source":"forum"},"refused":["panel"]}, where arms
/// were full "over_quota":["arm"], and "language".
[[nodiscard]] nlohmann::json consent_body(
    const instrument::Study& study,
    int consent_version,
    const Given& given,
    Instant at,
    std::string_view language = {}
);
[[nodiscard]] nlohmann::json completion_body(Instant at);
[[nodiscard]] nlohmann::json flag_body(std::string_view flag, Instant at);
[[nodiscard]] nlohmann::json exclusion_body(bool excluded, std::string_view reason, Instant at);
/// `excluded`: whether the response was. Its exclusion entry loses its body, and a response that
/// did not count must not count again.
[[nodiscard]] nlohmann::json withdrawal_body(Instant at, bool excluded = false);
[[nodiscard]] nlohmann::json screen_out_body(std::string_view page, Instant at);
[[nodiscard]] nlohmann::json quota_full_body(std::string_view quota, Instant at);
/// {"at","compensation","eligible"}, and "reason" where it is not empty. It moves nothing in the
/// state: what was answered stays as it is.
[[nodiscard]] nlohmann::json eligible_body(
    std::string_view compensation, bool eligible, std::string_view reason, Instant at
);
[[nodiscard]] std::string consent_body_text(
    int consent_version, bool agreed, Instant at, std::string_view language = {}
);
[[nodiscard]] std::string completion_body_text(Instant at);

/// Answers in stable codes, as in page bodies: {"ml_years":"1-2","deployment":["web"],
/// "problems":{"crashes":"never"},"uses_onnx":true,"age":31,"remedy":"text",
/// "tools_at":{"work":["onnx"]},"order":{"speed":1},"started":"2031-12-31"}.
[[nodiscard]] nlohmann::json answers_json(
    const instrument::Study& study, std::span<const Answer> answers
);

/// Why each item has no answer (Gap::none where it has one): not applicable -> not_shown;
/// applicable and declined -> declined (its value is the declining choice); presented without
/// answer -> skipped; applicable, never presented, response not complete -> broken_off; the same
/// while it is undecided whether it applies, because what decides that was never presented;
/// withdrawn -> withdrawn. Of a refused response nothing was shown, nor what comes after a
/// screen-out. Information has no answer to
/// miss: none where it was shown, or still could have been.
[[nodiscard]] std::vector<Gap> gaps(const instrument::Study& study, const State& state);

/// Whether an unfinished response counts as partial (`Completeness`): the share of the questions
/// that apply or still may, presented or not, that have an answer (declining is one).
[[nodiscard]] Completion completion_of(const instrument::Study& study, const State& state);
/// The same from what a `ProjectionReader` hands out.
[[nodiscard]] Completion completion_of(
    const instrument::Study& study,
    Status status,
    std::span<const std::string> flags,
    std::span<const Gap> gaps
);
[[nodiscard]] std::string_view to_text(Completion completion);

/// The form that a synthetic respondent sends for a page: plausible values of every kind, some
/// items skipped, conditions followed, drawn from `random`; texts say that they are synthetic. As a
/// browser would, it answers the items that the page was made with and repeats what was accepted
/// before. When `steer` (one value per item of the study) is given, items of this page take its
/// values, so that a chosen branch is walked; a required item without a value is drawn.
[[nodiscard]] Form synthetic_form(
    const instrument::Study& study,
    const State& state,
    int page,
    SeededRandom& random,
    const std::vector<expression::Value>* steer = nullptr
);

}  // namespace querist::response
