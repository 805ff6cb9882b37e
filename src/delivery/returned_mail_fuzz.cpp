// Any bytes in: a mailbox and its mails are read, never with a crash.

#include "delivery/delivery.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)querist::delivery::read_returned_mail(bytes);
    for (const auto& mail : querist::delivery::mails_of_mailbox(bytes)) {
        (void)querist::delivery::read_returned_mail(mail);
    }
    return 0;
}
