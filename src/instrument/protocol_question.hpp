#pragma once

// Internal to instrument: one item of the protocol document, and conditions in words.

#include "instrument/protocol_document.hpp"

namespace querist::instrument::protocol {

[[nodiscard]] Question question_block(const Study& study, const Item& item);

/// "shown when question 2 is "Yes" (written `uses_onnx`)". `within`: the round that the condition
/// belongs to, whose items need no saying which round they are of.
[[nodiscard]] Note condition_note(
    const Study& study,
    std::string_view lead,
    const expression::Expression& condition,
    const Round* within = nullptr
);

/// "Asked once for each choice of question 2 that was chosen, …".
[[nodiscard]] Note repeat_note(const Study& study, const Repeat& repeat);

[[nodiscard]] Note added_note(const Added& reason);
[[nodiscard]] Note acknowledged_note(const Acknowledgement& acknowledgement);

}  // namespace querist::instrument::protocol
