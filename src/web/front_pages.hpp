#pragma once

#include "actions/actions.hpp"
#include "web/assets.hpp"

#include <array>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

/// A study's first page as it goes to the socket, made once for everyone.
struct FrontPage {
    std::shared_ptr<const instrument::Study> study;
    std::string language;
    actions::Life life = actions::Life::draft;
    actions::Newcomers newcomers = actions::Newcomers::welcome;
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
        actions::Life life,
        actions::Newcomers newcomers = actions::Newcomers::welcome
    );

    /// Whether `page` would only hand it out.
    [[nodiscard]] bool has(
        const std::shared_ptr<const instrument::Study>& study,
        std::string_view language,
        actions::Life life,
        actions::Newcomers newcomers = actions::Newcomers::welcome
    ) const;

private:
    using Pages = std::vector<std::shared_ptr<const FrontPage>>;  ///< One a study and language.

    /// Null: it is to be made, or made again.
    [[nodiscard]] std::shared_ptr<const FrontPage> fitting(
        const std::shared_ptr<const instrument::Study>& study,
        std::string_view language,
        actions::Life life,
        actions::Newcomers newcomers = actions::Newcomers::welcome
    ) const;
    [[nodiscard]] Pages::const_iterator find(
        const instrument::Study& study, std::string_view language
    ) const;

    mutable std::mutex mutex_;
    Pages pages_;
};

/// Makes each study's page in its own language.
void prepare_front_pages(actions::Fieldwork& fieldwork, FrontPages& fronts);

/// Makes them in every further language, until told to stop.
void prepare_translated_front_pages(
    actions::Fieldwork& fieldwork, FrontPages& fronts, const std::stop_token& stop
);

}  // namespace querist::web
