// Signing in with an account: `recruitment: sign in` of a study file.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

constexpr std::size_t client_id_characters_max = 200;

bool is_plain_word(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_issuer(std::string_view text) {
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    const std::string_view host = authority_in(text);
    return web && !host.empty() && !host.starts_with(':') && !host.contains('@') &&
           is_plain_word(text) && text.find_first_of("?#\"<>") == std::string_view::npos;
}

std::string read_issuer(const YamlNode& node, StudyDraft& draft) {
    const YamlNode* issuer = node.find("issuer");
    std::string text = text_of(issuer);
    if (text.empty() || is_issuer(text)) return text;
    draft.list.report(
        "study.bad-issuer",
        issuer->start,
        fmt::format("\"{}\" is no issuer's address", text),
        "write it as its discovery document does, as in https://huggingface.co"
    );
    return text;
}

std::string read_client_id(const YamlNode& node, StudyDraft& draft) {
    const YamlNode* id = node.find("client id");
    std::string text = text_of(id);
    if (is_plain_word(text) && text.size() <= client_id_characters_max) return text;
    draft.list.report(
        "study.bad-client-id",
        id->start,
        "a client id has no blanks and at most 200 plain characters",
        "copy it from where this study's server is registered with the issuer; its secret is not "
        "written here"
    );
    return text;
}

std::string read_scopes(const YamlNode& node, StudyDraft& draft) {
    const YamlNode* scopes = node.find("scopes");
    std::string text = text_of(scopes);
    if (text.empty()) return SignIn{}.scopes;
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; });
    const bool has_openid = (" " + text + " ").contains(" openid ");
    if (plain && has_openid) return text;
    draft.list.report(
        "study.bad-scopes",
        scopes->start,
        "the scopes ask for no account: \"openid\" is not among them",
        "write the words with blanks between them, as in openid profile"
    );
    return text;
}

StratumClaim read_claim(const YamlNode& node, StudyDraft& draft) {
    StratumClaim claim{
        .stratum = text_of(node.find("stratum")),
        .claim = text_of(node.find("claim")),
        .is = text_of(node.find("is")),
        .place = draft.place(node.start)
    };
    if (const YamlNode* stratum = node.find("stratum")) check_stratum(*stratum, draft);
    const YamlNode* is = node.find("is");
    if (is != nullptr && node.find("claim") == nullptr) {
        draft.list.report(
            "study.missing-key",
            is->start,
            "\"is\" says nothing without \"claim\"",
            "name the claim that is to be this, or leave both out for all other accounts"
        );
    }
    return claim;
}

}  // namespace

void read_sign_in(const YamlNode& recruitment, StudyDraft& draft) {
    const YamlNode* node = recruitment.find("sign in");
    if (node == nullptr || node->kind != YamlNode::Kind::mapping) return;
    if (!draft.study.recruitment) return;
    const YamlNode* field = node->find("stratum field");
    SignIn sign_in{
        .issuer = read_issuer(*node, draft),
        .name = text_of(node->find("name")),
        .client_id = read_client_id(*node, draft),
        .scopes = read_scopes(*node, draft),
        .required = truth_of(node->find("required")),
        .strata = {},
        .stratum_field = text_of(field),
        .added = text_of(node->find("added")),
        .place = draft.place(node->start),
        .field_place = field == nullptr ? Place{} : draft.place(field->start)
    };
    if (sign_in.name.empty()) sign_in.name = authority_in(sign_in.issuer);
    const auto strata = node->list("strata");
    sign_in.strata.reserve(strata.size());
    for (const YamlNode& one : strata) {
        if (one.kind == YamlNode::Kind::mapping) sign_in.strata.push_back(read_claim(one, draft));
    }
    draft.study.recruitment->sign_in = std::move(sign_in);
}

}  // namespace querist::instrument
