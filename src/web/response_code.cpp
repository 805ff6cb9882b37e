#include "web/response_code.hpp"

#include <string>
#include <string_view>

namespace querist::web {

namespace {

std::string in_groups(std::string_view code) {
    constexpr std::size_t group = 4;
    std::string out;
    for (std::size_t i = 0; i < code.size(); i += group) {
        if (!out.empty()) out.push_back(' ');
        out.append(code.substr(i, group));
    }
    return out;
}

}  // namespace

void write_response_code(Html& html, const PublicId& id) {
    html.element("p", {{"class", "code"}}, in_groups(id.text()));
    html.element(
        "p",
        "Note it if you may want your answers deleted later: quote it to the study team. It does "
        "not say who you are."
    );
}

void write_folded_response_code(Html& html, const PublicId& id) {
    html.open("details").element("summary", "Your response code");
    write_response_code(html, id);
    html.close();
}

}  // namespace querist::web
