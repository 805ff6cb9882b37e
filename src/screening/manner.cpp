// How simulated respondents of several kinds fill in a page, and how long they take for it.

#include "screening/respondent_kind.hpp"
#include "screening/simulated_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace querist::screening {

namespace {

using instrument::Item;
using response::Form;

// Assumptions, so that thresholds can be tried; no measurement stands behind them.
constexpr double pace_spread = 0.35;         ///< Of the logarithms of honest paces.
constexpr double page_spread = 0.25;         ///< Of one page's, around the pace.
constexpr double regular_spread = 0.03;      ///< Of a language model's.
constexpr double careless_pace = 0.25;       ///< Times the honest one.
constexpr double seconds_a_choice = 3;       ///< Besides reading.
constexpr double seconds_a_character = 0.2;  ///< Of what is typed.
constexpr double scripted_seconds = 0.4;     ///< At least, for a page.
constexpr double least_seconds = 1;
// Of a hundred:
constexpr std::uint64_t inattentive_percent = 3;  ///< Honest ones fail attention checks.
constexpr std::uint64_t natural_percent = 3;      ///< Honest ones answer grids with one point.
constexpr std::uint64_t straight_percent = 80;    ///< Careless ones do.
constexpr std::uint64_t attentive_percent = 40;   ///< Careless ones pass attention checks.
constexpr std::uint64_t no_script_percent = 3;    ///< People have no script, honest or careless.
constexpr std::uint64_t prepared_percent = 4;     ///< Honest ones paste what they wrote elsewhere.
constexpr std::uint64_t lazy_percent = 15;        ///< Careless ones paste.
constexpr std::uint64_t plain_percent = 50;       ///< Scripted ones send forms without a browser.
constexpr std::uint64_t agent_percent = 40;       ///< Generated answers are filled in by a program.

// Networks:
constexpr std::uint64_t campus_percent = 10;  ///< People who take part from one of few campuses.
constexpr std::uint64_t campuses = 5;
constexpr std::uint64_t homes = 5'000;  ///< Providers give out many networks.
constexpr std::uint64_t servers = 2;    ///< Scripts run on few machines.
constexpr std::uint64_t proxies = 500;  ///< Who pays for a model pays for other people's addresses.

bool comes_up(SeededRandom& random, std::uint64_t percent) { return random.below(100) < percent; }

/// Nearly a standard normal number, from additions alone: twelve fractions, less six (Irwin, Hall).
double near_normal(SeededRandom& random) {
    constexpr int fractions = 12;
    double sum = -fractions / 2.0;
    for (int i = 0; i < fractions; ++i) sum += random.fraction();
    return sum;
}

/// Numbers of campuses come first, then those of homes, servers and proxies.
std::uint64_t drawn_network(RespondentKind kind, SeededRandom& random) {
    switch (kind) {
        case RespondentKind::honest:
        case RespondentKind::careless:
            if (comes_up(random, campus_percent)) return random.below(campuses);
            return campuses + random.below(homes);
        case RespondentKind::scripted:
            return campuses + homes + random.below(servers);
        case RespondentKind::generated:
            return campuses + homes + servers + random.below(proxies);
    }
    return 0;
}

bool begins_with(std::string_view field, std::string_view item, std::string_view part) {
    return field.starts_with(item) && field.substr(item.size()).starts_with(part);
}

bool has_scale(const Item& item) {
    return std::holds_alternative<instrument::Grid>(item.kind) ||
           std::holds_alternative<instrument::SemanticDifferential>(item.kind);
}

/// The first row's point, all the way down.
void draw_straight(const Item& item, Form& form) {
    const std::string* point = nullptr;
    for (auto& [field, value] : form) {
        if (!begins_with(field, item.id, ".row.")) continue;
        if (point == nullptr) {
            point = &value;
        } else {
            value = *point;
        }
    }
}

void write_texts(RespondentKind kind, const Item& item, SeededRandom& random, Form& form) {
    const auto* text = std::get_if<instrument::Text>(&item.kind);
    for (auto& [field, value] : form) {
        if (begins_with(field, item.id, ".text.")) {
            value = simulated_other(kind, random, limits::short_text_characters_max);
        } else if (text != nullptr && field == item.id && !value.empty()) {
            value = simulated_text(kind, random, static_cast<std::size_t>(text->characters_max));
        }
    }
}

void pass_check(const Item& item, Form& form) {
    const auto* single = std::get_if<instrument::SingleChoice>(&item.kind);
    if (single == nullptr || single->attention_check.empty()) return;
    for (auto& [field, value] : form) {
        if (field == item.id) value = single->attention_check;
    }
}

/// What reading a page, choosing and typing take at the usual pace.
double usual_seconds(const instrument::Study& study, int page, const Form& form) {
    const instrument::Page& one = study.pages[static_cast<std::size_t>(page)];
    double words = instrument::shown_words(one);
    double seconds = 0;
    for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
        const Item& item = study.items[static_cast<std::size_t>(i)];
        const auto* text = std::get_if<instrument::Text>(&item.kind);
        bool any = false;
        for (const auto& [field, value] : form) {
            const bool own = field == item.id || begins_with(field, item.id, ".row.");
            const bool typed =
                begins_with(field, item.id, ".text.") || (text != nullptr && field == item.id);
            if (typed) seconds += seconds_a_character * static_cast<double>(value.size());
            if (own && !typed) seconds += seconds_a_choice;
            any = any || own;
        }
        if (any) words += instrument::shown_words(item);
    }
    return seconds + words * 60.0 / instrument::words_read_a_minute;
}

}  // namespace

Manner::Manner(RespondentKind kind, SeededRandom& random) : kind_(kind) {
    const double honest_pace = std::exp(pace_spread * near_normal(random));
    const auto person = [&](std::uint64_t pasting_percent) {
        if (comes_up(random, no_script_percent)) return Writing::unseen;
        return comes_up(random, pasting_percent) ? Writing::pasted : Writing::typed;
    };
    switch (kind) {
        case RespondentKind::honest:
            pace_ = honest_pace;
            attentive_ = !comes_up(random, inattentive_percent);
            straight_ = comes_up(random, natural_percent);
            writing_ = person(prepared_percent);
            break;
        case RespondentKind::careless:
            pace_ = careless_pace * honest_pace;
            attentive_ = comes_up(random, attentive_percent);
            straight_ = comes_up(random, straight_percent);
            writing_ = person(lazy_percent);
            break;
        case RespondentKind::scripted:
            attentive_ = false;
            writing_ = comes_up(random, plain_percent) ? Writing::unseen : Writing::filled_in;
            break;
        case RespondentKind::generated:
            writing_ = comes_up(random, agent_percent) ? Writing::filled_in : Writing::pasted;
            break;
    }
    network_ = drawn_network(kind, random);
}

std::string Manner::network() const { return fmt::format("network {}", network_); }

void Manner::fill(
    const instrument::Study& study, int page, SeededRandom& random, response::Form& form
) const {
    const instrument::Page& one = study.pages[static_cast<std::size_t>(page)];
    for (int i = one.first_item; i < one.first_item + one.item_count; ++i) {
        const Item& item = study.items[static_cast<std::size_t>(i)];
        if (straight_ && has_scale(item)) draw_straight(item, form);
        if (attentive_) pass_check(item, form);
        write_texts(kind_, item, random, form);
    }
    count_typing(study, page, form);
}

/// What the page's script would have counted.
void Manner::count_typing(const instrument::Study& study, int page, response::Form& form) const {
    if (writing_ == Writing::unseen || !response::counts_typing(study)) return;
    std::vector<response::Typing> counted;
    for (const int item : response::open_questions(study, page)) {
        const std::string& id = study.items[static_cast<std::size_t>(item)].id;
        const auto characters = static_cast<int>(code_points(response::field_value(form, id)));
        response::Typing& one = counted.emplace_back();
        one.item = item;
        if (writing_ == Writing::typed) one.inputs = characters;
        if (writing_ == Writing::pasted && characters > 0) one.inputs = 1;
        if (writing_ == Writing::pasted) one.pasted = characters;
    }
    form.emplace_back("_typing", response::typing_field(study, page, counted));
}

std::chrono::milliseconds Manner::time_on(
    const instrument::Study& study, int page, const response::Form& form, SeededRandom& random
) const {
    double seconds = 0;
    switch (kind_) {
        case RespondentKind::honest:
        case RespondentKind::careless:
            seconds = usual_seconds(study, page, form) * pace_ *
                      std::exp(page_spread * near_normal(random));
            seconds = std::max(seconds, least_seconds);
            break;
        case RespondentKind::scripted:
            seconds = scripted_seconds + random.fraction();
            break;
        case RespondentKind::generated:
            seconds = usual_seconds(study, page, form) * (1 + regular_spread * near_normal(random));
            seconds = std::max(seconds, least_seconds);
            break;
    }
    constexpr double milliseconds_a_second = 1'000;
    return std::chrono::milliseconds(std::llround(seconds * milliseconds_a_second));
}

bool Manner::is_consistent() const {
    return kind_ == RespondentKind::honest || kind_ == RespondentKind::generated;
}

}  // namespace querist::screening
