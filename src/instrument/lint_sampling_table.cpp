// The part of the table of lint rules that is about whom a study asks.

#include "instrument/lint_rule.hpp"

namespace querist::instrument {

namespace {

using enum Severity;

std::vector<Rule> number_rules() {
    return {
        {{"target-sum",
          warning,
          "The targets of the strata do not add up to the target of the whole sample",
          "correct one of them, or leave the target of the whole out",
          "target: 69, and strata with 30 and 40"},
         find_target_sums},
        {{"strata-sum",
          warning,
          "The strata together are not as large as the population",
          "correct one of them; acknowledge strata that overlap or leave people out",
          "size: 1000, and strata with 300 and 800"},
         find_strata_sums},
        {{"target-above-population",
          warning,
          "More complete responses are wanted than there are people on the list, or in the "
          "population",
          "want fewer, or correct the size",
          "target: 69 of a stratum whose frame size is 50"},
         find_targets_above_population},
        {{"target-out-of-reach",
          warning,
          "At the expected response rate there are too few people to invite",
          "want fewer, find a larger list, or plan for more answers: reminders, compensation",
          "target: 69, expected response rate: 4 %, frame size: 1000"},
         find_unreachable_targets},
        {{"frame-above-population",
          warning,
          "The list that is drawn from has more people than the population",
          "take off the list who does not belong to the population, or correct the size",
          "size: 1000, frame size: 1200"},
         find_frames_above_population},
        {{"unsourced-size",
          note,
          "Nobody says where the size of a population, stratum or list is from",
          "add who counted them and when under `source` or `frame source`",
          "size: 1000 and no source"},
         find_unsourced_sizes},
    };
}

std::vector<Rule> design_rules() {
    return {
        {{"margin-without-chance",
          warning,
          "A census or a sample of convenience has a margin or a confidence, which speak of the "
          "chance of drawing",
          "leave them out: what a census misses is who did not answer, and of a sample of "
          "convenience nobody knows what it misses",
          "design: census, margin: 10 %"},
         find_margins_without_chance},
        {{"unused-assumption",
          warning,
          "A stratum has a target or an assumption that the design does not look at",
          "remove it, or change the design",
          "design: proportional, and a stratum with a target"},
         find_unused_assumptions},
        {{"neyman-without-variation",
          warning,
          "Neyman's allocation is planned and every stratum is assumed to vary alike",
          "write what is expected of each stratum, or the design proportional",
          "design: neyman, and no stratum with an expected share"},
         find_neyman_without_variation},
        {{"early-stop",
          warning,
          "The stop rule ends recruitment before as many have answered as are wanted",
          "correct the stop rule or the target",
          "target: 69, stop when complete: 60"},
         find_early_stops},
    };
}

}  // namespace

std::vector<Rule> sampling_rules() {
    std::vector<Rule> rules = number_rules();
    for (Rule& rule : design_rules()) rules.push_back(std::move(rule));
    return rules;
}

}  // namespace querist::instrument
