#pragma once

// The public header of response: which pages and answers come next and which are acceptable.
// A pure state machine: entries in, state out; a form in, answers or faults out.

#include "core/core.hpp"
#include "instrument/instrument.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::response {

/// Where a response comes from; fixed when it starts; reports never mix them.
enum class Origin { real, pilot, test, synthetic, imported };
[[nodiscard]] std::string_view to_text(Origin origin);
[[nodiscard]] std::optional<Origin> parse_origin(std::string_view text);

enum class Status { in_progress, complete, refused, withdrawn };
[[nodiscard]] std::string_view to_text(Status status);
[[nodiscard]] std::optional<Status> parse_status(std::string_view text);

/// Why an item has no answer. Codes as exported: "not_shown", "skipped", "declined",
/// "broken_off", "withdrawn".
enum class Gap { none, not_shown, skipped, declined, broken_off, withdrawn };
[[nodiscard]] std::string_view to_text(Gap gap);

/// An accepted event of a response; never changed afterwards.
enum class EntryKind { consent, page, completion, flag, exclusion, withdrawal };
[[nodiscard]] std::string_view to_text(EntryKind kind);
[[nodiscard]] std::optional<EntryKind> parse_entry_kind(std::string_view text);

struct Answer {
    expression::Value value;           ///< `Unanswered` when there is none.
    std::map<int, std::string> texts;  ///< What was typed beside an option (choices) or row (grid).
    bool operator==(const Answer&) const = default;
};

/// The fold of a response's entries.
struct State {
    Status status = Status::in_progress;
    int consent_version = 0;
    std::vector<Answer> answers;      ///< One per item.
    std::vector<bool> presented;      ///< One per item: it was on a page that was accepted.
    std::vector<int> page_revisions;  ///< One per page: how often it was accepted; 0 = never.
    std::vector<std::string> flags;
    bool excluded = false;
    bool operator==(const State&) const = default;
};

/// The state before the first entry.
[[nodiscard]] State fresh_state(const instrument::Study& study);

/// Applies one entry's body. Codes and ids that the study does not know are a problem
/// (response.unknown-answer): the entry belongs to another version.
[[nodiscard]] Result<void> apply(
    const instrument::Study& study, State& state, EntryKind kind, const nlohmann::json& body
);

/// A decoded form: names and values in the order they came. Field names: the item's id; for a
/// typed text beside an option or row "<id>.text.<code>"; for a grid's row "<id>.row.<code>".
/// Besides, per page: "_page", "_revision", "_shown" (ids of the items that were on the page,
/// separated by spaces), "_csrf", "_go" ("next", "back", "keep" or "replace" after a conflict).
using Form = std::vector<std::pair<std::string, std::string>>;

enum class Fault {
    required, text_missing, too_long, not_a_number, not_whole, too_small, too_large,
    unknown_choice, not_alone, too_few, too_many, rule_broken, must_agree, not_text
};

/// What is wrong with one field, in a form that pages can say in any language.
struct FieldFault {
    int item = 0;
    std::string field;      ///< Name of the form field to focus.
    Fault fault = Fault::required;
    std::string detail;     ///< The limit, the label or the study's own message.
};

/// Items that apply under these answers: their page's and their own conditions are true.
/// Answers of items that do not apply count as unanswered, in study order.
[[nodiscard]] std::vector<bool> applicable_items(
    const instrument::Study& study, std::span<const Answer> answers
);
/// Choices of an item that apply (one per option).
[[nodiscard]] std::vector<bool> applicable_options(
    const instrument::Study& study, std::span<const Answer> answers, int item
);

/// First page with an applicable item after `page` (-1: from the start), or none: the end.
[[nodiscard]] std::optional<int> next_page(
    const instrument::Study& study, std::span<const Answer> answers, int page
);
[[nodiscard]] std::optional<int> previous_page(
    const instrument::Study& study, std::span<const Answer> answers, int page
);
/// The page to show to someone who comes back: the first applicable one never accepted.
/// None: everything is answered and only completion is missing.
[[nodiscard]] std::optional<int> resume_page(const instrument::Study& study, const State& state);

/// May this page be shown now? Every applicable page before it was accepted, and it applies.
[[nodiscard]] bool reachable(const instrument::Study& study, const State& state, int page);

/// How far a walk is: fraction 0 to 1 of the applicable pages that were accepted.
[[nodiscard]] double progress(const instrument::Study& study, const State& state);

struct PageCheck {
    std::vector<Answer> answers;     ///< One per item of the study, with this page's replaced.
    std::vector<FieldFault> faults;  ///< Empty: acceptable.
    std::vector<int> revealed;       ///< Items of this page that now apply and were not on it.
    std::vector<int> shown;          ///< Items that were on the page when it was answered.
};

/// Reads and judges one page's form against the state before it. Never throws on bad input;
/// unknown fields and values are faults or ignored as the field table above says. What was typed
/// is in `answers` as far as it can be represented, even when there are faults.
[[nodiscard]] PageCheck check_page(
    const instrument::Study& study, const State& state, int page, const Form& form
);

/// The body of a page entry: {"page","revision","at","shown_at","answers":{…},"texts":{…},
/// "shown":[…]}, answers by stable codes; only this page's items.
[[nodiscard]] nlohmann::json page_body(
    const instrument::Study& study, int page, int revision, Instant at,
    std::optional<Instant> shown_at, const PageCheck& check
);

/// Bodies of the other entries.
[[nodiscard]] nlohmann::json consent_body(int consent_version, bool agreed, Instant at);
[[nodiscard]] nlohmann::json completion_body(Instant at);

/// Answers in stable codes, as in page bodies: {"ml_years":"1-2","deployment":["web"],
/// "problems":{"crashes":"never"},"uses_onnx":true,"age":31,"remedy":"text"}.
[[nodiscard]] nlohmann::json answers_json(
    const instrument::Study& study, std::span<const Answer> answers
);

/// Why each item has no answer (Gap::none where it has one): not applicable -> not_shown;
/// applicable and declined -> declined; presented without answer -> skipped; applicable, never
/// presented, response not complete -> broken_off; withdrawn -> withdrawn.
[[nodiscard]] std::vector<Gap> gaps(const instrument::Study& study, const State& state);

/// Whether an unfinished response counts as partial (`Completeness`).
enum class Completion { complete, partial, broken_off, refused, withdrawn };
[[nodiscard]] Completion completion_of(const instrument::Study& study, const State& state);
[[nodiscard]] std::string_view to_text(Completion completion);

/// The form that a synthetic respondent sends for a page: plausible values of every kind, some
/// items skipped, conditions followed, drawn from `random`. When `steer` is given, items of this
/// page take its values, so that a chosen branch is walked.
[[nodiscard]] Form synthetic_form(
    const instrument::Study& study, const State& state, int page, SeededRandom& random,
    const std::vector<expression::Value>* steer = nullptr
);

}  // namespace querist::response
