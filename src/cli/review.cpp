// What a person who looked at a response says of it: flag, exclude, keep.

#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/response_argument.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

using actions::ReviewStep;
using actions::Verdict;

struct ReviewFlags {
    std::string study;
    std::string response;
    std::string data = "data";
    std::string by;
    std::string reason;
    std::string as;
};

std::string_view outcome_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::none:
            return "as it was";
        case Verdict::flagged:
            return "flagged: it waits until somebody keeps or excludes it";
        case Verdict::proposed:
            return "to be excluded, once a second person says so";
        case Verdict::kept:
            return "kept: it counts";
        case Verdict::excluded:
            return "excluded: it counts in no table, and its answers stay";
    }
    return "";
}

int review(Console& console, ReviewStep step, const ReviewFlags& flags) {
    const Result<PublicId> id = response_named(flags.response);
    if (!id) {
        (void)fail(console, id.error());
        return exit_usage;
    }
    actions::SystemClock clock;
    actions::SystemRandom random;
    const Result<actions::Review> done = actions::review(
        flags.study,
        flags.data,
        step,
        {*id, flags.by, flags.reason, actions::exclusion_kind_of(flags.as)},
        clock,
        random
    );
    if (!done) return fail(console, done.error());
    console.out(fmt::format("{} {}\n", id->text(), outcome_text(done->verdict)));
    return exit_fine;
}

Command review_command(
    ReviewStep step, std::string name, std::string summary, std::string explanation
) {
    auto flags = std::make_shared<ReviewFlags>();
    const std::string example = fmt::format(
        "querist {} studies/onnx-interop 1n6gvr6e0q3c9m4h8k2t5w7x9z --by ab --reason \"Read it\"",
        name
    );
    std::vector<Option> options{
        {"STUDY", "", "Folder or id of the study", &flags->study, Option::Need::required},
        response_argument(flags->response),
        {"--by", "WHO", "Initials of who looked at it", &flags->by, Option::Need::required},
        {"--reason",
         "TEXT",
         "Why; it is kept, and reports print it",
         &flags->reason,
         Option::Need::required},
        data_option(flags->data),
    };
    if (step == ReviewStep::exclude) {
        options.push_back(
            {"--as",
             "WHAT",
             "What its case is then: unusable (default), not-eligible or duplicate",
             Word{&flags->as, {"unusable", "not-eligible", "duplicate"}}}
        );
    }
    return {
        std::move(name),
        std::move(summary),
        std::move(explanation),
        std::move(options),
        {example},
        [flags, step](Console& console) { return review(console, step, *flags); },
    };
}

}  // namespace

Command flag_command() {
    return review_command(
        ReviewStep::flag,
        "flag",
        "Says that somebody should look at a response",
        "It counts as before, and waits in querist screen until it is kept or excluded."
    );
}

Command exclude_command() {
    return review_command(
        ReviewStep::exclude,
        "exclude",
        "Takes a response out of all tables, or proposes it",
        "Its answers stay, and querist keep takes it back. Where the study asks for two reviewers, "
        "the first proposes it and the second, with other initials, excludes it. Of an invited "
        "person "
        "--as says what the case is: unusable stays in the rates' denominators, not-eligible and "
        "duplicate leave them (docs/recruitment.md). It can be said anew."
    );
}

Command keep_command() {
    return review_command(
        ReviewStep::keep,
        "keep",
        "Says that a response counts, whatever signals it gives",
        "It waits no more. An exclusion, or the proposal of one, is taken back."
    );
}

}  // namespace querist::cli
