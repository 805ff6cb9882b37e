#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "statistics/statistics.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace querist::response {

enum class Gap;
enum class Origin;

/// Where each response of a table comes from; those that are not named leave.
class Selection;

/// How far a response came: `completion_of`.
enum class Completion {
    complete,
    partial,
    broken_off,
    refused,
    withdrawn,
    screened_out,  ///< By its answers.
    quota_full     ///< Ended because a quota was full.
};

/// One code a response: a byte each while at most 254 codes exist, else two.
class Codes {
public:
    explicit Codes(std::size_t code_count = 0);
    void reserve(std::size_t responses);
    void grow();  ///< One more response, without a code.
    void set(std::size_t response, int code);
    [[nodiscard]] int at(std::size_t response) const;        ///< -1: none.
    [[nodiscard]] std::vector<std::int64_t> counts() const;  ///< One per code.
    /// To be tabulated with others; valid while this is not changed.
    [[nodiscard]] statistics::CodeColumn tabulated() const;
    void append(const Codes& more);  ///< Of as many codes.
    void select(const Selection& selection);

private:
    friend class TableMemory;
    [[nodiscard]] bool is_narrow() const { return code_count_ < 255; }

    std::size_t code_count_;
    std::vector<std::uint8_t> narrow_;
    std::vector<std::uint16_t> wide_;
};

/// Any number of codes a response: one bit a response for each code.
class CodeSets {
public:
    explicit CodeSets(std::size_t code_count);
    void reserve(std::size_t responses);
    void grow();
    void set(std::size_t response, int code);
    void clear(std::size_t response);
    [[nodiscard]] bool at(std::size_t response, int code) const;
    [[nodiscard]] std::vector<std::int64_t> counts() const;  ///< One per code.
    /// To be tabulated with others; valid while this is not changed.
    [[nodiscard]] statistics::SetColumn tabulated() const;
    void append(const CodeSets& more);
    void select(const Selection& selection);

private:
    friend class TableMemory;
    std::size_t responses_ = 0;
    std::vector<std::vector<std::uint64_t>> bits_;  ///< One list a code.
};

/// Texts of some responses, in the order of responses, in one piece of memory.
class Texts {
public:
    void add(std::size_t response, std::string_view text);  ///< Responses in ascending order.
    [[nodiscard]] std::size_t size() const { return cells_.size(); }
    [[nodiscard]] std::size_t response(std::size_t i) const { return cells_[i].response; }
    [[nodiscard]] std::string_view text(std::size_t i) const;
    [[nodiscard]] std::string_view at(std::size_t response) const;  ///< Empty: none.
    /// Memory for as many times what it holds.
    void reserve_times(double times);
    void append(const Texts& more, std::size_t first);  ///< Its response 0 becomes `first`.
    /// `place`: where each response goes among `responses`, or `Texts::gone`: no byte of its text
    /// stays.
    void move_to(std::span<const std::uint32_t> place, std::size_t responses);
    static constexpr std::uint32_t gone = 0xffffffff;

private:
    friend class TableMemory;
    struct Cell {
        std::uint32_t response;
        std::uint32_t length;
        std::uint64_t begin;
    };
    std::vector<Cell> cells_;
    std::string bytes_;
};

/// Numbers, one a response; 0 where there is none.
using Numbers = std::vector<double>;

/// One thing that is tabulated: an item, or one row of an item that has rows.
struct Column {
    int item = 0;  ///< Position in `ResponseTable::items`.
    int row = -1;  ///< Position in the item's rows; -1: it has none.
    std::variant<Codes, CodeSets, Numbers, Texts> cells;
    std::vector<Texts> beside;       ///< Typed beside an option, one list an option; a row: one.
    std::vector<std::uint8_t> gaps;  ///< `Gap` of each response; none where it has an answer.

    [[nodiscard]] Gap gap(std::size_t response) const { return static_cast<Gap>(gaps[response]); }
    /// Its codes, to be counted or crossed with another column's (`statistics::tabulate`), with
    /// weights or without; valid while the table is not changed. Empty for numbers and texts.
    [[nodiscard]] std::optional<statistics::TabulatedColumn> tabulated() const;
};

/// An item as those versions of the instrument know it whose answers may be reported together
/// (`instrument::compare_versions`). An item that an older version asked otherwise is another one.
struct TableItem {
    instrument::Item item;      ///< Of the newest version that asks it so.
    std::string key;            ///< Its id; "id@1a2b3c4d" where a newer version asks otherwise.
    std::vector<int> asked_in;  ///< Positions in `ResponseTable::versions`.
    /// What a newer version asks otherwise under the same id; empty for the newest.
    std::vector<std::string> changes;
    bool shuffles = false;  ///< Some version shuffles its choices or rows.
    bool moves = false;     ///< Some version shuffles the questions of its page.
    Texts order = {};       ///< Codes as they stood, separated by spaces, where it shuffles.
    Texts place = {};       ///< Its place on the page from 1, where it moves.
    int first_column = 0;   ///< Columns [first_column, first_column + column_count).
    int column_count = 0;   ///< 0: information; 1; or one per row.
};

/// Responses in columns. Codes stand as positions in the options of `items`; yes/no and consent
/// have the two codes yes (0) and no (1).
class ResponseTable {
public:
    /// An empty table for these versions of one study, the newest first (at least one).
    explicit ResponseTable(std::span<const instrument::Study* const> versions);

    struct Meta {
        PublicId public_id;
        int version = 0;  ///< Position in `versions()`.
        Completion completion{};
        bool excluded = false;
        std::uint8_t language = 0;             ///< From 1 in `languages()`; 0: not known.
        std::array<std::uint8_t, 6> unused{};  ///< So that every byte is known: it is stored.
        std::int64_t started = 0;              ///< Microseconds since 1970; 0: not known.
        std::int64_t finished = 0;             ///< The same; 0: not finished.
    };
    /// Memory for as many responses, so that it need not be found again and again. Those that it
    /// holds say how much text the others may bring.
    void reserve(std::size_t responses);
    /// Adds a response whose every cell is the gap `gap` until it is set.
    void add_response(const Meta& meta, Gap gap);

    // These fill the response added last.
    void set_code(int column, int code);
    void add_code(int column, int code);
    void set_number(int column, double number);
    void set_text(int column, std::string_view text);
    void set_text_beside(int column, int option, std::string_view text);
    void set_flags(std::span<const std::string> flags);  ///< Once a response, if it has any.
    void set_order(int item, std::string_view codes);
    void set_place(int item, int place);
    void set_gap(int column, Gap gap);  ///< Takes an answer away: codes and numbers are cleared.

    /// Puts the responses in the order of their public ids: it is random, so that neither a report
    /// nor an export tells who answered first, and the same for the same responses.
    /// Responses of other tables for the same versions are put among them, and leave those.
    void sort_by_public_id(
        std::span<ResponseTable> others = {}, const statistics::Executor& executor = {}
    );

    /// Adds the responses of another table for the same versions after its own, and empties it.
    void append(ResponseTable&& more);
    /// In the order of public ids both before and after: responses of `ids` (ascending) leave,
    /// those of `fresh` come. Nothing of those that left stays in memory that is the table's.
    void replace(std::span<const PublicId> ids, ResponseTable&& fresh);
    /// Responses of which this is true leave. Says how many they were.
    std::int64_t remove(const std::function<bool(const Meta&)>& leaves);

    [[nodiscard]] const std::vector<TableItem>& items() const { return items_; }
    [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
    [[nodiscard]] const std::vector<Digest>& versions() const { return versions_; }
    /// Every language that one of the versions is offered in: the newest one's first.
    [[nodiscard]] const std::vector<std::string>& languages() const { return languages_; }
    /// What a response's language is called; empty: not known.
    [[nodiscard]] std::string_view language(const Meta& meta) const;
    [[nodiscard]] const std::vector<Meta>& responses() const { return responses_; }
    [[nodiscard]] std::size_t size() const { return responses_.size(); }
    /// Of each response that has any, to be taken apart by `split_flags`.
    [[nodiscard]] const Texts& flags() const { return flags_; }

    /// How often each code of one column stands together with each of another: options that were
    /// chosen by responses that have both. std::domain_error for columns of numbers or texts.
    [[nodiscard]] statistics::Counts cross_counts(int rows, int columns) const;

    /// Position of the item that an id means in a version, or -1.
    [[nodiscard]] int item_of(int version, std::string_view id) const;
    [[nodiscard]] int version_of(const Digest& version) const;  ///< Or -1.

private:
    friend class TableMemory;
    void append_beside(ResponseTable& more);         ///< What is no column.
    void select_beside(const Selection& selection);  ///< The same.
    void select(std::span<const std::uint32_t> order);
    void add_version(int version, std::span<const instrument::Study* const> versions);
    void add_columns();

    std::vector<TableItem> items_;
    std::vector<Column> columns_;
    std::vector<Digest> versions_;
    std::vector<std::string> languages_;
    std::vector<std::vector<std::pair<std::string, int>>> item_ids_;  ///< By version, sorted.
    std::vector<Meta> responses_;
    Texts flags_;
};

/// The flags that `ResponseTable::set_flags` was given; a flag is one line.
[[nodiscard]] std::vector<std::string_view> split_flags(std::string_view flags);

/// The codes of a column's item as the table numbers them, with their labels.
struct CodeLabel {
    std::string_view code;
    std::string_view label;
};
[[nodiscard]] std::vector<CodeLabel> code_labels(const instrument::Kind& kind);

}  // namespace querist::response
