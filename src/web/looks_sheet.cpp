#include "web/looks_sheet.hpp"

#include "web/route.hpp"

namespace querist::web {

namespace {

std::string sheet_name(const instrument::Looks& looks) {
    return looks.sheet_hash.empty() ? std::string() : looks.sheet_hash + ".css";
}

}  // namespace

std::string looks_path(std::string_view study, const instrument::Looks& looks) {
    const std::string name = sheet_name(looks);
    return name.empty() ? name : study_path(study, "looks/" + name);
}

bool has_looks_named(const instrument::Study& study, std::string_view name) {
    return study.looks && !name.empty() && sheet_name(*study.looks) == name;
}

}  // namespace querist::web
