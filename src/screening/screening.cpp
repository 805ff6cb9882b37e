#include "screening/screening.hpp"

#include "screening/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <list>
#include <string_view>
#include <unordered_map>

namespace querist::screening {

namespace {

using instrument::Item;
using instrument::Signal;

/// A response is unread when it took less than this share of the time of reading. Who skims takes
/// half of it.
constexpr double unread_share = 1.0 / 3;
/// Share of a response's pages that must be fast.
constexpr double many_pages_share = 0.5;
/// Usual seconds below which a page is too short to be called fast.
constexpr double page_seconds_min = 3;
/// Code points below which an answer repeats its question by chance.
constexpr std::size_t echo_length_min = 15;
constexpr double echo_from = 0.8;

const Item& item_of(const ResponseFacts& facts, int item) {
    return facts.version->study->items[static_cast<std::size_t>(item)];
}

/// "41 s", "4.2 s" below ten.
std::string seconds_text(double seconds) {
    constexpr double whole_from = 9.95;
    if (seconds < whole_from) return fmt::format("{:.1f} s", seconds);
    return count_text(std::llround(seconds)) + " s";
}

std::string percent_text(double share) { return fmt::format("{} %", std::llround(share * 100)); }

struct GridShare {
    std::size_t answered = 0;
    std::size_t straight = 0;

    /// Whether there are enough to compare with, and few of them answer so.
    [[nodiscard]] bool straight_is_unusual() const {
        return answered >= reference_min &&
               static_cast<double>(straight) < natural_share * static_cast<double>(answered);
    }
};

/// What only shows in all responses together.
struct Reference {
    std::optional<UsualTime> whole;
    std::map<std::string_view, UsualTime> pages;  ///< By the page's id.
    std::map<std::string_view, GridShare> grids;  ///< By the item's id.
    std::vector<const ResponseFacts*> owners;     ///< Of each text, in the order of responses.
    std::vector<const OpenAnswer*> answers;       ///< Likewise.
    std::vector<std::optional<NearCopy>> copies;  ///< Likewise.
};

void refer_to_times(Reference& reference, const std::vector<const ResponseFacts*>& all) {
    std::vector<double> whole;
    std::map<std::string_view, std::vector<double>> pages;
    for (const ResponseFacts* one : all) {
        if (one->seconds) whole.push_back(*one->seconds);
        for (const auto& [page, seconds] : one->pages) {
            const auto& pages_of_version = one->version->study->pages;
            pages[pages_of_version[static_cast<std::size_t>(page)].id].push_back(seconds);
        }
    }
    reference.whole = usual_time(whole, reference_min);
    for (const auto& [page, seconds] : pages) {
        if (const auto usual = usual_time(seconds, reference_min)) {
            reference.pages.emplace(page, *usual);
        }
    }
}

Reference reference_of(const std::vector<const ResponseFacts*>& all) {
    Reference reference;
    refer_to_times(reference, all);
    std::vector<std::u32string_view> texts;
    for (const ResponseFacts* one : all) {
        for (const GridFacts& grid : one->grids) {
            GridShare& share = reference.grids[item_of(*one, grid.item).id];
            ++share.answered;
            share.straight += grid.point >= 0 ? 1 : 0;
        }
        for (const OpenAnswer& answer : one->open) {
            reference.owners.push_back(one);
            reference.answers.push_back(&answer);
            texts.push_back(answer.text);
        }
    }
    reference.copies = near_copies(texts);
    return reference;
}

using Reason = std::optional<std::string>;

Reason fast(const ResponseFacts& facts, const Reference& reference) {
    if (!facts.seconds || !reference.whole) return {};
    if (!is_far_below(*facts.seconds, *reference.whole)) return {};
    return fmt::format(
        "finished in {}; half of all took {} or more",
        seconds_text(*facts.seconds),
        seconds_text(reference.whole->median)
    );
}

/// Source of the yardstick, the median of a page's times: Greszki, Meyer, Schoen 2015, Public
/// Opinion Quarterly 79(2), 471-503.
Reason fast_pages(const ResponseFacts& facts, const Reference& reference) {
    std::size_t compared = 0;
    std::size_t quick = 0;
    for (const auto& [page, seconds] : facts.pages) {
        const auto& pages = facts.version->study->pages;
        const auto usual = reference.pages.find(pages[static_cast<std::size_t>(page)].id);
        if (usual == reference.pages.end() || usual->second.median < page_seconds_min) continue;
        ++compared;
        quick += seconds < far_share * usual->second.median ? 1 : 0;
    }
    if (compared < timed_pages_min) return {};
    if (static_cast<double>(quick) < many_pages_share * static_cast<double>(compared)) return {};
    return fmt::format("{} of {} pages in less than half the usual time", quick, compared);
}

Reason unread(const ResponseFacts& facts) {
    if (!facts.seconds || facts.words < shown_words_min) return {};
    const double reading = facts.words * 60.0 / instrument::words_read_a_minute;
    if (*facts.seconds >= unread_share * reading) return {};
    return fmt::format(
        "finished in {}; reading the {} words that were shown takes {} at {} a minute",
        seconds_text(*facts.seconds),
        count_text(facts.words),
        seconds_text(reading),
        instrument::words_read_a_minute
    );
}

/// Source: Curran 2016, Journal of Experimental Social Psychology 66, 4-19 (long strings); that it
/// must be unusual in the study is ours: "never" in every row can be the truth.
Reason straight_lines(const ResponseFacts& facts, const Reference& reference) {
    std::string reason;
    for (const GridFacts& grid : facts.grids) {
        if (grid.point < 0) continue;
        const Item& item = item_of(facts, grid.item);
        const GridShare& share = reference.grids.at(item.id);
        if (!share.straight_is_unusual()) continue;
        const auto& points = instrument::options_of(item.kind);
        reason += fmt::format(
            "{}\"{}\" in all {} rows of {}, as {} of {} answered it",
            reason.empty() ? "" : "; ",
            points[static_cast<std::size_t>(grid.point)].label,
            grid.rows,
            item.id,
            share.straight,
            share.answered
        );
    }
    return reason.empty() ? Reason() : Reason(std::move(reason));
}

Reason inattentive(const ResponseFacts& facts) {
    std::string reason;
    for (const auto& [position, choice] : facts.inattentive) {
        const Item& item = item_of(facts, position);
        const auto& choices = instrument::options_of(item.kind);
        reason += fmt::format(
            "{}\"{}\" in the attention check {}",
            reason.empty() ? "" : "; ",
            choices[static_cast<std::size_t>(choice)].label,
            item.id
        );
    }
    return reason.empty() ? Reason() : Reason(std::move(reason));
}

/// `first`: the position of the response's first text among all.
Reason copied(const ResponseFacts& facts, const Reference& reference, std::size_t first) {
    const NearCopy* nearest = nullptr;
    int item = 0;
    for (std::size_t i = 0; i < facts.open.size(); ++i) {
        const auto& copy = reference.copies[first + i];
        if (!copy || (nearest != nullptr && nearest->resemblance >= copy->resemblance)) continue;
        nearest = &*copy;
        item = facts.open[i].item;
    }
    if (nearest == nullptr) return {};
    const ResponseFacts& owner = *reference.owners[nearest->of];
    const std::string& other = item_of(owner, reference.answers[nearest->of]->item).id;
    const std::string& own = item_of(facts, item).id;
    const std::string whose =
        &owner == &facts ? "its own answer to " + other
                         : "that of " + owner.id.text() + (own == other ? "" : " to " + other);
    const std::string more = nearest->others > 2
                                 ? fmt::format(", and {} others", nearest->others - 1)
                             : nearest->others == 2 ? ", and one other"
                                                    : "";
    if (nearest->resemblance >= 1) {
        return fmt::format("the answer to {} is the same as {}{}", own, whose, more);
    }
    return fmt::format(
        "the answer to {} has {} in common with {}{}",
        own,
        percent_text(nearest->resemblance),
        whose,
        more
    );
}

/// Source: containment as in Broder 1997.
Reason echo(const ResponseFacts& facts) {
    for (const OpenAnswer& answer : facts.open) {
        const auto& question = facts.version->questions[static_cast<std::size_t>(answer.item)];
        if (answer.text.size() < echo_length_min || question.empty()) continue;
        const double share = containment(pieces_of(answer.text), question);
        if (share < echo_from) continue;
        return fmt::format(
            "{} of the answer to {} is the question's own words",
            percent_text(share),
            item_of(facts, answer.item).id
        );
    }
    return {};
}

/// Shorter answers are pasted or filled in by every browser: names, places, addresses.
constexpr std::size_t counted_length_min = 80;
/// Of what an answer has; below it, somebody quoted something.
constexpr double pasted_from = 0.8;

Reason pasted(const ResponseFacts& facts) {
    for (const CountedAnswer& answer : facts.counted) {
        if (answer.characters < counted_length_min) continue;
        // What was pasted and shortened is no longer than what is left.
        const std::size_t pasted =
            std::min(static_cast<std::size_t>(answer.typing.pasted), answer.characters);
        const double least = pasted_from * static_cast<double>(answer.characters);
        if (static_cast<double>(pasted) < least) continue;
        return fmt::format(
            "{} of the {} characters of the answer to {} were pasted",
            count_text(static_cast<std::int64_t>(pasted)),
            count_text(static_cast<std::int64_t>(answer.characters)),
            item_of(facts, answer.typing.item).id
        );
    }
    return {};
}

Reason not_typed(const ResponseFacts& facts) {
    for (const CountedAnswer& answer : facts.counted) {
        if (answer.characters < counted_length_min) continue;
        if (answer.typing.inputs > 0 || answer.typing.pasted > 0) continue;
        return fmt::format(
            "script ran, and the {} characters of the answer to {} came without any input",
            count_text(static_cast<std::int64_t>(answer.characters)),
            item_of(facts, answer.typing.item).id
        );
    }
    return {};
}

Reason honeypot(const ResponseFacts& facts) {
    if (!facts.honeypot) return {};
    return "a field of the consent form was filled in that people do not see";
}

Reason burst(const ResponseFacts& facts) {
    if (facts.burst == 0) return {};
    return fmt::format(
        "{} or more responses began from one network on the day on which it did",
        count_text(facts.burst)
    );
}

Reason no_proof_of_work(const ResponseFacts& facts) {
    if (!facts.no_work) return {};
    return "it came by the open link without the work that was asked for";
}

Reason reason_of(
    Signal signal, const ResponseFacts& facts, const Reference& reference, std::size_t first_text
) {
    switch (signal) {
        case Signal::fast:
            return fast(facts, reference);
        case Signal::fast_pages:
            return fast_pages(facts, reference);
        case Signal::unread:
            return unread(facts);
        case Signal::straight_lines:
            return straight_lines(facts, reference);
        case Signal::attention:
            return inattentive(facts);
        case Signal::copied:
            return copied(facts, reference, first_text);
        case Signal::echo:
            return echo(facts);
        case Signal::pasted:
            return pasted(facts);
        case Signal::not_typed:
            return not_typed(facts);
        case Signal::honeypot:
            return honeypot(facts);
        case Signal::burst:
            return burst(facts);
        case Signal::no_proof_of_work:
            return no_proof_of_work(facts);
    }
    return {};
}

Screened judged(const ResponseFacts& facts, const Reference& reference, std::size_t first_text) {
    Screened screened{.id = facts.id, .points = 0, .review_at = 0, .evidence = {}};
    const auto& plan = facts.version->study->screening;
    if (!plan) return screened;
    screened.review_at = plan->review_at;
    for (const instrument::SignalSpec& spec : instrument::signal_specs()) {
        const int points = plan->points_of(spec.signal);
        if (points == 0) continue;
        if (Reason reason = reason_of(spec.signal, facts, reference, first_text)) {
            screened.evidence.push_back({std::string(spec.name), points, std::move(*reason)});
        }
    }
    for (const std::size_t position : facts.checks) {
        const instrument::ScreeningCheck& check = plan->checks[position];
        screened.evidence.push_back({check.id, check.points, check.reason});
    }
    for (const Evidence& one : screened.evidence) screened.points += one.points;
    return screened;
}

}  // namespace

struct Screening::Parts {
    std::list<VersionFacts> versions;
    std::unordered_map<const instrument::Study*, const VersionFacts*> version_of;
    std::vector<ResponseFacts> responses;
};

Screening::Screening() : parts_(std::make_unique<Parts>()) {}
Screening::~Screening() = default;
Screening::Screening(Screening&&) noexcept = default;

void Screening::add(const instrument::Study& study, const SeenResponse& response) {
    if (!study.screening) return;
    const VersionFacts*& version = parts_->version_of[&study];
    if (version == nullptr) version = &parts_->versions.emplace_back(study);
    parts_->responses.push_back(facts_of(*version, response));
}

std::size_t Screening::size() const { return parts_->responses.size(); }

std::vector<Screened> Screening::judge() const {
    std::vector<const ResponseFacts*> all;
    all.reserve(parts_->responses.size());
    for (const ResponseFacts& one : parts_->responses) all.push_back(&one);
    std::ranges::sort(all, {}, &ResponseFacts::id);
    const Reference reference = reference_of(all);
    std::vector<Screened> screened;
    std::size_t first_text = 0;
    for (const ResponseFacts* one : all) {
        Screened judgement = judged(*one, reference, first_text);
        if (!judgement.evidence.empty()) screened.push_back(std::move(judgement));
        first_text += one->open.size();
    }
    return screened;
}

}  // namespace querist::screening
