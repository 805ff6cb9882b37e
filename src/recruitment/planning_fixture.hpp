#pragma once

// Small studies for the tests of planning.

#include "instrument/instrument.hpp"

#include <gtest/gtest.h>

#include <string>

namespace querist::recruitment::fixture {

/// A study with these parts of study.yaml and the plan of analysis.yaml, if there is one.
inline instrument::Study study_of(const std::string& top, const std::string& analysis = "") {
    const std::string yaml =
        "querist: 1\nid: small\ntitle: Small\n"
        "research questions:\n  - {id: how, text: How?}\n" +
        top +
        "instrument:\n"
        "  pages:\n"
        "    - id: only\n"
        "      items:\n"
        "        - {id: uses, ask: Uses?, kind: yes/no, serves: [how]}\n"
        "        - {id: pays, ask: Pays?, kind: yes/no, serves: [how]}\n"
        "        - {id: years, ask: Years?, kind: number, serves: [how]}\n"
        "        - id: staff\n"
        "          ask: How large?\n"
        "          kind: single choice\n"
        "          serves: [how]\n"
        "          choices: [{s: 1 – 9}, {m: 10 – 99}, {l: 100 or more}, "
        "{no_word: Prefer not to say, declines: true}]\n";
    instrument::StudyFiles files{{"study.yaml", yaml}};
    if (!analysis.empty()) files["analysis.yaml"] = analysis;
    instrument::LoadedStudy loaded = instrument::load_study(files, "");
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << describe(problem, yaml);
    return loaded.study.value_or(instrument::Study{});
}

/// Two strata, 200 and 800 people; the keys stand under `sample`.
inline instrument::Study study_with_sample(
    const std::string& keys, const std::string& analysis = ""
) {
    return study_of(
        "population:\n"
        "  text: All\n"
        "  source: A count\n"
        "  strata: [{pro: Paying, size: 200}, {normal: Others, size: 800}]\n"
        "recruitment: {text: We write, sample: {" +
            keys + "}}\n",
        analysis
    );
}

}  // namespace querist::recruitment::fixture
