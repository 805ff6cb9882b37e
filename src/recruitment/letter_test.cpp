#include "recruitment/letter.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace querist::recruitment {
namespace {

const instrument::MailWords example_words{
    "News for {{name|you}}",
    "Dear {{name|reader}},\n\n[begin here]({{link}}) or at {{link}}.\n\n{{city}} No more: "
    "{{opt-out link}}\n"
};

TEST(LetterTest, PutsInWhatIsKnown) {
    const Letter letter = write_letter(
        example_words,
        {.link = "https://e.org/i/a_b_c",
         .opt_out_link = "https://e.org/o/d",
         .name = "Ada *B* <i>",
         .further = {{"city", "Köln"}}},
        "en"
    );
    EXPECT_EQ(letter.subject, "News for Ada *B* <i>");
    EXPECT_EQ(
        letter.text,
        "Dear Ada *B* <i>,\n\nbegin here (https://e.org/i/a_b_c) or at https://e.org/i/a_b_c.\n\n"
        "Köln No more: https://e.org/o/d\n"
    );
    for (const char* part : {
             "<html lang=\"en\" dir=\"auto\">",
             "<title>News for Ada *B* &lt;i&gt;</title>",
             "<p>Dear Ada *B* &lt;i&gt;,</p>",
             "<a href=\"https://e.org/i/a_b_c\">begin here</a>",
             "or at <a href=\"https://e.org/i/a_b_c\">https://e.org/i/a_b_c</a>.",
             "Köln No more: <a href=\"https://e.org/o/d\">",
         }) {
        EXPECT_TRUE(letter.html.contains(part)) << part << "\n" << letter.html;
    }
}

TEST(LetterTest, FallsBackWhereNothingIsKnown) {
    const Letter letter = write_letter(
        example_words, {.link = "https://e.org/i", .opt_out_link = "https://e.org/o"}, "en"
    );
    EXPECT_EQ(letter.subject, "News for you");
    EXPECT_TRUE(letter.text.contains("Dear reader,"));
    EXPECT_TRUE(letter.text.contains("\n\nNo more:"));
}

RC_GTEST_PROP(LetterTest, NoValueIsReadAsMarkdownOrHtml, ()) {
    const auto piece = rc::gen::element<std::string>(
        "a", "*", "_", "`", "<b>", "&", "[x](y)", "\\", "http://x.y", "!", "#", "~~", "|", "\"", "ü"
    );
    std::string name = "n";
    for (const std::string& one : *rc::gen::container<std::vector<std::string>>(piece)) name += one;
    const Letter letter = write_letter({"S", "x {{name}} y"}, {.name = name}, "en");
    std::string expected;
    for (const char c : name) {
        if (c == '<')
            expected += "&lt;";
        else if (c == '>')
            expected += "&gt;";
        else if (c == '&')
            expected += "&amp;";
        else if (c == '"')
            expected += "&quot;";
        else
            expected += c;
    }
    RC_ASSERT(letter.text == "x " + name + " y\n");
    RC_ASSERT(letter.html.contains("<p>x " + expected + " y</p>"));
}

}  // namespace
}  // namespace querist::recruitment
