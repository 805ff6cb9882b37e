#include "report/checklists.hpp"

#include "report/laid_table.hpp"
#include "report/numbers.hpp"
#include "report/sample_part.hpp"
#include "report/sampling_words.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string_view>

namespace querist::report {

namespace {

using response::Disposition;

/// What the evidence is taken from.
struct Known {
    const Ground& ground;
    const Report& report;
    [[nodiscard]] const instrument::Study& study() const { return ground.study; }
};

/// What the system knows about a point; empty: nothing.
using Evidence = std::string (*)(const Known&);

/// Whether the evidence speaks of any responses, or only of those that Querist collected.
enum class SpeaksOf { any, collected_here };

struct Point {
    std::string_view topic;
    std::string_view asks;
    Evidence evidence;        ///< nullptr: the system cannot know.
    std::string_view person;  ///< What a person must say where there is no evidence.
    SpeaksOf speaks_of = SpeaksOf::any;
};

/// Imported responses came by other means, and synthetic ones from nobody.
bool collected_here(response::Origin origin) {
    return origin != response::Origin::imported && origin != response::Origin::synthetic;
}

std::string day_of(std::int64_t microseconds) {
    return to_text(Instant(std::chrono::microseconds(microseconds))).substr(0, 10);
}

std::string design(const Known& known) { return sampling_words(known.study()); }

std::string ethics(const Known& known) {
    const std::optional<instrument::ConsentTerms>& terms = known.study().consent;
    if (!terms || terms->ethics_approval.empty()) return {};
    return "Approval: " + terms->ethics_approval;
}

std::string consent(const Known& known) {
    const std::optional<instrument::ConsentTerms>& terms = known.study().consent;
    if (!terms) return {};
    std::string text = "Consent text, version " + std::to_string(terms->version) +
                       ", shown before the first question; agreement or refusal is stored with it.";
    if (!terms->controller.empty()) text += " Responsible: " + terms->controller + ".";
    if (!terms->keep_until.empty()) text += " Data are kept until " + terms->keep_until + ".";
    return text;
}

std::string data_protection(const Known& known) {
    const auto personal = std::ranges::count_if(known.study().items, &instrument::Item::personal);
    return "No name, account or network address is stored with an answer; " +
           plural(personal, "question is", "questions are") +
           " marked as personal; participants can withdraw, which deletes their answers.";
}

std::string open_or_closed(const Known&) {
    return "Open: whoever has the address of the questionnaire can answer.";
}

std::string recruitment(const Known& known) {
    const std::optional<instrument::Recruitment>& told = known.study().recruitment;
    if (!told) return {};
    return "The protocol's words: " + told->text;
}

std::string web(const Known&) {
    return "On the web, served by Querist; answers are stored as they are submitted, page by page.";
}

std::string voluntary(const Known& known) {
    const auto required = std::ranges::count(
        known.study().items, instrument::Requirement::required, &instrument::Item::requirement
    );
    return "Taking part begins with consent; " + plural(required, "question is", "questions are") +
           " required.";
}

std::string incentives(const Known& known) {
    std::string text;
    for (const instrument::Compensation& one : known.study().compensation) {
        text += (text.empty() ? "" : " ") + one.text;
    }
    return text;
}

std::string dates(const Known& known) {
    std::int64_t first = 0;
    std::int64_t last = 0;
    for (const response::ResponseTable::Meta& meta : known.ground.table.responses()) {
        if (meta.started == 0) continue;
        first = first == 0 ? meta.started : std::min(first, meta.started);
        last = std::max(last, meta.started);
    }
    if (first == 0) return {};
    return "Responses began between " + day_of(first) + " and " + day_of(last) + " (UTC).";
}

std::string randomisation(const Known& known) {
    using instrument::Order;
    const auto lists =
        std::ranges::count(known.study().items, Order::random, &instrument::Item::options);
    const auto pages =
        std::ranges::count(known.study().pages, Order::random, &instrument::Page::items);
    if (lists + pages == 0) {
        return "None: every respondent gets the items in the order of the study.";
    }
    return "Shuffled for each respondent and recorded with the answers: the choices or rows of " +
           plural(lists, "question", "questions") + ", the questions of " +
           plural(pages, "page", "pages") + ".";
}

std::string adaptive(const Known& known) {
    const auto items = std::ranges::count_if(known.study().items, [](const auto& item) {
        return item.shown_when.has_value();
    });
    const auto pages = std::ranges::count_if(known.study().pages, [](const auto& page) {
        return page.shown_when.has_value();
    });
    return plural(items, "item is", "items are") + " shown only after certain answers, and so " +
           plural(pages, "page is.", "pages are.");
}

std::string items(const Known& known) {
    std::size_t greatest = 0;
    for (const instrument::Page& page : known.study().pages) {
        greatest = std::max(greatest, static_cast<std::size_t>(page.item_count));
    }
    return plural(static_cast<std::int64_t>(known.study().items.size()), "item", "items") +
           "; at most " + std::to_string(greatest) + " a page.";
}

std::string screens(const Known& known) {
    return plural(static_cast<std::int64_t>(known.study().pages.size()), "page", "pages") +
           ", besides consent and thanks.";
}

std::string completeness(const Known&) {
    return "Every page is checked when it is sent; what is missing or wrong is named beside its "
           "question.";
}

std::string review(const Known& known) {
    return std::string("Respondents can go back and change answers until they finish") +
           (known.study().review ? "; all answers are shown once more before they are sent." : ".");
}

std::string view_rate(const Known& known) {
    if (known.report.flow.visits == 0) return {};
    return count_text(known.report.flow.visits) +
           " visits of the first page: page loads, not people, because visitors are not tracked. A "
           "rate of unique visitors does not exist.";
}

std::string participation(const Known& known) {
    const recruitment::WebRate rate = web_rates(known.report).participation;
    if (rate.base == 0) return {};
    return share_text(share_of(rate.count, rate.base, known.report.level)) +
           " of those who decided on the consent page agreed; excluded responses are in neither.";
}

std::string completion(const Known& known) {
    return completion_rate(known.report).base == 0 ? "" : flow_sentence(known.report);
}

std::string cookies(const Known&) {
    return "A session cookie holds a response together in one browser; it does not keep someone "
           "from answering again elsewhere.";
}

std::string network_addresses(const Known&) {
    return "Not used: network addresses are not stored.";
}

std::string log_files(const Known&) { return "Not used to tell entries apart."; }

std::string registration(const Known&) { return "None: the survey is open."; }

std::string incomplete(const Known& known) {
    const response::DispositionCounts& outcome = known.report.flow.outcome;
    return "Partial (" + count_text(outcome.of(Disposition::partial)) +
           ") and broken-off responses (" + count_text(outcome.of(Disposition::broken_off)) +
           ") stay in the tables; every table says its base and why the others gave no answer.";
}

std::string screened(const Known& known) {
    const response::DispositionCounts& outcome = known.report.flow.outcome;
    const auto count = [&](Disposition disposition) {
        return plural(outcome.of(disposition), "response was", "responses were");
    };
    const std::int64_t late = outcome.of(Disposition::quota_full);
    return count(Disposition::screened_out) + " screened out by their answers" +
           (late > 0 ? ", " + count_text(late) + " ended because a quota was full," : "") +
           " and " + count(Disposition::excluded) +
           " excluded by the researchers; time taken is in the export and leaves nobody out by "
           "itself.";
}

std::string correction(const Known& known) {
    const std::optional<Analysis>& weights = known.report.weights;
    return weights ? weights->answer : "None: every result is unweighted.";
}

std::string sampling(const Known& known) { return design(known); }

std::string instrument_made(const Known& known) {
    const auto added = std::ranges::count_if(known.study().items, [](const auto& item) {
        return !item.added.empty();
    });
    return "The study file states the protocol word for word and marks what was added (" +
           plural(added, "item", "items") + "), each with its reason.";
}

std::string validity(const Known& known) {
    std::int64_t scales = 0;
    for (const Section& section : known.report.sections) {
        scales += static_cast<std::int64_t>(section.scales.size());
    }
    if (scales == 0) return {};
    return "Consistency of " + plural(scales, "planned scale", "planned scales") +
           " is in this report.";
}

std::string missing(const Known&) {
    return "Nothing is imputed. Every table names its base and how many skipped, declined, broke "
           "off, withdrew or were not asked; comparisons leave out incomplete pairs unless the "
           "plan counts them.";
}

std::string collection(const Known& known) {
    std::string text = "Instrument version " + short_version(known.report.version) +
                       "; the answers are a chain of hashed entries that can be verified.";
    if (known.report.plan) text += " The analysis follows a plan with a hash of its own.";
    return text;
}

std::string response_rates(const Known& known) {
    const std::optional<SampleFacts>& sample = known.report.sample;
    if (!sample || !sample->no_answers.empty()) return completion(known);
    return rate_words(*sample, recruitment::RateName::rr1) + "; " +
           rate_words(*sample, recruitment::RateName::rr3) + "; " +
           rate_words(*sample, recruitment::RateName::coop1) + " (" +
           std::string(recruitment::code_table().edition) + ").";
}

std::string instrument_given(const Known& known) {
    return "The study file and the protocol document printed from it; version " +
           known.report.version.hex() + ".";
}

std::string matches_aims(const Known& known) {
    std::int64_t serving = 0;
    for (const instrument::Item& item : known.study().items) {
        if (!item.serves.empty()) ++serving;
    }
    if (serving == 0) return {};
    return count_text(serving) + " of " +
           plural(static_cast<std::int64_t>(known.study().items.size()), "item", "items") +
           " name the research question that they serve.";
}

std::string attention(const Known& known) {
    const auto checks = std::ranges::count_if(known.study().items, [](const auto& item) {
        const auto* single = std::get_if<instrument::SingleChoice>(&item.kind);
        return single != nullptr && !single->attention_check.empty();
    });
    if (checks == 0) return {};
    return plural(checks, "attention check", "attention checks") +
           "; the report says how many passed. Nobody is left out by it.";
}

std::string planned_apart(const Known& known) {
    if (!known.report.plan) return "There is no plan: the report calls all of it exploratory.";
    return "Planned and exploratory results are marked, and deviations from the plan are listed.";
}

constexpr Point cherries[] = {
    {"Design",
     "Target population, sampling frame, and whether the sample is one of convenience.",
     design,
     "Describe population, frame and kind of sample."},
    {"Ethics approval",
     "Whether a review board approved the study.",
     ethics,
     "Name the board and the approval, or say why none was needed."},
    {"Informed consent",
     "How participants agreed, and what they were told of duration, data, purpose and researchers.",
     consent,
     "Describe how participants agreed.",
     SpeaksOf::collected_here},
    {"Data protection",
     "What guards personal data against access.",
     data_protection,
     "Describe who can open the data.",
     SpeaksOf::collected_here},
    {"Development and testing",
     "How the questionnaire was made, and whether it was tried out before fielding.",
     nullptr,
     "Say who made it, who tried it, and what changed."},
    {"Open or closed",
     "Whether anyone could answer or only a known sample.",
     open_or_closed,
     "",
     SpeaksOf::collected_here},
    {"Contact mode",
     "Whether people were first contacted on the internet or otherwise.",
     recruitment,
     "Say how people were first contacted."},
    {"Advertising",
     "Where and with which words the survey was announced.",
     nullptr,
     "List the places and append the announcement."},
    {"Web or e-mail",
     "How the questionnaire was sent out and how answers came in.",
     web,
     "",
     SpeaksOf::collected_here},
    {"Context",
     "What kind of site it stood on, and whom that draws.",
     nullptr,
     "Describe the site or list where the address was published."},
    {"Voluntary", "Whether anyone had to take part.", voluntary, "", SpeaksOf::collected_here},
    {"Incentives",
     "What participants were offered.",
     incentives,
     "Say what was offered, or that nothing was."},
    {"Dates", "When the data were collected.", dates, "Give the period."},
    {"Random order",
     "Whether items or questionnaires were put in random order.",
     randomisation,
     "",
     SpeaksOf::collected_here},
    {"Adaptive questions",
     "Whether items were shown depending on answers.",
     adaptive,
     "",
     SpeaksOf::collected_here},
    {"Number of items", "How many items, and how many a page.", items, ""},
    {"Number of pages", "Over how many pages the questionnaire went.", screens, ""},
    {"Completeness check",
     "Whether missing answers were noticed before or after sending.",
     completeness,
     "",
     SpeaksOf::collected_here},
    {"Review step",
     "Whether answers could be reviewed and changed.",
     review,
     "",
     SpeaksOf::collected_here},
    {"Unique visitors",
     "How a visitor was told from another.",
     view_rate,
     "Say how visitors were counted.",
     SpeaksOf::collected_here},
    {"View rate",
     "Visitors of the questionnaire among visitors of the site.",
     nullptr,
     "Give the number of visitors of the site where the address stood."},
    {"Participation rate",
     "Those who agreed among those who saw the first page.",
     participation,
     "There are no responses yet.",
     SpeaksOf::collected_here},
    {"Completion rate",
     "Those who finished among those who agreed.",
     completion,
     "There are no responses yet."},
    {"Cookies",
     "Whether cookies kept someone from answering twice.",
     cookies,
     "",
     SpeaksOf::collected_here},
    {"Network addresses",
     "Whether network addresses did.",
     network_addresses,
     "",
     SpeaksOf::collected_here},
    {"Log files", "Whether other traces did.", log_files, "", SpeaksOf::collected_here},
    {"Registration",
     "For a closed survey: how entries of the same person were prevented.",
     registration,
     "",
     SpeaksOf::collected_here},
    {"Incomplete questionnaires", "Whether unfinished responses were analysed.", incomplete, ""},
    {"Atypical times",
     "Whether responses that took unusually little time were left out.",
     screened,
     "",
     SpeaksOf::collected_here},
    {"Statistical correction",
     "Whether weights adjusted for a sample that is not representative.",
     correction,
     ""},
};

constexpr Point sigsoft[] = {
    {"Population and sampling",
     "Names the target population and the sampling strategy.",
     sampling,
     "Name population and sampling strategy in the study file."},
    {"Making of the instrument", "Says how the questionnaire was created.", instrument_made, ""},
    {"Recruitment",
     "Says how participants were selected and recruited, incentives included.",
     recruitment,
     "Describe frame, invitations and incentives."},
    {"Constructs",
     "Uses validated scales, or analyses the validity of its constructs.",
     validity,
     "Name the validated scales, or discuss validity."},
    {"Monitoring of responses",
     "Says how responses were watched, and what was done about drop-outs.",
     incomplete,
     ""},
    {"Missing data", "Explains how missing data were handled.", missing, ""},
    {"Replicable description",
     "Describes collection and analysis step by step.",
     collection,
     "",
     SpeaksOf::collected_here},
    {"Response rates",
     "Analyses response rates.",
     response_rates,
     "There are no responses yet; give the number of people invited."},
    {"Generalisation",
     "Discusses how respondents may differ from the population.",
     nullptr,
     "Discuss who did not answer and what that may change."},
    {"Instrument supplied", "Supplies the questionnaire.", instrument_given, ""},
    {"Instrument fits the aims",
     "Every question serves the aims of the research.",
     matches_aims,
     "Name the research question that each item serves."},
    {"Attention checks (desirable)",
     "Has attention checks and says what becomes of who fails.",
     attention,
     "There is none: say how careless or generated answers were noticed."},
    {"Evidence apart from interpretation (desirable)",
     "Tells results from interpretation and speculation.",
     planned_apart,
     ""},
};

/// What stands where evidence would speak of fieldwork that was none of Querist's.
std::string_view told_elsewhere(response::Origin origin) {
    return origin == response::Origin::synthetic
               ? "Synthetic responses were not collected: this is filled by real ones."
               : "These responses were not collected with Querist: describe how it was there.";
}

Checklist filled(
    std::string id,
    std::string title,
    std::string source,
    std::span<const Point> points,
    const Known& known
) {
    Checklist list{std::move(id), std::move(title), std::move(source), {}};
    for (const Point& point : points) {
        const bool elsewhere =
            point.speaks_of == SpeaksOf::collected_here && !collected_here(known.report.origin);
        const bool asked = point.evidence != nullptr && !elsewhere;
        const std::string evidence = asked ? point.evidence(known) : "";
        const bool open = evidence.empty();
        const std::string person(elsewhere ? told_elsewhere(known.report.origin) : point.person);
        list.points.push_back({
            .topic = std::string(point.topic),
            .asks = std::string(point.asks),
            .state = open ? ChecklistPoint::State::open : ChecklistPoint::State::known,
            .evidence = open ? person : evidence,
        });
    }
    return list;
}

}  // namespace

std::vector<Checklist> checklists(const Ground& ground, const Report& report) {
    const Known known{ground, report};
    return {
        filled(
            "cherries",
            "CHERRIES",
            "Checklist for Reporting Results of Internet E-Surveys: Eysenbach 2004, Journal of "
            "Medical Internet Research 6(3):e34. The points are told in our words.",
            cherries,
            known
        ),
        filled(
            "sigsoft",
            "ACM SIGSOFT standard for questionnaire surveys",
            "ACM SIGSOFT Empirical Standards, Questionnaire Surveys: the essential points, and two "
            "of the desirable ones, told in our words.",
            sigsoft,
            known
        ),
    };
}

}  // namespace querist::report
