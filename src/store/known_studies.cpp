#include "store/key_file.hpp"
#include "store/sqlite_connection.hpp"

#include <set>

namespace querist::store {

namespace {

constexpr Sql has_table = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1";
constexpr Sql studies_with_answers = "SELECT name FROM study";
constexpr Sql studies_with_frames = "SELECT study FROM frame";

void add_studies(
    const std::filesystem::path& file, std::string_view table, Sql names, std::set<std::string>& to
) {
    std::error_code ignored;
    if (std::filesystem::file_size(file, ignored) == 0 || ignored) return;
    Connection::Options options;
    options.file = file;
    options.access = Access::read_only;
    Connection connection(options);
    if (connection.number(has_table, table) == 0) return;
    Query query = connection.query(names);
    while (query.next()) to.emplace(query.text(0));
}

}  // namespace

Result<std::vector<std::string>> known_studies(const std::filesystem::path& folder) {
    try {
        std::set<std::string> studies;
        add_studies(folder / "answers.db", "study", studies_with_answers, studies);
        add_studies(folder / "identity.db", "frame", studies_with_frames, studies);
        return std::vector<std::string>(studies.begin(), studies.end());
    } catch (const StoreFailure& failed) {
        return std::unexpected(failed.problem());
    }
}

}  // namespace querist::store
