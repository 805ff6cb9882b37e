#pragma once

#include "response/response_table.hpp"

#include <optional>

namespace querist::response {

/// A table as pieces of memory, to be stored and to be read back without decoding. What the pieces
/// mean follows from the versions that the table was made for.
class TableMemory {
public:
    explicit TableMemory(ResponseTable& table) : table_(table) {}

    /// Tells apart tables whose pieces would mean something else.
    [[nodiscard]] Digest layout() const;

    /// The number of responses; then for each list of texts how many it has and their bytes.
    [[nodiscard]] std::vector<std::uint64_t> sizes() const;

    /// Makes an empty table as large as `sizes` says; false when they are none of such a table.
    [[nodiscard]] bool make_room(std::span<const std::uint64_t> sizes);

    /// Everything that the table holds, in a fixed order.
    [[nodiscard]] std::vector<std::span<std::byte>> pieces();

    /// Whether pieces that were read can be used: no code, version or text lies beyond its end.
    [[nodiscard]] bool is_sound() const;

private:
    template <class Visit>
    void each_texts(Visit&& visit) const;

    ResponseTable& table_;
};

}  // namespace querist::response
