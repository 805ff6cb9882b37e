#include "web/response_code.hpp"

#include "web/layout.hpp"
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

void write_response_code(Html& html, const Words& words, const PublicId& id) {
    html.element("p", {{"class", "code"}}, in_groups(id.text()));
    html.element("p", words(Phrase::quote_code));
}

void write_ways_out(Html& html, const instrument::Study& study, Way way) {
    const Words words = words_for(study);
    html.open("ul", {{"class", "ways"}});
    html.open("li").element(
        "a",
        {{"href", study_path(study.id, "later")}},
        words(way == Way::to_go_on ? Phrase::come_back : Phrase::return_link)
    );
    html.close().open("li").element(
        "a", {{"href", study_path(study.id, "withdraw")}}, words(Phrase::delete_answers)
    );
    html.close().close();
}

void write_folded_response_code(Html& html, const PublicId& id, const instrument::Study& study) {
    const Words words = words_for(study);
    html.open("details").element("summary", words(Phrase::your_response));
    write_response_code(html, words, id);
    write_ways_out(html, study, Way::to_go_on);
    html.close();
}

}  // namespace querist::web
