#pragma once

// A study while it is being read: what is there, what is wrong, and the conditions that can only
// be read once every item is known.

#include "instrument/pipe_words.hpp"
#include "instrument/study.hpp"
#include "instrument/study_keys.hpp"
#include "instrument/study_shape.hpp"
#include "instrument/yaml_tree.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace querist::instrument {

/// A condition's text and what it belongs to.
struct PendingCondition {
    enum class Of {
        page,
        screen_out,
        item,
        validity,
        choice,
        row,
        quota,
        section,
        value,
        screening_check
    };
    Of of = Of::item;
    int owner = 0;   ///< Position of the page, section or item.
    int option = 0;  ///< Choices and rows: position in the list.
    const YamlEntry* entry = nullptr;
    const YamlNode* message = nullptr;  ///< Validity, screen-out: what the respondent is told.
    Added added = {};                   ///< Screen-out.
    const YamlNode* whole = nullptr;    ///< Quota, value, check: all that is said of it.
};

/// A text in which earlier answers may be named, and the page that shows it.
struct PipingText {
    int page = 0;
    const YamlNode* node = nullptr;
    std::string text;
};

struct StudyDraft {
    Study study;
    ProblemList list;
    const StudyFiles* files = nullptr;
    std::string folder;
    bool whole = true;  ///< False: a syntax error cut the file, so what is missing says nothing.
    std::vector<PendingCondition> conditions;
    std::vector<PipingText> piping;
    std::unordered_map<std::string, const YamlNode*> repeated_sections;  ///< Their `for each`.
    std::vector<const YamlNode*> unfound_sources;  ///< `for each` with an id not read before it.
    std::unordered_set<std::string> unreadable_items;  ///< Their kind is not known.
    std::vector<Problem> file_problems;                ///< Of the files that study.yaml names.

    [[nodiscard]] Place place(const Mark& mark) const {
        return {list.file, mark.line, mark.column};
    }
};

/// Ids of one sort and where they stand first.
class KnownIds {
public:
    explicit KnownIds(std::string_view sort) : sort_(sort) {}
    /// Reports `id` when it is there already. Empty ids have been reported elsewhere.
    void add(const std::string& id, const Mark& at, ProblemList& list);
    [[nodiscard]] bool contains(const std::string& id) const { return lines_.contains(id); }

private:
    std::string_view sort_;
    std::unordered_map<std::string, int> lines_;
};

/// The text of a Markdown value: itself, or the file that it names, which becomes part of the
/// study's version.
[[nodiscard]] std::string read_markdown(const YamlNode* node, StudyDraft& draft);

[[nodiscard]] std::vector<Acknowledgement> read_acknowledgements(
    const YamlNode& owner, const StudyDraft& draft
);

/// The colour, fonts and logo of the pages.
void read_looks(const YamlNode& root, StudyDraft& draft);

/// The population, its strata and the sample that is planned of it.
void read_people(const YamlNode& root, StudyDraft& draft);

/// Reports a stratum that the population does not have.
void check_stratum(const YamlNode& node, StudyDraft& draft);

/// The accounts by which participants are known.
void read_sign_in(const YamlNode& recruitment, StudyDraft& draft);
/// Whether people may come by the study's own address.
void read_open_link(const YamlNode& recruitment, StudyDraft& draft);
/// When all pages are read: whether anybody can come, and whether the fields that keep strata can.
void check_ways_in(StudyDraft& draft);
/// What people of the frame are written, of the `recruitment` of a study.
void read_mails(const YamlNode& recruitment, StudyDraft& draft);

/// What is paid, to whom and out of which budget.
void read_compensation(const YamlNode& root, StudyDraft& draft);

/// Which responses should be looked at; its checks are remembered until every item is known.
void read_screening(const YamlNode& root, StudyDraft& draft);
/// A check whose condition is read.
[[nodiscard]] ScreeningCheck read_screening_check(
    const YamlNode& node, expression::Expression when, StudyDraft& draft
);

/// Everything but the questionnaire.
void read_protocol(const YamlNode& root, StudyDraft& draft);

/// Takes over which research questions an item's "serves" names, and reports what it does not.
void read_serves(const YamlNode& owner, Item& item, StudyDraft& draft);

/// The choices, rows or points of a list; `sort` is what one of them is called.
[[nodiscard]] std::vector<Option> read_options(
    const YamlNode* list, std::string_view sort, StudyDraft& draft
);
/// An image file, which becomes part of the study's version; none after a problem.
[[nodiscard]] std::optional<Picture> read_image(
    const YamlNode& image, std::string alternative, StudyDraft& draft
);
/// The image of a choice.
[[nodiscard]] std::optional<Picture> read_picture(const YamlNode& choice, StudyDraft& draft);
/// A whole number from `least` to `greatest`; reported with the cure and absent otherwise.
[[nodiscard]] std::optional<int> count_of(
    const YamlNode* node,
    std::size_t least,
    std::size_t greatest,
    std::string_view cure,
    StudyDraft& draft
);

/// Adds what nobody is asked for as an item: its id, its title and what it serves. What is known
/// before the first page stands before the pages' items.
void add_given_item(
    const YamlNode& node,
    Source source,
    Kind kind,
    KnownIds& items,
    StudyDraft& draft,
    int page = no_page
);

/// What comes with the link, as items that stand before all others.
void read_link_fields(const YamlNode& instrument, KnownIds& items, StudyDraft& draft);

/// The arms that responses are assigned to, as items that stand before the pages' items.
void read_assignments(const YamlNode& instrument, KnownIds& items, StudyDraft& draft);

/// The calculated values of a page whose items are read, as items behind these. What each is
/// computed as is remembered until every item is known; until then it is a number.
void read_calculated(const YamlNode& page, int position, KnownIds& items, StudyDraft& draft);
/// Makes an item what its calculation comes out as.
void settle_calculated(
    const YamlNode& node, Item& item, expression::Calculation calculation, StudyDraft& draft
);

/// Remembers the quotas until every item is known.
void read_quotas(const YamlNode& instrument, StudyDraft& draft);
/// A quota whose condition is read.
[[nodiscard]] Quota read_quota(
    const YamlNode& node, expression::Expression when, StudyDraft& draft
);

/// The sections that pages may belong to, without pages and conditions.
void read_sections(const YamlNode& instrument, StudyDraft& draft);
/// Puts a page that is about to be added into the section that it names, if it names one.
void join_section(const YamlNode& page, StudyDraft& draft);
/// When all pages are read: remembers the sections' conditions and reports those without pages.
void end_sections(const YamlNode& instrument, StudyDraft& draft);

/// The orders of shuffled pages, as items that stand before the pages' items.
void read_shuffles(const YamlNode& instrument, KnownIds& items, StudyDraft& draft);
/// When all pages are read: which pages belong to the blocks.
void end_shuffles(const YamlNode& instrument, StudyDraft& draft);

/// Where a block begins that is about to be read.
struct BlockStart {
    std::size_t page = 0;
    std::size_t item = 0;
    std::size_t condition = 0;
};
[[nodiscard]] BlockStart block_start(const StudyDraft& draft);
/// Makes rounds of the pages that were read since `start`: one for each choice of the item that
/// `source` names.
void repeat_block(
    const YamlNode& source,
    const BlockStart& start,
    KnownIds& pages,
    KnownIds& items,
    StudyDraft& draft
);
/// When all pages are read: reports the sources of blocks that were not found before them.
void report_unfound_sources(StudyDraft& draft);
/// When it is known which pages change places: no block may come before the question that it is
/// repeated for.
void check_sources_come_first(StudyDraft& draft);
/// How to name from elsewhere what a repeated block calls `name`; empty where it calls nothing so.
[[nodiscard]] std::string cure_by_round(const Study& study, std::string_view name);
/// When all conditions are read: a round's pages are shown when its choice was chosen.
void demand_choices(StudyDraft& draft);

/// Pages and items, without their conditions.
void read_pages(const YamlNode& instrument, StudyDraft& draft);

/// The kind of an item with its choices, rows and limits.
[[nodiscard]] Kind read_kind(const YamlNode& item, KindName kind, StudyDraft& draft);

/// How conditions see an item.
[[nodiscard]] expression::Subject subject_of(const Item& item);

/// Looks for earlier answers in texts and checks what they name.
void check_piping(StudyDraft& draft);

/// Whether shuffled questions stand on their own.
void check_shuffled_pages(StudyDraft& draft);

/// Parses the pending conditions and puts them where they belong.
void read_conditions(StudyDraft& draft);

}  // namespace querist::instrument
