#pragma once

// Random studies and forms for property tests. Everything comes from one seed, which RapidCheck
// draws and prints.

#include "response/fixture.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

namespace querist::response::fixture {

[[nodiscard]] inline bool happens(SeededRandom& random, std::uint64_t percent) {
    return random.below(100) < percent;
}

class RandomStudy {
public:
    explicit RandomStudy(std::uint64_t seed) : random_(seed) {}

    [[nodiscard]] Study build() {
        StudyBuilder builder;
        const std::uint64_t pages = 1 + random_.below(4);
        if (pages > 2 && happens(random_, 30)) shuffle(builder, pages);
        for (std::uint64_t page = 0; page < pages; ++page) {
            page_ = static_cast<int>(page);
            builder.page(fmt::format("page{}", page), condition(35));
            const std::uint64_t items = 1 + random_.below(4);
            for (std::uint64_t i = 0; i < items; ++i) add_item(builder);
            if (happens(random_, 30)) add_value(builder);
            const std::string when = condition(15);
            if (!when.empty()) builder.screen_out(when);
        }
        Study study = builder.build();
        if (happens(random_, 30)) study.languages = {"en", "ar", "de"};
        return study;
    }

private:
    struct Known {
        std::string id;
        int kind;
        int page = 0;
    };

    /// The pages from the second on, the last of them sometimes always last.
    void shuffle(StudyBuilder& builder, std::uint64_t pages) {
        std::vector<std::string> blocks;
        for (std::uint64_t page = 1; page < pages; ++page) {
            blocks.push_back(fmt::format("page{}", page));
        }
        std::vector<std::string> kept;
        if (blocks.size() > 2 && happens(random_, 50)) kept.push_back(blocks.back());
        builder.shuffled("order", blocks, kept);
        shuffles_ = true;
    }

    void add_item(StudyBuilder& builder) {
        const int kind = static_cast<int>(random_.below(15));
        const std::string id = fmt::format("q{}", known_.size());
        builder.item(id, kind_of(kind), condition(40));
        if (happens(random_, 20)) builder.required();
        const bool tabular = kind == 3 || kind == 8;
        const bool has_options = kind <= 1 || tabular;
        if (has_options && happens(random_, 25)) {
            const std::string when = condition(100);
            builder.option_shown_when(tabular ? "x" : "a", when);
        }
        const bool has_rows = tabular || kind == 14;
        if (has_rows && happens(random_, 25)) builder.option_shown_when("r2", condition(100));
        known_.push_back({id, kind, page_});
        if (kind == 5 && happens(random_, 30)) {
            builder.must_hold(id + " != 3 && " + id + " > 1", "Not three and above one");
        }
    }

    /// A value that is computed from what was asked so far.
    void add_value(StudyBuilder& builder) {
        const std::string when = test();
        if (when.empty()) return;
        const std::string id = fmt::format("q{}", known_.size());
        switch (random_.below(4)) {
            case 0:
                builder.calculated(id, when);
                known_.push_back({id, 2, page_});
                break;
            case 1:
                builder.calculated(id, fmt::format("count({}, {})", when, test()));
                known_.push_back({id, 5, page_});
                break;
            case 2:
                builder.calculated(id, fmt::format("({}) ? 99.5 : 1 / 0", when));
                known_.push_back({id, 6, page_});
                break;
            default:
                builder.calculated(
                    id, fmt::format("({}) ? \"a\" : \"b\"", when), {"a", "b", "other"}
                );
                known_.push_back({id, 0, page_});
        }
    }

    [[nodiscard]] Kind kind_of(int kind) {
        using namespace instrument;
        switch (kind) {
            case 0:
                return SingleChoice{
                    {option("a"), option("b"), with_text("other"), declining("no_say")}
                };
            case 1: {
                SeveralChoices several{
                    {option("a"), option("b"), option("c"), with_text("other"), exclusive("none")},
                    {},
                    {}
                };
                if (happens(random_, 30)) several.at_least = 2;
                if (happens(random_, 30)) several.at_most = 3;
                return several;
            }
            case 2:
                return YesNo{};
            case 3:
                return Grid{
                    {option("r1"), option("r2"), with_text("other")},
                    {option("x"), option("y"), declining("z")}
                };
            case 4:
                return Text{TextLength::paragraphs, 60};
            case 5:
                return Number{NumberKind::whole, 0.0, 9.0, ""};
            case 6:
                return Number{NumberKind::decimal, {}, {}, ""};
            case 8:
                return Matrix{
                    {option("r1"), option("r2"), with_text("other")},
                    {option("x"), option("y"), exclusive("none"), declining("z")}
                };
            case 9:
                return Email{};
            case 10:
                return Date{"2020-01-01", ""};
            case 11:
                return Ranking{{option("r1"), option("r2"), option("r3")}, {}, {}};
            case 12:
                return ConstantSum{{option("r1"), option("r2")}, 9, ""};
            case 13:
                return NetPromoter{};
            case 14:
                return SemanticDifferential{{option("r1"), option("r2")}, options({"1", "2", "3"})};
            default:
                return happens(random_, 50) ? Kind{Consent{"I agree"}} : Kind{Information{}};
        }
    }

    /// Empty, or one or two tests of earlier items.
    [[nodiscard]] std::string condition(std::uint64_t percent) {
        if (!happens(random_, percent)) return {};
        const std::string first = test();
        if (first.empty() || happens(random_, 60)) return first;
        return first + (happens(random_, 50) ? " && " : " || ") + test();
    }

    [[nodiscard]] std::string test() {
        std::vector<Known> usable;
        for (const Known& one : known_) {
            // What may be asked later cannot be named.
            const bool apart = shuffles_ && one.page > 0 && one.page != page_;
            if (one.kind != 7 && !apart) usable.push_back(one);
        }
        if (usable.empty()) return {};
        const Known one = usable[random_.below(usable.size())];
        const bool first = happens(random_, 50);
        switch (one.kind) {
            case 0:
                return one.id + (first ? " == \"a\"" : " in [\"b\", \"other\"]");
            case 1:
                return first ? "\"a\" in " + one.id : "size(" + one.id + ") > 1";
            case 2:
                return (first ? "" : "!") + one.id;
            case 3:
                return first ? one.id + ".r1 == \"x\""
                             : fmt::format("{}.exists(row, {}[row] != \"x\")", one.id, one.id);
            case 4:
                return "size(" + one.id + ") > " + (first ? "0" : "20");
            case 5:
                return one.id + (first ? " > 4" : " == 2");
            case 6:
                return one.id + (first ? " > 50.0" : " <= 0.5");
            case 13:
                return one.id + (first ? " >= 9" : " <= 6");
            case 14:
                return one.id + (first ? ".r1 == \"1\"" : ".r2 in [\"2\", \"3\"]");
            default:
                return fmt::format("{}answered({})", first ? "" : "!", one.id);
        }
    }

    SeededRandom random_;
    std::vector<Known> known_;
    int page_ = 0;
    bool shuffles_ = false;
};

/// Any bytes, with what forms and their readers care about more often than the rest.
[[nodiscard]] inline std::string random_value(SeededRandom& random) {
    static constexpr std::array<std::string_view, 26> known = {
        "a",        "b",
        "other",    "none",
        "no_say",   "x",
        "y",        "z",
        "yes",      "no",
        "on",       "3",
        "-1",       "1,5",
        "1e400",    "  ",
        "\xFF\xFE", "text",
        "\r\n",     "zzz",
        "q0 q1 q2", "9007199254740993",
        "1e200",    "99999999999999999999",
        "-1e15",    "9007199254740991",
    };
    if (happens(random, 85)) return std::string(known[random.below(known.size())]);
    std::string bytes(random.below(80), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(256));
    return bytes;
}

[[nodiscard]] inline std::string random_name(const Study& study, SeededRandom& random) {
    static constexpr std::array<std::string_view, 10> parts = {
        "",
        "",
        "",
        ".text.other",
        ".row.r1",
        ".row.r2",
        ".row.other",
        ".text.a",
        ".text.",
        ".",
    };
    static constexpr std::array<std::string_view, 5> own = {
        "_page",
        "_revision",
        "_shown",
        "_go",
        "_csrf",
    };
    if (happens(random, 10)) return std::string(own[random.below(own.size())]);
    if (happens(random, 5)) return random_value(random);
    const Item& item = study.items[random.below(study.items.size())];
    return item.id + std::string(parts[random.below(parts.size())]);
}

/// What a person, a stale tab or a forger makes of a form.
inline void disturb(const Study& study, Form& form, SeededRandom& random) {
    const std::uint64_t changes = 1 + random.below(4);
    for (std::uint64_t i = 0; i < changes; ++i) {
        switch (random.below(4)) {
            case 0:
                form.emplace_back(random_name(study, random), random_value(random));
                break;
            case 1:
                if (!form.empty()) form[random.below(form.size())].second = random_value(random);
                break;
            case 2:
                if (!form.empty()) {
                    form.erase(
                        form.begin() + static_cast<std::ptrdiff_t>(random.below(form.size()))
                    );
                }
                break;
            default:
                for (auto& [name, value] : form) {
                    if (name == "_shown" && !study.items.empty()) {
                        value += " " + study.items[random.below(study.items.size())].id;
                    }
                }
        }
    }
}

}  // namespace querist::response::fixture
