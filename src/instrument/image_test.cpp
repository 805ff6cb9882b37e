#include "instrument/image.hpp"

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace querist::instrument {
namespace {

using faulty::told;
using namespace std::string_literals;

/// The heads of files that were made with Pillow 11, 300 x 200 pixels.
const std::string png = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x2c\0\0\0\xc8\x08\x02\0\0\0"s;
const std::string gif = "GIF89a\x2c\x01\xc8\0\x87\0\0"s;
const std::string jpeg =
    "\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    "\xff\xdb\0\x05\0\x08\x06\xff\xff\xc0\0\x11\x08\0\xc8\x01\x2c\x03\x01\x22"s;
const std::string webp_lossy =
    "RIFF\x50\0\0\0WEBPVP8 \x44\0\0\0\x30\x03\0\x9d\x01\x2a\x2c\x01\xc8\0"s;
const std::string webp_lossless = "RIFF\x1c\0\0\0WEBPVP8L\x0f\0\0\0\x2f\x2b\xc1\x31\0\x07"s;
const std::string webp_extended = "RIFF\x50\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\x2b\x01\0\xc7\0\0"s;

TEST(ImageTest, ReadsFormatAndSize) {
    struct Row {
        const char* name;
        std::string bytes;
        std::optional<ImageHead> head;
    };
    const auto sized = [](ImageFormat format) { return ImageHead{format, 300, 200}; };
    for (const Row& row : {
             Row{"PNG", png, sized(ImageFormat::png)},
             Row{"GIF", gif, sized(ImageFormat::gif)},
             Row{"JPEG", jpeg, sized(ImageFormat::jpeg)},
             Row{"WebP, lossy", webp_lossy, sized(ImageFormat::webp)},
             Row{"WebP, lossless", webp_lossless, sized(ImageFormat::webp)},
             Row{"WebP, extended", webp_extended, sized(ImageFormat::webp)},
             Row{"cut PNG", png.substr(0, 18), {}},
             Row{"cut JPEG", jpeg.substr(0, 30), {}},
             Row{"SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", {}},
             Row{"text", "PNG and GIF89a", {}},
             Row{"nothing", "", {}},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(image_head(row.bytes), row.head);
    }
}

RC_GTEST_PROP(ImagePropertyTest, AnyBytesHaveASizeOrNone, (const std::string& rest)) {
    for (const std::string& head : {png, gif, jpeg.substr(0, 3), webp_lossy.substr(0, 12)}) {
        for (std::size_t cut = 0; cut <= head.size(); ++cut) {
            const std::optional<ImageHead> read = image_head(head.substr(0, cut) + rest);
            if (read) RC_ASSERT(read->width > 0 && read->height > 0);
        }
    }
}

LoadedStudy with_choices(const std::string& choices, const std::string& keys = "") {
    return load_study(
        {{"study.yaml",
          faulty::with_items(
              "        - {id: q, ask: Q?, kind: single choice, " + keys + "choices: [" + choices +
              "]}\n"
          )},
         {"images/a.png", png},
         {"images/b.txt", "no image"},
         {"images/unused.gif", gif}},
        ""
    );
}

TEST(PictureTest, NamesFaults) {
    struct Row {
        const char* name;
        const char* choice;
        const char* keys;
        const char* code;
    };
    for (const Row& row : {
             Row{"no such file", "{a: A, image: images/c.png}", "", "study.no-file"},
             Row{"outside", "{a: A, image: study.yaml}", "", "study.no-file"},
             Row{"no image", "{a: A, image: images/b.txt}", "", "study.no-image"},
             Row{"words for nothing", "{a: A, alternative: X}", "", "study.conflicting-keys"},
             Row{"in a dropdown",
                 "{a: A, image: images/a.png, alternative: X}",
                 "shown as: dropdown, ",
                 "study.conflicting-keys"},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded = with_choices(row.choice, row.keys);
        ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
        EXPECT_EQ(loaded.problems[0].code, row.code);
        EXPECT_EQ(loaded.problems[0].place.line, 9);
    }
}

TEST(PictureTest, BelongsToTheVersion) {
    const LoadedStudy loaded = with_choices("{a: A, image: images/a.png, alternative: A line}");
    ASSERT_TRUE(loaded.study.has_value()) << told(loaded);
    const Study& study = *loaded.study;
    const Option& option = options_of(study.items[0].kind)[0];
    ASSERT_TRUE(option.picture.has_value());
    EXPECT_EQ(option.picture->alternative, "A line");
    EXPECT_EQ(option.picture->width, 300);
    EXPECT_EQ(option.picture->hash, sha256(png));
    EXPECT_EQ(study.files.count("images/a.png"), 1U);
    EXPECT_EQ(study.files.count("images/unused.gif"), 0U) << "no page shows it";
    EXPECT_NE(study.manifest.find("images/a.png"), std::string::npos);
    const std::string document = protocol_markdown(study, lint(study));
    EXPECT_NE(document.find("images/a.png: A line"), std::string::npos) << document;

    StudyFiles other = {{"study.yaml", study.files.at("study.yaml")}, {"images/a.png", gif}};
    const LoadedStudy changed = load_study(other, "");
    ASSERT_TRUE(changed.study.has_value()) << told(changed);
    const auto changes = compare_versions(study, *changed.study);
    ASSERT_FALSE(changes.empty());
    EXPECT_EQ(changes[0].what, "image of choice \"a\" changed");
}

TEST(PictureTest, NeedsWordsForWhoDoesNotSeeIt) {
    const LoadedStudy bare = with_choices("{a: A, image: images/a.png}, {b: B}");
    const LoadedStudy told_of =
        with_choices("{a: A, image: images/a.png, alternative: A line}, {b: B}");
    ASSERT_TRUE(bare.study && told_of.study) << told(bare) << told(told_of);
    EXPECT_EQ(fixture::count_of(lint(*bare.study), "image-without-alternative"), 1);
    EXPECT_EQ(fixture::count_of(lint(*told_of.study), "image-without-alternative"), 0);
}

}  // namespace
}  // namespace querist::instrument
