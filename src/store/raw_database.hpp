#pragma once

// For tests only: the file behind the store's back, as someone who tampers with it would use it.

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace querist::store::fixture {

class RawDatabase {
public:
    explicit RawDatabase(const std::filesystem::path& file) {
        sqlite3* database = nullptr;
        const int code = sqlite3_open(file.c_str(), &database);
        database_.reset(database);
        if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
    }

    void run(const std::string& script) {
        char* message = nullptr;
        if (sqlite3_exec(database_.get(), script.c_str(), nullptr, nullptr, &message) ==
            SQLITE_OK) {
            return;
        }
        const std::string text = message == nullptr ? "unknown" : message;
        sqlite3_free(message);
        throw std::runtime_error(text + " in " + script);
    }

    /// First column of the first row as text; empty when there is none.
    std::string value(const std::string& sql) {
        std::string result;
        const auto take = [](void* to, int, char** values, char**) {
            if (values[0] != nullptr) *static_cast<std::string*>(to) = values[0];
            return 0;
        };
        if (sqlite3_exec(database_.get(), sql.c_str(), take, &result, nullptr) != SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(database_.get()));
        }
        return result;
    }

private:
    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    };
    std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace querist::store::fixture
