#pragma once

#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// An address as it is compared: normal_address, and the problems of EmailAddress::parse.
[[nodiscard]] Result<std::string> normal_of(std::string_view address);

/// Everybody in any frame whom an address or account names. The problems of normal_of.
[[nodiscard]] Result<std::vector<store::PersonId>> people_called(
    store::IdentityView& view, std::string_view who
);

/// The case that people name: by its public id, as recruit status and recruit bounces print it, or
/// by the person's address or account. Problems: mail.unknown-case; those of people_called.
[[nodiscard]] Result<store::CaseRow> named_case(
    store::IdentityView& view, const store::FrameRow& frame, std::string_view name
);

}  // namespace querist::actions
