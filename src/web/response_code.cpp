#include "web/response_code.hpp"

#include "web/route.hpp"

namespace querist::web {

std::string in_groups(std::string_view code) {
    constexpr std::size_t group = 4;
    std::string out;
    for (std::size_t i = 0; i < code.size(); i += group) {
        if (!out.empty()) out.push_back(' ');
        out.append(code.substr(i, group));
    }
    return out;
}

void write_response_code(Html& html, const PublicId& id) {
    html.element("p", {{"class", "code"}}, in_groups(id.text()));
    html.element(
        "p",
        "Quote it when you write to the study team about your answers. It does not say who you are."
    );
}

void write_ways_out(Html& html, std::string_view study) {
    html.open("ul", {{"class", "ways"}});
    html.open("li").element(
        "a", {{"href", study_path(study, "later")}}, "Come back later or on another device"
    );
    html.close().open("li").element(
        "a", {{"href", study_path(study, "withdraw")}}, "Delete my answers"
    );
    html.close().close();
}

void write_folded_response_code(Html& html, const PublicId& id, std::string_view study) {
    html.open("details").element("summary", "Your response: its code, coming back, deleting it");
    write_response_code(html, id);
    write_ways_out(html, study);
    html.close();
}

}  // namespace querist::web
