#include "web/front_pages.hpp"

#include "web/chosen_language.hpp"
#include "web/compression.hpp"
#include "web/pages.hpp"
#include "web/sheet.hpp"

#include <algorithm>

namespace querist::web {

namespace {

constexpr std::array<std::string_view, 3> encoding_names = {"", "gzip", "br"};
constexpr std::size_t etag_digits = 16;

std::shared_ptr<const FrontPage> make_front_page(
    const std::shared_ptr<const instrument::Study>& study,
    std::string_view language,
    actions::Life life,
    actions::Newcomers newcomers
) {
    auto front = std::make_shared<FrontPage>();
    front->study = study;
    front->language = language;
    front->life = life;
    front->newcomers = newcomers;
    const std::string html =
        with_sheet(consent_page(*shown_once_in(study, language), life, newcomers));
    const bool works = demands_work(*study, actions::Entry::open_link);
    const std::string hash = sha256(html).hex().substr(0, etag_digits);
    const std::array<std::string, 3> bodies = {html, gzip_small(html), brotli_small(html)};
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        std::string& etag = front->etags[i];
        etag = "\"" + hash + (i == 0 ? "" : "-") + std::string(encoding_names[i]) + "\"";
        const auto packet = [&](int status, std::string_view type, std::string body) {
            return std::make_shared<const Packet>(make_packet(
                {.status = status,
                 .content_type = type,
                 .caching = Caching::revalidate,
                 .referrer = Referrer::same_origin,
                 .script = works ? Script::own : Script::forbidden,
                 .headers =
                     {{"ETag", etag},
                      {"Content-Encoding", body.empty() ? "" : encoding_names[i]},
                      {"Vary", "Accept-Encoding, Accept-Language, Cookie"}}},
                std::move(body)
            ));
        };
        front->page.packets[i] = packet(200, html_type, bodies[i]);
        front->unchanged[i] = packet(304, {}, {});
    }
    return front;
}

}  // namespace

Reply FrontPage::reply(Encoding encoding, std::string_view if_none_match) const {
    const auto index = static_cast<std::size_t>(encoding);
    if (!if_none_match.empty() && matches_etag(if_none_match, etags[index])) {
        return {{}, unchanged[index]};
    }
    return page.reply(encoding);
}

FrontPages::Pages::const_iterator FrontPages::find(
    const instrument::Study& study, std::string_view language
) const {
    return std::ranges::find_if(pages_, [&](const auto& one) {
        return one->study->id == study.id && one->language == language;
    });
}

bool FrontPages::has(
    const std::shared_ptr<const instrument::Study>& study,
    std::string_view language,
    actions::Life life,
    actions::Newcomers newcomers
) const {
    return fitting(study, language, life, newcomers) != nullptr;
}

std::shared_ptr<const FrontPage> FrontPages::fitting(
    const std::shared_ptr<const instrument::Study>& study,
    std::string_view language,
    actions::Life life,
    actions::Newcomers newcomers
) const {
    const std::scoped_lock lock(mutex_);
    const auto known = find(*study, language);
    if (known == pages_.end() || (*known)->study != study || (*known)->life != life ||
        (*known)->newcomers != newcomers) {
        return nullptr;
    }
    return *known;
}

std::shared_ptr<const FrontPage> FrontPages::page(
    const std::shared_ptr<const instrument::Study>& study,
    std::string_view language,
    actions::Life life,
    actions::Newcomers newcomers
) {
    if (std::shared_ptr<const FrontPage> known = fitting(study, language, life, newcomers)) {
        return known;
    }
    // Nobody waits for the compressors who asks for another page. Two may make the same one.
    std::shared_ptr<const FrontPage> made = make_front_page(study, language, life, newcomers);
    const std::scoped_lock lock(mutex_);
    const auto known = find(*study, language);
    if (known != pages_.end()) pages_.erase(known);
    return pages_.emplace_back(std::move(made));
}

void prepare_front_pages(actions::Fieldwork& fieldwork, FrontPages& fronts) {
    for (const std::string& id : fieldwork.study_ids()) {
        const auto study = fieldwork.study(id);
        if (study) (void)fronts.page(study, study->language, fieldwork.life(id));
    }
}

void prepare_translated_front_pages(
    actions::Fieldwork& fieldwork, FrontPages& fronts, const std::stop_token& stop
) {
    for (const std::string& id : fieldwork.study_ids()) {
        const auto study = fieldwork.study(id);
        if (!study) continue;
        for (const std::string& language : study->languages) {
            if (stop.stop_requested()) return;
            (void)fronts.page(study, language, fieldwork.life(id));
        }
    }
}

}  // namespace querist::web
