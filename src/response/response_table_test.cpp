#include "response/response_table.hpp"

#include "response/response.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

namespace querist::response {
namespace {

instrument::Option option(std::string code) {
    instrument::Option one;
    one.code = std::move(code);
    one.label = one.code;
    return one;
}

instrument::Study study_of(std::vector<std::pair<std::string, instrument::Kind>> kinds) {
    instrument::Study study;
    for (auto& [id, kind] : kinds) {
        instrument::Item& item = study.items.emplace_back();
        item.id = id;
        item.ask = id;
        item.kind = std::move(kind);
    }
    return study;
}

std::vector<instrument::Option> options(int count) {
    std::vector<instrument::Option> all;
    for (int i = 0; i < count; ++i) all.push_back(option("c" + std::to_string(i)));
    return all;
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
        {"one", instrument::SingleChoice{options(9)}},
        {"many", instrument::SeveralChoices{options(3), {}, {}}},
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

TEST(ResponseTableTest, MergesVersionsByIdAndCode) {
    instrument::Study newest = study_of(
        {{"q", instrument::SingleChoice{{option("a"), option("b")}}}, {"k", instrument::YesNo{}}}
    );
    newest.version = sha256("2");
    instrument::Study older = study_of(
        {{"k", instrument::Number{}},
         {"q", instrument::SingleChoice{{option("z"), option("b")}}},
         {"gone", instrument::Text{}}}
    );
    older.version = sha256("1");
    const std::vector<const instrument::Study*> versions{&newest, &older};
    const ResponseTable table(versions);
    ASSERT_EQ(table.items().size(), 4U);
    EXPECT_EQ(table.item_of(0, "q"), 0);
    EXPECT_EQ(table.item_of(1, "q"), 0);
    EXPECT_EQ(table.item_of(0, "k"), 1);
    EXPECT_EQ(
        table.items()[static_cast<std::size_t>(table.item_of(1, "k"))].key,
        "k@" + older.version.hex().substr(0, 8)
    );
    EXPECT_EQ(table.item_of(0, "gone"), -1);
    const auto labels = code_labels(table.items()[0].item.kind);
    ASSERT_EQ(labels.size(), 3U);
    EXPECT_EQ(labels[2].code, "z");
    EXPECT_EQ(table.items()[0].options_in, (std::vector<std::vector<int>>{{0}, {0, 1}, {1}}));
    EXPECT_EQ(table.version_of(older.version), 1);
    EXPECT_EQ(table.version_of(sha256("3")), -1);
}

}  // namespace
}  // namespace querist::response
