// The closed lists of words that study.yaml takes, and what the types of values are called.

#include "instrument/study_keys.hpp"

#include <cstddef>
#include <iterator>

namespace querist::instrument {

namespace {

constexpr KindSpec kinds[] = {
    {KindName::single_choice, "single choice", "One of the choices."},
    {KindName::several_choices, "several choices", "Any of the choices."},
    {KindName::yes_no, "yes/no", "Yes or no."},
    {KindName::grid, "grid", "One point of the same scale for each row."},
    {KindName::matrix, "matrix", "Any of the same choices for each row."},
    {KindName::semantic_differential,
     "semantic differential",
     "A point between two opposite words for each row."},
    {KindName::ranking, "ranking", "The choices in an order, each rank once."},
    {KindName::constant_sum, "constant sum", "Whole numbers that add up to a total."},
    {KindName::net_promoter, "net promoter", "How likely someone is to recommend, from 0 to 10."},
    {KindName::short_text, "short text", "A text on one line."},
    {KindName::long_text, "long text", "A text of several lines."},
    {KindName::email, "e-mail", "An e-mail address."},
    {KindName::number, "number", "A number, whole unless `decimals: true`."},
    {KindName::date, "date", "A day of the calendar."},
    {KindName::consent, "consent", "A statement that must be ticked to go on."},
    {KindName::information, "information", "A text without an answer."},
};

constexpr ModeSpec modes[] = {
    {Mode::identified, "identified", "The study team knows whose answers are whose."},
    {Mode::confidential,
     "confidential",
     "Answers can be traced to a person while a key exists that lies apart from them."},
    {Mode::anonymous, "anonymous", "Nobody can trace answers to a person."},
};

constexpr AppearanceSpec appearances[] = {
    {Appearance::list, "list", "Every choice is in view."},
    {Appearance::dropdown, "dropdown", "A list that opens, for many choices that people know."},
};

constexpr DesignSpec designs[] = {
    {SamplingDesign::simple_random,
     "simple random",
     "Everybody on the list has the same chance; strata are not looked at."},
    {SamplingDesign::proportional,
     "proportional",
     "Drawn within each stratum, each as large in the sample as in the population."},
    {SamplingDesign::neyman,
     "neyman",
     "Drawn within each stratum, in proportion to its size times its standard deviation (Neyman "
     "1934): more of those that differ more."},
    {SamplingDesign::fixed,
     "fixed",
     "Drawn within each stratum, as many as its `target` says: for comparing strata, or so that "
     "small ones can be told of."},
    {SamplingDesign::census, "census", "Everybody on the list is invited."},
    {SamplingDesign::convenience,
     "convenience",
     "Whoever is reached, as by an open link: nobody knows anybody's chance to be asked, so no "
     "margin holds."},
};

struct TypeWords {
    ValueType type;
    std::string_view words;
};

constexpr TypeWords type_rows[] = {
    {ValueType::text, "a text"},
    {ValueType::markdown, "a Markdown text or the name of a .md file"},
    {ValueType::item_id, "an id (lower-case letters, digits and _)"},
    {ValueType::study_id, "an id (lower-case letters, digits and -)"},
    {ValueType::study_ids, "a list of ids in brackets"},
    {ValueType::whole, "a whole number"},
    {ValueType::number, "a number"},
    {ValueType::truth, "true or false"},
    {ValueType::condition, "a condition"},
    {ValueType::calculation, "an expression"},
    {ValueType::language, "a language tag"},
    {ValueType::time_zone, "a time zone"},
    {ValueType::mode, "a mode"},
    {ValueType::kind, "a kind"},
    {ValueType::appearance, "list or dropdown"},
    {ValueType::money, "an amount with its currency"},
    {ValueType::date, "a date"},
    {ValueType::colour, "a colour in quotes"},
    {ValueType::fonts, "names of fonts"},
    {ValueType::share, "a percentage"},
    {ValueType::sampling_design, "a sampling design"},
    {ValueType::mailbox, "an e-mail address, with a name before it or without"},
    {ValueType::hours, "two times of the day"},
    {ValueType::reminder_audience, "not complete, not started or partial"},
    {ValueType::payment, "codes or by hand"},
    {ValueType::eligibility, "complete, or complete, one per person"},
    {ValueType::budget_end, "stop or tell participants"},
    {ValueType::variable, "an item, or a part of one"},
    {ValueType::variables, "items or parts of them, in brackets"},
    {ValueType::planned_test, "a test"},
    {ValueType::p_adjustment, "none, holm or benjamini-hochberg"},
    {ValueType::missing_answers, "left out or counted"},
    {ValueType::row_order, "as asked or by agreement"},
    {ValueType::option_shares, "a percentage for each choice, by its code"},
    {ValueType::section, "a section with its own keys"},
    {ValueType::sections, "a list"},
};

// A type without words does not compile.
static_assert(std::size(type_rows) == static_cast<std::size_t>(ValueType::sections) + 1);
static_assert([] {
    for (std::size_t i = 0; i < std::size(type_rows); ++i) {
        if (type_rows[i].type != static_cast<ValueType>(i)) return false;
    }
    return true;
}());

}  // namespace

std::span<const DesignSpec> design_specs() { return designs; }
std::span<const KindSpec> kind_specs() { return kinds; }
std::span<const ModeSpec> mode_specs() { return modes; }
std::span<const AppearanceSpec> appearance_specs() { return appearances; }

std::optional<KindName> parse_kind_name(std::string_view name) {
    for (const KindSpec& spec : kinds) {
        if (spec.name == name) return spec.kind;
    }
    return std::nullopt;
}

std::string_view type_words(ValueType type) {
    return type_rows[static_cast<std::size_t>(type)].words;
}

}  // namespace querist::instrument
