// The bodies of entries: as JSON values, and as the RFC 8785 text that is stored and committed to.

#include "response/answer_text.hpp"
#include "response/walk.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::response {

using instrument::Item;
using instrument::Option;
using instrument::Study;
using nlohmann::json;

namespace {

struct ValueJson {
    const Item& item;

    [[nodiscard]] const std::string& code(int index) const {
        return instrument::options_of(item.kind)[at(index)].code;
    }
    json operator()(const expression::Unanswered&) const { return nullptr; }
    json operator()(bool value) const { return value; }
    json operator()(std::int64_t value) const { return value; }
    json operator()(double value) const { return value; }
    json operator()(const std::string& value) const { return value; }
    json operator()(const expression::Choice& value) const { return code(value.index); }
    [[nodiscard]] json codes(const std::vector<int>& indices) const {
        json codes = json::array();
        for (const int index : indices) codes.push_back(code(index));
        return codes;
    }
    json operator()(const expression::ChoiceSet& value) const { return codes(value.indices); }
    json operator()(const expression::Cells& value) const {
        const std::vector<Option>& rows = texted_options(item.kind);
        json cells = json::object();
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            if (value.indices[row] >= 0) cells[rows[row].code] = code(value.indices[row]);
        }
        return cells;
    }
    json operator()(const expression::CellSets& value) const {
        const std::vector<Option>& rows = texted_options(item.kind);
        json cells = json::object();
        for (std::size_t row = 0; row < value.indices.size(); ++row) {
            if (!value.indices[row].empty()) cells[rows[row].code] = codes(value.indices[row]);
        }
        return cells;
    }
    json operator()(const expression::Figures& value) const {
        const std::vector<Option>& rows = texted_options(item.kind);
        json figures = json::object();
        for (std::size_t row = 0; row < value.numbers.size(); ++row) {
            if (value.numbers[row] >= 0) figures[rows[row].code] = value.numbers[row];
        }
        return figures;
    }
};

/// Items by id in the order of RFC 8785.
std::vector<int> by_id(const Study& study, std::vector<int> items) {
    std::ranges::sort(items, [&](int a, int b) {
        return before_in_json(study.items[at(a)].id, study.items[at(b)].id);
    });
    return items;
}

void append_instant(std::string& out, Instant instant) {
    out += '"';
    out += querist::to_text(instant);
    out += '"';
}

void append_language(std::string& out, std::string_view language) {
    out += ",\"language\":";
    append_json_string(out, language);
}

/// Appends ,"order":{"id":["code",…],…}.
void append_orders(std::string& out, const Study& study, std::span<const ShownOrder> orders) {
    std::vector<const ShownOrder*> sorted;
    sorted.reserve(orders.size());
    for (const ShownOrder& order : orders) sorted.push_back(&order);
    std::ranges::sort(sorted, [&](const ShownOrder* a, const ShownOrder* b) {
        return before_in_json(study.items[at(a->item)].id, study.items[at(b->item)].id);
    });
    out += ",\"order\":{";
    for (const ShownOrder* order : sorted) {
        const Item& item = study.items[at(order->item)];
        if (out.back() != '{') out += ',';
        append_json_string(out, item.id);
        out += ":[";
        for (const int position : order->positions) {
            if (out.back() != '[') out += ',';
            append_json_string(out, texted_options(item.kind)[at(position)].code);
        }
        out += ']';
    }
    out += '}';
}

/// Appends {"id":…,…} of those of the items that have something, in the given order.
template <class Has, class Append>
void append_by_id(
    std::string& out,
    const Study& study,
    const PageCheck& check,
    const std::vector<int>& items,
    Has has,
    Append append
) {
    out += '{';
    for (const int i : items) {
        if (!has(check.answers[at(i)])) continue;
        if (out.back() != '{') out += ',';
        append_json_string(out, study.items[at(i)].id);
        out += ':';
        append(study.items[at(i)], check.answers[at(i)]);
    }
    out += '}';
}

/// Appends ,"calculated":{"id":value,…}: null where there is none.
void append_calculated(std::string& out, const Study& study, const PageCheck& check) {
    out += ",\"calculated\":";
    append_by_id(
        out,
        study,
        check,
        by_id(study, check.calculated),
        [](const Answer&) { return true; },
        [&](const Item& item, const Answer& answer) {
            if (is_answered(answer)) {
                append_value(out, item, answer.value, RowForm::by_code);
            } else {
                out += "null";
            }
        }
    );
}

/// Appends ,"typing":{"id":[inputs,pasted],…}.
void append_typing(std::string& out, const Study& study, std::span<const Typing> typing) {
    std::vector<const Typing*> sorted;
    sorted.reserve(typing.size());
    for (const Typing& one : typing) sorted.push_back(&one);
    std::ranges::sort(sorted, [&](const Typing* a, const Typing* b) {
        return before_in_json(study.items[at(a->item)].id, study.items[at(b->item)].id);
    });
    out += ",\"typing\":{";
    for (const Typing* one : sorted) {
        if (out.back() != '{') out += ',';
        append_json_string(out, study.items[at(one->item)].id);
        out += ":[";
        append_whole(out, one->inputs);
        out += ',';
        append_whole(out, one->pasted);
        out += ']';
    }
    out += '}';
}

}  // namespace

json answers_json(const Study& study, std::span<const Answer> answers) {
    json result = json::object();
    for (std::size_t i = 0; i < study.items.size() && i < answers.size(); ++i) {
        if (!is_answered(answers[i])) continue;
        result[study.items[i].id] = std::visit(ValueJson{study.items[i]}, answers[i].value);
    }
    return result;
}

json page_body(
    const Study& study,
    int page,
    int revision,
    Instant at_time,
    std::optional<Instant> shown_at,
    const PageCheck& check,
    std::span<const ShownOrder> orders
) {
    json answers = json::object();
    json texts = json::object();
    json shown = json::array();
    for (const int i : check.shown) {
        const Item& item = study.items[at(i)];
        const Answer& answer = check.answers[at(i)];
        shown.push_back(item.id);
        if (is_answered(answer)) answers[item.id] = std::visit(ValueJson{item}, answer.value);
        for (const auto& [position, text] : answer.texts) {
            texts[item.id][texted_options(item.kind)[at(position)].code] = text;
        }
    }
    json body = {
        {"page", study.pages[at(page)].id},
        {"revision", revision},
        {"at", querist::to_text(at_time)},
        {"answers", std::move(answers)},
        {"texts", std::move(texts)},
        {"shown", std::move(shown)},
    };
    if (shown_at) body["shown_at"] = querist::to_text(*shown_at);
    for (const int i : check.calculated) {
        const Item& item = study.items[at(i)];
        body["calculated"][item.id] = std::visit(ValueJson{item}, check.answers[at(i)].value);
    }
    if (check.language >= 0) body["language"] = study.languages[at(check.language)];
    for (const ShownOrder& order : orders) {
        const Item& item = study.items[at(order.item)];
        json codes = json::array();
        for (const int position : order.positions) {
            codes.push_back(texted_options(item.kind)[at(position)].code);
        }
        body["order"][item.id] = std::move(codes);
    }
    for (const Typing& one : check.typing) {
        body["typing"][study.items[at(one.item)].id] = {one.inputs, one.pasted};
    }
    return body;
}

std::string page_body_text(
    const Study& study,
    int page,
    int revision,
    Instant at_time,
    std::optional<Instant> shown_at,
    const PageCheck& check,
    std::span<const ShownOrder> orders
) {
    const std::vector<int> sorted = by_id(study, check.shown);
    std::string out;
    out.reserve(512);
    out += "{\"answers\":";
    append_by_id(
        out,
        study,
        check,
        sorted,
        is_answered,
        [&](const Item& item, const Answer& answer) {
            append_value(out, item, answer.value, RowForm::by_code);
        }
    );
    out += ",\"at\":";
    append_instant(out, at_time);
    if (!check.calculated.empty()) append_calculated(out, study, check);
    if (check.language >= 0) append_language(out, study.languages[at(check.language)]);
    if (!orders.empty()) append_orders(out, study, orders);
    out += ",\"page\":";
    append_json_string(out, study.pages[at(page)].id);
    out += ",\"revision\":";
    append_whole(out, revision);
    out += ",\"shown\":[";
    for (const int i : check.shown) {
        if (out.back() != '[') out += ',';
        append_json_string(out, study.items[at(i)].id);
    }
    out += ']';
    if (shown_at) {
        out += ",\"shown_at\":";
        append_instant(out, *shown_at);
    }
    out += ",\"texts\":";
    const auto has_texts = [](const Answer& answer) { return !answer.texts.empty(); };
    append_by_id(out, study, check, sorted, has_texts, [&](const Item& item, const Answer& answer) {
        append_texts(out, item, answer);
    });
    if (!check.typing.empty()) append_typing(out, study, check.typing);
    out += '}';
    return out;
}

json consent_body(int consent_version, bool agreed, Instant at_time, std::string_view language) {
    json body = {
        {"agreed", agreed}, {"at", querist::to_text(at_time)}, {"consent_version", consent_version}
    };
    if (!language.empty()) body["language"] = language;
    return body;
}

json consent_body(
    const Study& study,
    int consent_version,
    const Given& given,
    Instant at_time,
    std::string_view language
) {
    json body = consent_body(consent_version, true, at_time, language);
    const auto ids = [&](const std::vector<int>& items) {
        json list = json::array();
        for (const int item : items) list.push_back(study.items[at(item)].id);
        return list;
    };
    body["given"] = answers_json(study, given.answers);
    body["refused"] = ids(given.refused);
    if (!given.over_quota.empty()) body["over_quota"] = ids(given.over_quota);
    return body;
}

json completion_body(Instant at_time) { return {{"at", querist::to_text(at_time)}}; }

json flag_body(std::string_view flag, Instant at_time) {
    return {{"at", querist::to_text(at_time)}, {"flag", flag}};
}

json exclusion_body(bool excluded, std::string_view reason, Instant at_time) {
    return {{"at", querist::to_text(at_time)}, {"excluded", excluded}, {"reason", reason}};
}

json withdrawal_body(Instant at_time, bool excluded) {
    json body = {{"at", querist::to_text(at_time)}};
    if (excluded) body["excluded"] = true;
    return body;
}

json screen_out_body(std::string_view page, Instant at_time) {
    return {{"at", querist::to_text(at_time)}, {"page", page}};
}

json quota_full_body(std::string_view quota, Instant at_time) {
    return {{"at", querist::to_text(at_time)}, {"quota", quota}};
}

json eligible_body(
    std::string_view compensation, bool eligible, std::string_view reason, Instant at_time
) {
    json body = {
        {"at", querist::to_text(at_time)}, {"compensation", compensation}, {"eligible", eligible}
    };
    if (!reason.empty()) body["reason"] = reason;
    return body;
}

std::string consent_body_text(
    int consent_version, bool agreed, Instant at_time, std::string_view language
) {
    std::string out = agreed ? "{\"agreed\":true,\"at\":" : "{\"agreed\":false,\"at\":";
    append_instant(out, at_time);
    out += ",\"consent_version\":";
    append_whole(out, consent_version);
    if (!language.empty()) append_language(out, language);
    out += '}';
    return out;
}

std::string completion_body_text(Instant at_time) {
    std::string out = "{\"at\":";
    append_instant(out, at_time);
    out += '}';
    return out;
}

}  // namespace querist::response
