#pragma once

#include "core/core.hpp"

#include <string>

namespace querist::delivery {

/// An https (or, for tests on the machine, http) address: printable ASCII without what would end
/// it in a header or in a text.
class WebAddress {
public:
    /// Problems: mail.bad-web-address.
    [[nodiscard]] static Result<WebAddress> parse(std::string_view text);
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    explicit WebAddress(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace querist::delivery
