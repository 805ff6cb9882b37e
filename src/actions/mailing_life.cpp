#include "actions/mailing_life.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::actions {

namespace {

std::unexpected<Problem> recruiting_is_over(std::string_view study) {
    return failure(
        "recruitment.closed",
        fmt::format("the study {} is closed: nobody can answer it any more", study),
        "to ask further people, copy the study under another id"
    );
}

}  // namespace

Leaving leaving_in(Life life, WaveKind kind) {
    const bool is_pilot = kind == WaveKind::pilot;
    switch (life) {
        case Life::draft:
            return Leaving::later;
        case Life::pilot:
            return is_pilot ? Leaving::now : Leaving::later;
        case Life::open:
            return is_pilot ? Leaving::never : Leaving::now;
        case Life::paused:
            return is_pilot ? Leaving::never : Leaving::later;
        case Life::closed:
            return Leaving::never;
    }
    std::unreachable();
}

Result<void> may_release(std::string_view study, Life life, WaveKind kind) {
    if (life == Life::closed) return recruiting_is_over(study);
    const bool is_pilot = kind == WaveKind::pilot;
    if (is_pilot && leaving_in(life, kind) == Leaving::never) {
        return failure(
            "recruitment.pilot-over",
            fmt::format("the study {} is open: what is answered now is no pilot's", study),
            "release a main wave, without --pilot"
        );
    }
    if (!is_pilot && life == Life::pilot) {
        return failure(
            "recruitment.pilot-first",
            fmt::format("the study {} is a pilot: what is answered now is kept apart", study),
            "release a pilot wave with --pilot, or open the study first with querist open"
        );
    }
    return {};
}

Result<void> may_queue(std::string_view study, Life life) {
    if (life == Life::closed) return recruiting_is_over(study);
    return {};
}

std::optional<std::int64_t> stop_rule(const instrument::Study& study) {
    const instrument::SamplePlan* plan = instrument::sample_plan_of(study);
    return plan == nullptr ? std::nullopt : plan->stop_when_complete;
}

Result<void> may_invite(const instrument::Study& study, std::int64_t complete) {
    const std::optional<std::int64_t> stop = stop_rule(study);
    if (!stop || complete < *stop) return {};
    return failure(
        "recruitment.stop-rule",
        fmt::format(
            "{} responses are complete, and the study stops inviting at {}", complete, *stop
        ),
        "close the study, or change \"stop when complete\" in the study file and say in the paper "
        "why",
        instrument::sample_plan_of(study)->place
    );
}

Result<void> may_send(std::string_view study, Life life) {
    if (life == Life::draft) {
        return failure(
            "mail.not-open",
            fmt::format("the study {} is a draft: the links of its mails lead nowhere", study),
            "open it with querist open (a pilot wave: querist pilot), serve it, then send"
        );
    }
    if (life == Life::paused) {
        return failure(
            "mail.paused",
            fmt::format("the study {} is paused: its mails wait in the outbox", study),
            "resume it with querist resume, then send"
        );
    }
    return {};
}

}  // namespace querist::actions
