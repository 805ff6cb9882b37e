#pragma once

#include "actions/actions.hpp"
#include "web/assets.hpp"

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace querist::web {

/// A study's first page as it goes to the socket, made once for everyone.
struct FrontPage {
    std::shared_ptr<const instrument::Study> study;
    std::string language;
    actions::Life life = actions::Life::draft;
    Variants page;
    std::array<std::string, 3> etags;                        ///< By Encoding.
    std::array<std::shared_ptr<const Packet>, 3> unchanged;  ///< 304, by Encoding.

    [[nodiscard]] Reply reply(Encoding encoding, std::string_view if_none_match) const;
};

/// Made when first asked for and again when a study or its life changed. Thread-safe.
class FrontPages {
public:
    [[nodiscard]] std::shared_ptr<const FrontPage> page(
        const std::shared_ptr<const instrument::Study>& study,
        std::string_view language,
        actions::Life life
    );

private:
    std::mutex mutex_;
    std::vector<std::shared_ptr<const FrontPage>> pages_;  ///< One a study and language.
};

}  // namespace querist::web
