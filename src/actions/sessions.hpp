#pragma once

#include "actions/fold.hpp"
#include "actions/versions.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <cstring>
#include <list>
#include <memory>
#include <unordered_map>

namespace querist::actions {

/// Responses kept folded on the writer thread; others are folded again from their entries.
inline constexpr std::size_t sessions_kept_max = 8'192;

/// A response in progress as of its last entry.
struct Session {
    store::ResponseRow row;
    std::shared_ptr<const instrument::Study> study;
    Folded folded;
};

/// The sessions used last, by the hash of their resume secret. For the writer thread only.
class Sessions {
public:
    explicit Sessions(std::size_t kept_max = sessions_kept_max) : kept_max_(kept_max) {}

    /// The session as it is in the transaction, or null when no response has this secret. What is
    /// kept is used while nothing from outside has changed the data since, or else when the store
    /// still has the same last entry: a withdrawal by another process, or a commit that failed, is
    /// noticed.
    Result<Session*> find(
        store::Transaction& transaction, Versions& versions, StudyId study, const Digest& secret
    );

    Session& keep(store::Transaction& transaction, const Digest& secret, Session session);
    void drop(const Digest& secret);

private:
    struct DigestHash {
        std::size_t operator()(const Digest& digest) const {
            std::size_t hash = 0;
            std::memcpy(&hash, digest.bytes.data(), sizeof hash);  // already random bits
            return hash;
        }
    };
    struct KeptSession {
        Digest secret;
        Session session;
        std::uint64_t outside_changes = 0;  ///< Of the transaction that it was last compared in.
    };
    using Kept = std::list<KeptSession>;

    std::size_t kept_max_;
    Kept kept_;  ///< Used last first.
    std::unordered_map<Digest, Kept::iterator, DigestHash> places_;
};

}  // namespace querist::actions
