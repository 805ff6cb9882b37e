#pragma once

// The public header of expression: conditions over answers.
//
// A condition is a documented subset of CEL (Common Expression Language, cel.dev) over question
// ids, checked against the questions' types when the study is read and evaluated with three-valued
// logic (Kleene) while it is answered: an unanswered question is neither true nor false.
// Pure. The same rules run in the browser (frontend/src/condition.ts): nothing here depends on C++.

#include "core/core.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace querist::expression {

enum class SubjectKind {
    nothing,  ///< An item without an answer (information): naming it is a problem.
    boolean,  ///< Yes/no, consent: `uses_onnx`.
    integer,  ///< `employees >= 250`.
    number,   ///< `share > 0.5`.
    text,     ///< `size(remedy) > 0`, `role == "lead"`.
    choice,   ///< One code: `ml_years == "1-2"`, `ml_years in ["1-2", "3-5"]`.
    choices,  ///< Several codes: `"web" in deployment`, `size(deployment) > 1`.
    grid,     ///< One code a row: `problems.crashes == "never"`, `problems["crashes"]`,
              ///< `problems.exists(row, problems[row] != "never")`.
    presence  ///< An answer that conditions do not look into: `answered(started)`.
};

/// A question as conditions see it. Its position in the list of subjects is its position in the
/// list of values.
struct Subject {
    std::string id;
    SubjectKind kind = SubjectKind::nothing;
    /// choice, choices: the choices; grid: the scale, in order; presence: the choices of each row.
    std::vector<std::string> codes;
    std::vector<std::string> rows;  ///< grid, presence.
};

struct Unanswered {
    bool operator==(const Unanswered&) const = default;
};
/// Position in `Subject::codes`.
struct Choice {
    int index = 0;
    bool operator==(const Choice&) const = default;
};
/// Positions in `Subject::codes`, ascending. Empty: answered with none, which forms cannot tell
/// from unanswered, so `response` never produces it.
struct ChoiceSet {
    std::vector<int> indices;
    bool operator==(const ChoiceSet&) const = default;
};
/// One position in `Subject::codes` a row of `Subject::rows`; -1 where the row is unanswered.
struct Cells {
    std::vector<int> indices;
    bool operator==(const Cells&) const = default;
};
/// Any number of codes a row, ascending positions; empty where the row is unanswered.
struct CellSets {
    std::vector<std::vector<int>> indices;
    bool operator==(const CellSets&) const = default;
};
/// One whole number a row, none below zero; -1 where the row has none.
struct Figures {
    std::vector<std::int64_t> numbers;
    bool operator==(const Figures&) const = default;
};
/// Of a `presence` subject conditions only know whether it is `Unanswered`.
using Value = std::variant<
    Unanswered,
    bool,
    std::int64_t,
    double,
    std::string,
    Choice,
    ChoiceSet,
    Cells,
    CellSets,
    Figures>;

enum class Truth { no, unknown, yes };

struct Node;  // the typed tree; only this room looks inside

/// Where a condition names a subject.
struct Reference {
    int subject = 0;
    Place place;
};

/// A parsed, type-checked condition: it exists only when it is right for its subjects.
class Expression {
public:
    explicit Expression(
        std::shared_ptr<const Node> node, std::string text, std::vector<Reference> references
    );
    [[nodiscard]] const Node& node() const { return *node_; }
    [[nodiscard]] const std::string& text() const { return text_; }  ///< As the author wrote it.
    [[nodiscard]] const std::vector<Reference>& references() const { return references_; }

private:
    std::shared_ptr<const Node> node_;
    std::string text_;
    std::vector<Reference> references_;
};

struct Parsed {
    std::optional<Expression> expression;  ///< Empty when any problem is an error.
    std::vector<Problem> problems;
};

/// Reads a condition. `place` is where `text` begins in its file; problems point into it (a text
/// on one line). Codes: expression.syntax, expression.unknown-question (with the nearest id),
/// expression.unknown-choice (with the nearest code), expression.type, expression.too-long,
/// expression.too-deep, expression.not-supported (CEL that the subset leaves out).
[[nodiscard]] Parsed parse(
    std::string_view text, std::span<const Subject> subjects, const Place& place
);

/// What a calculation comes out as: yes or no, a whole number, a number with decimals, a text.
enum class ResultType { truth, whole, number, text };

/// A value that is computed from answers rather than given.
struct Calculation {
    Expression value;
    ResultType type = ResultType::truth;
    /// Where the value is one of several choices: their codes. The text is one of them, and comes
    /// out as its position.
    std::vector<std::string> codes = {};
};

struct ParsedValue {
    std::optional<Calculation> calculation;  ///< Empty when any problem is an error.
    std::vector<Problem> problems;
};

/// Reads what a calculated value is computed as. As `parse`, and yes or no, a number or a text may
/// come out of it.
[[nodiscard]] ParsedValue parse_value(
    std::string_view text, std::span<const Subject> subjects, const Place& place
);

/// The texts in quotes that a text can come out as, in their order; `only`: it can be no other.
struct ResultTexts {
    std::vector<std::string> texts;
    bool only = true;
};
[[nodiscard]] ResultTexts result_texts(const Expression& value);

/// The value under these answers; `Unanswered` where it is unknown: an answer is missing, the
/// divisor is zero, the result is too large or no number.
[[nodiscard]] Value evaluate(const Calculation& calculation, std::span<const Value> values);

/// Whether a question's id or a grid's row can be named in conditions as it stands: an identifier
/// of CEL (letters, digits and _, no digit first) that is not one of its reserved words.
[[nodiscard]] bool is_identifier(std::string_view text);

/// The condition in its one canonical spelling: parsing it again gives the same condition.
[[nodiscard]] std::string to_text(const Expression& expression, std::span<const Subject> subjects);

/// How a document names what conditions are about.
struct Wording {
    std::function<std::string(int subject)> question;           ///< `question 2`
    std::function<std::string(int subject, int index)> option;  ///< A choice's or scale point's
                                                                ///< label; boolean: 0 no, 1 yes.
    std::function<std::string(int subject, int index)> row;     ///< A grid row's label.
};

/// The condition in English words: `question 2 is "Yes" and question 3 includes "Web"`.
[[nodiscard]] std::string describe_condition(const Expression& expression, const Wording& wording);

/// Both must hold. References of both are kept.
[[nodiscard]] Expression conjunction(const Expression& a, const Expression& b);
/// One of both must hold. References of both are kept.
[[nodiscard]] Expression disjunction(const Expression& a, const Expression& b);

/// The truth of a condition for these answers (one value per subject, in the subjects' order).
[[nodiscard]] Truth evaluate(const Expression& expression, std::span<const Value> values);

/// The same while some subjects are still to be asked (`open`, one per subject, not 0): whether
/// they will be answered is not known either, so `answered(x)` is unknown of them. What hangs on
/// nothing open comes out as `evaluate`'s.
[[nodiscard]] Truth evaluate_so_far(
    const Expression& expression, std::span<const Value> values, std::span<const char> open
);

/// Conditions for a browser in which some of the subjects are just being answered (`asked`, one per
/// subject, not 0). What hangs on none of these is settled: its truth stands there in its place, so
/// that the browser learns no more of the other answers than what is left needs.
class BrowserConditions {
public:
    /// `values`: as for `evaluate`; those of subjects being answered do not matter.
    BrowserConditions(std::span<const Value> values, std::span<const char> asked)
        : values_(values), asked_(asked) {}

    /// The condition as JSON (frontend/src/condition.ts says how); true, false or null (unknown)
    /// when nothing that is being answered can change it.
    [[nodiscard]] nlohmann::json add(const Expression& condition);

    /// Positions of the subjects that the conditions name, by their position in the JSON.
    [[nodiscard]] const std::vector<int>& subjects() const { return subjects_; }

private:
    int position(int subject);
    [[nodiscard]] bool hangs(const Node& node) const;
    nlohmann::json truth(const Node& node);
    nlohmann::json unsettled(const Node& node);
    nlohmann::json macro(const char* sign, const Node& node);
    nlohmann::json comparison(const Node& node);
    nlohmann::json quantity(const Node& node);
    nlohmann::json text(const Node& node);
    nlohmann::json code(const Node& node);

    std::span<const Value> values_;
    std::span<const char> asked_;
    std::vector<int> subjects_;
    int macros_ = 0;  ///< How many macros stand around what is being written.
};

/// An answer as the browser's evaluator takes it; null when there is none.
[[nodiscard]] nlohmann::json browser_value(const Value& value);

/// What can be answered to a subject, for deciding reachability. What is left empty does not bind.
struct Answerable {
    std::optional<Expression> asked_when = {};  ///< Empty: always. Names earlier subjects only.
    /// What is asked and has an acceptable answer gets one: a grid in every row but
    /// `optional_rows`.
    bool required = false;
    std::optional<double> minimum = {};  ///< integer, number.
    std::optional<double> maximum = {};
    bool must_agree = false;  ///< boolean: a statement to tick; the only answer is yes.
    /// choices: positions that cannot stand beside another; `at_least` and `at_most` do not bind
    /// them.
    std::vector<int> exclusive = {};
    std::optional<int> at_least = {};  ///< choices: fewest options of an answer.
    std::optional<int> at_most = {};
    std::optional<int> characters_max = {};  ///< text: code points.
    std::vector<int> optional_rows = {};     ///< grid: rows that `required` leaves free.
    /// Where the subject has codes: when each is offered; empty: all are, always.
    std::vector<std::optional<Expression>> offered_when = {};
    /// grid, presence: when each row is offered; empty: all are, always.
    std::vector<std::optional<Expression>> row_offered_when = {};
    /// Nobody answers it: its value is computed from earlier subjects.
    std::optional<Calculation> calculation = {};
};

enum class Verdict { possible, impossible, undecided };

struct Decision {
    Verdict verdict = Verdict::undecided;
    /// When possible: answers that make `goal` true. `true` of a presence stands for any answer.
    std::vector<Value> witness;
};

/// Decides exactly whether some walk through the questionnaire makes `goal` true: every subject
/// takes every answer its kind allows, but only when its own `asked_when` is true for the answers
/// before it; otherwise it is unanswered. Numbers and texts are split at the constants that the
/// conditions compare them with. Rules on answers beyond `Answerable` (`valid when`) do not bind.
/// Calculated subjects count as what they are computed from; where that cannot be put in their
/// place (`answered` of one, a comparison of two choices) the verdict is undecided.
/// After `steps_max` steps (values tried, conditions looked at) the verdict is undecided, and so it
/// is where arithmetic or text functions leave no finite set of cases to try; never a guess.
[[nodiscard]] Decision decide(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    const Expression& goal,
    std::size_t steps_max = limits::decision_steps_max
);

/// The same for the opposite: can `goal` be anything but true (no or unknown)?
[[nodiscard]] Decision decide_not(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    const Expression& goal,
    std::size_t steps_max = limits::decision_steps_max
);

}  // namespace querist::expression
