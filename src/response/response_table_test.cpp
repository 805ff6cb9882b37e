#include "response/response_table.hpp"

#include "response/fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

namespace querist::response {
namespace {

instrument::Study study_of(std::vector<std::pair<std::string, instrument::Kind>> kinds) {
    instrument::Study study;
    for (auto& [id, kind] : kinds) {
        instrument::Item& item = study.items.emplace_back();
        item.id = id;
        item.ask = id;
        item.kind = std::move(kind);
    }
    study.pages.emplace_back().item_count = static_cast<int>(study.items.size());
    return study;
}

TEST(CodesTest, HoldAsManyCodesAsAnItemMayHave) {
    for (const int count : {1, 253, 254, 255, 256, 500}) {
        SCOPED_TRACE(count);
        Codes codes(static_cast<std::size_t>(count));
        for (int i = 0; i < 3; ++i) codes.grow();
        codes.set(0, count - 1);
        codes.set(2, 0);
        EXPECT_EQ(codes.at(0), count - 1);
        EXPECT_EQ(codes.at(1), -1);
        EXPECT_EQ(codes.at(2), 0);
        EXPECT_EQ(codes.counts().size(), static_cast<std::size_t>(count));
        EXPECT_EQ(codes.counts().back(), count == 1 ? 2 : 1);
        codes.set(0, -1);
        EXPECT_EQ(codes.at(0), -1);
    }
}

TEST(ResponseTableTest, SortingMovesWholeResponses) {
    const instrument::Study study = study_of({
        {"one", instrument::SingleChoice{fixture::options(9)}},
        {"many", instrument::SeveralChoices{fixture::options(3), {}, {}}},
        {"number", instrument::Number{}},
        {"text", instrument::Text{}},
    });
    EXPECT_TRUE(rc::check([&] {
        const std::vector<const instrument::Study*> versions{&study};
        ResponseTable table(versions);
        const auto keys =
            *rc::gen::unique<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
        for (const std::uint8_t key : keys) {
            ResponseTable::Meta meta;
            meta.public_id.bytes[0] = key;
            table.add_response(meta, key % 5 == 0 ? Gap::declined : Gap::skipped);
            if (key % 5 == 0) continue;
            table.set_code(0, key % 9);
            for (int code = 0; code < 3; ++code) {
                if ((key >> code & 1) != 0) table.add_code(1, code);
            }
            table.set_number(2, key);
            table.set_text(3, std::to_string(key));
            if (key % 3 == 0) table.set_text_beside(0, key % 9, "beside " + std::to_string(key));
        }
        table.sort_by_public_id();
        std::vector<std::uint8_t> sorted = keys;
        std::ranges::sort(sorted);
        const auto& columns = table.columns();
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            const std::uint8_t key = sorted[i];
            RC_ASSERT(table.responses()[i].public_id.bytes[0] == key);
            const bool gap = key % 5 == 0;
            RC_ASSERT(columns[0].gap(i) == (gap ? Gap::declined : Gap::none));
            RC_ASSERT(std::get<Codes>(columns[0].cells).at(i) == (gap ? -1 : key % 9));
            for (int code = 0; code < 3; ++code) {
                RC_ASSERT(
                    std::get<CodeSets>(columns[1].cells).at(i, code) ==
                    (!gap && (key >> code & 1) != 0)
                );
            }
            RC_ASSERT(std::get<Numbers>(columns[2].cells)[i] == (gap ? 0 : key));
            RC_ASSERT(std::get<Texts>(columns[3].cells).at(i) == (gap ? "" : std::to_string(key)));
            const bool beside = !gap && key % 3 == 0;
            RC_ASSERT(
                columns[0].beside[key % 9].at(i) == (beside ? "beside " + std::to_string(key) : "")
            );
        }
    }));
}

TEST(ResponseTableTest, MergesWhatVersionsAskAlike) {
    using instrument::Number;
    using instrument::SingleChoice;
    using instrument::YesNo;
    instrument::Study newest = study_of(
        {{"q", SingleChoice{{fixture::option("a"), fixture::option("b")}}},
         {"k", YesNo{}},
         {"n", Number{instrument::NumberKind::whole, {}, {}, "hours"}},
         {"y", YesNo{}}}
    );
    newest.version = sha256("3");
    instrument::Study middle = study_of(
        {{"k", Number{}},
         {"q", SingleChoice{{fixture::option("a"), fixture::option("b"), fixture::option("z")}}},
         {"y", YesNo{"Agreed", "No"}},
         {"gone", instrument::Text{}}}
    );
    middle.version = sha256("2");
    instrument::Study oldest = study_of(
        {{"q", SingleChoice{{fixture::option("b"), fixture::option("a")}}},
         {"n", Number{instrument::NumberKind::whole, {}, {}, "minutes"}},
         {"k", Number{}}}
    );
    oldest.version = sha256("1");
    const std::vector<const instrument::Study*> versions{&newest, &middle, &oldest};
    const ResponseTable table(versions);
    const auto item = [&](int version, std::string_view id) -> const TableItem& {
        return table.items()[static_cast<std::size_t>(table.item_of(version, id))];
    };
    const std::string at_middle = "@" + middle.version.hex().substr(0, 8);
    EXPECT_EQ(item(0, "q").asked_in, (std::vector<int>{0, 2})) << "another order of choices";
    EXPECT_EQ(item(1, "q").key, "q" + at_middle);
    EXPECT_EQ(item(1, "q").changes, (std::vector<std::string>{"choice \"z\" removed"}));
    EXPECT_EQ(code_labels(item(0, "q").item.kind).size(), 2U);
    EXPECT_EQ(item(1, "k").key, "k" + at_middle) << "another kind";
    EXPECT_EQ(item(1, "k").asked_in, (std::vector<int>{1, 2}));
    EXPECT_EQ(item(2, "n").key, "n@" + oldest.version.hex().substr(0, 8)) << "another unit";
    EXPECT_EQ(item(1, "y").key, "y" + at_middle) << "other labels";
    EXPECT_EQ(item(1, "gone").key, "gone");
    EXPECT_EQ(table.item_of(0, "gone"), -1);
    EXPECT_EQ(table.version_of(middle.version), 1);
    EXPECT_EQ(table.version_of(sha256("4")), -1);
}

}  // namespace
}  // namespace querist::response
