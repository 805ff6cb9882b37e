// One planned comparison: what it compares, and whether its test fits that.

#include "instrument/analysis_draft.hpp"
#include "instrument/analysis_variable.hpp"
#include "instrument/analysis_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace querist::instrument {

namespace {

constexpr std::string_view order_cure =
    "list the item under \"ordered\" when its choices stand in order, or choose a test of "
    "categories, such as fisher exact";

class ComparisonCheck {
public:
    ComparisonCheck(
        const YamlNode& node,
        const Comparison& comparison,
        const std::vector<NamedVariable>& compared,
        const std::vector<NamedVariable>& by,
        PlanDraft& draft
    )
        : node_(node),
          comparison_(comparison),
          test_(test_spec(comparison.test)),
          compared_(compared),
          by_(by),
          draft_(draft) {}

    void check() {
        check_number();
        for (const NamedVariable& one : once_each(compared_)) check_measured(one);
        check_same_scale();
        check_by();
        check_missing();
    }

private:
    void report(const YamlNode* at, std::string code, std::string message, std::string cure) {
        draft_.list.report(
            std::move(code),
            at == nullptr ? node_.start : at->start,
            std::move(message),
            std::move(cure)
        );
    }

    [[nodiscard]] Level level(const NamedVariable& one) const {
        return level_of(draft_.study, draft_.plan.ordered, one.variable);
    }

    /// How many are named, whether or not each is known: an unknown one has its own problem.
    [[nodiscard]] int named_count() const {
        const YamlNode* node = node_.find("compare");
        if (node == nullptr) return 0;
        const bool list = node->kind == YamlNode::Kind::sequence;
        // A name of a repeated item stands for all its rounds.
        const std::size_t more_rounds = compared_.size() - once_each(compared_).size();
        return static_cast<int>((list ? node->items.size() : 1) + more_rounds);
    }

    void check_number() {
        const int named = named_count();
        if (named >= test_.compared_min && named <= test_.compared_max) return;
        const bool exact = test_.compared_min == test_.compared_max;
        std::string cure = test_.groups_max > 0
                               ? std::string("name one, and what makes the groups under \"by\"")
                               : fmt::format("name {}", exact ? "two" : "three or more");
        for (const TestSpec& other : test_specs()) {
            const bool fits = other.measured == test_.measured && other.groups_max == 0 &&
                              test_.groups_max == 0 && named >= other.compared_min &&
                              named <= other.compared_max;
            if (!fits) continue;
            cure += fmt::format(", or use {}", other.name);
            break;
        }
        report(
            node_.find("compare"),
            "plan.wrong-number",
            fmt::format(
                "{} compares {}{}, and {} {} named",
                test_.name,
                exact ? "" : "at least ",
                test_.compared_min == 1   ? "one variable"
                : test_.compared_min == 2 ? "two variables"
                                          : "three variables",
                named,
                named == 1 ? "is" : "are"
            ),
            std::move(cure)
        );
    }

    void check_measured(const NamedVariable& one) {
        const Level found = level(one);
        const std::string is = fmt::format(
            "\"{}\" is {}", one.node->text, level_words(draft_.study, one.variable, found)
        );
        if (found == Level::none) {
            const bool has_parts =
                !options_of(draft_.study.items[static_cast<std::size_t>(one.variable.item)].kind)
                     .empty() ||
                !rows_of(draft_.study.items[static_cast<std::size_t>(one.variable.item)].kind)
                     .empty();
            report(
                one.node,
                "plan.unfit-variable",
                is + ", which no test compares",
                has_parts ? "name a part of it, as in problems.crashes or purposes.deployment"
                          : "choose another item: open answers are coded first"
            );
            return;
        }
        switch (test_.measured) {
            case Measured::categories:
                if (has_categories(found)) return;
                report(
                    one.node,
                    "plan.unfit-variable",
                    fmt::format("{}, and {} compares categories", is, test_.name),
                    "choose a test of ranks, such as mann-whitney or kruskal-wallis"
                );
                return;
            case Measured::chosen:
                if (found == Level::chosen) return;
                report(
                    one.node,
                    "plan.unfit-variable",
                    fmt::format("{}, and {} compares what is yes or no", is, test_.name),
                    "name yes/no questions or choices, as in purposes.deployment"
                );
                return;
            case Measured::ranks:
                if (has_order(found)) return;
                report(
                    one.node,
                    "plan.unfit-variable",
                    fmt::format("{}, and {} needs an order", is, test_.name),
                    found == Level::chosen
                        ? std::string("choose a test of categories, such as fisher exact or mcnemar"
                          )
                        : std::string(order_cure)
                );
                return;
        }
    }

    /// Answers of the same respondents are subtracted or ranked together.
    void check_same_scale() {
        const bool together =
            comparison_.test == PlannedTest::wilcoxon || comparison_.test == PlannedTest::friedman;
        if (!together || compared_.empty() || !has_order(level(compared_.front()))) return;
        const NamedVariable& first = compared_.front();
        for (const NamedVariable& one : compared_) {
            if (!has_order(level(one))) continue;
            const bool same =
                level(one) == level(first) && categories_of(draft_.study, one.variable) ==
                                                  categories_of(draft_.study, first.variable);
            if (same) continue;
            report(
                one.node,
                "plan.unequal-scales",
                fmt::format(
                    "\"{}\" and \"{}\" are not answered on one scale",
                    first.node->text,
                    one.node->text
                ),
                fmt::format("{} compares answers on one scale: correlate them instead", test_.name)
            );
            return;
        }
    }

    void check_by() {
        const YamlNode* by = node_.find("by");
        if (test_.groups_max == 0) {
            if (by == nullptr) return;
            report(
                by,
                "plan.unfit-groups",
                fmt::format("{} compares answers of the same respondents, not groups", test_.name),
                "remove \"by\", or choose a test of groups, such as mann-whitney"
            );
            return;
        }
        if (by == nullptr) {
            report(
                nullptr,
                "plan.no-groups",
                fmt::format("{} compares groups, and nothing says which", test_.name),
                "add \"by:\" with the item whose answers make the groups"
            );
            return;
        }
        if (by_.empty()) return;
        if (by_.size() > 1) {
            report(
                by,
                "plan.unfit-groups",
                fmt::format("\"{}\" is asked once for each choice", by->text),
                "name one of its rounds"
            );
            return;
        }
        check_groups(by_.front(), draft_);
        check_group_count(by_.front());
        for (const NamedVariable& one : compared_) {
            if (one.variable != by_.front().variable) continue;
            report(
                by,
                "plan.duplicate",
                fmt::format("\"{}\" is compared by its own groups", by->text),
                "name another item"
            );
        }
    }

    void check_group_count(const NamedVariable& by) {
        if (!has_categories(level(by))) return;
        const auto groups = static_cast<int>(categories_of(draft_.study, by.variable).size());
        if (groups <= test_.groups_max) return;
        report(
            by.node,
            "plan.unfit-groups",
            fmt::format(
                "\"{}\" makes {} groups, and {} compares {}",
                by.node->text,
                groups,
                test_.name,
                test_.groups_max
            ),
            "use kruskal-wallis"
        );
    }

    void check_missing() {
        if (comparison_.missing == MissingAnswers::left_out) return;
        if (test_.measured == Measured::categories) return;
        report(
            node_.find("missing answers"),
            "plan.missing-counted",
            fmt::format("a missing answer has no place in the order that {} compares", test_.name),
            "write \"missing answers: left out\", or choose a test of categories"
        );
    }

    const YamlNode& node_;
    const Comparison& comparison_;
    const TestSpec& test_;
    const std::vector<NamedVariable>& compared_;
    const std::vector<NamedVariable>& by_;
    PlanDraft& draft_;
};

}  // namespace

void check_groups(const NamedVariable& by, PlanDraft& draft) {
    const Level level = level_of(draft.study, draft.plan.ordered, by.variable);
    const bool usable = has_categories(level) && categories_of(draft.study, by.variable).size() > 1;
    if (usable) return;
    const Item& item = draft.study.items[static_cast<std::size_t>(by.variable.item)];
    const bool has_parts =
        level == Level::none && (!options_of(item.kind).empty() || !rows_of(item.kind).empty());
    draft.list.report(
        "plan.unfit-groups",
        by.node->start,
        has_categories(level)
            ? fmt::format("\"{}\" has one choice, which makes no groups", by.node->text)
            : fmt::format(
                  "\"{}\" is {}, which makes no groups",
                  by.node->text,
                  level_words(draft.study, by.variable, level)
              ),
        has_parts ? "name a part of it, as in problems.crashes or purposes.deployment"
                  : "name a single choice, a yes/no question, a row of a grid, or one of several "
                    "choices"
    );
}

void read_comparison(const YamlNode& node, PlannedAnswer& answer, PlanDraft& draft) {
    Comparison comparison;
    comparison.id = text_of(node.find("id"));
    comparison.expects = text_of(node.find("expects"));
    comparison.place = draft.place(node.start);
    if (const YamlNode* id = node.find("id")) {
        draft.comparisons.add(comparison.id, id->start, draft.list);
    }
    const std::vector<NamedVariable> compared = read_variables(node.find("compare"), draft);
    const std::vector<NamedVariable> by = read_variables(node.find("by"), draft);
    comparison.compared = variables_only(compared);
    comparison.by = variables_only(by);
    const std::string missing = text_of(node.find("missing answers"));
    const auto missing_word = std::ranges::find(missing_specs(), missing, &MissingSpec::name);
    if (missing_word != missing_specs().end()) comparison.missing = missing_word->missing;
    const std::string test = text_of(node.find("test"));
    const auto test_word = std::ranges::find(test_specs(), test, &TestSpec::name);
    if (test_word != test_specs().end()) {
        comparison.test = test_word->test;
        ComparisonCheck(node, comparison, compared, by, draft).check();
    }
    answer.comparisons.push_back(std::move(comparison));
}

}  // namespace querist::instrument
