#pragma once

#include "core/core.hpp"
#include "expression/expression.hpp"
#include "instrument/acknowledgement.hpp"
#include "instrument/analysis_plan.hpp"
#include "instrument/colour.hpp"
#include "instrument/compensation_plan.hpp"  // IWYU pragma: export
#include "instrument/pipes.hpp"              // IWYU pragma: export
#include "instrument/population.hpp"         // IWYU pragma: export
#include "instrument/screening_plan.hpp"     // IWYU pragma: export

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace querist::instrument {

/// Why something stands in the study that its protocol does not say. Empty: it is the protocol's.
using Added = std::string;

/// What an image is stored as.
enum class ImageFormat { png, jpeg, gif, webp };
/// An image that stands at a choice: a file beside the study and a part of its version.
struct Picture {
    std::string file;         ///< "images/graph.png"
    std::string alternative;  ///< What it shows, for who does not see it.
    Digest hash;              ///< SHA-256 of the file.
    ImageFormat format = ImageFormat::png;
    int width = 0;  ///< Pixels.
    int height = 0;
    bool operator==(const Picture&) const = default;
};

/// One thing that a respondent can choose: a choice, a row of a grid or a point of its scale.
struct Option {
    std::string code;          ///< Stable, stored, exported; unique within its list.
    std::string label;         ///< Shown.
    std::string description;   ///< Shown under the label; may be empty.
    std::string opposite;      ///< Semantic differential: the other pole; empty elsewhere.
    bool exclusive = false;    ///< Several choices: cannot stand beside another ("none of these").
    bool takes_text = false;   ///< "Other (please specify)".
    bool keeps_place = false;  ///< Where the others are shuffled: see `keeps_place`.
    bool declines = false;     ///< "Prefer not to say": stored as the choice, reported as declined.
    std::optional<Picture> picture;
    std::optional<int> quota;  ///< Arms: how many responses are to be assigned to it.
    std::optional<expression::Expression> shown_when;
    Added added;
    Place place;
};
/// Whether a shuffled list leaves the option where it is written: as the study says, and "other",
/// "none" and "prefer not to say" always.
[[nodiscard]] inline bool keeps_place(const Option& option) {
    return option.keeps_place || option.takes_text || option.exclusive || option.declines;
}
/// How choices, rows or questions stand: alike for everybody, or shuffled for each response.
enum class Order { as_written, random };
/// Whether the option cannot stand beside another choice: "none of these", "prefer not to say".
[[nodiscard]] inline bool stands_alone(const Option& option) {
    return option.exclusive || option.declines;
}

/// How a single choice looks: every choice in view, or a native list that opens.
enum class Appearance { list, dropdown };
struct SingleChoice {
    std::vector<Option> choices;
    Appearance appearance = Appearance::list;
    /// The code that whoever reads the question chooses; empty: it is no attention check.
    std::string attention_check = {};
};
struct SeveralChoices {
    std::vector<Option> choices;
    std::optional<int> at_least;  ///< Fewest choices of an answer.
    std::optional<int> at_most;
};
struct YesNo {
    std::string yes_label = "Yes";
    std::string no_label = "No";
};
struct Grid {
    std::vector<Option> rows;
    std::vector<Option> scale;
};
/// Any number of the choices for each row; `exclusive` and `declines` hold within a row.
struct Matrix {
    std::vector<Option> rows;
    std::vector<Option> choices;
};
/// A point of the same scale between two poles in each row: the row's label and its opposite.
struct SemanticDifferential {
    std::vector<Option> rows;
    std::vector<Option> points;  ///< "1", "2", … from the label to the opposite.
};
/// The choices in an order: ranks from 1, each once and none left out.
struct Ranking {
    std::vector<Option> choices;
    std::optional<int> at_least;  ///< Fewest choices that are ranked; required: all when left out.
    std::optional<int> at_most;
};
/// A whole number for each row, none below zero, that add up to the total; an empty row is 0.
struct ConstantSum {
    std::vector<Option> rows;
    int total = 100;
    std::string unit;  ///< Shown after each field; may be empty.
};
/// How likely someone is to recommend, from 0 to 10 (Reichheld 2003, Harvard Business Review).
struct NetPromoter {
    static constexpr int greatest = 10;
    static constexpr int promoters_from = 9;
    static constexpr int detractors_to = 6;
    std::string lowest_label = "Not at all likely";
    std::string highest_label = "Extremely likely";
};
enum class TextLength { one_line, paragraphs };
struct Text {
    TextLength length = TextLength::one_line;
    int characters_max = 500;  ///< Code points.
};
enum class NumberKind { whole, decimal };
/// What stands at the ends of a slider; may be empty.
struct Slider {
    std::string lowest_label;
    std::string highest_label;
    bool operator==(const Slider&) const = default;
};
struct Number {
    NumberKind number = NumberKind::whole;
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::string unit;  ///< Shown after the field; may be empty.
    /// A slider moves beside the field; it says nothing before it is moved.
    std::optional<Slider> slider = {};
};
/// A day of the calendar, stored as ISO 8601 writes it: "2031-12-31". The bounds likewise; empty:
/// none.
struct Date {
    std::string earliest;
    std::string latest;
};
/// An e-mail address, stored as typed.
struct Email {};
/// A statement that must be ticked to go on ("I am 18 or older").
struct Consent {
    std::string statement;
};
/// Text only; has no answer.
struct Information {};

using Kind = std::variant<
    SingleChoice,
    SeveralChoices,
    YesNo,
    Grid,
    Matrix,
    SemanticDifferential,
    Ranking,
    ConstantSum,
    NetPromoter,
    Text,
    Email,
    Number,
    Date,
    Consent,
    Information>;

/// The codes of options, in their order.
[[nodiscard]] std::vector<std::string> codes_of(const std::vector<Option>& options);
/// The ids of items, pages, sections or whatever has one, in their order.
[[nodiscard]] std::vector<std::string> ids_of(const auto& named) {
    std::vector<std::string> ids;
    ids.reserve(named.size());
    for (const auto& one : named) ids.push_back(one.id);
    return ids;
}

/// The name of a kind in study files: "single choice", "several choices", "yes/no", "grid",
/// "matrix", "semantic differential", "ranking", "constant sum", "net promoter", "short text",
/// "long text", "e-mail", "number", "date", "consent", "information".
[[nodiscard]] std::string_view kind_name(const Kind& kind);

/// A further rule that an answer must keep.
struct Validation {
    expression::Expression must_hold;
    std::string message;  ///< What the respondent is told when it does not hold.
};

enum class Requirement { optional, required };

/// Where an item's answer comes from. What comes with the link and the arm that a response is
/// assigned to are known before the first page, and so is the order in which it sees shuffled pages
/// (a Ranking of its blocks); what is calculated is known once its page is
/// answered. Nobody is asked for these.
enum class Source { respondent, link, assignment, page_order, calculation };

/// Which pass through a repeated block a page or an item belongs to: there is one for each choice
/// of the block's question that can stand beside others.
struct Round {
    int repeat = 0;           ///< Position in `Study::repeats`.
    int turn = 0;             ///< From 0, in the order of the choices.
    int option = 0;           ///< Position of its choice among all of the block's question.
    std::string choice;       ///< Question and choice as plans name them: "tools.make".
    std::string name;         ///< The page's or item's id as the study file writes it.
    std::string label;        ///< Of the choice, in the language of the study.
    bool takes_text = false;  ///< "Other (please specify)": what is typed there says more.
};

/// One numbered thing on a page: a question, or information.
struct Item {
    std::string id;      ///< Also its name in conditions and exports.
    std::string number;  ///< As the protocol numbers it; empty for what is not numbered.
    std::string ask;     ///< The question, word for word.
    std::string hint;    ///< Shown to respondents under the question; may be empty.
    std::string note;    ///< The protocol's own note: printed by `show`, not shown to respondents.
    Kind kind;
    Requirement requirement = Requirement::optional;
    Order options = Order::as_written;  ///< Of its choices; of kinds with rows: of its rows.
    bool keeps_place = false;           ///< On a page whose questions are shuffled.
    bool personal = false;              ///< About the person: wants "prefer not to say".
    std::vector<std::string> serves;    ///< Ids of research questions.
    bool describes_sample = false;
    std::optional<expression::Expression> shown_when;
    std::optional<Validation> valid_when;
    std::vector<Acknowledgement> acknowledged;
    Added added;
    Source source = Source::respondent;
    /// What a calculated value is computed as, from items that stand before it. Its kind says what
    /// it is: YesNo, Number, Text, or SingleChoice where its choices are named.
    std::optional<expression::Calculation> calculation = {};
    /// Position in `Study::pages`; of calculated values the page whose answers complete them;
    /// `no_page` for what belongs to none.
    int page = 0;
    Place place;
    std::optional<Round> round = {};  ///< Of a repeated block.
};

/// The page of what is known before the first one: such items stand before all others.
inline constexpr int no_page = -1;
/// Whether a page asks the item, or shows it.
[[nodiscard]] inline bool is_on_page(const Item& item) {
    return item.page != no_page && item.source != Source::calculation;
}

/// Ends the response after a page when its answers, or earlier ones, say so.
struct ScreenOut {
    expression::Expression when;
    std::string message;  ///< Markdown of the page that says so.
    Added added;
};

struct Page {
    std::string id;
    std::string title;
    std::string text;                                  ///< Introduction, Markdown; may be empty.
    std::optional<expression::Expression> shown_when;  ///< What its section demands included.
    std::optional<ScreenOut> screen_out;
    Order items = Order::as_written;
    int first_item = 0;  ///< Items [first_item, first_item + item_count) of `Study::items`.
    int item_count = 0;
    int value_count = 0;  ///< Calculated values: they follow the page's items.
    Place place;
    std::optional<Round> round = {};  ///< Of a repeated block.
    /// Of a repeated block: what the page demands besides its round's choice.
    std::optional<expression::Expression> own_condition = {};
};

/// Pages that are asked once for each choice of an earlier question that was chosen. The study
/// holds them once for each choice that can be: round after round, each with ids of its own and
/// shown when its choice was chosen. So nothing else needs to know of repeating.
struct Repeat {
    int source = 0;      ///< Position of the question in `Study::items`.
    int first_page = 0;  ///< Pages [first_page, first_page + rounds * pages_per_round).
    int pages_per_round = 1;
    int rounds = 0;
    Place place;
};
/// The position behind a page's items and calculated values.
[[nodiscard]] inline int end_of(const Page& page) {
    return page.first_item + page.item_count + page.value_count;
}

/// Pages that stand together and are shown together or not at all: their `shown_when` says so.
struct PageSection {
    std::string id;
    std::string title;  ///< For who reads the protocol; may be empty.
    std::optional<expression::Expression> shown_when;
    int first_page = 0;  ///< Pages [first_page, first_page + page_count) of `Study::pages`.
    int page_count = 0;
    Added added;
    Place place;
};

/// Pages that keep together where others around them change places.
struct PageBlock {
    int first_page = 0;  ///< Pages [first_page, first_page + page_count) of `Study::pages`.
    int page_count = 0;
};
/// Blocks that stand next to each other and that each response sees in an order of its own.
struct PageShuffle {
    int item = 0;  ///< Its order: a Ranking with one choice for each block, by the block's id.
    std::vector<PageBlock> blocks;  ///< As they are written.
};

/// How many complete responses of a sort are wanted. Whoever comes after them is screened out.
struct Quota {
    std::string id;
    expression::Expression when;  ///< Whom it counts; over any items.
    int at_most = 0;
    std::string message;  ///< Markdown of the page that who comes too late sees.
    Added added;
    Place place;
};

struct ResearchQuestion {
    std::string id;
    std::string text;
    Place place;
};

/// What a participant agrees to before the first question.
struct ConsentTerms {
    int version = 1;
    std::string text;  ///< Markdown, from `messages/*.md`.
    std::string agree_label;
    std::string refuse_label;
    std::string controller;  ///< Who is responsible for the data.
    std::string contact;     ///< Where to write.
    std::string ethics_approval;
    std::optional<int> minimum_age;  ///< Years.
    std::string keep_until;          ///< ISO date; empty when not stated.
    Added added;
    Place place;
};

/// Who is who: fixed when a study opens.
enum class Mode { identified, confidential, anonymous };

/// When an unfinished response counts as partial rather than broken off: the share of the
/// questions that apply that it answered, as a fraction.
struct Completeness {
    double partial_from = 0.5;
};

/// A file as read from the study's folder, name relative to it ("study.yaml").
using StudyFiles = std::map<std::string, std::string>;

/// How a study's pages look beyond the program's own stylesheet.
struct Looks {
    std::optional<Colour> accent;       ///< On light ground.
    std::optional<Colour> dark_accent;  ///< On dark ground, as the file says it.
    std::string font;                   ///< As CSS has it; empty: the program's own.
    std::string sheet;                  ///< Made of these once, when the study is read.
    std::string sheet_hash;             ///< SHA-256 of the sheet, its first 16 digits.
    std::optional<Picture> logo;
    Place accent_place;
    Place dark_accent_place;
    Place logo_place;
};

struct Study {
    std::string id;
    std::string title;
    std::string language = "en";  ///< BCP 47.
    /// Those that it is offered in: the one that it is written in, then those of its translations
    /// by their tags. The same whichever of them a study is shown in.
    std::vector<std::string> languages = {"en"};
    std::string time_zone = "UTC";  ///< IANA.
    Mode mode = Mode::confidential;
    std::vector<ResearchQuestion> research_questions;
    std::optional<Population> population;
    std::optional<Recruitment> recruitment;
    std::vector<Compensation> compensation;
    std::optional<ScreeningPlan> screening;
    std::optional<ConsentTerms> consent;
    std::string thanks;   ///< Markdown of the last page.
    std::string refused;  ///< Markdown of the page after a refusal.
    Completeness completeness;
    std::optional<Looks> looks;
    bool review = false;  ///< All answers are shown once more before they are sent.
    std::vector<Quota> quotas;
    std::vector<PageSection> sections;
    std::vector<PageShuffle> shuffles;
    std::vector<Repeat> repeats;
    std::vector<Page> pages;
    /// What is known before the first page, then all pages' items in order, each page's calculated
    /// values behind its items; the position is the item's index.
    std::vector<Item> items;
    std::vector<Acknowledgement> acknowledged;
    std::vector<expression::Subject> subjects;  ///< One per item, same positions.
    std::optional<AnalysisPlan> analysis;       ///< No part of the version.

    StudyFiles files;      ///< The exact bytes that make this version.
    Digest version;        ///< SHA-256 of `manifest`.
    std::string manifest;  ///< Canonical JSON: [{"path":…,"sha256":…},…] by path.
};

/// "de" of "translations/de.yaml", the file of a translation; empty for other files.
[[nodiscard]] std::string_view language_of_file(std::string_view name);

/// How a study is to be sampled, or null.
[[nodiscard]] const SamplePlan* sample_plan_of(const Study& study);
/// By which accounts participants are known, or null.
[[nodiscard]] const SignIn* sign_in_of(const Study& study);
/// Whether people may answer who come by the study's own address, signed in or not.
[[nodiscard]] bool has_open_link(const Study& study);
/// Id of the field from the link that keeps the stratum of whoever is known: by an account, or by
/// the frame that they were drawn from. Empty: it is not kept.
[[nodiscard]] std::string_view stratum_field_of(const Study& study);
/// By which rules the Hub's overview of an account tells its stratum, the first that fits counts:
/// those of the population's strata that name a claim, and behind them the first stratum that names
/// neither claim nor column, for all other accounts. Without any, those of `sign in`. Empty: the
/// study does not say it.
[[nodiscard]] std::vector<StratumClaim> lookup_rules(const Study& study);

/// Position of an item in `Study::items`, or -1.
[[nodiscard]] int item_index(const Study& study, std::string_view id);

/// Whether a page or an item is told of where a study is read rather than answered: of a repeated
/// block the first round speaks for all.
template <class Part>
[[nodiscard]] bool is_told(const Part& part) {
    return !part.round || part.round->turn == 0;
}
/// The id of a page or an item as the study file writes it.
template <class Part>
[[nodiscard]] const std::string& written_id(const Part& part) {
    return part.round ? part.round->name : part.id;
}
template <class Part>
[[nodiscard]] const Round* round_of(const Part& part) {
    return part.round ? &*part.round : nullptr;
}
[[nodiscard]] bool is_same_round(const Round* one, const Round* other);

/// Position of the item that a name means within a round (null: outside of all): one of the same
/// round by its id as written, else any by its id; -1: none.
[[nodiscard]] int item_in_round(const Study& study, const Round* round, std::string_view name);
/// Positions of the items that an id as written stands for in the rounds of its block, in their
/// order; empty when it names no repeated item.
[[nodiscard]] std::vector<int> rounds_named(const Study& study, std::string_view name);
/// Position of what speaks for an item of a repeated block: that of the first round.
[[nodiscard]] int told_for(const Study& study, int item);

/// A text as it reads in a round, with the label of its choice in the place of `{{each}}`; for one
/// that takes a text, the fallback where there is one.
[[nodiscard]] std::string in_round(std::string_view text, const Round* round);
/// An item with all its texts as they read in its round.
[[nodiscard]] Item in_its_round(Item item);
/// Gives rounds the labels of their choices, as after a translation.
void label_rounds(Study& study);

/// The options of a kind that a stored code names: choices, or a grid's scale. Empty for others.
[[nodiscard]] const std::vector<Option>& options_of(const Kind& kind);
/// The same to be changed; none for other kinds.
[[nodiscard]] std::vector<Option>* options_in(Kind& kind);

/// What a kind is answered about row by row: rows, or what is ranked. Empty for others.
[[nodiscard]] const std::vector<Option>& rows_of(const Kind& kind);
/// The same to be changed; none for other kinds.
[[nodiscard]] std::vector<Option>* rows_in(Kind& kind);

/// A row in words: its label, or both its poles ("Slow – Fast").
[[nodiscard]] std::string row_words(const Option& row);

/// The day of the Gregorian calendar that a text names as ISO 8601 writes it, "2031-12-31", in the
/// years 0000 to 9999; or none.
[[nodiscard]] std::optional<std::chrono::sys_days> calendar_day(std::string_view text);
[[nodiscard]] bool is_calendar_date(std::string_view text);

/// The condition of an item's page, or null.
[[nodiscard]] const expression::Expression* page_condition(const Study& study, const Item& item);

/// Whether some response sees page `other` after page `page`, although it is written before it.
[[nodiscard]] bool may_follow(const Study& study, int page, int other);

/// What `expression::decide` needs to know of each item (its page's and its own conditions).
[[nodiscard]] std::vector<expression::Answerable> answerable(const Study& study);

}  // namespace querist::instrument
