#pragma once

// What the tests of identity.db share: a store, and a small frame in it.

#include "store/identity.hpp"
#include "store/store_fixture.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace querist::store::fixture {

inline const Keys identity_keys{
    std::string(32, 'c'), std::string(32, 'i'), std::string(32, 'a'), std::string(32, 'r')
};

/// What is there; the test ends where nothing is.
template <class Value>
Value present(const std::optional<Value>& value) {
    if (!value) throw std::runtime_error("there is no value");
    return *value;
}

/// A store whose chance is its own.
struct OpenedIdentity {
    explicit OpenedIdentity(
        const std::filesystem::path& folder,
        const StoreOptions& options = {},
        const Keys& keys = identity_keys
    ) {
        Result<std::unique_ptr<IdentityStore>> opened =
            open_identity(folder, keys, random, options);
        if (!opened) throw std::runtime_error(describe(opened.error()));
        store = std::move(*opened);
    }
    SeededRandom random{1};
    std::unique_ptr<IdentityStore> store;
};

inline NewPerson person_of(
    StratumId stratum, const std::string& address, const std::string& account
) {
    NewPerson person;
    person.stratum = stratum;
    person.source_line = 2;
    person.fields.address = address;
    person.fields.account = account;
    person.fields.name = "Ada Lovelace";
    person.fields.further = {{"city", "London"}};
    person.normal_address = address;
    person.normal_account = account;
    return person;
}

/// A frame "tiny" of three people, of whom the first two are drawn.
struct TinyFrame {
    FrameId frame;
    StratumId pro;
    std::vector<PersonId> people;
    std::vector<CaseId> cases;

    explicit TinyFrame(IdentityStore& store) {
        const Result<void> done = store.run([&](IdentityWork& work) -> Result<void> {
            frame = work.add_frame("tiny");
            pro = work.add_stratum(frame, "pro");
            for (const char* name : {"ada", "bob", "cy"}) {
                const NewPerson person = person_of(pro, std::string(name) + "@example.org", name);
                people.push_back(present(work.add_person(frame, person).person));
            }
            draw(work);
            return {};
        });
        if (!done) throw std::runtime_error(describe(done.error()));
    }

    void draw(IdentityWork& work) {
        DrawRow row;
        row.frame = frame;
        row.at = at(5);
        row.seed = 7;
        row.design = "simple random";
        row.strata = {{.stratum = pro, .available = 3, .drawn = 2}};
        const DrawRow drawn = work.add_draw(row);
        for (std::uint8_t i = 0; i < 2; ++i) {
            NewCase sampled;
            sampled.frame = frame;
            sampled.draw = drawn.id;
            sampled.person = people.at(i);
            sampled.stratum = pro;
            sampled.position = i + 1;
            sampled.public_id.bytes.fill(i);
            sampled.token_hash = sha256(std::to_string(i));
            cases.push_back(work.add_case(sampled));
        }
    }
};

}  // namespace querist::store::fixture
