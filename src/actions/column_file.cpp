#include "actions/column_file.hpp"

#include "actions/at_once.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <fstream>

namespace querist::actions {

namespace {

using Pieces = std::vector<std::span<std::byte>>;

/// Begins the file. The number tells formats, and processors that store it otherwise, apart.
struct Preamble {
    std::array<char, 8> magic = {'Q', 'R', 'S', 'T', 'C', 'O', 'L', 'S'};
    std::uint32_t format = 2;
    std::uint32_t header_bytes = 0;
    std::array<std::uint8_t, 32> header_digest{};
};
static_assert(std::has_unique_object_representations_v<Preamble>);

constexpr std::uint32_t header_bytes_max = 64 * 1024 * 1024;
/// Fewer bytes are read and hashed sooner than a thread begins.
constexpr std::size_t bytes_per_thread_min = 4 * 1024 * 1024;

std::string_view view(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::size_t total(const Pieces& pieces) {
    std::size_t sum = 0;
    for (const std::span<std::byte>& piece : pieces) sum += piece.size();
    return sum;
}

/// Calls `work` with the number of each piece, on two threads when there is much to do.
void each_piece(const Pieces& pieces, const std::function<void(std::size_t)>& work) {
    if (total(pieces) > 2 * bytes_per_thread_min) return at_once(pieces.size(), work);
    for (std::size_t i = 0; i < pieces.size(); ++i) work(i);
}

std::vector<Digest> parse_digests(const nlohmann::json& list) {
    std::vector<Digest> digests;
    for (const nlohmann::json& one : list) {
        const auto digest = Digest::parse_hex(one.get_ref<const std::string&>());
        if (!digest) throw std::invalid_argument("no digest");
        digests.push_back(*digest);
    }
    return digests;
}

nlohmann::json hex_of(const std::vector<Digest>& digests) {
    nlohmann::json list = nlohmann::json::array();
    for (const Digest& digest : digests) list.push_back(digest.hex());
    return list;
}

/// The folder and its files are for their owner only, as the database is.
bool make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    return ::mkdir(folder.c_str(), 0700) == 0 || std::filesystem::is_directory(folder, error);
}

}  // namespace

ColumnFile::ColumnFile(
    const std::filesystem::path& data, std::string_view study, response::Origin origin
)
    : path_(store::derived_files(data) / fmt::format("{}.{}", study, response::to_text(origin))) {}

ColumnFile::State ColumnFile::open() {
    std::error_code error;
    if (!std::filesystem::exists(path_, error)) return State::missing;
    std::ifstream file(path_, std::ios::binary);
    Preamble preamble;
    const Preamble expected;
    file.read(reinterpret_cast<char*>(&preamble), sizeof preamble);
    if (!file || preamble.magic != expected.magic || preamble.format != expected.format ||
        preamble.header_bytes > header_bytes_max) {
        return State::unusable;
    }
    std::string header(preamble.header_bytes, '\0');
    file.read(header.data(), preamble.header_bytes);
    if (!file || sha256(header).bytes != preamble.header_digest) return State::unusable;
    try {
        const nlohmann::json json = nlohmann::json::parse(header);
        const auto origin = response::parse_origin(json.at("origin").get_ref<const std::string&>());
        if (!origin) return State::unusable;
        source_.study = json.at("study").get<std::string>();
        source_.origin = *origin;
        source_.versions = parse_digests(json.at("versions"));
        source_.mark = {
            json.at("entry").get<std::int64_t>(),
            parse_digests(nlohmann::json::array({json.at("head")})).front()
        };
        layout_ = parse_digests(nlohmann::json::array({json.at("layout")})).front();
        sizes_ = json.at("sizes").get<std::vector<std::uint64_t>>();
        digests_ = parse_digests(json.at("digests"));
    } catch (const std::exception&) {
        return State::unusable;  // JSON of another shape than this querist writes
    }
    first_piece_ = sizeof preamble + header.size();
    return State::usable;
}

bool ColumnFile::read(response::ResponseTable& table) const {
    response::TableMemory memory(table);
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path_, error);
    // Nothing is allocated on the word of a file that is not that long.
    std::uintmax_t claimed = 0;
    for (const std::uint64_t one : sizes_) claimed = std::max<std::uintmax_t>(claimed, one);
    if (error || claimed > size || memory.layout() != layout_ || !memory.make_room(sizes_)) {
        return false;
    }
    const Pieces pieces = memory.pieces();
    if (pieces.size() != digests_.size() || first_piece_ + total(pieces) != size) return false;
    std::vector<std::uint64_t> begins;
    std::uint64_t begin = first_piece_;
    for (const std::span<std::byte>& piece : pieces) {
        begins.push_back(begin);
        begin += piece.size();
    }
    std::atomic<bool> whole = true;
    each_piece(pieces, [&](std::size_t i) {
        std::ifstream file(path_, std::ios::binary);
        file.seekg(static_cast<std::streamoff>(begins[i]));
        file.read(
            reinterpret_cast<char*>(pieces[i].data()),
            static_cast<std::streamsize>(pieces[i].size())
        );
        if (!file || sha256(view(pieces[i])) != digests_[i]) whole = false;
    });
    return whole && memory.is_sound();
}

bool ColumnFile::write(const Source& source, response::ResponseTable& table) const {
    if (!make_folder(path_.parent_path())) return false;
    response::TableMemory memory(table);
    const Pieces pieces = memory.pieces();
    std::vector<Digest> digests(pieces.size());
    each_piece(pieces, [&](std::size_t i) { digests[i] = sha256(view(pieces[i])); });
    const std::string header = canonical_json(nlohmann::json{
        {"study", source.study},
        {"origin", response::to_text(source.origin)},
        {"versions", hex_of(source.versions)},
        {"entry", source.mark.entry},
        {"head", source.mark.head.hex()},
        {"layout", memory.layout().hex()},
        {"sizes", memory.sizes()},
        {"digests", hex_of(digests)},
    });
    Preamble preamble;
    preamble.header_bytes = static_cast<std::uint32_t>(header.size());
    preamble.header_digest = sha256(header).bytes;
    const std::filesystem::path unfinished = path_.string() + fmt::format(".{}.part", ::getpid());
    bool written = false;
    {
        std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
        file.write(reinterpret_cast<const char*>(&preamble), sizeof preamble);
        file << header;
        for (const std::span<std::byte>& piece : pieces) file << view(piece);
        file.flush();
        written = file.good();
    }
    std::error_code error;
    std::filesystem::permissions(unfinished, std::filesystem::perms{0600}, error);
    if (written && !error) std::filesystem::rename(unfinished, path_, error);
    if (!written || error) {
        std::error_code ignored;
        std::filesystem::remove(unfinished, ignored);
        return false;
    }
    return true;
}

}  // namespace querist::actions
