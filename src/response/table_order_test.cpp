// Tables that are joined, put in order and stored hold the responses that they were given.

#include "response/fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

namespace querist::response {
namespace {

/// A column of every form: bytes, two bytes, bits, numbers, texts.
instrument::Study every_form() {
    instrument::Study study;
    const auto add = [&](const char* id, instrument::Kind kind) {
        instrument::Item& item = study.items.emplace_back();
        item.id = id;
        item.ask = id;
        item.kind = std::move(kind);
    };
    add("narrow", instrument::SingleChoice{fixture::options(9)});
    add("wide", instrument::SingleChoice{fixture::options(300)});
    add("set", instrument::SeveralChoices{fixture::options(3), {}, {}});
    add("number", instrument::Number{});
    add("text", instrument::Text{});
    study.pages.emplace_back().item_count = static_cast<int>(study.items.size());
    return study;
}

/// What one response holds, apart from tables.
struct Row {
    bool excluded = false;
    int narrow = -1;
    int wide = -1;
    std::array<bool, 3> set{};
    double number = 0;
    std::string text;
    std::string beside;  ///< At the fourth option of `narrow`.
    std::vector<std::string> flags;
    bool operator==(const Row&) const = default;
};
using Rows = std::map<PublicId, Row>;

PublicId random_id(SeededRandom& random) {
    PublicId id;
    random.fill(id.bytes);
    return id;
}

Row random_row(SeededRandom& random) {
    Row row;
    row.excluded = random.below(4) == 0;
    row.narrow = static_cast<int>(random.below(10)) - 1;
    row.wide = static_cast<int>(random.below(301)) - 1;
    for (bool& chosen : row.set) chosen = random.below(2) == 0;
    row.number = static_cast<double>(random.below(50));
    if (random.below(2) == 0) row.text = std::string(1 + random.below(20), 'x') + "text";
    if (random.below(5) == 0) row.beside = "beside" + std::to_string(random.below(1000));
    for (std::uint64_t flags = random.below(3); flags > 0; --flags) {
        row.flags.push_back("flag:" + std::to_string(random.below(9)));
    }
    return row;
}

void add(ResponseTable& table, const PublicId& id, const Row& row) {
    table.add_response({.public_id = id, .excluded = row.excluded}, Gap::skipped);
    if (row.narrow >= 0) table.set_code(0, row.narrow);
    if (row.wide >= 0) table.set_code(1, row.wide);
    for (int code = 0; code < 3; ++code) {
        if (row.set[static_cast<std::size_t>(code)]) table.add_code(2, code);
    }
    table.set_number(3, row.number);
    if (!row.text.empty()) table.set_text(4, row.text);
    if (!row.beside.empty()) table.set_text_beside(0, 3, row.beside);
    table.set_flags(row.flags);
}

Row read(const ResponseTable& table, std::size_t i) {
    const std::vector<Column>& columns = table.columns();
    Row row;
    row.excluded = table.responses()[i].excluded;
    row.narrow = std::get<Codes>(columns[0].cells).at(i);
    row.wide = std::get<Codes>(columns[1].cells).at(i);
    for (int code = 0; code < 3; ++code) {
        row.set[static_cast<std::size_t>(code)] = std::get<CodeSets>(columns[2].cells).at(i, code);
    }
    row.number = std::get<Numbers>(columns[3].cells)[i];
    row.text = std::get<Texts>(columns[4].cells).at(i);
    row.beside = columns[0].beside[3].at(i);
    for (const std::string_view flag : split_flags(table.flags().at(i)))
        row.flags.emplace_back(flag);
    EXPECT_EQ(columns[0].gap(i), row.narrow < 0 ? Gap::skipped : Gap::none);
    return row;
}

void expect_rows(const ResponseTable& table, const Rows& rows) {
    ASSERT_EQ(table.size(), rows.size());
    std::size_t i = 0;
    for (const auto& [id, row] : rows) {
        ASSERT_EQ(table.responses()[i].public_id, id);
        ASSERT_EQ(read(table, i), row) << i;
        ++i;
    }
}

bool holds(ResponseTable& table, std::string_view text) {
    return std::ranges::any_of(TableMemory(table).pieces(), [&](std::span<std::byte> piece) {
        const std::string_view bytes(reinterpret_cast<const char*>(piece.data()), piece.size());
        return bytes.contains(text);
    });
}

class TableOrderTest : public testing::Test {
protected:
    ResponseTable table(const Rows& rows) {
        ResponseTable made(versions_);
        for (const auto& [id, row] : rows) add(made, id, row);
        return made;
    }
    Rows random_rows(std::uint64_t count) {
        Rows rows;
        for (; count > 0; --count) rows.emplace(random_id(random_), random_row(random_));
        return rows;
    }

    instrument::Study study_ = every_form();
    std::array<const instrument::Study*, 1> versions_{&study_};
    SeededRandom random_{7};
};

TEST_F(TableOrderTest, JoinedAndSortedTablesHoldEveryResponse) {
    // Lengths around whole words of bits.
    for (const std::uint64_t first : {0UL, 1UL, 63UL, 64UL, 130UL}) {
        for (const std::uint64_t second : {0UL, 1UL, 64UL, 200UL}) {
            SCOPED_TRACE(testing::Message() << first << " and " << second);
            Rows rows = random_rows(first);
            const Rows more = random_rows(second);
            ResponseTable joined = table(rows);
            joined.append(table(more));
            joined.sort_by_public_id();
            rows.insert(more.begin(), more.end());
            expect_rows(joined, rows);
        }
    }
}

TEST_F(TableOrderTest, ReplacedResponsesLeaveNothing) {
    for (int round = 0; round < 60; ++round) {
        SCOPED_TRACE(round);
        Rows rows = random_rows(random_.below(300));
        const std::string secret = "left-" + std::to_string(round) + "-";
        std::vector<PublicId> ids;
        Rows fresh = random_rows(random_.below(20));
        for (auto& [id, row] : rows) {
            // Few, many or all change; of those, some come back with other answers.
            if (random_.below(100) >= static_cast<std::uint64_t>(round * 2)) continue;
            row.text = secret + row.text;
            row.beside = secret;
            ids.push_back(id);
            if (random_.below(2) == 0) fresh.emplace(id, random_row(random_));
        }
        ResponseTable changed = table(rows);
        EXPECT_EQ(holds(changed, secret), !ids.empty());
        changed.replace(ids, table(fresh));
        for (const PublicId& id : ids) rows.erase(id);
        rows.insert(fresh.begin(), fresh.end());
        expect_rows(changed, rows);
        EXPECT_FALSE(holds(changed, secret));
    }
}

TEST_F(TableOrderTest, FewChangesAmongManyAreFoundInTheirPlaces) {
    // Few enough that what stays is moved in runs.
    for (const std::uint64_t changes : {1UL, 2UL, 9UL}) {
        SCOPED_TRACE(changes);
        Rows rows = random_rows(1'500);
        Rows fresh = random_rows(changes);
        std::vector<PublicId> ids;
        for (std::uint64_t i = 0; i < changes; ++i) {
            ids.push_back(std::next(rows.begin(), static_cast<std::ptrdiff_t>(i * 150))->first);
        }
        fresh.emplace(ids.front(), random_row(random_));
        ResponseTable changed = table(rows);
        changed.replace(ids, table(fresh));
        for (const PublicId& id : ids) rows.erase(id);
        rows.insert(fresh.begin(), fresh.end());
        expect_rows(changed, rows);
    }
}

TEST_F(TableOrderTest, ExcludedResponsesLeaveAndAreCounted) {
    Rows rows = random_rows(300);
    ResponseTable left = table(rows);
    const auto excluded = std::erase_if(rows, [](const auto& row) { return row.second.excluded; });
    const auto leaves = [](const ResponseTable::Meta& meta) { return meta.excluded; };
    EXPECT_EQ(left.remove(leaves), static_cast<std::int64_t>(excluded));
    expect_rows(left, rows);
    EXPECT_EQ(left.remove(leaves), 0);
}

TEST_F(TableOrderTest, MemoryIsReadBackAsItWas) {
    for (const std::uint64_t count : {0UL, 1UL, 65UL, 500UL}) {
        const Rows rows = random_rows(count);
        ResponseTable from = table(rows);
        TableMemory source(from);
        ResponseTable to(versions_);
        TableMemory target(to);
        EXPECT_EQ(source.layout(), target.layout());
        ASSERT_TRUE(target.make_room(source.sizes()));
        const auto pieces = source.pieces();
        const auto room = target.pieces();
        ASSERT_EQ(pieces.size(), room.size());
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            ASSERT_EQ(pieces[i].size(), room[i].size());
            std::memcpy(room[i].data(), pieces[i].data(), pieces[i].size());
        }
        EXPECT_TRUE(target.is_sound());
        expect_rows(to, rows);
    }
}

TEST_F(TableOrderTest, OtherMemoryIsNotTaken) {
    ResponseTable wanted(versions_);
    EXPECT_FALSE(TableMemory(wanted).make_room(std::vector<std::uint64_t>{}));
    EXPECT_FALSE(TableMemory(wanted).make_room(std::vector<std::uint64_t>{3}));
    instrument::Study other = every_form();
    std::get<instrument::SingleChoice>(other.items[0].kind).choices = fixture::options(8);
    const std::array<const instrument::Study*, 1> others{&other};
    ResponseTable table_of_other(others);
    EXPECT_NE(TableMemory(wanted).layout(), TableMemory(table_of_other).layout());
    ResponseTable damaged = table(random_rows(10));
    TableMemory memory(damaged);
    EXPECT_TRUE(memory.is_sound());
    // The gaps of the first column.
    memory.pieces()[1][0] = std::byte{99};
    EXPECT_FALSE(memory.is_sound());
}

TEST_F(TableOrderTest, CrossCountsAreThoseOfTheResponses) {
    const Rows rows = random_rows(700);
    const ResponseTable crossed = table(rows);
    const statistics::Counts by_set = crossed.cross_counts(0, 2);
    const statistics::Counts by_wide = crossed.cross_counts(0, 1);
    for (int narrow = 0; narrow < 9; ++narrow) {
        const auto row = static_cast<std::size_t>(narrow);
        for (std::size_t code = 0; code < 3; ++code) {
            EXPECT_EQ(by_set.at(row, code), std::ranges::count_if(rows, [&](const auto& one) {
                          return one.second.narrow == narrow && one.second.set[code];
                      }));
        }
        for (std::size_t code = 0; code < 300; code += 37) {
            EXPECT_EQ(by_wide.at(row, code), std::ranges::count_if(rows, [&](const auto& one) {
                          return one.second.narrow == narrow &&
                                 one.second.wide == static_cast<int>(code);
                      }));
        }
    }
    EXPECT_THROW((void)crossed.cross_counts(0, 3), std::domain_error);
    EXPECT_FALSE(crossed.columns()[4].tabulated());
}

}  // namespace
}  // namespace querist::response
