#include "web/picture.hpp"

#include "web/pages.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace querist::web {
namespace {

using namespace std::string_literals;

const std::string small_gif = "GIF89a\x03\0\x02\0\x80\0\0"s;

instrument::Study pictured_study() {
    instrument::LoadedStudy loaded = instrument::load_study(
        {{"study.yaml",
          "querist: 1\nid: pictured\ntitle: Pictured\ninstrument:\n"
          "  pages: [{id: one, items: [{id: q, ask: Q?, kind: several choices, choices: [\n"
          "    {a: First, image: images/a.gif, alternative: '\"A\" < B'}, {b: Second}]}]}]\n"},
         {"images/a.gif", small_gif}},
        "pictured"
    );
    if (!loaded.study) throw std::invalid_argument(loaded.problems.front().message);
    return std::move(*loaded.study);
}

TEST(PictureTest, StandsAtItsChoiceWithItsSizeAndWords) {
    const instrument::Study study = pictured_study();
    const instrument::Picture& picture = *instrument::options_of(study.items[0].kind)[0].picture;
    const std::string path = picture_path(study.id, picture);
    EXPECT_EQ(path, "/s/pictured/image/" + sha256(small_gif).hex().substr(0, 16) + ".gif");
    EXPECT_EQ(picture_named(study, path.substr(path.rfind('/') + 1)), &picture);
    EXPECT_EQ(picture_named(study, "0000000000000000.gif"), nullptr);

    response::State state = response::fresh_state(study);
    response::accept_consent(state, 1, true);
    const std::string html = question_page(
        {.study = study,
         .life = actions::Life::open,
         .id = {},
         .state = state,
         .answers = state.answers,
         .page = 0,
         .csrf = "token",
         .shown_at = std::nullopt}
    );
    EXPECT_NE(
        html.find(
            "<img src=\"" + path + "\" alt=\"&quot;A&quot; &lt; B\" width=\"3\" height=\"2\">First"
        ),
        std::string::npos
    ) << html;
    EXPECT_NE(html.find("<span>Second</span>"), std::string::npos);
}

}  // namespace
}  // namespace querist::web
