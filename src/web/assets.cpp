#include "web/assets.hpp"

#include "core/core.hpp"
#include "web/compression.hpp"

namespace querist::web {

namespace {

constexpr char script_bytes[] = {
#embed "../../frontend/dist/survey.js"
};
constexpr std::string_view survey_script{script_bytes, sizeof script_bytes};

constexpr char typing_bytes[] = {
#embed "../../frontend/dist/typing.js"
};
constexpr std::string_view typing_script{typing_bytes, sizeof typing_bytes};

constexpr char work_bytes[] = {
#embed "../../frontend/dist/work.js"
};
constexpr std::string_view work_script{work_bytes, sizeof work_bytes};

constexpr char receipt_bytes[] = {
#embed "../../frontend/dist/receipt.js"
};
constexpr std::string_view receipt_script{receipt_bytes, sizeof receipt_bytes};

constexpr char claim_bytes[] = {
#embed "../../frontend/dist/claim.js"
};
constexpr std::string_view claim_script{claim_bytes, sizeof claim_bytes};

constexpr char entry_bytes[] = {
#embed "../../frontend/dist/entry.js"
};
constexpr std::string_view entry_script{entry_bytes, sizeof entry_bytes};

constexpr std::string_view icon_bytes =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8")"
    R"( fill="#0b6b69"/><path d="M9 11h14M9 16h14M9 21h8" stroke="#fff" stroke-width="2.6")"
    R"( stroke-linecap="round"/></svg>)";

constexpr std::string_view script_type = "text/javascript; charset=utf-8";
constexpr std::string_view folder = "/assets/";
constexpr std::size_t hash_digits = 16;

std::string path_of(std::string_view stem, std::string_view bytes, std::string_view ending) {
    std::string path(folder);
    path.append(stem).append(".").append(sha256(bytes).hex(), 0, hash_digits);
    return path.append(".").append(ending);
}

Variants variants(std::string_view bytes, std::string_view type) {
    const auto packet = [&](std::string_view encoding, std::string body) {
        return std::make_shared<const Packet>(make_packet(
            {.content_type = type,
             .caching = Caching::forever,
             .headers = {{"Content-Encoding", encoding}, {"Vary", "Accept-Encoding"}}},
            std::move(body)
        ));
    };
    return {
        {packet("", std::string(bytes)),
         packet("gzip", gzip_small(bytes)),
         packet("br", brotli_small(bytes))}
    };
}

}  // namespace

const std::string& script_path() {
    static const std::string path = path_of("survey", survey_script, "js");
    return path;
}

const std::string& typing_script_path() {
    static const std::string path = path_of("typing", typing_script, "js");
    return path;
}

const std::string& work_script_path() {
    static const std::string path = path_of("work", work_script, "js");
    return path;
}

const std::string& receipt_script_path() {
    static const std::string path = path_of("receipt", receipt_script, "js");
    return path;
}

const std::string& claim_script_path() {
    static const std::string path = path_of("claim", claim_script, "js");
    return path;
}

const std::string& entry_script_path() {
    static const std::string path = path_of("entry", entry_script, "js");
    return path;
}

const std::string& icon_path() {
    static const std::string path = path_of("querist", icon_bytes, "svg");
    return path;
}

Assets::Assets()
    : entries_{
          {{script_path().substr(folder.size()), variants(survey_script, script_type)},
           {icon_path().substr(folder.size()), variants(icon_bytes, "image/svg+xml")}}
      } {}

const Variants* Assets::find(std::string_view name) const {
    for (const auto& [own_name, found] : entries_) {
        if (own_name == name) return &found;
    }
    const auto made = [](MadeWhenAsked& asset, std::string_view script) {
        std::call_once(asset.once, [&] { asset.made = variants(script, script_type); });
        return &asset.made;
    };
    const auto is_at = [&](const std::string& path) {
        return std::string_view(path).substr(folder.size()) == name;
    };
    if (is_at(typing_script_path())) return made(typing_, typing_script);
    if (is_at(work_script_path())) return made(work_, work_script);
    if (is_at(receipt_script_path())) return made(receipt_, receipt_script);
    if (is_at(claim_script_path())) return made(claim_, claim_script);
    if (is_at(entry_script_path())) return made(entry_, entry_script);
    return nullptr;
}

}  // namespace querist::web
