#include "actions/actions.hpp"
#include "cli/aligned_table.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/recruit_telling.hpp"

#include <fmt/format.h>

#include <memory>
#include <thread>

namespace querist::cli {

namespace {

constexpr std::int64_t days_most = 36'500;

struct RecruitLookupFlags {
    std::string study;
    std::string hub = actions::LookupOptions{}.hub;
    std::int64_t older_than = -1;  ///< Days; -1: no answer is too old.
    std::string data = "data";
    bool json = false;
};

nlohmann::ordered_json lookup_json(const actions::FrameLookup& lookup) {
    nlohmann::ordered_json strata = nlohmann::ordered_json::array();
    for (const auto& one : lookup.strata) {
        strata.push_back({{"stratum", one.name}, {"people", one.people}});
    }
    nlohmann::ordered_json json = {
        {"study", lookup.study},
        {"accounts", lookup.accounts},
        {"answered_before", lookup.before},
        {"known", lookup.known},
        {"renamed", lookup.renamed},
        {"unknown", lookup.unknown},
        {"refused", lookup.refused},
        {"not_understood", lookup.unclear},
        {"left", lookup.left},
        {"moved", lookup.moved},
        {"no_rule", lookup.no_rule},
        {"unfit_texts", lookup.unfit_texts},
        {"strata", std::move(strata)},
    };
    json["stopped"] = lookup.stopped ? nlohmann::ordered_json(lookup.stopped->code) : nullptr;
    return json;
}

std::string lookup_text(const actions::FrameLookup& lookup) {
    using enum Alignment;
    std::vector<std::vector<std::string>> rows{
        {"accounts", std::to_string(lookup.accounts)},
        {"answered before", std::to_string(lookup.before)},
    };
    const auto add = [&rows](const char* what, std::int64_t count) {
        if (count > 0) rows.push_back({what, std::to_string(count)});
    };
    add("known", lookup.known);
    add("known under another name", lookup.renamed);
    add("no such account", lookup.unknown);
    add("nothing is said of it", lookup.refused);
    add("answer not understood", lookup.unclear);
    add("still to be asked about", lookup.left);
    std::string text = lookup.study + "\n" + aligned_table({left, right}, rows);
    if (lookup.moved > 0) text += fmt::format("{} people got another stratum\n", lookup.moved);
    if (lookup.no_rule > 0) {
        text += fmt::format(
            "{} accounts are of no stratum: no rule of the study fits them\n", lookup.no_rule
        );
    }
    if (lookup.unfit_texts > 0) {
        text += fmt::format(
            "{} texts of accounts are left out of columns: they are too long, or hold a line end "
            "or "
            "another control character\n",
            lookup.unfit_texts
        );
    }
    rows = {{"stratum", "people"}};
    const Strata strata = lookup.strata.size() > 1 ? Strata::some : Strata::none;
    for (const auto& one : lookup.strata) {
        rows.push_back({shown_stratum(one.name, strata), std::to_string(one.people)});
    }
    return text + aligned_table({left, right}, rows);
}

int recruit_lookup(Console& console, const RecruitLookupFlags& flags) {
    actions::SystemClock clock;
    actions::SystemRandom random;
    actions::LookupOptions options{.hub = flags.hub};
    if (flags.older_than >= 0) options.older_than_days = flags.older_than;
    const Result<actions::FrameLookup> lookup = [&] {
        ProgressLine line(console, "accounts");
        return actions::lookup_frame(
            flags.study,
            flags.data,
            options,
            clock,
            random,
            [](Instant until) { std::this_thread::sleep_until(until); },
            [&](std::int64_t done) { line.show(done); }
        );
    }();
    if (!lookup) return fail(console, lookup.error());
    if (flags.json) {
        print_json(console, lookup_json(*lookup));
    } else {
        console.out(terminal_safe(lookup_text(*lookup)));
    }
    return lookup->stopped ? fail(console, *lookup->stopped) : exit_fine;
}

}  // namespace

Command recruit_lookup_command() {
    auto flags = std::make_shared<RecruitLookupFlags>();
    return {
        "recruit lookup",
        "Asks the Hugging Face Hub about the accounts of a frame, and sorts them into strata",
        "One account after the other, as fast as the Hub allows, and each once: it may be killed "
        "at "
        "any moment and run again. What it says is kept encrypted, as far as the study has a use "
        "for "
        "it. Strata follow from it as the study file says (claim); whoever is drawn keeps theirs. "
        "It "
        "asks about people of your list only, and for no addresses. docs/recruiting.md says what "
        "to "
        "ask Hugging Face first.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--older-than",
             "DAYS",
             "Ask again about accounts that were answered longer ago; 0 is all",
             WholeNumber{&flags->older_than, 0, days_most}},
            {"--hub", "URL", "Another server that answers like the Hub", &flags->hub},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit lookup studies/onnx-interop-2024",
         "querist recruit lookup studies/onnx-interop-2024 --older-than 90"},
        [flags](Console& console) { return recruit_lookup(console, *flags); },
    };
}

}  // namespace querist::cli
