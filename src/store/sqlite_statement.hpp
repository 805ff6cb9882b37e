#pragma once

#include "core/core.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace querist::store {

/// Bytes that are no text, to be bound or read as a BLOB.
struct Blob {
    std::string_view bytes;
};

/// Whether bound bytes are copied, or stay where they are until the statement was run.
enum class Bound { copied, in_place };

/// A prepared statement in use: bound parameters in, rows out. Ready for its next use when this
/// object ends.
class Query {
public:
    /// `owned` is finalized at the end; otherwise the statement is the connection's cache's.
    Query(sqlite3_stmt* statement, bool owned) : statement_(statement), owned_(owned) {}
    Query(Query&& other) noexcept : statement_(other.statement_), owned_(other.owned_) {
        other.statement_ = nullptr;
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query& operator=(Query&&) = delete;
    ~Query();

    void bind(int index, std::int64_t value, Bound = Bound::copied);
    void bind(int index, int value, Bound = Bound::copied);
    void bind(int index, std::string_view text, Bound how);
    void bind(int index, const std::string& text, Bound how) {
        bind(index, std::string_view(text), how);
    }
    void bind(int index, const char* text, Bound how) { bind(index, std::string_view(text), how); }
    void bind(int index, Blob blob, Bound how);
    void bind(int index, const Digest& digest, Bound how) { bind(index, Blob{digest.view()}, how); }
    void bind(int index, const PublicId& id, Bound how);
    void bind(int index, std::nullptr_t, Bound = Bound::copied);
    template <class T>
    void bind(int index, const std::optional<T>& value, Bound how) {
        if (value) {
            bind(index, *value, how);
        } else {
            bind(index, nullptr, how);
        }
    }

    /// Goes to the next row; false after the last. Throws StoreFailure.
    bool next();

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view bytes(int column) const;  ///< Valid until the next row.
    [[nodiscard]] std::string text(int column) const { return std::string(bytes(column)); }
    /// Throws StoreFailure (store.damaged) when it is not 32 bytes.
    [[nodiscard]] Digest digest(int column) const;
    [[nodiscard]] PublicId public_id(int column) const;

private:
    sqlite3_stmt* statement_;
    bool owned_;
};

/// A value that no version of Querist writes stands in the file.
[[noreturn]] void throw_damaged(sqlite3* database, std::string_view what);

}  // namespace querist::store
