#include "cli/recruit_mails.hpp"
#include "cli/recruit_telling.hpp"

namespace querist::cli {

namespace {

using actions::RecruitmentStatus;
using recruitment::SamplePart;
using recruitment::SampleRates;
using StatusJson = nlohmann::ordered_json;

StatusJson or_null(const std::optional<std::int64_t>& number) {
    return number ? StatusJson(*number) : StatusJson();
}

StatusJson rate_json(const recruitment::Rate& rate) {
    StatusJson json;
    json["count"] = rate.count;
    // Both as whole numbers: the value is exact.
    json["base"] =
        rate.base ? StatusJson{rate.base->numerator(), rate.base->denominator()} : StatusJson();
    const auto value = rate.value();
    json["value"] = value ? StatusJson(value->value()) : StatusJson();
    if (!rate.absence.empty()) json["absence"] = rate.absence;
    return json;
}

StatusJson part_json(const std::vector<std::string>& strata, const SamplePart& part) {
    StatusJson json;
    const bool of_stratum = part.stratum && *part.stratum < strata.size();
    json["stratum"] = of_stratum ? StatusJson(strata[*part.stratum]) : StatusJson();
    json["wave"] = part.wave ? StatusJson(*part.wave) : StatusJson();
    json["cases"] = part.cases.total();
    json["codes"] = StatusJson::object();
    for (const recruitment::CodeRow& row : recruitment::code_table().rows) {
        const std::int64_t cases = part.cases.of(row.code);
        if (cases > 0) json["codes"][std::string(row.number)] = cases;
    }
    const auto& e = part.rates.eligibility;
    json["e"] = e.e ? StatusJson{e.e->numerator(), e.e->denominator()} : StatusJson();
    json["e_basis"] = e.basis;
    for (const recruitment::RateFormula& formula : recruitment::rate_formulas()) {
        json["rates"][std::string(formula.name)] = rate_json(part.rates.of(formula.rate));
    }
    return json;
}

StatusJson rates_json(const std::vector<std::string>& strata, const SampleRates& rates) {
    StatusJson json;
    json["not_released"] = rates.not_released;
    json["edition"] = recruitment::code_table().edition;
    json["parts"] = StatusJson::array();
    json["parts"].push_back(part_json(strata, rates.whole));
    for (const auto* kind : {&rates.strata, &rates.waves, &rates.crossings}) {
        for (const SamplePart& part : *kind) json["parts"].push_back(part_json(strata, part));
    }
    return json;
}

StatusJson strata_json(const RecruitmentStatus& status) {
    StatusJson strata = StatusJson::array();
    for (const auto& one : status.strata) {
        strata.push_back({
            {"stratum", one.name},
            {"in_frame", one.in_frame},
            {"suppressed", one.suppressed},
            {"forgotten", one.forgotten},
            {"drawn", one.drawn},
            {"released", one.released},
        });
    }
    return strata;
}

StatusJson web_rate_json(const recruitment::WebRate& rate) {
    StatusJson json{{"count", rate.count}, {"base", rate.base}};
    if (!rate.absence.empty()) json["absence"] = rate.absence;
    return json;
}

StatusJson web_json(const recruitment::WebCounts& counts) {
    const recruitment::WebRates rates = recruitment::web_rates(counts);
    return {
        {"visitors", or_null(counts.visitors)},
        {"refused", counts.refused},
        {"agreed", counts.agreed},
        {"eligible", counts.eligible},
        {"completed", counts.completed},
        {"participation", web_rate_json(rates.participation)},
        {"completion", web_rate_json(rates.completion)},
    };
}

StatusJson web_json(const RecruitmentStatus& status) {
    StatusJson versions = StatusJson::array();
    for (const RecruitmentStatus::Version& one : status.versions) {
        versions.push_back({
            {"version", one.hash.hex()},
            {"started", one.counts.agreed},
            {"eligible", one.counts.eligible},
            {"completed", one.counts.completed},
            {"completion", web_rate_json(recruitment::web_rates(one.counts).completion)},
        });
    }
    return {
        {"of_cases", status.web_of_cases ? web_json(*status.web_of_cases) : StatusJson()},
        {"of_responses", web_json(status.web_of_responses)},
        {"versions", std::move(versions)},
    };
}

StatusJson tickets_json(const RecruitmentStatus& status) {
    if (!status.tickets) return {};
    return {{"signed", status.tickets->signed_once}, {"spent", status.tickets->spent}};
}

StatusJson sign_ins_json(const RecruitmentStatus& status) {
    StatusJson sign_ins = StatusJson::array();
    for (const RecruitmentStatus::SignIns& one : status.sign_ins) {
        sign_ins.push_back({{"stratum", one.stratum}, {"accounts", one.accounts}});
    }
    return sign_ins;
}

StatusJson unlinked_json(const RecruitmentStatus& status) {
    if (!status.unlinked) return {};
    return {
        {"day", to_text(status.unlinked->day).substr(0, 10)},
        {"tells", status.unlinked->tells},
        {"key_remains", status.unlinked->key_remains},
        {"counts_lost", status.unlinked->counts_lost},
    };
}

}  // namespace

nlohmann::ordered_json recruitment_status_json(const RecruitmentStatus& status) {
    StatusJson draws = StatusJson::array();
    for (const actions::FrameDraw& draw : status.draws) draws.push_back(draw_json(draw));
    StatusJson waves = StatusJson::array();
    for (const auto& wave : status.waves) {
        waves.push_back({
            {"wave", wave.number},
            {"pilot", wave.kind == actions::WaveKind::pilot},
            {"at", to_text(wave.at)},
            {"cases", wave.cases},
        });
    }
    StatusJson events = StatusJson::object();
    for (const recruitment::EventRow& row : recruitment::event_rows()) {
        const std::int64_t cases = status.cases_with_event[static_cast<std::size_t>(row.kind)];
        if (cases > 0) events[std::string(row.word)] = cases;
    }
    return {
        {"study", status.study},
        {"strata", strata_json(status)},
        {"suppressed_addresses", status.suppressed_addresses},
        {"sign_ins", sign_ins_json(status)},
        {"tickets", tickets_json(status)},
        {"draws", std::move(draws)},
        {"waves", std::move(waves)},
        {"cases_with_event", std::move(events)},
        {"complete", status.complete},
        {"complete_of_cases",
         status.web_of_cases ? nlohmann::ordered_json(status.web_of_cases->completed)
                             : nlohmann::ordered_json()},
        {"stop_when_complete", or_null(status.stop_when)},
        {"no_answers", status.no_answers},
        {"unlinked", unlinked_json(status)},
        {"rates", status.rates ? rates_json(status.rate_strata, *status.rates) : StatusJson()},
        {"pilot", status.pilot ? rates_json(status.pilot_strata, *status.pilot) : StatusJson()},
        {"web", web_json(status)},
        {"mails", mailing_json(status.mails)},
    };
}

}  // namespace querist::cli
