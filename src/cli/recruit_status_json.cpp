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

StatusJson part_json(const RecruitmentStatus& status, const SamplePart& part) {
    StatusJson json;
    const bool of_stratum = part.stratum && *part.stratum < status.strata.size();
    json["stratum"] = of_stratum ? StatusJson(status.strata[*part.stratum].name) : StatusJson();
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

StatusJson rates_json(const RecruitmentStatus& status, const SampleRates& rates) {
    StatusJson json;
    json["not_released"] = rates.not_released;
    json["edition"] = recruitment::code_table().edition;
    json["parts"] = StatusJson::array();
    json["parts"].push_back(part_json(status, rates.whole));
    for (const auto* kind : {&rates.strata, &rates.waves, &rates.crossings}) {
        for (const SamplePart& part : *kind) json["parts"].push_back(part_json(status, part));
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
        {"draws", std::move(draws)},
        {"waves", std::move(waves)},
        {"cases_with_event", std::move(events)},
        {"complete", status.complete},
        {"stop_when_complete", or_null(status.stop_when)},
        {"no_answers", status.no_answers},
        {"rates", status.rates ? rates_json(status, *status.rates) : StatusJson()},
        {"pilot", status.pilot ? rates_json(status, *status.pilot) : StatusJson()},
    };
}

}  // namespace querist::cli
