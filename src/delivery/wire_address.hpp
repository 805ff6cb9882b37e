#pragma once

#include "core/core.hpp"

#include <string>

namespace querist::delivery {

/// An address as servers know it: the domain in lower case and in ASCII (IDNA 2008 by UTS #46,
/// nontransitional), "someone@xn--bcher-kva.example". The type is the proof that it exists.
class WireAddress {
public:
    /// Problems: mail.bad-domain.
    [[nodiscard]] static Result<WireAddress> of(const EmailAddress& address);
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::string& domain() const { return domain_; }

private:
    WireAddress(std::string text, std::string domain)
        : text_(std::move(text)), domain_(std::move(domain)) {}
    std::string text_;
    std::string domain_;
};

}  // namespace querist::delivery
