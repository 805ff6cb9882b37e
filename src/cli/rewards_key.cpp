#include "actions/actions.hpp"
#include "cli/aligned_table.hpp"
#include "cli/command.hpp"
#include "cli/json_output.hpp"

#include <fmt/format.h>

#include <memory>

namespace querist::cli {

namespace {

struct RewardsKeyFlags {
    std::string study;
    bool make = false;
    std::string data = "data";
    bool json = false;
};

nlohmann::ordered_json keys_json(const std::vector<actions::PublishedKey>& keys) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const actions::PublishedKey& key : keys) {
        list.push_back({{"id", key.id}, {"sha256", sha256(key.der).hex()}, {"in_use", key.current}}
        );
    }
    return list;
}

std::string keys_text(const std::vector<actions::PublishedKey>& keys) {
    if (keys.empty()) {
        return "no keys yet: querist serve makes the first one, or querist rewards key --new\n";
    }
    std::vector<std::vector<std::string>> rows{{"key", "SHA-256", ""}};
    for (const actions::PublishedKey& key : keys) {
        rows.push_back({key.id, sha256(key.der).hex(), key.current ? "in use" : "before"});
    }
    return aligned_table({Alignment::left, Alignment::left, Alignment::left}, rows);
}

int rewards_key(Console& console, const RewardsKeyFlags& flags) {
    const Result<std::vector<actions::PublishedKey>> keys = actions::reward_keys(
        flags.study, flags.data, flags.make ? actions::MakeKey::yes : actions::MakeKey::no
    );
    if (!keys) return fail(console, keys.error());
    if (flags.json) {
        print_json(console, keys_json(*keys));
    } else {
        console.out(keys_text(*keys));
    }
    return exit_fine;
}

}  // namespace

Command rewards_key_command() {
    auto flags = std::make_shared<RewardsKeyFlags>();
    return {
        "rewards key",
        "Shows the keys that rewards are signed with, and makes a new one",
        "Publish the SHA-256 of the key in use where the study was announced: whoever collects a "
        "reward can then see that everybody is shown the same key. A new key is for when the old "
        "one may have been read; links that were signed before can still be claimed. Each key "
        "makes a crowd of its own, so make none without need.",
        {
            {"STUDY", "", "The study's folder", &flags->study, Option::Need::required},
            {"--new", "", "Make a new key, which is signed with from now on", &flags->make},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards key studies/onnx-interop",
         "querist rewards key studies/onnx-interop --new"},
        [flags](Console& console) { return rewards_key(console, *flags); },
    };
}

}  // namespace querist::cli
