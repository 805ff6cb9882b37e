// Fills a data folder with many synthetic responses to the study that Querist was made for, faster
// than simulating each: some thousand respondents are walked through the questionnaire and their
// answers are written again and again under new ids, through the store, with one entry each.
// Usage: answers_maker STUDY FOLDER RESPONSES

#include "actions/actions.hpp"
#include "actions/versions.hpp"
#include "response/response.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace {

using namespace querist;

constexpr std::size_t walks = 4000;
/// With each statement SQLite walks what the open transaction has changed so far.
constexpr std::int64_t group = 200;

/// Projections of respondents who were walked to the end.
std::vector<std::string> walked(const instrument::Study& study) {
    SeededRandom random(1);
    std::vector<std::string> projections;
    while (projections.size() < walks) {
        response::State state = response::fresh_state(study);
        response::accept_consent(state, 1, true);
        response::Times times{Instant{}, Instant{}, {}};
        times.pages.resize(study.pages.size());
        while (const std::optional<int> page = response::resume_page(study, state)) {
            const response::PageCheck check = response::check_page(
                study, state, *page, response::synthetic_form(study, state, *page, random)
            );
            if (!check.faults.empty()) continue;
            // Another answer for whom the page would send away: all of them are to be counted.
            if (response::screening_page(study, check.answers, *page)) continue;
            const auto position = static_cast<std::size_t>(*page);
            response::accept_page(state, *page, state.page_revisions[position] + 1, check);
            const std::chrono::microseconds at(1'795'435'200'000'000 + random.below(1'000'000'000));
            times.pages[position] = {Instant(at), Instant(at + std::chrono::seconds(30))};
        }
        response::accept_completion(state);
        projections.push_back(response::projection_text(study, state, times));
    }
    return projections;
}

struct Target {
    StudyId study;
    VersionId version;
    Digest hash;
};

Result<void> add(
    store::Transaction& transaction,
    const Target& target,
    SeededRandom& random,
    std::string_view projection
) {
    store::NewResponse fresh;
    fresh.study = target.study;
    fresh.version = target.version;
    fresh.version_hash = target.hash;
    fresh.origin = response::Origin::synthetic;
    random.fill(fresh.public_id.bytes);
    random.fill(fresh.resume_hash.bytes);
    Result<store::ResponseRow> row = transaction.start_response(fresh);
    if (!row) return std::unexpected(row.error());
    store::NewEntry entry;
    entry.kind = response::EntryKind::completion;
    entry.body = response::completion_body_text(Instant{});
    entry.salt.resize(32);
    random.fill({reinterpret_cast<std::uint8_t*>(entry.salt.data()), entry.salt.size()});
    entry.status_after = response::Status::complete;
    if (Result<void> appended = transaction.append(*row, entry); !appended) return appended;
    transaction.project(row->id, projection);
    return {};
}

void write(
    const instrument::Study& study, const std::filesystem::path& folder, std::int64_t responses
) {
    const auto opened =
        store::open_store(folder, {.vfs = "", .durability = store::Durability::none});
    if (!opened) throw std::runtime_error(describe(opened.error()));
    const std::vector<std::string> projections = walked(study);
    Target target{.study = {}, .version = {}, .hash = study.version};
    // Other chance for whoever adds to a folder: public ids are unique.
    SeededRandom random(static_cast<std::uint64_t>((*opened)->snapshot()->change_mark().entry) + 2);
    for (std::int64_t done = 0; done < responses;) {
        const std::int64_t until = std::min(responses, done + group);
        const Result<void> written =
            (*opened)->run([&](store::Transaction& transaction) -> Result<void> {
                if (done == 0) {
                    const auto known = actions::register_version(transaction, study, Instant{});
                    if (!known) return std::unexpected(known.error());
                    target.study = known->before.id;
                    target.version = known->version;
                    transaction.field_version(target.study, target.version, Instant{});
                }
                for (; done < until; ++done) {
                    const std::string& projection = projections[random.below(projections.size())];
                    if (Result<void> one = add(transaction, target, random, projection); !one) {
                        return one;
                    }
                }
                return {};
            });
        if (!written) throw std::runtime_error(describe(written.error()));
    }
    (*opened)->finish();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        fmt::print(stderr, "usage: answers_maker STUDY FOLDER RESPONSES\n");
        return 2;
    }
    const instrument::LoadedStudy loaded = actions::read_study_folder(argv[1]);
    if (!loaded.study) {
        fmt::print(stderr, "{} is no usable study\n", argv[1]);
        return 1;
    }
    try {
        write(*loaded.study, argv[2], std::strtoll(argv[3], nullptr, 10));
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
