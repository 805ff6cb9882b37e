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

/// Begins the file; the pieces follow, and the header at the end, so that a piece is written by
/// whoever hashes it. The number tells formats, and processors that store it otherwise, apart.
struct Preamble {
    std::array<char, 8> magic = {'Q', 'R', 'S', 'T', 'C', 'O', 'L', 'S'};
    std::uint32_t format = 3;
    std::uint32_t header_bytes = 0;
    std::uint64_t piece_bytes = 0;  ///< Of all pieces.
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

/// Where each piece begins in the file.
std::vector<std::streamoff> beginnings(const Pieces& pieces) {
    std::vector<std::streamoff> begins;
    begins.reserve(pieces.size());
    std::size_t begin = sizeof(Preamble);
    for (const std::span<std::byte>& piece : pieces) {
        begins.push_back(static_cast<std::streamoff>(begin));
        begin += piece.size();
    }
    return begins;
}

/// Writes each piece into its place in a file that exists, and says its digest; none: the disk
/// takes no more.
std::optional<std::vector<Digest>> write_pieces(
    const std::filesystem::path& path, const Pieces& pieces
) {
    const std::vector<std::streamoff> begins = beginnings(pieces);
    std::vector<Digest> digests(pieces.size());
    std::atomic<bool> whole = true;
    each_piece(pieces, [&](std::size_t i) {
        digests[i] = sha256(view(pieces[i]));
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(begins[i]);
        file << view(pieces[i]) << std::flush;
        if (!file) whole = false;
    });
    if (!whole) return std::nullopt;
    return digests;
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
    const std::uintmax_t size = std::filesystem::file_size(path_, error);
    std::ifstream file(path_, std::ios::binary);
    Preamble preamble;
    const Preamble expected;
    file.read(reinterpret_cast<char*>(&preamble), sizeof preamble);
    if (!file || error || preamble.magic != expected.magic || preamble.format != expected.format ||
        preamble.header_bytes > header_bytes_max || preamble.piece_bytes > size ||
        sizeof preamble + preamble.piece_bytes + preamble.header_bytes != size) {
        return State::unusable;
    }
    std::string header(preamble.header_bytes, '\0');
    file.seekg(static_cast<std::streamoff>(sizeof preamble + preamble.piece_bytes));
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
    piece_bytes_ = preamble.piece_bytes;
    return State::usable;
}

bool ColumnFile::read(response::ResponseTable& table) const {
    response::TableMemory memory(table);
    // Nothing is allocated on the word of a file that is not that long.
    std::uint64_t claimed = 0;
    for (const std::uint64_t one : sizes_) claimed = std::max(claimed, one);
    if (claimed > piece_bytes_ || memory.layout() != layout_ || !memory.make_room(sizes_)) {
        return false;
    }
    const Pieces pieces = memory.pieces();
    if (pieces.size() != digests_.size() || total(pieces) != piece_bytes_) return false;
    const std::vector<std::streamoff> begins = beginnings(pieces);
    std::atomic<bool> whole = true;
    each_piece(pieces, [&](std::size_t i) {
        std::ifstream file(path_, std::ios::binary);
        file.seekg(begins[i]);
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
    const std::filesystem::path unfinished = path_.string() + fmt::format(".{}.part", ::getpid());
    const bool written = write_whole(unfinished, source, table);
    std::error_code error;
    if (written) std::filesystem::rename(unfinished, path_, error);
    if (!written || error) {
        std::error_code ignored;
        std::filesystem::remove(unfinished, ignored);
        return false;
    }
    return true;
}

bool ColumnFile::write_whole(
    const std::filesystem::path& path, const Source& source, response::ResponseTable& table
) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    std::error_code error;
    std::filesystem::permissions(path, std::filesystem::perms{0600}, error);
    if (!file || error) return false;
    response::TableMemory memory(table);
    const Pieces pieces = memory.pieces();
    const std::optional<std::vector<Digest>> digests = write_pieces(path, pieces);
    if (!digests) return false;
    const std::string header = canonical_json(nlohmann::json{
        {"study", source.study},
        {"origin", response::to_text(source.origin)},
        {"versions", hex_of(source.versions)},
        {"entry", source.mark.entry},
        {"head", source.mark.head.hex()},
        {"layout", memory.layout().hex()},
        {"sizes", memory.sizes()},
        {"digests", hex_of(*digests)},
    });
    Preamble preamble;
    preamble.header_bytes = static_cast<std::uint32_t>(header.size());
    preamble.piece_bytes = total(pieces);
    preamble.header_digest = sha256(header).bytes;
    file.write(reinterpret_cast<const char*>(&preamble), sizeof preamble);
    file.seekp(static_cast<std::streamoff>(sizeof preamble + preamble.piece_bytes));
    file << header << std::flush;
    return file.good();
}

}  // namespace querist::actions
