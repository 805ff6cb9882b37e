#include "delivery/wire_address.hpp"

#include <fmt/format.h>
#include <unicode/uidna.h>

#include <array>
#include <cstdint>
#include <memory>

namespace querist::delivery {

namespace {

using Idna = std::unique_ptr<UIDNA, decltype(&uidna_close)>;

const UIDNA* open_idna() {
    constexpr std::uint32_t options = UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI |
                                      UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII;
    static const Idna idna = [] {
        UErrorCode status = U_ZERO_ERROR;
        return Idna(uidna_openUTS46(options, &status), &uidna_close);
    }();
    return idna.get();
}

}  // namespace

Result<WireAddress> WireAddress::of(const EmailAddress& address) {
    const std::string_view domain = address.domain();
    std::array<char, 256> ascii{};
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    const std::int32_t size = uidna_nameToASCII_UTF8(
        open_idna(),
        domain.data(),
        static_cast<std::int32_t>(domain.size()),
        ascii.data(),
        static_cast<std::int32_t>(ascii.size()),
        &info,
        &status
    );
    const bool fits = size > 0 && static_cast<std::size_t>(size) <= ascii.size();
    if (U_FAILURE(status) || info.errors != 0 || !fits) {
        return failure(
            "mail.bad-domain",
            fmt::format("\"{}\" is no domain that can exist (IDNA 2008)", domain),
            "correct what stands after the @"
        );
    }
    std::string name(ascii.data(), static_cast<std::size_t>(size));
    std::string text = fmt::format("{}@{}", address.local(), name);
    return WireAddress(std::move(text), std::move(name));
}

}  // namespace querist::delivery
