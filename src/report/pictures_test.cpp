#include "report/pictures.hpp"

#include <gtest/gtest.h>

namespace querist::report {
namespace {

TEST(PicturesTest, PointsLieAroundTheMiddleOfTheirScale) {
    const auto classes = [](std::size_t points) {
        std::string all;
        for (std::size_t i = 0; i < points; ++i) all += point_class(i, points) + " ";
        return all;
    };
    EXPECT_EQ(classes(1), "middle ");
    EXPECT_EQ(classes(2), "left-1 right-1 ");
    EXPECT_EQ(classes(4), "left-2 left-1 right-1 right-2 ");
    EXPECT_EQ(classes(5), "left-2 left-1 middle right-1 right-2 ");
    EXPECT_EQ(
        classes(11),
        "left-5 left-4 left-3 left-2 left-1 middle right-1 right-2 right-3 right-4 right-5 "
    );
}

TEST(PicturesTest, TheCentreLineLeavesTheMiddlePointsNumberFree) {
    for (const std::size_t points : {4U, 5U}) {
        SCOPED_TRACE(points);
        DivergingPlot plot;
        DivergingPlot::Row row{.label = "Row", .base = 50, .cells = {}};
        for (std::size_t i = 0; i < points; ++i) {
            plot.scale.push_back("point " + std::to_string(i));
            row.cells.push_back(share_of(10, 50));
        }
        plot.rows.push_back(row);
        Markup page;
        draw(page, Plot{.title = "", .description = "", .basis = {}, .shape = plot}, "figure");
        const std::string svg = page.take();
        std::size_t lines = 0;
        for (std::size_t at = svg.find("centre-line"); at != svg.npos;
             at = svg.find("centre-line", at + 1)) {
            ++lines;
        }
        EXPECT_EQ(lines, points == 4 ? 1U : 2U) << "above and below the bar";
    }
}

TEST(PicturesTest, LabelsLeaveRoomForTheBaseBesideThem) {
    struct Line {
        const char* name;
        std::int64_t base;
        const char* first_line;
    };
    for (const Line& line :
         {Line{"a short base", 5, ">Crashes (e.g., a model does not</text>"},
          Line{"a long one", 1'000'000, ">Crashes (e.g., a model</text>"}}) {
        SCOPED_TRACE(line.name);
        const DivergingPlot plot{
            .scale = {"Never", "Often"},
            .rows =
                {{.label = "Crashes (e.g., a model does not convert)",
                  .base = line.base,
                  .cells = {share_of(0, line.base), share_of(line.base, line.base)}}}
        };
        Markup page;
        draw(page, Plot{.title = "", .description = "", .basis = {}, .shape = plot}, "figure");
        EXPECT_TRUE(page.take().contains(line.first_line));
    }
}

TEST(PicturesTest, LabelsWrapAtSpaces) {
    EXPECT_EQ(wrapped("", 10), std::vector<std::string>{""});
    EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
    EXPECT_EQ(wrapped("one two three", 9, 3), (std::vector<std::string>{"one", "two three"}));
    EXPECT_EQ(wrapped("one two", 9, 12), (std::vector<std::string>{"one", "two"}));
    EXPECT_EQ(wrapped("Größe – 尺寸", 9), (std::vector<std::string>{"Größe –", "尺寸"}));
}

}  // namespace
}  // namespace querist::report
