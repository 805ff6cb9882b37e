// The fold: a response's state is what its entries make of a fresh one.

#include "response/walk.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace querist::response {

using expression::Cells;
using expression::CellSets;
using expression::Choice;
using expression::ChoiceSet;
using expression::Figures;
using expression::Value;
using instrument::Item;
using instrument::Option;
using instrument::Study;
using nlohmann::json;

namespace {

std::unexpected<Problem> unknown(std::string_view what, std::string_view name) {
    return failure(
        "response.unknown-answer",
        fmt::format("the study has no {} \"{}\"", what, name),
        "read the entry with the study version that its response began with"
    );
}

std::unexpected<Problem> damaged(std::string_view what) {
    return failure(
        "response.damaged-body",
        fmt::format("the entry's body has no proper {}", what),
        "run querist verify, and restore the data from a backup if it reports this entry"
    );
}

const std::string* text_member(const json& object, const char* name) {
    const auto member = object.find(name);
    if (member == object.end()) return nullptr;
    return member->get_ptr<const std::string*>();
}

/// Reads a stored value of one item back.
class ValueReader {
public:
    ValueReader(const Item& item, const json& stored) : item_(item), stored_(stored) {}

    Result<Value> read() {
        return std::visit([this](const auto& kind) { return read(kind); }, item_.kind);
    }

private:
    Result<Value> wrong() const { return damaged(fmt::format("answer to \"{}\"", item_.id)); }

    Result<int> index(const std::vector<Option>& options, const json& code) const {
        const auto* text = code.get_ptr<const std::string*>();
        if (text == nullptr) return damaged(fmt::format("answer to \"{}\"", item_.id));
        const int found = option_index(options, *text);
        if (found < 0) return unknown("choice", fmt::format("{}={}", item_.id, *text));
        return found;
    }

    Result<Value> read(const instrument::SingleChoice& kind) {
        const Result<int> found = index(kind.choices, stored_);
        if (!found) return std::unexpected(found.error());
        return Choice{*found};
    }
    Result<Value> read(const instrument::SeveralChoices& kind) {
        if (!stored_.is_array() || stored_.empty()) return wrong();
        ChoiceSet set;
        for (const json& code : stored_) {
            const Result<int> found = index(kind.choices, code);
            if (!found) return std::unexpected(found.error());
            set.indices.push_back(*found);
        }
        std::ranges::sort(set.indices);
        return set;
    }
    Result<Value> read(const instrument::Grid& kind) { return cells(kind.rows, kind.scale); }
    Result<Value> read(const instrument::SemanticDifferential& kind) {
        return cells(kind.rows, kind.points);
    }
    Result<Value> read(const instrument::Ranking& kind) { return figures(kind.choices); }
    Result<Value> read(const instrument::ConstantSum& kind) { return figures(kind.rows); }
    Result<Value> figures(const std::vector<Option>& rows) {
        if (!stored_.is_object() || stored_.empty()) return wrong();
        Figures figures{std::vector<std::int64_t>(rows.size(), -1)};
        for (auto figure = stored_.begin(); figure != stored_.end(); ++figure) {
            const int row = option_index(rows, figure.key());
            if (row < 0) return unknown("row", fmt::format("{}.{}", item_.id, figure.key()));
            if (!figure->is_number_integer() || figure->get<std::int64_t>() < 0) return wrong();
            figures.numbers[at(row)] = figure->get<std::int64_t>();
        }
        return figures;
    }
    Result<Value> read(const instrument::NetPromoter&) {
        if (!stored_.is_number_integer()) return wrong();
        const auto number = stored_.get<std::int64_t>();
        if (number < 0 || number > instrument::NetPromoter::greatest) return wrong();
        return number;
    }
    Result<Value> cells(const std::vector<Option>& rows, const std::vector<Option>& scale) {
        if (!stored_.is_object() || stored_.empty()) return wrong();
        Cells cells{std::vector<int>(rows.size(), -1)};
        for (auto cell = stored_.begin(); cell != stored_.end(); ++cell) {
            const int row = option_index(rows, cell.key());
            if (row < 0) return unknown("row", fmt::format("{}.{}", item_.id, cell.key()));
            const Result<int> point = index(scale, cell.value());
            if (!point) return std::unexpected(point.error());
            cells.indices[at(row)] = *point;
        }
        return cells;
    }
    Result<Value> read(const instrument::Matrix& kind) {
        if (!stored_.is_object() || stored_.empty()) return wrong();
        CellSets cells{std::vector<std::vector<int>>(kind.rows.size())};
        for (auto cell = stored_.begin(); cell != stored_.end(); ++cell) {
            const int row = option_index(kind.rows, cell.key());
            if (row < 0) return unknown("row", fmt::format("{}.{}", item_.id, cell.key()));
            if (!cell->is_array() || cell->empty()) return wrong();
            std::vector<int>& indices = cells.indices[at(row)];
            for (const json& code : *cell) {
                const Result<int> choice = index(kind.choices, code);
                if (!choice) return std::unexpected(choice.error());
                indices.push_back(*choice);
            }
            std::ranges::sort(indices);
        }
        return cells;
    }
    Result<Value> read(const instrument::YesNo&) { return boolean(); }
    Result<Value> read(const instrument::Consent&) { return boolean(); }
    Result<Value> boolean() const {
        if (!stored_.is_boolean()) return wrong();
        return stored_.get<bool>();
    }
    Result<Value> read(const instrument::Text&) { return text(); }
    Result<Value> read(const instrument::Email&) { return text(); }
    Result<Value> read(const instrument::Date&) {
        if (!stored_.is_string()) return wrong();
        if (!instrument::is_calendar_date(stored_.get<std::string>())) return wrong();
        return text();
    }
    Result<Value> text() const {
        if (!stored_.is_string()) return wrong();
        return stored_.get<std::string>();
    }
    Result<Value> read(const instrument::Number& kind) {
        if (!stored_.is_number()) return wrong();
        if (kind.number == instrument::NumberKind::decimal) return stored_.get<double>();
        if (!stored_.is_number_integer()) return wrong();
        return stored_.get<std::int64_t>();
    }
    Result<Value> read(const instrument::Information&) { return wrong(); }

    const Item& item_;
    const json& stored_;
};

/// What a page entry says, read whole before anything changes.
struct PageEntry {
    int page = -1;
    int revision = 0;
    std::vector<int> shown;
    std::vector<Answer> answers;  // one per item in `shown`
    std::vector<std::pair<int, Value>> calculated;
    int language = -1;

    Answer* answer_to(const Study& study, std::string_view id) {
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if (study.items[at(shown[i])].id == id) return &answers[i];
        }
        return nullptr;
    }
};

Result<void> read_shown(const Study& study, const json& body, PageEntry& entry) {
    const auto shown = body.find("shown");
    if (shown == body.end() || !shown->is_array()) return damaged("\"shown\"");
    const instrument::Page& page = study.pages[at(entry.page)];
    for (const json& id : *shown) {
        const auto* text = id.get_ptr<const std::string*>();
        if (text == nullptr) return damaged("\"shown\"");
        int item = page.first_item;
        while (item < page.first_item + page.item_count && study.items[at(item)].id != *text)
            ++item;
        if (item == page.first_item + page.item_count) return unknown("question", *text);
        entry.shown.push_back(item);
    }
    entry.answers.resize(entry.shown.size());
    return {};
}

Result<void> read_answers(const Study& study, const json& body, PageEntry& entry) {
    const auto answers = body.find("answers");
    if (answers == body.end() || !answers->is_object()) return damaged("\"answers\"");
    for (auto stored = answers->begin(); stored != answers->end(); ++stored) {
        Answer* answer = entry.answer_to(study, stored.key());
        if (answer == nullptr) return unknown("shown question", stored.key());
        const auto place = at(static_cast<int>(answer - entry.answers.data()));
        Result<Value> value =
            ValueReader(study.items[at(entry.shown[place])], stored.value()).read();
        if (!value) return std::unexpected(value.error());
        answer->value = *std::move(value);
    }
    return {};
}

Result<void> read_texts(const Study& study, const json& body, PageEntry& entry) {
    const auto texts = body.find("texts");
    if (texts == body.end()) return {};
    if (!texts->is_object()) return damaged("\"texts\"");
    for (auto one = texts->begin(); one != texts->end(); ++one) {
        Answer* answer = entry.answer_to(study, one.key());
        if (answer == nullptr) return unknown("shown question", one.key());
        if (!one->is_object()) return damaged("\"texts\"");
        const auto place = at(static_cast<int>(answer - entry.answers.data()));
        const Item& item = study.items[at(entry.shown[place])];
        for (auto text = one->begin(); text != one->end(); ++text) {
            const int option = option_index(texted_options(item.kind), text.key());
            if (option < 0) return unknown("choice", fmt::format("{}={}", item.id, text.key()));
            if (!text->is_string()) return damaged("\"texts\"");
            answer->texts.emplace(option, text->get<std::string>());
        }
    }
    return {};
}

Result<void> read_calculated(const Study& study, const json& body, PageEntry& entry) {
    const auto values = body.find("calculated");
    if (values == body.end()) return {};
    if (!values->is_object()) return damaged("\"calculated\"");
    for (auto one = values->begin(); one != values->end(); ++one) {
        const int item = instrument::item_index(study, one.key());
        if (item < 0 || !study.items[at(item)].calculation) {
            return unknown("calculated value", one.key());
        }
        if (one->is_null()) {
            entry.calculated.emplace_back(item, Value{});
            continue;
        }
        Result<Value> value = ValueReader(study.items[at(item)], one.value()).read();
        if (!value) return std::unexpected(value.error());
        entry.calculated.emplace_back(item, *std::move(value));
    }
    return {};
}

/// Position of the language that an entry says; -1: it says none.
Result<int> read_language(const Study& study, const json& body) {
    if (!body.contains("language")) return -1;
    const std::string* said = text_member(body, "language");
    if (said == nullptr) return damaged("\"language\"");
    const int position = language_position(study, *said);
    if (position < 0) return unknown("language", *said);
    return position;
}

Result<PageEntry> read_page(const Study& study, const json& body) {
    PageEntry entry;
    const std::string* id = text_member(body, "page");
    if (id == nullptr) return damaged("\"page\"");
    const auto page = std::ranges::find(study.pages, *id, &instrument::Page::id);
    if (page == study.pages.end()) return unknown("page", *id);
    entry.page = static_cast<int>(page - study.pages.begin());
    const auto revision = body.find("revision");
    constexpr int most = 1'000'000'000;
    if (revision == body.end() || !revision->is_number_integer() ||
        revision->get<std::int64_t>() < 1 || revision->get<std::int64_t>() > most) {
        return damaged("\"revision\"");
    }
    entry.revision = revision->get<int>();
    const Result<int> language = read_language(study, body);
    if (!language) return std::unexpected(language.error());
    entry.language = *language;
    for (const auto read : {read_shown, read_answers, read_texts, read_calculated}) {
        if (Result<void> done = read(study, body, entry); !done) {
            return std::unexpected(done.error());
        }
    }
    if (!typing_in(study, body)) return damaged("\"typing\"");
    return entry;
}

Result<void> apply_page(const Study& study, State& state, const json& body) {
    Result<PageEntry> entry = read_page(study, body);
    if (!entry) return std::unexpected(entry.error());
    for (std::size_t i = 0; i < entry->shown.size(); ++i) {
        state.answers[at(entry->shown[i])] = std::move(entry->answers[i]);
        state.presented[at(entry->shown[i])] = true;
    }
    for (auto& [item, value] : entry->calculated) {
        state.answers[at(item)] = {std::move(value), {}};
        state.presented[at(item)] = true;
    }
    state.page_revisions[at(entry->page)] = entry->revision;
    if (entry->language >= 0) state.language = entry->language;
    return {};
}

Result<void> apply_screen_out(const Study& study, State& state, const json& body) {
    if (const std::string* quota = text_member(body, "quota")) {
        const auto known = std::ranges::find(study.quotas, *quota, &instrument::Quota::id);
        if (known == study.quotas.end()) return unknown("quota", *quota);
        accept_quota_full(state, *quota);
        return {};
    }
    const std::string* page = text_member(body, "page");
    if (page == nullptr) return damaged("\"page\"");
    if (std::ranges::find(study.pages, *page, &instrument::Page::id) == study.pages.end()) {
        return unknown("page", *page);
    }
    accept_screen_out(state);
    return {};
}

Result<void> check_eligible(const json& body) {
    if (text_member(body, "compensation") == nullptr) return damaged("\"compensation\"");
    const auto eligible = body.find("eligible");
    if (eligible == body.end() || !eligible->is_boolean()) return damaged("\"eligible\"");
    return {};
}

/// An item that is on no page; -1: there is none of this id.
int given_item(const Study& study, std::string_view id) {
    const int item = instrument::item_index(study, id);
    return item < given_items(study) ? item : -1;
}

/// The items that a list of ids in a consent entry names; none where there is no such list.
Result<std::vector<int>> items_in(const Study& study, const json& body, const char* name) {
    std::vector<int> items;
    const auto ids = body.find(name);
    if (ids == body.end()) return items;
    const std::string member = std::string("\"").append(name).append("\"");
    if (!ids->is_array()) return damaged(member);
    for (const json& id : *ids) {
        if (!id.is_string()) return damaged(member);
        const int item = given_item(study, id.get_ref<const std::string&>());
        if (item < 0) return unknown("item on no page", id.get_ref<const std::string&>());
        items.push_back(item);
    }
    return items;
}

/// What a consent entry says was known before the first page.
Result<Given> given_in(const Study& study, const json& body) {
    Given given;
    given.answers.resize(at(given_items(study)));
    const auto answers = body.find("given");
    const bool has_answers = answers != body.end();
    if (has_answers && !answers->is_object()) return damaged("\"given\"");
    const json stored = has_answers ? *answers : json::object();
    for (const auto& [id, code] : stored.items()) {
        const int item = given_item(study, id);
        if (item < 0) return unknown("item on no page", id);
        Result<Value> value = ValueReader(study.items[at(item)], code).read();
        if (!value) return std::unexpected(value.error());
        given.answers[at(item)].value = *std::move(value);
    }
    Result<std::vector<int>> refused = items_in(study, body, "refused");
    if (!refused) return std::unexpected(refused.error());
    given.refused = *std::move(refused);
    Result<std::vector<int>> over_quota = items_in(study, body, "over_quota");
    if (!over_quota) return std::unexpected(over_quota.error());
    given.over_quota = *std::move(over_quota);
    return given;
}

Result<void> apply_consent(const Study& study, State& state, const json& body) {
    const auto version = body.find("consent_version");
    const auto agreed = body.find("agreed");
    if (version == body.end() || !version->is_number_integer()) return damaged("consent version");
    if (agreed == body.end() || !agreed->is_boolean()) return damaged("\"agreed\"");
    Result<Given> given = given_in(study, body);
    if (!given) return std::unexpected(given.error());
    const Result<int> language = read_language(study, body);
    if (!language) return std::unexpected(language.error());
    accept_consent(state, version->get<int>(), agreed->get<bool>(), *language);
    if (state.status == Status::in_progress) accept_given(study, state, *given);
    return {};
}

void add_flag(State& state, std::string flag) {
    const bool known = std::ranges::find(state.flags, flag) != state.flags.end();
    if (!known) state.flags.push_back(std::move(flag));
}

Result<void> apply_flag(State& state, const json& body) {
    const std::string* flag = text_member(body, "flag");
    if (flag == nullptr) return damaged("\"flag\"");
    add_flag(state, *flag);
    return {};
}

Result<void> apply_exclusion(State& state, const json& body) {
    const auto excluded = body.find("excluded");
    if (excluded == body.end() || !excluded->is_boolean()) return damaged("\"excluded\"");
    state.excluded = excluded->get<bool>();
    return {};
}

Result<void> apply_withdrawal(const Study& study, State& state, const json& body) {
    const auto excluded = body.find("excluded");
    const bool says = excluded != body.end();
    if (says && !excluded->is_boolean()) return damaged("\"excluded\"");
    state = fresh_state(study);
    state.status = Status::withdrawn;
    state.excluded = says && excluded->get<bool>();
    return {};
}

}  // namespace

State fresh_state(const Study& study) {
    State state;
    state.answers.resize(study.items.size());
    state.presented.resize(study.items.size(), false);
    state.page_revisions.resize(study.pages.size(), 0);
    return state;
}

Result<void> apply(const Study& study, State& state, EntryKind kind, const json& body) {
    if (!body.is_object()) return damaged("form: it is no JSON object");
    switch (kind) {
        case EntryKind::consent:
            return apply_consent(study, state, body);
        case EntryKind::page:
            return apply_page(study, state, body);
        case EntryKind::completion:
            accept_completion(state);
            return {};
        case EntryKind::flag:
            return apply_flag(state, body);
        case EntryKind::exclusion:
            return apply_exclusion(state, body);
        case EntryKind::withdrawal:
            return apply_withdrawal(study, state, body);
        case EntryKind::screen_out:
            return apply_screen_out(study, state, body);
        case EntryKind::eligible:
            return check_eligible(body);
    }
    return damaged("kind");
}

int language_position(const Study& study, std::string_view language) {
    if (study.languages.size() < 2) return -1;
    const auto found = std::ranges::find(study.languages, language);
    if (found == study.languages.end()) return -1;
    return static_cast<int>(found - study.languages.begin());
}

void accept_consent(State& state, int consent_version, bool agreed, int language) {
    state.consent_version = consent_version;
    if (language >= 0) state.language = language;
    state.status = agreed ? Status::in_progress : Status::refused;
}

void accept_given(const Study& study, State& state, const Given& given) {
    for (int item = 0; item < given_items(study); ++item) {
        if (at(item) < given.answers.size()) state.answers[at(item)] = given.answers[at(item)];
        state.presented[at(item)] = true;
    }
    for (const int item : given.refused) add_flag(state, "link-value:" + study.items[at(item)].id);
    for (const int item : given.over_quota) {
        add_flag(state, "over-quota:" + study.items[at(item)].id);
    }
}

void accept_page(State& state, int page, int revision, const PageCheck& check) {
    for (const std::vector<int>* items : {&check.shown, &check.calculated}) {
        for (const int item : *items) {
            state.answers[at(item)] = check.answers[at(item)];
            state.presented[at(item)] = true;
        }
    }
    state.page_revisions[at(page)] = revision;
    if (check.language >= 0) state.language = check.language;
}

void accept_completion(State& state) { state.status = Status::complete; }

void accept_quota_full(State& state, std::string_view quota) {
    accept_screen_out(state);
    add_flag(state, quota_flag(quota));
}

void accept_screen_out(State& state) { state.status = Status::screened_out; }

}  // namespace querist::response
