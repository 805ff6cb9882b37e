// Prints composed mails with what they were composed from, one JSON line each, for another
// program's parser to agree with. Arguments: how many, and the seed.

#include "delivery/delivery.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

namespace {

using namespace querist;
using nlohmann::json;

std::uint64_t number(std::string_view text) {
    std::uint64_t result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

constexpr std::array<std::string_view, 16> words = {
    "models",
    "How",
    "und",
    "Rückmeldung",
    "調査",
    "مرحبا",
    "🙂",
    "=?UTF-8?Q?no?=",
    "\"quoted\"",
    "back\\slash",
    "a,b;c:d",
    "(comment)",
    "<angle>",
    "a=3D",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "https://example.org/a/very/long/path/that/cannot/be/folded/because/it/has/no/space/in/it/at/"
    "all"
};

std::string some_words(SeededRandom& random, std::size_t most) {
    std::string text;
    const std::size_t count = 1 + random.below(most);
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += ' ';
        text += words.at(random.below(words.size()));
    }
    return text;
}

std::string some_lines(SeededRandom& random) {
    std::string text;
    const std::size_t count = 1 + random.below(12);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t kind = random.below(6);
        if (kind == 0) text += "From ";
        if (kind == 1) text += '.';
        if (kind != 2) text += some_words(random, 20);
        if (kind == 3) text += ' ';
        text += '\n';
    }
    return text;
}

Mailbox some_mailbox(SeededRandom& random) {
    static constexpr std::array<const char*, 4> addresses = {
        "someone@example.org",
        "a.b+c@xn--bcher-kva.example",
        "x_y@bücher.example",
        "o'n@例子.example"
    };
    const std::string name = random.below(3) == 0 ? std::string() : some_words(random, 6);
    return {
        HeaderText::parse(name).value(),
        EmailAddress::parse(addresses.at(random.below(addresses.size()))).value()
    };
}

json mailbox_json(const Mailbox& mailbox) {
    return {
        {"name", mailbox.name.text()},
        {"address", delivery::WireAddress::of(mailbox.address).value().text()}
    };
}

json mail_case(SeededRandom& random) {
    const std::string id = fmt::format("{:016x}", random.next());
    const delivery::Mail mail{
        .from = some_mailbox(random),
        .to = some_mailbox(random),
        .reply_to = some_mailbox(random),
        .subject = HeaderText::parse(some_words(random, 12)).value(),
        .text = some_lines(random),
        .html = "<p>" + some_lines(random) + "</p>\n",
        .language = "en",
        .date = Instant(std::chrono::seconds(random.below(4'000'000'000))),
        .id = id,
        .unsubscribe = delivery::WebAddress::parse("https://example.org/opt-out/" + id).value()
    };
    return {
        {"from", mailbox_json(mail.from)},
        {"to", mailbox_json(mail.to)},
        {"reply_to", mailbox_json(*mail.reply_to)},
        {"subject", mail.subject.text()},
        {"text", mail.text},
        {"html", mail.html},
        {"seconds", std::chrono::floor<std::chrono::seconds>(mail.date).time_since_epoch().count()},
        {"id", delivery::message_id(mail).value()},
        {"unsubscribe", mail.unsubscribe->text()},
        {"message", delivery::compose(mail).value()}
    };
}

}  // namespace

int main(int count, char** arguments) {
    const std::span<char*> given(arguments, static_cast<std::size_t>(count));
    if (given.size() != 3) return 2;
    SeededRandom random(number(given[2]));
    for (std::uint64_t i = 0; i < number(given[1]); ++i) {
        fmt::print("{}\n", mail_case(random).dump());
    }
    return 0;
}
