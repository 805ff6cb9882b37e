#include "actions/projection.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>

namespace querist::actions {

namespace {

using instrument::Study;
using response::Answer;

/// Writes one answer in stable codes.
struct AnswerWriter {
    std::string& out;
    const instrument::Item& item;

    void code(const std::vector<instrument::Option>& options, int index) const {
        append_json_string(out, options[static_cast<std::size_t>(index)].code);
    }
    void operator()(const expression::Unanswered&) const { out += "null"; }
    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(std::int64_t value) const {
        fmt::format_to(std::back_inserter(out), "{}", value);
    }
    void operator()(double value) const { fmt::format_to(std::back_inserter(out), "{}", value); }
    void operator()(const std::string& value) const { append_json_string(out, value); }
    void operator()(const expression::Choice& value) const {
        code(instrument::options_of(item.kind), value.index);
    }
    void operator()(const expression::ChoiceSet& value) const {
        out += '[';
        for (const int index : value.indices) {
            if (out.back() != '[') out += ',';
            code(instrument::options_of(item.kind), index);
        }
        out += ']';
    }
    void operator()(const expression::Cells& value) const {
        const auto& grid = std::get<instrument::Grid>(item.kind);
        out += '{';
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            if (value.indices[row] < 0) continue;
            if (out.back() != '{') out += ',';
            code(grid.rows, static_cast<int>(row));
            out += ':';
            code(grid.scale, value.indices[row]);
        }
        out += '}';
    }
};

/// What a typed text stands beside: a choice, or a row of a grid.
const std::vector<instrument::Option>& options_beside_text(const instrument::Item& item) {
    if (const auto* grid = std::get_if<instrument::Grid>(&item.kind)) return grid->rows;
    return instrument::options_of(item.kind);
}

void append_instant(std::string& out, std::string_view key, const std::optional<Instant>& instant) {
    if (!instant) return;
    append_json_string(out, key);
    out += ':';
    append_json_string(out, to_text(*instant));
    out += ',';
}

void append_seen(std::string& out, const Study& study, const response::State& state) {
    out += "\"seen\":[";
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (!state.presented[i]) continue;
        if (out.back() != '[') out += ',';
        append_json_string(out, study.items[i].id);
    }
    out += ']';
}

void append_answers(std::string& out, const Study& study, const std::vector<Answer>& answers) {
    out += ",\"answers\":{";
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (std::holds_alternative<expression::Unanswered>(answers[i].value)) continue;
        if (out.back() != '{') out += ',';
        append_json_string(out, study.items[i].id);
        out += ':';
        std::visit(AnswerWriter{out, study.items[i]}, answers[i].value);
    }
    out += '}';
}

void append_texts(std::string& out, const Study& study, const std::vector<Answer>& answers) {
    bool any = false;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (answers[i].texts.empty()) continue;
        out += any ? "," : ",\"texts\":{";
        any = true;
        append_json_string(out, study.items[i].id);
        out += ":{";
        const auto& options = options_beside_text(study.items[i]);
        for (const auto& [index, text] : answers[i].texts) {
            if (out.back() != '{') out += ',';
            append_json_string(out, options[static_cast<std::size_t>(index)].code);
            out += ':';
            append_json_string(out, text);
        }
        out += '}';
    }
    if (any) out += '}';
}

std::optional<Instant> instant_of(const nlohmann::json& body) {
    const auto at = body.find("at");
    if (at == body.end() || !at->is_string()) return std::nullopt;
    return parse_instant(at->get_ref<const std::string&>());
}

}  // namespace

std::string projection_text(const Study& study, const response::State& state, const Times& times) {
    std::string out;
    out.reserve(1024);
    out += '{';
    append_instant(out, "started", times.started);
    append_instant(out, "ended", times.ended);
    if (state.excluded) out += "\"excluded\":true,";
    if (!state.flags.empty()) {
        out += "\"flags\":[";
        for (const std::string& flag : state.flags) {
            if (out.back() != '[') out += ',';
            append_json_string(out, flag);
        }
        out += "],";
    }
    append_seen(out, study, state);
    append_answers(out, study, state.answers);
    append_texts(out, study, state.answers);
    out += '}';
    return out;
}

Result<void> fold_entry(
    const Study& study, Folded& folded, response::EntryKind kind, const nlohmann::json& body
) {
    if (kind == response::EntryKind::consent) folded.times.started = instant_of(body);
    if (kind == response::EntryKind::completion) folded.times.ended = instant_of(body);
    return response::apply(study, folded.state, kind, body);
}

Result<Folded> fold_entries(const Study& study, const std::vector<store::EntryRow>& entries) {
    Folded folded{response::fresh_state(study), {}};
    for (const store::EntryRow& entry : entries) {
        if (!entry.body) continue;
        const nlohmann::json body = nlohmann::json::parse(*entry.body, nullptr, false);
        if (!body.is_object()) {
            return failure(
                "actions.damaged-entry",
                fmt::format("the body of entry {} is not JSON", entry.sequence),
                "run querist verify, and restore the data from a backup if it reports this entry"
            );
        }
        if (Result<void> applied = fold_entry(study, folded, entry.kind, body); !applied) {
            return std::unexpected(applied.error());
        }
    }
    return folded;
}

}  // namespace querist::actions
