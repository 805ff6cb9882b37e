#pragma once

// What the store's tests share: a folder that goes away, and a small study with responses.

#include "fixtures/temporary_folder.hpp"
#include "store/store.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace querist::store::fixture {

/// An empty folder, deleted at the end.
using fixtures::TemporaryFolder;

inline Instant at(std::int64_t seconds) { return Instant{std::chrono::seconds{seconds}}; }

inline Digest random_digest(SeededRandom& random) {
    Digest digest;
    random.fill(digest.bytes);
    return digest;
}

inline PublicId random_public_id(SeededRandom& random) {
    PublicId id;
    random.fill(id.bytes);
    return id;
}

/// A study "tiny" with one version, and responses in it.
struct TinyStudy {
    StudyId study;
    VersionId version;
    Digest hash;

    static TinyStudy add(Transaction& transaction, const std::string& name = "tiny") {
        const std::string file = "id: " + name + "\n";
        const nlohmann::json manifest =
            nlohmann::json::array({{{"path", "study.yaml"}, {"sha256", sha256(file).hex()}}});
        const std::string text = canonical_json(manifest);
        TinyStudy tiny;
        tiny.hash = sha256(text);
        tiny.study = transaction.add_study(name).id;
        tiny.version =
            transaction.add_version(tiny.study, tiny.hash, text, {{"study.yaml", file}}, at(1'000));
        return tiny;
    }

    static TinyStudy add(Store& store, const std::string& name = "tiny") {
        TinyStudy tiny;
        const Result<void> added = store.run([&](Transaction& transaction) -> Result<void> {
            tiny = add(transaction, name);
            return {};
        });
        if (!added) throw std::runtime_error(added.error().message);
        return tiny;
    }

    [[nodiscard]] NewResponse new_response(SeededRandom& random) const {
        NewResponse response;
        response.study = study;
        response.version = version;
        response.version_hash = hash;
        response.origin = response::Origin::real;
        response.public_id = random_public_id(random);
        response.resume_hash = random_digest(random);
        return response;
    }
};

inline NewEntry page_entry(SeededRandom& random, int page, int revision, const std::string& text) {
    const nlohmann::json body = {{"answer", text}, {"page", page}, {"revision", revision}};
    NewEntry entry;
    entry.kind = response::EntryKind::page;
    entry.body = canonical_json(body);
    entry.salt = random_digest(random).view();
    entry.page_revision = {page, revision};
    return entry;
}

inline NewEntry plain_entry(
    SeededRandom& random, response::EntryKind kind, response::Status status
) {
    NewEntry entry;
    entry.kind = kind;
    entry.body = R"({"at":"2026-11-23T00:00:00.000000Z"})";
    entry.salt = random_digest(random).view();
    entry.status_after = status;
    return entry;
}

/// Opens for writing, or fails the test.
inline std::unique_ptr<Store> opened(
    const std::filesystem::path& folder, const StoreOptions& options = {}
) {
    Result<std::unique_ptr<Store>> store = open_store(folder, options);
    if (!store) throw std::runtime_error(describe(store.error()));
    return std::move(*store);
}

}  // namespace querist::store::fixture
