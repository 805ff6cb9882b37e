#pragma once

#include "store/sqlite_statement.hpp"
#include "store/store.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace querist::store {

/// The words of a statement. Made only from literals: no statement is ever pasted together.
struct Sql {
    consteval Sql(const char* literal) : text(literal) {}  // NOLINT: reads as the text it is
    const char* text;
};

/// One SQLite connection with its prepared statements. Used by one thread at a time.
class Connection {
public:
    enum class Role { writer, reader, maintenance };
    struct Options {
        std::filesystem::path file;
        std::string vfs;
        Access access = Access::read_write;
        Role role = Role::reader;
        Durability durability = Durability::full;
        bool immutable = false;  ///< On read-only media: nobody can write, so nothing is locked.
    };

    /// Throws StoreFailure. Does not touch the file: settings that do are `set_up`.
    explicit Connection(const Options& options);
    Connection(Connection&& other) noexcept = default;
    Connection& operator=(Connection&&) = delete;

    /// The pragmas of the role, once the file is known to be ours.
    void set_up();

    /// Runs a statement whose rows are read; parameters are copied.
    template <class... Parameters>
    Query query(Sql sql, const Parameters&... parameters) {
        Query query = prepare(sql);
        int index = 0;
        (query.bind(++index, parameters, Bound::copied), ...);
        return query;
    }

    /// Runs a statement to its end and says how many rows it changed.
    template <class... Parameters>
    std::int64_t run(Sql sql, const Parameters&... parameters) {
        Query query = prepare(sql);
        int index = 0;
        (query.bind(++index, parameters, Bound::in_place), ...);
        while (query.next()) {
        }
        return sqlite3_changes64(handle());
    }

    /// The one number that a statement gives; 0 when it gives none.
    template <class... Parameters>
    std::int64_t number(Sql sql, const Parameters&... parameters) {
        Query query = this->query(sql, parameters...);
        return query.next() && !query.is_null(0) ? query.integer(0) : 0;
    }

    /// Runs a script of migrations.
    void run_script(Sql sql);

    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
    [[nodiscard]] std::int64_t last_row() const { return sqlite3_last_insert_rowid(handle()); }
    [[nodiscard]] sqlite3* handle() const { return database_.get(); }

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

    Query prepare(Sql sql);
    sqlite3_stmt* compile(Sql sql, unsigned flags);

    Options options_;
    std::unique_ptr<sqlite3, Close> database_;
    std::unordered_map<const char*, Statement> statements_;  ///< Ends before `database_`.
};

}  // namespace querist::store
