#include "web/looks_sheet.hpp"

#include "web/layout.hpp"
#include "web/site_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::web {
namespace {

TEST(LooksSheetTest, PagesNameItAndShowTheLogo) {
    instrument::Study study;
    study.id = "x";
    study.title = "Title";
    EXPECT_FALSE(
        begin_page(study_frame(study, actions::Life::open, "Page")).finish().contains("looks")
    );
    study.looks = instrument::Looks{};
    EXPECT_EQ(looks_path("x", *study.looks), "");
    study.looks->accent = instrument::parse_colour("#1a5fb4");
    EXPECT_EQ(looks_path("x", *study.looks), "") << "pages take the sheet that reading kept";
    instrument::keep_sheet(*study.looks);
    study.looks->logo = instrument::Picture{
        .file = "images/lab.png",
        .alternative = "The <lab>",
        .hash = sha256("lab"),
        .format = instrument::ImageFormat::png,
        .width = 320,
        .height = 80
    };
    const std::string path = looks_path("x", *study.looks);
    EXPECT_TRUE(path.starts_with("/s/x/looks/") && path.ends_with(".css")) << path;
    EXPECT_TRUE(has_looks_named(study, path.substr(path.rfind('/') + 1)));
    EXPECT_FALSE(has_looks_named(study, "0000000000000000.css"));
    EXPECT_FALSE(has_looks_named({}, ""));
    const std::string html = begin_page(study_frame(study, actions::Life::open, "Page")).finish();
    EXPECT_TRUE(html.contains("<link rel=\"stylesheet\" href=\"" + path + "\">")) << html;
    EXPECT_TRUE(html.contains("alt=\"The &lt;lab&gt;\" width=\"320\" height=\"80\"")) << html;
}

using SiteLooksTest = fixture::SiteTest;

TEST_F(SiteLooksTest, AStrangeNameIsNotFound) {
    EXPECT_EQ(get("/s/pages/looks/0000000000000000.css").status, 404);
    EXPECT_EQ(get("/s/nothing/looks/0000000000000000.css").status, 404);
}

}  // namespace
}  // namespace querist::web
