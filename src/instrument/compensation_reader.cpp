// What is paid, as a study file says it.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

/// The word's own row of a closed list, or null.
template <class Spec>
const Spec* spec_of(const YamlNode* node, std::span<const Spec> specs) {
    const auto found = std::ranges::find(specs, text_of(node), &Spec::name);
    return found == specs.end() ? nullptr : &*found;
}

/// Reports a sum in another currency than what is paid (`named`: "the amount") is in.
void check_currency(
    const std::optional<Money>& sum,
    const YamlNode* node,
    const std::optional<Money>& paid,
    std::string_view named,
    StudyDraft& draft
) {
    if (!sum || !paid || sum->currency == paid->currency) return;
    draft.list.report(
        "study.other-currency",
        node->start,
        fmt::format("{} is in {}, and this is in {}", named, paid->currency, sum->currency),
        "write both in the currency in which it is paid; querist exchanges no money"
    );
}

/// Reports keys that say something only of what participants claim.
void check_claim_keys(const YamlNode& node, const Compensation& compensation, StudyDraft& draft) {
    if (compensation.payment == Payment::codes) return;
    for (const char* key : {"eligible", "review days", "claim days", "when budget ends"}) {
        const YamlEntry* entry = node.find_entry(key);
        if (entry == nullptr) continue;
        draft.list.report(
            "study.misplaced-key",
            entry->key.start,
            fmt::format("\"{}\" says how participants claim, and these do not", key),
            "write `paid: codes`, or remove the key"
        );
    }
}

void check_payable(const YamlNode& node, const Compensation& compensation, StudyDraft& draft) {
    if (compensation.payment != Payment::codes || !draft.whole) return;
    const YamlNode* amount = node.find("amount");
    if (amount == nullptr) {
        draft.list.report(
            "study.missing-key",
            node.find("paid")->start,
            "what is paid by codes is the same for everybody: \"amount\" is missing",
            "add `amount: 10.00 USD`, or write `paid: by hand`"
        );
    } else if (compensation.amount && compensation.amount->minor_units == 0) {
        draft.list.report(
            "study.bad-amount", amount->start, "nothing is paid", "write an amount above 0"
        );
    }
}

Compensation read_one(const YamlNode& node, StudyDraft& draft) {
    Compensation compensation;
    compensation.id = text_of(node.find("id"));
    compensation.text = text_of(node.find("text"));
    compensation.amount = money_of(node.find("amount"));
    compensation.form = text_of(node.find("form"));
    compensation.recipients = text_of(node.find("recipients"));
    if (const auto* spec = spec_of(node.find("paid"), payment_specs())) {
        compensation.payment = spec->payment;
    }
    compensation.budget = money_of(node.find("budget"));
    if (const auto* spec = spec_of(node.find("eligible"), eligibility_specs())) {
        compensation.eligibility = spec->eligibility;
    }
    compensation.review_days = count_of(
                                   node.find("review days"),
                                   0,
                                   review_days_max,
                                   "write how many days somebody looks at responses",
                                   draft
    )
                                   .value_or(0);
    compensation.claim_days = count_of(
        node.find("claim days"), 1, claim_days_max, "write how many days people have", draft
    );
    if (const auto* spec = spec_of(node.find("when budget ends"), budget_end_specs())) {
        compensation.at_end = spec->end;
    }
    compensation.tax_threshold = money_of(node.find("tax threshold"));
    compensation.acknowledged = read_acknowledgements(node, draft);
    compensation.added = text_of(node.find("added"));
    compensation.place = draft.place(node.start);
    return compensation;
}

/// A response collects one reward, on one page: what it is worth is one sum.
void check_only_codes(const YamlNode& node, const Compensation& compensation, StudyDraft& draft) {
    const Compensation* const before = paid_by_codes(draft.study.compensation);
    if (compensation.payment != Payment::codes || before == nullptr) return;
    const YamlNode* paid = node.find("paid");
    draft.list.report(
        "study.second-codes",
        paid == nullptr ? node.start : paid->start,
        fmt::format("\"{}\" is paid by codes already: a response collects one reward", before->id),
        "make one compensation of both, or pay this one by hand"
    );
}

}  // namespace

void read_compensation(const YamlNode& root, StudyDraft& draft) {
    KnownIds known("compensation");
    for (const YamlNode& node : root.list("compensation")) {
        Compensation compensation = read_one(node, draft);
        if (const YamlNode* id = node.find("id")) known.add(compensation.id, id->start, draft.list);
        const std::optional<Money>& amount = compensation.amount;
        const std::optional<Money>& budget = compensation.budget;
        check_currency(budget, node.find("budget"), amount, "the amount", draft);
        check_currency(
            compensation.tax_threshold,
            node.find("tax threshold"),
            amount ? amount : budget,
            amount ? "the amount" : "the budget",
            draft
        );
        check_claim_keys(node, compensation, draft);
        check_payable(node, compensation, draft);
        check_only_codes(node, compensation, draft);
        draft.study.compensation.push_back(std::move(compensation));
    }
}

}  // namespace querist::instrument
