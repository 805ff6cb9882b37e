// By which ways people come to a study, and that its answers can keep the stratum of who is known:
// `open link` of the recruitment, and `stratum field` of `sample` and `sign in`.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

Mark mark_of(const Place& place) { return {place.line, place.column}; }

/// The field by this id, or null when it is reported.
const Item* field_from_link(std::string_view id, const Place& place, StudyDraft& draft) {
    const auto item = std::ranges::find_if(draft.study.items, [&](const Item& one) {
        return one.id == id && one.source == Source::link;
    });
    if (item != draft.study.items.end()) return &*item;
    draft.list.report(
        "study.unknown-field",
        mark_of(place),
        fmt::format("no field from the link has the id \"{}\"", id),
        "name it under the instrument's `from link`, with the strata as its `allowed` values"
    );
    return nullptr;
}

void check_allowed(
    const Item& field, std::string_view stratum, const Place& place, StudyDraft& draft
) {
    const std::vector<Option>& allowed = options_of(field.kind);
    if (std::ranges::find(allowed, stratum, &Option::code) != allowed.end()) return;
    draft.list.report(
        "study.stratum-not-allowed",
        mark_of(place),
        fmt::format("the field \"{}\" does not allow the stratum \"{}\"", field.id, stratum),
        fmt::format("add it to the field's `allowed`, as in - {}: …", stratum)
    );
}

void check_field_of_sign_in(const SignIn& sign_in, StudyDraft& draft) {
    if (sign_in.stratum_field.empty()) return;
    const Item* field = field_from_link(sign_in.stratum_field, sign_in.field_place, draft);
    if (field == nullptr) return;
    for (const StratumClaim& one : sign_in.strata) {
        check_allowed(*field, one.stratum, sign_in.field_place, draft);
    }
}

void check_field_of_sample(const SamplePlan& plan, StudyDraft& draft) {
    if (plan.stratum_field.empty()) return;
    const Place& place = plan.stratum_field_place;
    const SignIn* sign_in = sign_in_of(draft.study);
    const bool differs = sign_in != nullptr && !sign_in->stratum_field.empty() &&
                         sign_in->stratum_field != plan.stratum_field;
    if (differs) {
        draft.list.report(
            "study.two-stratum-fields",
            mark_of(place),
            fmt::format(
                "strata of cases are kept in \"{}\", and those of accounts in \"{}\"",
                plan.stratum_field,
                sign_in->stratum_field
            ),
            "name the same field in both places"
        );
        return;
    }
    const Item* field = field_from_link(plan.stratum_field, place, draft);
    if (field == nullptr) return;
    if (!draft.study.population || draft.study.population->strata.empty()) {
        draft.list.report(
            "study.no-strata",
            mark_of(place),
            "the population has no strata that the answers could keep",
            "name them under `population`, or leave the field out"
        );
        return;
    }
    for (const Stratum& one : draft.study.population->strata) {
        check_allowed(*field, one.id, place, draft);
    }
}

void check_open_link(const Recruitment& recruitment, StudyDraft& draft) {
    if (recruitment.open_link.value_or(true)) return;
    const auto report = [&](std::string message, std::string cure) {
        draft.list.report(
            "study.no-way-in",
            mark_of(recruitment.open_link_place),
            std::move(message),
            std::move(cure)
        );
    };
    if (!recruitment.invitation) {
        report(
            "nobody could answer: without an open link people come by the links in their mails, "
            "and the study writes none",
            "add an `invitation`, or leave `open link` out"
        );
    }
    if (recruitment.sign_in) {
        report(
            "nobody could sign in: that is done where the open link leads",
            "leave `open link` out and write `required: true` under `sign in`: then people come by "
            "their personal link or with an account; or leave `sign in` out"
        );
    }
}

}  // namespace

void read_open_link(const YamlNode& recruitment, StudyDraft& draft) {
    const YamlNode* node = recruitment.find("open link");
    if (node == nullptr || node->kind != YamlNode::Kind::scalar) return;
    if (!draft.study.recruitment) return;
    Recruitment& read = *draft.study.recruitment;
    read.open_link = truth_of(node);
    read.open_link_place = draft.place(node->start);
}

void check_ways_in(StudyDraft& draft) {
    if (!draft.whole || !draft.study.recruitment) return;
    check_open_link(*draft.study.recruitment, draft);
    if (const SignIn* sign_in = sign_in_of(draft.study)) check_field_of_sign_in(*sign_in, draft);
    if (const SamplePlan* plan = sample_plan_of(draft.study)) check_field_of_sample(*plan, draft);
}

}  // namespace querist::instrument
