#pragma once

#include "core/core.hpp"
#include "response/response.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// Puts the projections of one instrument version into the columns of a table.
class VersionFiller {
public:
    VersionFiller(
        const instrument::Study& study, const response::ResponseTable& table, int version
    );

    /// Reads a projection; then `excluded` and `add` speak of it.
    [[nodiscard]] Result<void> read(std::string_view projection) {
        return reader_.read(projection);
    }
    [[nodiscard]] bool excluded() const { return reader_.excluded(); }
    [[nodiscard]] std::span<const std::string> flags() const { return reader_.flags(); }
    void add(response::ResponseTable& table, const PublicId& public_id, response::Status status)
        const;

private:
    /// Where the positions of the version's options stand in the table.
    struct Item {
        int first_column = -1;     ///< -1: information.
        std::vector<int> columns;  ///< The column of each of the version's rows.
        std::vector<int> codes;    ///< The table's code of each of the version's options.
        bool conditional_rows = false;
    };
    [[nodiscard]] std::uint8_t language() const;
    void add_orders(response::ResponseTable& table, const PublicId& public_id) const;
    void add_answer(response::ResponseTable& table, std::size_t item) const;
    void add_rows(response::ResponseTable& table, std::size_t item, response::Gap gap) const;
    void add_texts(response::ResponseTable& table, std::size_t item) const;

    const instrument::Study& study_;
    int version_;
    response::ProjectionReader reader_;
    std::vector<Item> items_;
    /// The table's language (`Meta::language`) of each of the version's.
    std::vector<std::uint8_t> languages_;
    bool shuffles_ = false;  ///< Something stands in an order of each response's own.
};

}  // namespace querist::actions
