#include "instrument/looks.hpp"

#include "instrument/instrument.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <iterator>

namespace querist::instrument {
namespace {

using namespace std::string_literals;

const std::string logo_gif = "GIF89a\x20\0\x10\0\x80\0\0"s;

LoadedStudy looking(const std::string& looks) {
    return load_study(
        {{"study.yaml",
          "querist: 1\nid: looks\ntitle: Looks\nlooks: " + looks +
              "\ninstrument:\n  pages: [{id: one, items: [{id: q, ask: Q?, kind: yes/no}]}]\n"},
         {"images/lab.gif", logo_gif}},
        "looks"
    );
}

TEST(ColourTest, ContrastIsThatOfWcag) {
    // The ends of the scale, and greys and colours whose ratios are published with the standard's
    // techniques (G18) or follow from its formula with 50 digits.
    EXPECT_DOUBLE_EQ(contrast(white, black), 21.0);
    EXPECT_DOUBLE_EQ(contrast(white, white), 1.0);
    EXPECT_NEAR(contrast({0x76, 0x76, 0x76}, white), 4.542, 0.001);
    EXPECT_NEAR(contrast({0x77, 0x77, 0x77}, white), 4.478, 0.001);
    EXPECT_NEAR(contrast({0xff, 0, 0}, white), 3.998, 0.001);
    EXPECT_NEAR(contrast({0, 0, 0xff}, white), 8.592, 0.001);
}

TEST(ColourTest, IsReadAndWritten) {
    EXPECT_EQ(to_text(*parse_colour("#0B6b69")), "#0b6b69");
    for (const char* wrong :
         {"", "#", "0b6b69", "#0b6b6", "#0b6b690", "#0b6b6g", "#-b6b69", "red"}) {
        SCOPED_TRACE(wrong);
        EXPECT_FALSE(parse_colour(wrong));
    }
    EXPECT_EQ(mixed(black, white, 50), (Colour{128, 128, 128}));
    EXPECT_EQ(mixed(black, white, 0), black);
    EXPECT_EQ(mixed(black, white, 100), white);
}

TEST(LooksTest, EveryAccentIsLightenedUntilItReadsInTheDark) {
    rc::check([](std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
        const Colour lighter = accent_for_dark({red, green, blue});
        RC_ASSERT(weakest_contrast(lighter, dark_ground) >= least_contrast);
    });
}

TEST(LooksTest, GroundsAreThoseOfTheStylesheet) {
    std::ifstream file(QUERIST_SOURCE_DIR "/frontend/survey.css", std::ios::binary);
    const std::string css(std::istreambuf_iterator<char>(file), {});
    const std::size_t dark = css.find("prefers-color-scheme: dark");
    ASSERT_NE(dark, std::string::npos);
    const std::string lines[] = {
        css.substr(0, dark), css.substr(dark, css.find("*, ::before") - dark)
    };
    const Ground grounds[] = {light_ground, dark_ground};
    for (const std::size_t i : {0U, 1U}) {
        for (const auto& [name, colour] :
             {std::pair{"page", grounds[i].page},
              std::pair{"card", grounds[i].card},
              std::pair{"ink", grounds[i].ink}}) {
            const std::string long_form = "--" + std::string(name) + ": " + to_text(colour) + ";";
            const std::string short_form = "--" + std::string(name) + ": #fff;";
            EXPECT_TRUE(
                lines[i].contains(long_form) || (colour == white && lines[i].contains(short_form))
            ) << long_form;
        }
    }
}

TEST(LooksTest, FontsAreNamesAndAKindThatEveryBrowserKnows) {
    EXPECT_EQ(font_family("Georgia, Noto Serif,serif"), "\"Georgia\",\"Noto Serif\",serif");
    EXPECT_EQ(font_family("system-ui"), "system-ui");
    EXPECT_EQ(font_family("Nunito, ui-rounded"), "\"Nunito\",ui-rounded");
    EXPECT_EQ(font_family("ui-serif"), "ui-serif");
    for (const char* wrong :
         {"", "Georgia", "serif, Georgia", "a;b, serif", "\"x\", serif", ", serif", "url(x), serif"
         }) {
        SCOPED_TRACE(wrong);
        EXPECT_FALSE(font_family(wrong));
    }
}

TEST(LooksTest, TheSheetPaintsInBothGroundsAndSetsTheFont) {
    EXPECT_EQ(looks_sheet({}), "");
    Looks looks;
    keep_sheet(looks);
    EXPECT_EQ(looks.sheet_hash, "");
    looks.accent = parse_colour("#1a5fb4");
    looks.font = "\"Georgia\",serif";
    const std::string sheet = looks_sheet(looks);
    EXPECT_TRUE(sheet.starts_with(":root{--accent:#1a5fb4;--accent-strong:#")) << sheet;
    EXPECT_TRUE(sheet.contains("--on-accent:#ffffff"));
    EXPECT_TRUE(sheet.ends_with("body{font-family:\"Georgia\",serif}")) << sheet;
    keep_sheet(looks);
    EXPECT_EQ(looks.sheet, sheet);
    EXPECT_EQ(looks.sheet_hash, sha256(sheet).hex().substr(0, 16));
}

TEST(LooksTest, TheAccentInTheDarkIsTheOneGivenOrALighterOne) {
    struct Row {
        const char* looks;
        const char* dark;  // empty: no accent there
    };
    const std::string lightened = to_text(accent_for_dark(*parse_colour("#1a5fb4")));
    for (const Row& row : {
             Row{"{accent: \"#1a5fb4\"}", lightened.c_str()},
             Row{"{accent: \"#1a5fb4\", dark accent: \"#99c1f1\"}", "#99c1f1"},
             Row{"{dark accent: \"#99c1f1\"}", "#99c1f1"},
             Row{"{font: serif}", ""},
         }) {
        SCOPED_TRACE(row.looks);
        const LoadedStudy loaded = looking(row.looks);
        ASSERT_TRUE(loaded.study);
        const std::string& sheet = loaded.study->looks->sheet;
        const std::string begins = "@media (prefers-color-scheme:dark){:root{--accent:";
        EXPECT_EQ(sheet.contains(begins + row.dark), *row.dark != '\0') << sheet;
    }
}

TEST(LooksTest, AreRead) {
    const LoadedStudy loaded = looking(
        "{accent: \"#1a5fb4\", font: 'Georgia, serif', logo: images/lab.gif, logo says: The lab}"
    );
    ASSERT_TRUE(loaded.study) << loaded.problems.front().message;
    const Looks& looks = *loaded.study->looks;
    EXPECT_EQ(to_text(*looks.accent), "#1a5fb4");
    EXPECT_FALSE(looks.dark_accent) << "what the file does not say is derived, not read";
    EXPECT_EQ(looks.sheet, looks_sheet(looks));
    EXPECT_FALSE(looks.sheet.empty());
    EXPECT_EQ(looks.logo->alternative, "The lab");
    EXPECT_EQ(looks.logo->width, 32);
    EXPECT_TRUE(loaded.study->files.contains("images/lab.gif")) << "a part of the version";
}

TEST(LooksTest, FaultsAreNamed) {
    struct Row {
        const char* looks;
        const char* code;
    };
    for (const Row& row : {
             Row{"{accent: blue}", "study.bad-colour"},
             Row{"{accent: \"#12345\"}", "study.bad-colour"},
             Row{"\n  accent: #1a5fb4", "study.empty-value"},
             Row{"{font: Comic Sans}", "study.bad-fonts"},
             Row{"{logo: images/nothing.png, logo says: x}", "study.no-file"},
             Row{"{logo says: x}", "study.conflicting-keys"},
             Row{"{colour: \"#1a5fb4\"}", "study.unknown-key"},
         }) {
        SCOPED_TRACE(row.looks);
        const LoadedStudy loaded = looking(row.looks);
        ASSERT_FALSE(loaded.problems.empty());
        EXPECT_EQ(loaded.problems.front().code, row.code) << loaded.problems.front().message;
    }
}

TEST(LooksTest, TheLinterHoldsColoursToWhatCanBeRead) {
    const auto findings = [](const std::string& looks) {
        const LoadedStudy loaded = looking(looks);
        EXPECT_TRUE(loaded.study);
        int weak = 0;
        for (const Finding& finding : lint(*loaded.study).findings) {
            const std::string& code = finding.problem.code;
            const bool about_looks =
                code == "lint.weak-contrast" || code == "lint.image-without-alternative";
            weak += about_looks ? 1 : 0;
        }
        return weak;
    };
    EXPECT_EQ(findings("{accent: \"#1a5fb4\"}"), 0);
    EXPECT_EQ(findings("{accent: \"#ffcc00\"}"), 1);
    EXPECT_EQ(findings("{dark accent: \"#1a5fb4\"}"), 1);
    EXPECT_EQ(findings("{logo: images/lab.gif}"), 1);
}

}  // namespace
}  // namespace querist::instrument
