#include "instrument/protocol_people.hpp"

#include "instrument/protocol_question.hpp"
#include "instrument/study_keys.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdint>
#include <string>
#include <utility>

namespace querist::instrument::protocol {

namespace {

using Blocks = std::vector<Block>;

std::string percentage(double share) { return fmt::format("{:.6g} %", share * 100); }

std::string sourced(std::string words, const std::string& source) {
    return source.empty() ? words : fmt::format("{} ({})", words, source);
}

void add_extent(const Extent& extent, Facts& facts) {
    if (extent.size) {
        facts.rows.emplace_back(
            "Size", Line{{sourced(fmt::format("{} people", *extent.size), extent.source)}}
        );
    }
    if (extent.frame_size) {
        facts.rows.emplace_back(
            "On the list that is drawn from",
            Line{{sourced(fmt::format("{} people", *extent.frame_size), extent.frame_source)}}
        );
    }
}

/// " (2000 people, counted in May; 228 on the list)"; empty when nothing is known.
std::string extent_words(const Extent& extent) {
    std::vector<std::string> parts;
    const auto add = [&](std::optional<std::int64_t> count, const char* what, const auto& source) {
        if (!count) return;
        parts.push_back(fmt::format("{} {}{}{}", *count, what, source.empty() ? "" : ", ", source));
    };
    add(extent.size, "people", extent.source);
    add(extent.frame_size, "on the list", extent.frame_source);
    return parts.empty() ? std::string() : fmt::format(" ({})", fmt::join(parts, "; "));
}

void add_population(const Population& population, Blocks& blocks) {
    blocks.push_back(Heading{2, "Population", ""});
    if (!population.added.empty()) blocks.push_back(Remarks{{added_note(population.added)}});
    blocks.push_back(Paragraph{population.text});
    Facts facts;
    add_extent(population.extent, facts);
    if (!facts.rows.empty()) blocks.push_back(std::move(facts));
    List strata{.title = "Strata", .marks = Marks::bullets, .points = {}};
    for (const Stratum& stratum : population.strata) {
        Point point{.line = {{stratum.text}, {" "}, {stratum.id, Style::code}}, .notes = {}};
        if (std::string words = extent_words(stratum.extent); !words.empty()) {
            point.line.push_back({std::move(words), Style::quiet});
        }
        if (const std::string known_by = recognition_words(stratum); !known_by.empty()) {
            point.line.push_back({fmt::format(": {}", known_by), Style::quiet});
        }
        strata.points.push_back(std::move(point));
    }
    if (!strata.points.empty()) blocks.push_back(std::move(strata));
}

/// "a margin of 10 percentage points at 90 % confidence, for a share of about 50 %"
std::string precision_words(const SamplePlan& plan) {
    std::vector<std::string> parts;
    if (plan.margin) {
        parts.push_back(fmt::format("a margin of {:.6g} percentage points", *plan.margin * 100));
    }
    if (plan.confidence) parts.push_back(percentage(*plan.confidence) + " confidence");
    if (plan.share)
        parts.push_back(fmt::format("for a share of about {}", percentage(*plan.share)));
    return fmt::format("{}", fmt::join(parts, ", "));
}

Facts sample_facts(const SamplePlan& plan) {
    Facts facts;
    const auto add = [&](const char* name, std::string words) {
        if (!words.empty()) facts.rows.emplace_back(name, Line{{std::move(words)}});
    };
    const auto number = [](std::optional<std::int64_t> count) {
        return count ? fmt::format("{}", *count) : std::string();
    };
    add("Design", plan.design ? std::string(design_name(*plan.design)) : "not stated");
    add("Precision", precision_words(plan));
    add("Complete responses wanted", number(plan.target));
    add("At least in each stratum", number(plan.least_per_stratum));
    if (plan.response_rate) add("Expected response rate", percentage(*plan.response_rate));
    if (plan.stop_when_complete) {
        add("Stop rule", fmt::format("until {} are complete", *plan.stop_when_complete));
    }
    if (plan.eligible_share) {
        add("Eligible share, of whom it is not known (e)",
            fmt::format("{} ({})", percentage(*plan.eligible_share), plan.eligible_share_basis));
    }
    if (!plan.stratum_field.empty()) {
        facts.rows.emplace_back(
            "Stratum with the answers", Line{{plan.stratum_field, Style::code}}
        );
    }
    return facts;
}

Point stratum_point(const StratumSample& one) {
    std::vector<std::string> parts;
    if (one.target) parts.push_back(fmt::format("{} complete responses", *one.target));
    if (one.response_rate) {
        parts.push_back("expected response rate " + percentage(*one.response_rate));
    }
    if (one.share) parts.push_back("expected share " + percentage(*one.share));
    if (one.deviation) parts.push_back(fmt::format("standard deviation {:.6g}", *one.deviation));
    return {
        .line = {{one.stratum, Style::code}, {fmt::format(": {}", fmt::join(parts, ", "))}},
        .notes = {}
    };
}

void add_sample(const SamplePlan& plan, Blocks& blocks) {
    if (!plan.added.empty()) blocks.push_back(Remarks{{added_note(plan.added)}});
    blocks.push_back(sample_facts(plan));
    List strata{.title = "Planned by stratum", .marks = Marks::bullets, .points = {}};
    for (const StratumSample& one : plan.strata) strata.points.push_back(stratum_point(one));
    if (!strata.points.empty()) blocks.push_back(std::move(strata));
}

void add_sign_in(const SignIn& sign_in, Blocks& blocks) {
    if (!sign_in.added.empty()) blocks.push_back(Remarks{{added_note(sign_in.added)}});
    Facts facts;
    facts.rows.emplace_back(
        "Sign-in", Line{{fmt::format("{} ({})", sign_in.name, sign_in.issuer)}}
    );
    facts.rows.emplace_back(
        "Without it", Line{{sign_in.required ? "nobody takes part" : "by the open link"}}
    );
    blocks.push_back(std::move(facts));
    List strata{.title = "Strata by account", .marks = Marks::bullets, .points = {}};
    for (const StratumClaim& one : sign_in.strata) {
        Point point{.line = {{one.stratum, Style::code}}, .notes = {}};
        if (one.claim.empty()) {
            point.line.push_back({": all other accounts"});
        } else {
            point.line.push_back({": "});
            point.line.push_back({one.claim, Style::code});
            point.line.push_back({one.is.empty() ? " is true" : fmt::format(" is {}", one.is)});
        }
        strata.points.push_back(std::move(point));
    }
    if (!strata.points.empty()) blocks.push_back(std::move(strata));
}

void add_words(const MailWords& words, Blocks& blocks) {
    Facts facts;
    facts.rows.emplace_back("Subject", Line{{words.subject}});
    blocks.push_back(std::move(facts));
    blocks.push_back(Quoted{words.text});
}

void add_invitation(
    const Invitation& invitation, const std::optional<QuietHours>& quiet, Blocks& blocks
) {
    blocks.push_back(Heading{3, "Invitation", ""});
    if (!invitation.added.empty()) blocks.push_back(Remarks{{added_note(invitation.added)}});
    Facts facts;
    facts.rows.emplace_back("From", Line{{invitation.from}});
    if (!invitation.reply_to.empty()) {
        facts.rows.emplace_back("Answers go to", Line{{invitation.reply_to}});
    }
    if (quiet) {
        facts.rows.emplace_back(
            "No mail leaves", Line{{fmt::format("{}, by its reader's clock", to_text(*quiet))}}
        );
    }
    blocks.push_back(std::move(facts));
    add_words(invitation.words, blocks);
}

/// What stands beside a reminder's heading: "after 7 days, to those who have not started".
std::string reminder_words(const Reminder& reminder) {
    std::string_view whom = "to those whose answers are not complete";
    if (reminder.audience == ReminderAudience::not_started) whom = "to those who have not started";
    if (reminder.audience == ReminderAudience::partial) whom = "to those who began and did not end";
    const int days = reminder.after_days;
    return fmt::format("after {} day{}, {}", days, days == 1 ? "" : "s", whom);
}

void add_mails(const Recruitment& recruitment, Blocks& blocks) {
    if (recruitment.invitation) {
        add_invitation(*recruitment.invitation, recruitment.quiet_hours, blocks);
    }
    int number = 0;
    for (const Reminder& reminder : recruitment.reminders) {
        blocks.push_back(Heading{3, fmt::format("Reminder {}", ++number), reminder_words(reminder)}
        );
        if (!reminder.added.empty()) blocks.push_back(Remarks{{added_note(reminder.added)}});
        add_words(reminder.words, blocks);
    }
}

void add_comparisons(const std::vector<FrameComparison>& compare, Blocks& blocks) {
    List list{.title = "Compared with the frame by", .marks = Marks::bullets, .points = {}};
    for (const FrameComparison& one : compare) {
        Point point{.line = {{one.text}, {" "}, {one.id, Style::code}}, .notes = {}};
        point.line.push_back({fmt::format(": column \"{}\"", one.column), Style::quiet});
        if (!one.added.empty()) point.notes.push_back(added_note(one.added));
        list.points.push_back(std::move(point));
    }
    if (!list.points.empty()) blocks.push_back(std::move(list));
}

}  // namespace

void add_people(const Study& study, Blocks& blocks) {
    if (study.population) add_population(*study.population, blocks);
    if (!study.recruitment) return;
    blocks.push_back(Heading{2, "Recruitment", ""});
    blocks.push_back(Paragraph{study.recruitment->text});
    if (study.recruitment->open_link) {
        const char* words = *study.recruitment->open_link
                                ? "whoever has the study's address may answer"
                                : "none: people come by their personal links only";
        blocks.push_back(Facts{{{"Open link", Line{{words}}}}});
    }
    if (study.recruitment->sign_in) add_sign_in(*study.recruitment->sign_in, blocks);
    if (study.recruitment->sample) add_sample(*study.recruitment->sample, blocks);
    add_comparisons(study.recruitment->compare, blocks);
    add_mails(*study.recruitment, blocks);
}

}  // namespace querist::instrument::protocol
