#include "instrument/markdown.hpp"
#include "instrument/instrument.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace querist::instrument {
namespace {

TEST(MarkdownTest, RendersWhatAuthorsWrite) {
    struct Row {
        const char* name;
        const char* markdown;
        const char* html;
    };
    for (const Row& row : {
             Row{"paragraph", "Please *take* part.", "<p>Please <em>take</em> part.</p>\n"},
             Row{"link",
                 "[us](https://example.org/a?b=1&c=2)",
                 "<p><a href=\"https://example.org/a?b=1&amp;c=2\">us</a></p>\n"},
             Row{"own page", "[us](/s/x)", "<p><a href=\"/s/x\">us</a></p>\n"},
             Row{"mail",
                 "[us](mailto:team@example.org)",
                 "<p><a href=\"mailto:team@example.org\">us</a></p>\n"},
             Row{"address by itself",
                 "See https://example.org.",
                 "<p>See <a href=\"https://example.org\">https://example.org</a>.</p>\n"},
             Row{"struck out", "~~old~~", "<p><del>old</del></p>\n"},
             Row{"table",
                 "| a |\n|---|\n| b |",
                 "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n"
                 "</tr>\n</tbody>\n</table>\n"},
             Row{"signs", "a < b & c", "<p>a &lt; b &amp; c</p>\n"},
             Row{"empty", "", ""},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(markdown_html(row.markdown), row.html);
    }
}

TEST(MarkdownTest, LeavesOutWhatIsUnsafe) {
    struct Row {
        const char* name;
        const char* markdown;
        const char* html;
    };
    for (const Row& row : {
             Row{"raw block", "<script>alert(1)</script>", ""},
             Row{"raw inline", "a <b onclick=alert(1)>b</b> c", "<p>a b c</p>\n"},
             Row{"script link", "[a](javascript:alert(1))", "<p>a</p>\n"},
             Row{"script link in capitals", "[a](JaVaScRiPt:alert(1))", "<p>a</p>\n"},
             Row{"script link with an entity", "[a](javascript&colon;alert(1))", "<p>a</p>\n"},
             Row{"script link with a tab", "[a](<java\tscript:alert(1)>)", "<p>a</p>\n"},
             Row{"script link with a written tab", "[a](java&Tab;script:alert(1))", "<p>a</p>\n"},
             Row{"script link after a control", "[a](&#1;javascript:alert(1))", "<p>a</p>\n"},
             Row{"data", "[a](data:text/html;base64,PHNjcmlwdD4=)", "<p>a</p>\n"},
             Row{"vbscript", "[a](vbscript:x)", "<p>a</p>\n"},
             Row{"file", "[a](file:///etc/passwd)", "<p>a</p>\n"},
             Row{"another site without scheme", "[a](//example.org)", "<p>a</p>\n"},
             Row{"the same with backslashes", "[a](/\\\\example.org)", "<p>a</p>\n"},
             Row{"reference", "[a][x]\n\n[x]: javascript:alert(1)", "<p>a</p>\n"},
             Row{"autolink", "<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"},
             Row{"image", "![alt](https://example.org/x.png)", "<p>alt</p>\n"},
             Row{"image within an unsafe link", "[![alt](x.png)](javascript:x)", "<p>alt</p>\n"},
             Row{"attribute",
                 "[a](https://example.org/\"onmouseover=alert(1))",
                 "<p><a href=\"https://example.org/%22onmouseover=alert(1)\">a</a></p>\n"},
             Row{"title",
                 "[a](https://example.org '\"><script>')",
                 "<p><a href=\"https://example.org\" title=\"&quot;&gt;&lt;script&gt;\">a</a></p>\n"
             },
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(markdown_html(row.markdown), row.html);
    }
}

TEST(MarkdownTest, LowersHeadings) {
    EXPECT_EQ(safe_html("# A\n\n##### B", 2).html(), "<h3>A</h3>\n<h6>B</h6>\n");
    EXPECT_EQ(safe_markdown("# A <b>x</b>", 2), "### A x\n");
}

TEST(MarkdownTest, NeverLetsMarkupThrough) {
    EXPECT_TRUE(rc::check([] {
        const auto parts =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "<script>",
                "</p>",
                "<img src=x onerror=y>",
                "[a](",
                ")",
                "javascript:",
                "`",
                "\n",
                "\n\n",
                "> ",
                "- ",
                "&lt;",
                "\\",
                "<!--",
                "-->",
                "|",
                "---",
                "*",
                "\xff",
                "http://a.b"
            ));
        std::string markdown;
        for (const std::string& part : parts) markdown += part;
        const std::string html = markdown_html(markdown);
        RC_ASSERT(html.find("<script") == std::string::npos);
        RC_ASSERT(html.find("<img") == std::string::npos);
        RC_ASSERT(html.find("<!--") == std::string::npos);
        RC_ASSERT(html.find("href=\"javascript:") == std::string::npos);
        RC_ASSERT(!first_invalid_utf8(html).has_value());
    }));
}

TEST(MarkdownTextTest, ReadsAsPlainText) {
    for (const auto& [markdown, text] : std::vector<std::pair<std::string, std::string>>{
             {"", "\n"},
             {"Dear *reader*,\nplease **answer**.\n", "Dear reader,\nplease answer.\n"},
             {"# News\n\nText", "News\n\nText\n"},
             {"[begin](https://e.org/a_b)", "begin (https://e.org/a_b)\n"},
             {"[privacy](https://e.org/privacy)", "privacy (https://e.org/privacy)\n"},
             {"<https://e.org/a_b>", "https://e.org/a_b\n"},
             {"see www.e.org or ask a@e.org", "see www.e.org or ask a@e.org\n"},
             {"[x](javascript:alert) <b>raw</b>", "x raw\n"},
             {"- one\n- two\n", "  - one\n  - two\n"},
             {"1 \\* 2 \\_x\\_", "1 * 2 _x_\n"},
         }) {
        EXPECT_EQ(markdown_text(markdown), text) << markdown;
    }
}

}  // namespace
}  // namespace querist::instrument
