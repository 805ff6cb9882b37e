#pragma once

#include "web/reply.hpp"
#include "web/request_headers.hpp"

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

/// One body in each encoding, as whole responses.
struct Variants {
    std::array<std::shared_ptr<const Packet>, 3> packets;  ///< By Encoding.
    [[nodiscard]] Reply reply(Encoding encoding) const {
        return {{}, packets[static_cast<std::size_t>(encoding)]};
    }
};

/// Where pages find their scripts and the icon: the names hold the contents' hash.
[[nodiscard]] const std::string& script_path();
[[nodiscard]] const std::string& typing_script_path();
[[nodiscard]] const std::string& work_script_path();
[[nodiscard]] const std::string& receipt_script_path();
[[nodiscard]] const std::string& claim_script_path();
[[nodiscard]] const std::string& entry_script_path();
[[nodiscard]] const std::string& icon_path();

/// The files inside the program, compressed once. Those that few servers are ever asked for, when
/// they are first asked for. Thread-safe.
class Assets {
public:
    Assets();
    /// By the name behind "/assets/"; null when there is none.
    [[nodiscard]] const Variants* find(std::string_view name) const;
    [[nodiscard]] const Variants& icon() const { return entries_.back().second; }

private:
    struct MadeWhenAsked {
        std::once_flag once;
        Variants made;
    };

    std::array<std::pair<std::string, Variants>, 2> entries_;
    mutable MadeWhenAsked typing_;
    mutable MadeWhenAsked work_;
    mutable MadeWhenAsked receipt_;
    mutable MadeWhenAsked claim_;
    mutable MadeWhenAsked entry_;
};

}  // namespace querist::web
