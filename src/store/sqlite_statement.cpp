#include "store/sqlite_statement.hpp"

#include "store/sqlite_failure.hpp"
#include "store/store.hpp"

#include <algorithm>

namespace querist::store {

namespace {

void check(sqlite3_stmt* statement, int code) {
    if (code != SQLITE_OK) throw_sqlite_failure(sqlite3_db_handle(statement), code);
}

/// SQLite's own marks for "copy" and "stays" are casts of integers to function pointers.
sqlite3_destructor_type lifetime(Bound how) {
    return how == Bound::copied ? SQLITE_TRANSIENT : SQLITE_STATIC;  // NOLINT
}

template <std::size_t Size>
void copy_exactly(
    sqlite3_stmt* statement, std::string_view from, std::array<std::uint8_t, Size>& to
) {
    if (from.size() != Size) {
        throw_damaged(sqlite3_db_handle(statement), "a digest or id has the wrong length");
    }
    std::ranges::copy(from, to.begin());
}

}  // namespace

void throw_damaged(sqlite3* database, std::string_view what) {
    const char* file = sqlite3_db_filename(database, "main");
    throw StoreFailure(sqlite_problem(SQLITE_CORRUPT, 0, std::string(what), file ? file : ""));
}

Query::~Query() {
    if (statement_ == nullptr) return;
    if (owned_) {
        sqlite3_finalize(statement_);
    } else {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
}

void Query::bind(int index, std::int64_t value, Bound) {
    check(statement_, sqlite3_bind_int64(statement_, index, value));
}
void Query::bind(int index, int value, Bound) {
    check(statement_, sqlite3_bind_int64(statement_, index, value));
}
void Query::bind(int index, std::string_view text, Bound how) {
    // A null pointer would bind NULL; an empty text is not NULL.
    const char* data = text.data() == nullptr ? "" : text.data();
    check(
        statement_,
        sqlite3_bind_text64(statement_, index, data, text.size(), lifetime(how), SQLITE_UTF8)
    );
}
void Query::bind(int index, Blob blob, Bound how) {
    const char* data = blob.bytes.data() == nullptr ? "" : blob.bytes.data();
    check(
        statement_, sqlite3_bind_blob64(statement_, index, data, blob.bytes.size(), lifetime(how))
    );
}
void Query::bind(int index, const PublicId& id, Bound how) {
    const std::string_view bytes(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
    bind(index, Blob{bytes}, how);
}
void Query::bind(int index, std::nullptr_t, Bound) {
    check(statement_, sqlite3_bind_null(statement_, index));
}

bool Query::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw_sqlite_failure(sqlite3_db_handle(statement_), code);
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Query::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Digest Query::digest(int column) const {
    Digest digest;
    copy_exactly(statement_, bytes(column), digest.bytes);
    return digest;
}

PublicId Query::public_id(int column) const {
    PublicId id;
    copy_exactly(statement_, bytes(column), id.bytes);
    return id;
}

}  // namespace querist::store
