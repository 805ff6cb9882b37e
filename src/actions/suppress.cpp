// The list of those who want no mail, of any study, and people who are to be forgotten.

#include "actions/actions.hpp"
#include "actions/foreign_file.hpp"
#include "actions/identity_reference.hpp"
#include "actions/named_case.hpp"
#include "actions/study_reference.hpp"

#include <algorithm>
#include <string>

namespace querist::actions {

namespace {

void count(bool was_new, SuppressedAddresses& suppressed) {
    ++(was_new ? suppressed.added : suppressed.already);
}

Result<SuppressedAddresses> suppress_all(
    const std::vector<std::string>& normal_addresses,
    const std::filesystem::path& data,
    SuppressedAddresses suppressed,
    Clock& clock
) {
    SystemRandom random;
    const Result<OpenedIdentity> identity = open_or_make_identity(data, random);
    if (!identity) return std::unexpected(identity.error());
    const Result<void> done = identity->store->run([&](store::IdentityWork& work) -> Result<void> {
        const Instant at = clock.now();
        for (const std::string& one : normal_addresses) count(work.suppress(one, at), suppressed);
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return suppressed;
}

}  // namespace

Result<SuppressedAddresses> suppress_address(
    std::string_view address, const std::filesystem::path& data, Clock& clock
) {
    Result<std::string> normal = normal_of(address);
    if (!normal) return std::unexpected(normal.error());
    return suppress_all({*std::move(normal)}, data, {}, clock);
}

Result<SuppressedAddresses> suppress_file(
    const std::filesystem::path& file, const std::filesystem::path& data, Clock& clock
) {
    const Result<ForeignFile> source = ForeignFile::open(file);
    if (!source) return std::unexpected(source.error());
    SuppressedAddresses suppressed;
    std::vector<std::string> addresses;
    const Result<void> read = source->each_row(',', [&](const exchange::CsvRow& row) {
        Result<std::string> normal = normal_of(row.cells.front());
        if (normal && row.cells.size() == 1) {
            addresses.push_back(*std::move(normal));
        } else {
            suppressed.not_read.push_back(row.line);
        }
        return Result<void>{};
    });
    if (!read) return std::unexpected(read.error());
    return suppress_all(addresses, data, std::move(suppressed), clock);
}

Result<ForgottenPeople> forget_person(
    std::string_view who, const std::filesystem::path& data, Clock& clock
) {
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    ForgottenPeople forgotten;
    const Result<void> done = identity->store->run([&](store::IdentityWork& work) -> Result<void> {
        const Result<std::vector<store::PersonId>> people = people_called(work, who);
        if (!people) return std::unexpected(people.error());
        const Instant at = clock.now();
        for (const store::PersonId person : *people) {
            const std::optional<store::FrameRow> frame = work.frame_of(person);
            if (work.forget(person, at) && frame) forgotten.studies.push_back(frame->study);
        }
        if (!forgotten.studies.empty()) return {};
        return failure(
            "recruitment.nobody-known",
            "no frame of these data has this address or account",
            "check how it is written; whoever was forgotten before is not found any more"
        );
    });
    if (!done) return std::unexpected(done.error());
    std::ranges::sort(forgotten.studies);
    forgotten.overwriting_pending = !identity->store->overwrite_deleted();
    return forgotten;
}

}  // namespace querist::actions
