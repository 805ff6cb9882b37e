#pragma once

#include "actions/actions.hpp"
#include "language/language.hpp"
#include "web/html.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::web {

using language::Phrase;
using language::Words;

/// The program's words in the language that a study is shown in.
[[nodiscard]] inline Words words_for(const instrument::Study& study) {
    return Words(study.language);
}

/// What stands around a page's own content.
struct Frame {
    std::string_view language = "en";
    std::string_view title = {};        ///< Of the page.
    std::string_view study = {};        ///< Its id.
    std::string_view study_title = {};  ///< Empty where no study is concerned.
    const instrument::Looks* looks = nullptr;
    actions::Life life = actions::Life::open;
    bool error = false;                ///< The title says so first, for who hears it.
    bool script = false;               ///< A page of a survey, made more comfortable by script.
    std::string_view own_script = {};  ///< The path of a script of this page's kind; may be empty.
    /// Id of the study whose pages the browser need not keep any longer; may be empty.
    std::string_view forget = {};
    std::vector<std::string> languages = {};  ///< To choose from; none for a page without a choice.
    /// The id of the form that is shown again in the language chosen, with what was typed in it;
    /// empty: the choice is a link.
    std::string_view form = {};
    std::string_view enter = "next";  ///< What Enter in a field of that form asks for ("_go").
};

/// Everything up to and with `<main>`; `Html::finish` closes it.
[[nodiscard]] Html begin_page(const Frame& frame);

/// Says that some answers of the page that was left need another look and are not saved.
void left_out_notice(Html& html, const Words& words);

[[nodiscard]] Frame study_frame(
    const instrument::Study& study, actions::Life life, std::string_view title
);

}  // namespace querist::web
