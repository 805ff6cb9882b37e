#include "actions/named_case.hpp"

#include "actions/identity_reference.hpp"
#include "recruitment/recruitment.hpp"

#include <fmt/format.h>

namespace querist::actions {

Result<std::string> normal_of(std::string_view text) {
    const Result<EmailAddress> address = EmailAddress::parse(trimmed(text));
    if (!address) return std::unexpected(address.error());
    return normal_address(*address);
}

Result<std::vector<store::PersonId>> people_called(
    store::IdentityView& view, std::string_view who
) {
    const std::string_view name = trimmed(who);
    if (name.find('@', 1) == std::string_view::npos) {
        return view.people_with_account(recruitment::normal_account(name));
    }
    const Result<std::string> address = normal_of(name);
    if (!address) return std::unexpected(address.error());
    return view.people_with_address(*address);
}

Result<store::CaseRow> named_case(
    store::IdentityView& view, const store::FrameRow& frame, std::string_view name
) {
    if (const std::optional<PublicId> id = PublicId::parse(name)) {
        if (auto sampled = view.case_by_public_id(frame.id, *id)) return *std::move(sampled);
    }
    const Result<std::vector<store::PersonId>> people = people_called(view, name);
    if (!people) return std::unexpected(people.error());
    for (const store::PersonId person : *people) {
        const std::optional<store::FrameRow> own = view.frame_of(person);
        if (!own || own->id != frame.id) continue;
        if (auto sampled = view.case_of(person)) return *std::move(sampled);
    }
    return failure(
        "mail.unknown-case",
        fmt::format("the study {} has no case \"{}\"", frame.study, name),
        "write the address or account of a person who was drawn, or the case's name, as querist "
        "recruit status prints those of uncertain mails"
    );
}

}  // namespace querist::actions
