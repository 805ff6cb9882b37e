#include "web/html.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace querist::web {
namespace {

constexpr std::string_view doctype = "<!doctype html>\n";

TEST(HtmlTest, EscapesTextAndValues) {
    Html html;
    html.open("p", {{"title", "a \"b\" & 'c' <d>"}}).text("<b> & \"q\" 'r' \0").close();
    EXPECT_EQ(
        html.finish(),
        std::string(doctype) +
            "<p title=\"a &quot;b&quot; &amp; &#39;c&#39; &lt;d&gt;\">"
            "&lt;b&gt; &amp; &quot;q&quot; &#39;r&#39; </p>\n"
    );
}

TEST(HtmlTest, AttributesMayBePresentAbsentOrLeftOut) {
    Html html;
    html.empty(
        "input",
        {{"checked", true},
         {"disabled", false},
         {"id", std::optional<std::string_view>()},
         {"value", ""}}
    );
    EXPECT_EQ(html.finish(), std::string(doctype) + "<input checked value=\"\">\n");
}

TEST(HtmlTest, ClosesWhatIsOpenInOrder) {
    Html html;
    html.open("main").open("p").element("b", "x");
    EXPECT_EQ(html.finish(), std::string(doctype) + "<main><p><b>x</b></p></main>\n");
}

TEST(HtmlTest, MarkdownLosesRawHtml) {
    Html html;
    html.insert(TrustedHtml::from_markdown("**b** <script>alert(1)</script> [x](javascript:y)"));
    const std::string page = html.finish();
    EXPECT_TRUE(page.contains("<strong>b</strong>"));
    EXPECT_FALSE(page.contains("<script"));
    EXPECT_FALSE(page.contains("javascript:"));
}

TEST(HtmlTest, NoTextBecomesMarkup) {
    EXPECT_TRUE(rc::check([](const std::string& text) {
        Html html;
        html.element("p", {{"title", text}}, text);
        std::string page = html.finish();
        page = page.substr(doctype.size());
        RC_ASSERT(std::ranges::count(page, '<') == 2);
        RC_ASSERT(std::ranges::count(page, '>') == 2);
        RC_ASSERT(std::ranges::count(page, '"') == 2);
    }));
}

}  // namespace
}  // namespace querist::web
