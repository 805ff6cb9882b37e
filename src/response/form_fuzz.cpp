// Any bytes as a form: faults or answers out, never a crash, and what is accepted folds back.

#include "response/fixture.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace querist;
using namespace querist::response;

/// Fields end at 0x01, names at 0x02; the fuzzer finds them soon.
Form form_of(std::string_view bytes) {
    Form form;
    while (!bytes.empty() && form.size() < limits::form_fields_max) {
        const std::string_view field = bytes.substr(0, bytes.find('\x01'));
        bytes.remove_prefix(std::min(field.size() + 1, bytes.size()));
        const std::size_t name = std::min(field.find('\x02'), field.size());
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
