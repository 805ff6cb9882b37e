#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"
#include "cli/recruit_telling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string_view>

namespace querist::cli {

namespace {

struct RecruitUnlinkFlags {
    std::string study;
    std::string data = "data";
    bool rehearsal = false;
    bool json = false;
};

std::string_view first_line(const actions::UnlinkedStudy& done, bool rehearsal) {
    if (done.older_copy) {
        return rehearsal
                   ? "the link key is destroyed already; what tells would be deleted of this "
                     "older copy of identity.db; nothing is changed"
                   : "the link key was destroyed before; what told who answered is deleted of "
                     "this older copy of identity.db, too";
    }
    if (rehearsal) return "the link key would be destroyed; nothing is changed";
    if (!done.shared_with.empty()) {
        return "the link key is destroyed here, but other studies still have the same: with theirs "
               "one can tell who answered";
    }
    if (done.tells) return "the link key is destroyed, but the counts tell of some who answered";
    return "the link key is destroyed; nobody can tell any more who answered";
}

}  // namespace

std::string unlinked_text(const actions::UnlinkedStudy& done, bool rehearsal) {
    std::string text = fmt::format("{}: {}\n", done.study, first_line(done, rehearsal));
    if (done.older_copy) {
        text += fmt::format(
            "  mails, events of cases and sign-ins {0} deleted, and waves {0} one; no counts {1}: "
            "codes and rates are in the newer identity.db, if you still have it, and in reports of "
            "that time\n",
            rehearsal ? "would be" : "are",
            rehearsal ? "would be kept" : "are kept"
        );
    }
    if (done.goes_on) text += "  the counts were kept by an earlier run, which was cut off\n";
    for (const std::string& one : done.joined) {
        text += fmt::format(
            "  {} {} counted together: apart, the counts would tell of people that they answered\n",
            one,
            rehearsal ? "would be" : "are"
        );
    }
    if (done.tells) {
        text +=
            "  all of the people in one of the counts answered, or of those there who want no "
            "mail, "
            "or none did: that the counts tell\n";
    }
    for (const std::string& file : done.erased) {
        text +=
            fmt::format("  {}, a copy of before an upgrade, is overwritten and removed\n", file);
    }
    if (!done.shared_with.empty()) {
        text += fmt::format(
            "  the key is still that of {}, as in older data folders: it is gone when theirs is\n",
            fmt::join(done.shared_with, ", ")
        );
    }
    if (!rehearsal) {
        text += "  destroy every copy of the key file, and backups of identity.db, too\n";
    }
    return text;
}

namespace {

int recruit_unlink(Console& console, const RecruitUnlinkFlags& flags) {
    actions::SystemClock clock;
    const auto how = flags.rehearsal ? actions::Unlink::rehearse : actions::Unlink::destroy;
    const Result<actions::UnlinkedStudy> done =
        actions::unlink_study(flags.study, flags.data, how, clock);
    if (!done) return fail(console, done.error());
    if (flags.json) {
        print_json(
            console,
            {{"study", done->study},
             {"day", to_text(done->day).substr(0, 10)},
             {"destroyed", !flags.rehearsal},
             {"goes_on", done->goes_on},
             {"older_copy", done->older_copy},
             {"tells", done->tells},
             {"joined", done->joined},
             {"shared_with", done->shared_with},
             {"erased", done->erased}}
        );
    } else {
        console.out(terminal_safe(unlinked_text(*done, flags.rehearsal)));
    }
    return exit_fine;
}

}  // namespace

Command recruit_unlink_command() {
    auto flags = std::make_shared<RecruitUnlinkFlags>();
    return {
        "recruit unlink",
        "Destroys a closed study's link key, for ever: nobody can tell any more who answered",
        "This is what a confidential study promises. Before, the counts that codes and rates need "
        "are kept, in parts large enough to hide everybody in them, and what else in identity.db "
        "tells who answered is deleted: which mails a case got and when, what came back, when "
        "somebody signed in. Afterwards personal links lead nowhere, so nobody can withdraw by "
        "them, and nothing brings the key back. Try it with --rehearsal first (docs/recruiting.md, "
        "\"Keeping the promise\").",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--rehearsal",
             "",
             "Say what would be counted together, and change nothing",
             &flags->rehearsal},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist recruit unlink studies/onnx-interop --rehearsal",
         "querist recruit unlink studies/onnx-interop"},
        [flags](Console& console) { return recruit_unlink(console, *flags); },
    };
}

}  // namespace querist::cli
