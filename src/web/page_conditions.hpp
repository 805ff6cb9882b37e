#pragma once

#include "response/response.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

/// What of a page comes and goes with the answers that are being given on it, for the page's
/// script. Without script the page is sent and comes back with what they reveal.
struct PageConditions {
    /// What comes and goes, by the names that elements bear as "data-part" and "_offered" tells.
    struct Part {
        int item = 0;     ///< Position in `Study::items`.
        int option = -1;  ///< Position among the item's options, rows after them; -1: the item.
    };
    std::vector<Part> parts;
    /// {"s":[subject…],"p":[[name, condition]…]}: a subject being answered says how to read it from
    /// the form {"k":kind,"i":id,"c":[codes],"r":[rows]}, another what was answered
    /// {"k":kind,"v":value}. Empty: nothing on this page comes and goes.
    std::string json = {};

    /// The part's name, "id" or "id:position"; empty when it does not come and go.
    [[nodiscard]] std::string part_name(const instrument::Study& study, int item, int option = -1)
        const;
};

/// `answers`: as the page is made with, one per item of the study.
[[nodiscard]] PageConditions page_conditions(
    const instrument::Study& study, std::span<const response::Answer> answers, int page
);

}  // namespace querist::web
