#pragma once

// Internal to instrument: one item of the protocol document, and conditions in words.

#include "instrument/protocol_document.hpp"

namespace querist::instrument::protocol {

[[nodiscard]] Question question_block(const Study& study, const Item& item);

/// "shown when question 2 is "Yes" (written `uses_onnx`)".
[[nodiscard]] Note condition_note(
    const Study& study, std::string_view lead, const expression::Expression& condition
);

[[nodiscard]] Note added_note(const Added& reason);
[[nodiscard]] Note acknowledged_note(const Acknowledgement& acknowledgement);

}  // namespace querist::instrument::protocol
