// Any bytes as a form: faults or answers out, never a crash, and what is accepted folds back.

#include "response/fixture.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace querist;
using namespace querist::response;

constexpr std::array<std::string_view, 24> known_names = {
    "_shown",
    "_page",
    "_revision",
    "one",
    "one.text.other",
    "several",
    "yes",
    "grid.row.r1",
    "grid.row.other",
    "grid.text.other",
    "line",
    "lines",
    "whole",
    "decimal",
    "more",
    "agree",
    "share",
    "after",
    "intro",
    "one.text.a",
    "grid.row.",
    "several.text.other",
    "grid.row.r2",
    "one.row.r1",
};

/// Fields end at a line end. Their first byte names them: a known name, or (0xFF) what stands
/// before a NUL.
Form form_of(std::string_view bytes) {
    Form form;
    while (!bytes.empty() && form.size() < limits::form_fields_max) {
        std::string_view field = bytes.substr(0, bytes.find('\n'));
        bytes.remove_prefix(std::min(field.size() + 1, bytes.size()));
        if (field.empty()) continue;
        const auto first = static_cast<unsigned char>(field.front());
        field.remove_prefix(1);
        if (first != 0xFF) {
            form.emplace_back(known_names[first % known_names.size()], field);
            continue;
        }
        const std::size_t name = std::min(field.find('\0'), field.size());
        form.emplace_back(field.substr(0, name), field.substr(std::min(name + 1, field.size())));
    }
    return form;
}

void expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const instrument::Study study = fixture::every_kind_study();
    if (size == 0) return 0;
    const Form form = form_of({reinterpret_cast<const char*>(data) + 1, size - 1});
    State state = fresh_state(study);
    State folded = state;
    for (const int page : {0, data[0] % 2, 1}) {
        const PageCheck check = check_page(study, state, page, form);
        if (!check.faults.empty()) continue;
        const int revision = state.page_revisions[static_cast<std::size_t>(page)] + 1;
        const std::string body = page_body_text(study, page, revision, {}, {}, check);
        accept_page(state, page, revision, check);
        expect(apply(study, folded, EntryKind::page, nlohmann::json::parse(body)).has_value());
        expect(folded == state);
        const Result<State> projected = state_from_projection(study, projection_text(study, state));
        expect(projected && *projected == state);
    }
    (void)form_page(study, form);
    (void)form_revision(form);
    return 0;
}
