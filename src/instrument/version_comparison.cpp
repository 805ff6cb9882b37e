// What changes between two versions of a study, and whether answers before and after may be
// reported together.

#include "instrument/instrument.hpp"
#include "instrument/screening_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace querist::instrument {

namespace {

enum class Comparable { no, yes };

std::string condition_text(const std::optional<expression::Expression>& condition) {
    return condition ? condition->text() : std::string();
}

/// Collects what differs; `item` is empty for the study itself.
class Differences {
public:
    void add(std::string_view item, std::string what, Comparable comparable) {
        changes_.push_back({std::string(item), std::move(what), comparable == Comparable::yes});
    }

    template <class Value>
    void compare(
        std::string_view item,
        std::string_view what,
        const Value& before,
        const Value& after,
        Comparable comparable
    ) {
        if (!(before == after)) add(item, fmt::format("{} changed", what), comparable);
    }

    std::vector<VersionChange> take() { return std::move(changes_); }

private:
    std::vector<VersionChange> changes_;
};

template <class Named>
std::unordered_map<std::string_view, std::size_t> positions_by_name(
    const std::vector<Named>& all, std::string Named::* name
) {
    std::unordered_map<std::string_view, std::size_t> known;
    for (std::size_t i = 0; i < all.size(); ++i) known.emplace(all[i].*name, i);
    return known;
}

/// Positions in `after` of what is in both, in the order of `before`, ascend unless it was moved.
template <class Named>
bool reordered(
    const std::vector<Named>& before, const std::vector<Named>& after, std::string Named::* name
) {
    const auto known = positions_by_name(after, name);
    std::size_t least = 0;
    for (const Named& one : before) {
        const auto found = known.find(one.*name);
        if (found == known.end()) continue;
        if (found->second < least) return true;
        least = found->second;
    }
    return false;
}

void compare_option(
    Differences& differences,
    std::string_view item,
    const std::string& name,
    const Option& before,
    const Option& after
) {
    using enum Comparable;
    differences.compare(item, "label of " + name, before.label, after.label, no);
    differences.compare(item, "opposite of " + name, before.opposite, after.opposite, no);
    differences.compare(item, "description of " + name, before.description, after.description, no);
    differences.compare(item, "text field of " + name, before.takes_text, after.takes_text, yes);
    differences.compare(item, "exclusiveness of " + name, before.exclusive, after.exclusive, no);
    differences.compare(item, "declining by " + name, before.declines, after.declines, no);
    if (before.picture != after.picture) {
        differences.add(std::string(item), "image of " + name + " changed", no);
    }
    differences.compare(item, "quota of " + name, before.quota, after.quota, yes);
    differences.compare(
        item,
        "condition of " + name,
        condition_text(before.shown_when),
        condition_text(after.shown_when),
        no
    );
}

void compare_options(
    Differences& differences,
    std::string_view item,
    std::string_view sort,
    const std::vector<Option>& before,
    const std::vector<Option>& after
) {
    const auto old_positions = positions_by_name(before, &Option::code);
    const auto new_positions = positions_by_name(after, &Option::code);
    for (const Option& option : before) {
        const std::string name = fmt::format("{} \"{}\"", sort, option.code);
        const auto found = new_positions.find(option.code);
        if (found == new_positions.end()) {
            differences.add(item, name + " removed", Comparable::no);
        } else {
            compare_option(differences, item, name, option, after[found->second]);
        }
    }
    for (const Option& option : after) {
        if (old_positions.contains(option.code)) continue;
        differences.add(item, fmt::format("{} \"{}\" added", sort, option.code), Comparable::no);
    }
    if (reordered(before, after, &Option::code)) {
        differences.add(item, fmt::format("order of the {}s changed", sort), Comparable::yes);
    }
}

/// Compares two kinds of the same alternative.
struct KindComparison {
    Differences& differences;
    std::string_view item;
    const Kind& before;

    void operator()(const SingleChoice& after) const {
        const auto& old = std::get<SingleChoice>(before);
        compare_options(differences, item, "choice", old.choices, after.choices);
        // What stands first in an open list is chosen more often than in one that opens.
        differences.compare(item, "\"shown as\"", old.appearance, after.appearance, Comparable::no);
        differences.compare(
            item, "attention check", old.attention_check, after.attention_check, Comparable::no
        );
    }
    void operator()(const SeveralChoices& after) const {
        const auto& old = std::get<SeveralChoices>(before);
        compare_options(differences, item, "choice", old.choices, after.choices);
        differences.compare(item, "\"at least\"", old.at_least, after.at_least, Comparable::no);
        differences.compare(item, "\"at most\"", old.at_most, after.at_most, Comparable::no);
    }
    void operator()(const YesNo& after) const {
        const auto& old = std::get<YesNo>(before);
        differences.compare(item, "label of yes", old.yes_label, after.yes_label, Comparable::no);
        differences.compare(item, "label of no", old.no_label, after.no_label, Comparable::no);
    }
    void operator()(const Grid& after) const {
        const auto& old = std::get<Grid>(before);
        compare_options(differences, item, "row", old.rows, after.rows);
        compare_options(differences, item, "scale point", old.scale, after.scale);
    }
    void operator()(const Matrix& after) const {
        const auto& old = std::get<Matrix>(before);
        compare_options(differences, item, "row", old.rows, after.rows);
        compare_options(differences, item, "choice", old.choices, after.choices);
    }
    void operator()(const SemanticDifferential& after) const {
        const auto& old = std::get<SemanticDifferential>(before);
        compare_options(differences, item, "row", old.rows, after.rows);
        differences.compare(
            item, "\"points\"", old.points.size(), after.points.size(), Comparable::no
        );
    }
    void operator()(const Ranking& after) const {
        const auto& old = std::get<Ranking>(before);
        compare_options(differences, item, "choice", old.choices, after.choices);
        differences.compare(item, "\"at least\"", old.at_least, after.at_least, Comparable::no);
        differences.compare(item, "\"at most\"", old.at_most, after.at_most, Comparable::no);
    }
    void operator()(const ConstantSum& after) const {
        const auto& old = std::get<ConstantSum>(before);
        compare_options(differences, item, "row", old.rows, after.rows);
        differences.compare(item, "\"total\"", old.total, after.total, Comparable::no);
        differences.compare(item, "unit", old.unit, after.unit, Comparable::no);
    }
    void operator()(const NetPromoter& after) const {
        const auto& old = std::get<NetPromoter>(before);
        differences.compare(
            item, "\"lowest label\"", old.lowest_label, after.lowest_label, Comparable::no
        );
        differences.compare(
            item, "\"highest label\"", old.highest_label, after.highest_label, Comparable::no
        );
    }
    void operator()(const Email&) const {}
    void operator()(const Date& after) const {
        const auto& old = std::get<Date>(before);
        differences.compare(item, "\"earliest\"", old.earliest, after.earliest, Comparable::no);
        differences.compare(item, "\"latest\"", old.latest, after.latest, Comparable::no);
    }
    void operator()(const Text& after) const {
        const auto& old = std::get<Text>(before);
        differences.compare(item, "length", old.length, after.length, Comparable::yes);
        differences.compare(
            item, "\"characters max\"", old.characters_max, after.characters_max, Comparable::yes
        );
    }
    void operator()(const Number& after) const {
        const auto& old = std::get<Number>(before);
        differences.compare(item, "decimals", old.number, after.number, Comparable::yes);
        differences.compare(item, "\"minimum\"", old.minimum, after.minimum, Comparable::no);
        differences.compare(item, "\"maximum\"", old.maximum, after.maximum, Comparable::no);
        // A slider draws answers to where it stands.
        if (old.slider != after.slider) {
            differences.add(item, "\"slider\" changed", Comparable::no);
        }
        differences.compare(item, "unit", old.unit, after.unit, Comparable::no);
    }
    void operator()(const Consent& after) const {
        differences.compare(
            item, "statement", std::get<Consent>(before).statement, after.statement, Comparable::no
        );
    }
    void operator()(const Information&) const {}
};

std::string validation_text(const Item& item) {
    return item.valid_when ? item.valid_when->must_hold.text() : std::string();
}

std::string calculation_text(const Item& item) {
    return item.calculation ? item.calculation->value.text() : std::string();
}

void compare_items(
    Differences& differences,
    const Item& before,
    const Item& after,
    const Page& old_page,
    const Page& new_page
) {
    using enum Comparable;
    const std::string& id = before.id;
    if (before.kind.index() != after.kind.index()) {
        differences.add(
            id,
            fmt::format(
                "kind changed from {} to {}", kind_name(before.kind), kind_name(after.kind)
            ),
            no
        );
    } else {
        std::visit(KindComparison{differences, id, before.kind}, after.kind);
    }
    if (before.source != after.source) {
        differences.add(id, "it no longer comes from where it came", no);
    }
    differences.compare(
        id, "what it is computed as", calculation_text(before), calculation_text(after), no
    );
    differences.compare(
        id,
        "question",
        in_round(before.ask, round_of(before)),
        in_round(after.ask, round_of(after)),
        no
    );
    differences.compare(
        id,
        "hint",
        in_round(before.hint, round_of(before)),
        in_round(after.hint, round_of(after)),
        no
    );
    differences.compare(
        id, "condition", condition_text(before.shown_when), condition_text(after.shown_when), no
    );
    differences.compare(
        id,
        "condition of its page",
        condition_text(old_page.shown_when),
        condition_text(new_page.shown_when),
        no
    );
    differences.compare(id, "\"required\"", before.requirement, after.requirement, yes);
    differences.compare(
        id, "rule for answers", validation_text(before), validation_text(after), yes
    );
    differences.compare(id, "order of its choices", before.options, after.options, yes);
    differences.compare(id, "number", before.number, after.number, yes);
    differences.compare(id, "note", before.note, after.note, yes);
    differences.compare(id, "research questions", before.serves, after.serves, yes);
    differences.compare(id, "page", old_page.id, new_page.id, yes);
}

/// Who is screened out changes who answers what comes after.
void compare_screen_outs(Differences& differences, const Study& before, const Study& after) {
    const auto condition = [](const Study& study, const std::string& id) {
        const auto page = std::ranges::find(study.pages, id, &Page::id);
        const bool screens = page != study.pages.end() && page->screen_out;
        return screens ? page->screen_out->when.text() : std::string();
    };
    std::set<std::string> ids;
    for (const Page& page : before.pages) ids.insert(page.id);
    for (const Page& page : after.pages) ids.insert(page.id);
    for (const std::string& id : ids) {
        differences.compare(
            "",
            "screen-out of page \"" + id + "\"",
            condition(before, id),
            condition(after, id),
            Comparable::no
        );
    }
}

void compare_consent(Differences& differences, const Study& before, const Study& after) {
    if (before.consent.has_value() != after.consent.has_value()) {
        differences.add("", after.consent ? "consent added" : "consent removed", Comparable::no);
        return;
    }
    if (!before.consent) return;
    differences.compare(
        "", "consent version", before.consent->version, after.consent->version, Comparable::yes
    );
    const bool same_terms = before.consent->text == after.consent->text;
    const bool same_version = before.consent->version == after.consent->version;
    if (same_terms) return;
    differences.add(
        "",
        same_version ? "consent text changed, its version did not" : "consent text changed",
        Comparable::yes
    );
}

/// The files of a translation: its own, and those in the folder of its name.
StudyFiles files_of_translation(const Study& study, std::string_view language) {
    const std::string own = fmt::format("translations/{}.yaml", language);
    const std::string below = fmt::format("translations/{}/", language);
    StudyFiles files;
    for (const auto& [name, bytes] : study.files) {
        if (name == own || name.starts_with(below)) files.emplace(name, bytes);
    }
    return files;
}

/// Codes and conditions are the study's own in every language, so answers stay comparable.
void compare_translations(Differences& differences, const Study& before, const Study& after) {
    const auto in = [](const Study& study, const std::string& language) {
        return std::ranges::find(study.languages, language) != study.languages.end();
    };
    for (const std::string& language : before.languages) {
        if (in(after, language) || language == before.language) continue;
        differences.add("", fmt::format("translation \"{}\" removed", language), Comparable::yes);
    }
    for (const std::string& language : after.languages) {
        if (language == after.language) continue;
        if (!in(before, language)) {
            differences.add("", fmt::format("translation \"{}\" added", language), Comparable::yes);
        } else if (files_of_translation(before, language) !=
                   files_of_translation(after, language)) {
            differences.add(
                "", fmt::format("translation \"{}\" changed", language), Comparable::yes
            );
        }
    }
}

/// Quotas decide who answers, not what an answer means.
void compare_quotas(Differences& differences, const Study& before, const Study& after) {
    const auto words = [](const Study& study) {
        std::string text;
        for (const Quota& quota : study.quotas) {
            text += fmt::format(
                "{} {} {} {}\n", quota.id, quota.at_most, quota.when.text(), quota.message
            );
        }
        return text;
    };
    differences.compare("", "quotas", words(before), words(after), Comparable::yes);
}

/// Which responses are looked at, not what an answer means.
void compare_screening(Differences& differences, const Study& before, const Study& after) {
    differences.compare(
        "", "screening", screening_rules(before), screening_rules(after), Comparable::yes
    );
}

/// Where something stands says nothing of what it is.
SamplePlan without_places(const Study& study) {
    SamplePlan plan;
    if (const SamplePlan* sample = sample_plan_of(study)) plan = *sample;
    plan.place = {};
    for (StratumSample& one : plan.strata) one.place = {};
    return plan;
}

/// By which accounts participants are known, in words.
std::string sign_in_words(const Study& study) {
    const SignIn* sign_in = sign_in_of(study);
    if (sign_in == nullptr) return {};
    const SignIn& one = *sign_in;
    std::string text = fmt::format("{} {} {}\n", one.issuer, one.required, one.stratum_field);
    for (const StratumClaim& rule : one.strata) {
        text += fmt::format("{}: {} {}\n", rule.stratum, rule.claim, rule.is);
    }
    return text;
}

/// Whom a study asks decides whom its answers speak of; how many of them, how surely.
void compare_people(Differences& differences, const Study& before, const Study& after) {
    const auto words = [](const Study& study) {
        std::string text = study.population ? study.population->text + "\n" : "";
        if (!study.population) return text;
        for (const Stratum& one : study.population->strata) {
            text += fmt::format("{}: {}\n", one.id, one.text);
            // Who belongs to a stratum decides whom its answers speak of, too.
            const std::string known_by = recognition_words(one);
            if (!known_by.empty()) text += fmt::format("{}: {}\n", one.id, known_by);
        }
        return text;
    };
    const auto extents = [](const Study& study) {
        std::vector<Extent> all;
        if (!study.population) return all;
        all.push_back(study.population->extent);
        for (const Stratum& one : study.population->strata) all.push_back(one.extent);
        return all;
    };
    const std::string was = words(before);
    const std::string is = words(after);
    differences.compare("", "population", was, is, Comparable::no);
    if (was == is) {
        differences.compare(
            "", "size of the population", extents(before), extents(after), Comparable::yes
        );
    }
    differences.compare(
        "", "plan of the sample", without_places(before), without_places(after), Comparable::yes
    );
    differences.compare("", "sign-in", sign_in_words(before), sign_in_words(after), Comparable::no);
}

bool same_looks(const Study& before, const Study& after) {
    const Looks first = before.looks.value_or(Looks{});
    const Looks second = after.looks.value_or(Looks{});
    return first.accent == second.accent && first.dark_accent == second.dark_accent &&
           first.font == second.font && first.logo == second.logo;
}

void compare_studies(Differences& differences, const Study& before, const Study& after) {
    using enum Comparable;
    differences.compare("", "id", before.id, after.id, no);
    differences.compare("", "title", before.title, after.title, yes);
    differences.compare("", "language", before.language, after.language, no);
    differences.compare("", "time zone", before.time_zone, after.time_zone, yes);
    differences.compare("", "mode", before.mode, after.mode, no);
    compare_screen_outs(differences, before, after);
    compare_quotas(differences, before, after);
    compare_screening(differences, before, after);
    compare_people(differences, before, after);
    compare_consent(differences, before, after);
    compare_translations(differences, before, after);
    if (!same_looks(before, after)) differences.add("", "looks changed", yes);
    differences.compare("", "last page", before.thanks, after.thanks, yes);
    differences.compare("", "page after a refusal", before.refused, after.refused, yes);
    differences.compare(
        "",
        "\"partial from\"",
        before.completeness.partial_from,
        after.completeness.partial_from,
        no
    );
    differences.compare("", "\"review\"", before.review, after.review, yes);
    const auto known = positions_by_name(before.pages, &Page::id);
    for (const Page& page : after.pages) {
        const auto found = known.find(page.id);
        if (found == known.end()) continue;
        const Page& old = before.pages[found->second];
        if (old.title != page.title || old.text != page.text) {
            differences.add("", fmt::format("words of page \"{}\" changed", page.id), yes);
        }
    }
    if (reordered(before.items, after.items, &Item::id)) {
        differences.add("", "order of the items changed", yes);
    }
}

}  // namespace

std::vector<VersionChange> compare_versions(const Study& before, const Study& after) {
    Differences differences;
    compare_studies(differences, before, after);
    const auto old_positions = positions_by_name(before.items, &Item::id);
    const auto new_positions = positions_by_name(after.items, &Item::id);
    const Page nowhere;
    const auto page_of = [&](const Study& study, const Item& item) -> const Page& {
        return item.page == no_page ? nowhere : study.pages[static_cast<std::size_t>(item.page)];
    };
    for (const Item& item : before.items) {
        const auto found = new_positions.find(item.id);
        if (found == new_positions.end()) {
            differences.add(item.id, "item removed", Comparable::no);
            continue;
        }
        const Item& now = after.items[found->second];
        compare_items(differences, item, now, page_of(before, item), page_of(after, now));
    }
    for (const Item& item : after.items) {
        if (!old_positions.contains(item.id)) {
            differences.add(item.id, "item added", Comparable::no);
        }
    }
    return differences.take();
}

}  // namespace querist::instrument
