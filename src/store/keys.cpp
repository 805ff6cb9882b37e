#include "store/key_file.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace querist::store {

namespace {

LinkKey told_link(const KeyText& keys, std::string_view study) {
    const LinkLine* const line = keys.link_of(study);
    if (line == nullptr) return {};
    if (std::optional<std::string> key = key_in(*line)) {
        return {.state = LinkKey::State::there, .key = *std::move(key)};
    }
    return {.state = LinkKey::State::destroyed, .destroyed_on = day_in(*line)};
}

}  // namespace

Result<Keys> open_keys(const std::filesystem::path& folder, RandomSource& random) {
    Result<OpenedKeyFile> opened = open_key_file(folder, LockedKeyFile::For::reading, random);
    if (!opened) return std::unexpected(opened.error());
    KeyText& keys = opened->text;
    return Keys{
        std::move(keys.csrf),
        std::move(keys.identity),
        std::move(keys.address),
        std::move(keys.rewards)
    };
}

Result<LinkKey> find_link_key(
    const std::filesystem::path& folder, std::string_view study, RandomSource& random
) {
    const Result<OpenedKeyFile> opened = open_key_file(folder, LockedKeyFile::For::reading, random);
    if (!opened) return std::unexpected(opened.error());
    return told_link(opened->text, study);
}

Result<LinkKey> make_link_key(
    const std::filesystem::path& folder, std::string_view study, RandomSource& random
) {
    Result<LinkKey> found = find_link_key(folder, study, random);
    if (!found || found->state != LinkKey::State::none) return found;
    {
        const Result<OpenedKeyFile> opened =
            open_key_file(folder, LockedKeyFile::For::changing, random);
        if (!opened) return std::unexpected(opened.error());
        // Another program may have made it by now.
        if (opened->text.link_of(study) == nullptr) {
            const std::string line = new_key_line(fmt::format("link {}", study), random);
            if (Result<void> done = opened->file.replace(opened->text.text + line, random); !done) {
                return std::unexpected(done.error());
            }
        }
    }
    return find_link_key(folder, study, random);
}

Result<DestroyedLinkKey> destroy_link_key(
    const std::filesystem::path& folder,
    std::string_view study,
    std::chrono::sys_days day,
    RandomSource& random
) {
    const Result<OpenedKeyFile> opened =
        open_key_file(folder, LockedKeyFile::For::changing, random);
    if (!opened) return std::unexpected(opened.error());
    DestroyedLinkKey told;
    const LinkLine* const line = opened->text.link_of(study);
    const std::optional<std::string> key = line == nullptr ? std::nullopt : key_in(*line);
    for (const LinkLine& other : opened->text.links) {
        const bool is_same = line != nullptr && other.value == line->value;
        if (key && &other != line && is_same) told.shared_with.push_back(other.study);
    }
    told.already = line != nullptr && day_in(*line).has_value();
    Result<void> done;
    if (line == nullptr) {
        done = opened->file.replace(
            fmt::format("{}link {} {}\n", opened->text.text, study, destroyed_mark(day)), random
        );
    } else if (!told.already) {
        const std::string mark = destroyed_mark(day);
        for (const MarkPiece& piece : pieces_of_mark(mark)) {
            done = opened->file.overwrite(line->value_at + piece.at, piece.bytes);
            if (!done) break;
        }
    }
    if (done) done = opened->file.erase_drafts();
    if (!done) return std::unexpected(done.error());
    return told;
}

}  // namespace querist::store
