#include "report/sampling_words.hpp"

#include <gtest/gtest.h>

namespace querist::report {
namespace {

instrument::Study sampled_study() {
    instrument::Study study;
    instrument::Population population;
    population.text = "Engineers.";
    study.population = population;
    return study;
}

TEST(SamplingWordsTest, TellWhatTheStudyFileSays) {
    struct Row {
        const char* name;
        void (*change)(instrument::Study&);
        const char* words;
    };
    for (const Row& row : {
             Row{"nothing", [](instrument::Study& study) { study.population.reset(); }, ""},
             Row{"words only",
                 [](instrument::Study&) {},
                 "Population as the protocol names it: Engineers."},
             Row{"numbers",
                 [](instrument::Study& study) {
                     study.population->extent = {1000, "A count", 200, ""};
                     study.population->strata = {{"a", "A"}, {"b", "B"}};
                 },
                 "Population as the protocol names it: Engineers. Size: 1000 (A count). Frame: "
                 "200. Strata: 2."},
             Row{"a sample",
                 [](instrument::Study& study) {
                     instrument::SamplePlan plan;
                     plan.design = instrument::SamplingDesign::simple_random;
                     plan.target = 69;
                     plan.margin = 0.1;
                     plan.confidence = 0.9;
                     plan.stop_when_complete = 69;
                     study.recruitment = instrument::Recruitment{"We write.", {}, plan};
                 },
                 "Population as the protocol names it: Engineers. Design: simple random. 69 "
                 "complete responses are wanted. Planned margin: 10 percentage points at 90% "
                 "confidence. "
                 "Stop rule: until 69 are complete."},
         }) {
        SCOPED_TRACE(row.name);
        instrument::Study study = sampled_study();
        row.change(study);
        EXPECT_EQ(sampling_words(study), row.words);
    }
}

}  // namespace
}  // namespace querist::report
