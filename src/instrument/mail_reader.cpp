// What people are written: the mails under `recruitment` of a study file.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace querist::instrument {

namespace {

/// The place of a byte of a text that stands in study.yaml itself, or in the file that it names.
class WordsPlace {
public:
    WordsPlace(const YamlNode& node, const StudyDraft& draft) : node_(node), draft_(draft) {
        in_file_ = draft.files->contains(node.text);
    }
    void report(
        std::string_view text,
        std::size_t at,
        std::string code,
        std::string message,
        std::string cure,
        StudyDraft& draft
    ) const {
        if (!in_file_) {
            return draft.list.report(
                std::move(code), node_.start, std::move(message), std::move(cure)
            );
        }
        const std::string_view before = text.substr(0, at);
        const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
        const std::string file =
            draft_.folder.empty() ? node_.text : fmt::format("{}/{}", draft_.folder, node_.text);
        draft.file_problems.push_back(
            {std::move(code),
             Severity::error,
             {file,
              static_cast<int>(std::ranges::count(before, '\n')) + 1,
              static_cast<int>(code_points(before.substr(line_start))) + 1},
             std::move(message),
             std::move(cure)}
        );
    }

private:
    const YamlNode& node_;
    const StudyDraft& draft_;
    bool in_file_ = false;
};

constexpr std::string_view bad_placeholder = "study.bad-placeholder";

/// Where a placeholder stands decides which there may be.
enum class Part { subject, text };

/// The placeholders of one text of a mail.
class PlaceholderCheck {
public:
    PlaceholderCheck(Part part, const Recruitment& recruitment, StudyDraft& draft)
        : part_(part), draft_(draft) {
        known_ = {std::string(name_placeholder)};
        if (part == Part::text) {
            known_.emplace_back(link_placeholder);
            known_.emplace_back(opt_out_placeholder);
        }
        for (const FrameColumn& column : recruitment.columns) known_.push_back(column.id);
    }

    void check(const YamlNode* node, const std::string& text) {
        if (node == nullptr || node->kind != YamlNode::Kind::scalar || text.empty()) return;
        const WordsPlace place(*node, draft_);
        bool has_link = false;
        bool has_opt_out = false;
        for (const Pipe& pipe : pipes_in(text)) {
            const auto at = static_cast<std::size_t>(pipe.whole.data() - text.data());
            has_link = has_link || (pipe.closed && pipe.item == link_placeholder);
            has_opt_out = has_opt_out || (pipe.closed && pipe.item == opt_out_placeholder);
            const std::optional<PipeFault> fault = fault_in(pipe);
            if (!fault) continue;
            place.report(
                text, at, std::string(bad_placeholder), fault->message, fault->cure, draft_
            );
        }
        if (part_ == Part::subject || !draft_.whole) return;
        if (!has_link) {
            place.report(
                text,
                0,
                "study.no-link",
                "the mail does not say where its reader takes part",
                "write {{link}} where the address is to stand",
                draft_
            );
        }
        if (!has_opt_out) {
            place.report(
                text,
                0,
                "study.no-opt-out",
                "the mail does not say how its reader gets no more of them",
                "write a last sentence with {{opt-out link}}",
                draft_
            );
        }
    }

private:
    [[nodiscard]] std::optional<PipeFault> fault_in(const Pipe& pipe) const {
        if (!pipe.closed) return PipeFault{"{{ has no }} behind it", "close it with }}"};
        if (!pipe.words.empty()) {
            return PipeFault{
                fmt::format("words of mails do not hang on \"{}\"", pipe.item),
                fmt::format("write {{{{{}}}}}", pipe.item)
            };
        }
        if (std::ranges::find(known_, pipe.item) != known_.end()) return std::nullopt;
        if (pipe.item == link_placeholder || pipe.item == opt_out_placeholder) {
            return PipeFault{
                "a subject with a link is taken for a fraud's",
                fmt::format("write {{{{{}}}}} in the text", pipe.item)
            };
        }
        return PipeFault{
            fmt::format("mails have no placeholder \"{}\"", pipe.item),
            nearest_or(
                pipe.item,
                known_,
                fmt::format(
                    "write one of {{{{{}}}}}, or name it under the recruitment's `columns`",
                    fmt::join(known_, "}}, {{")
                )
            )
        };
    }

    Part part_;
    StudyDraft& draft_;
    std::vector<std::string> known_;
};

MailWords read_words(const YamlNode& node, const Recruitment& recruitment, StudyDraft& draft) {
    MailWords words{
        .subject = text_of(node.find("subject")), .text = read_markdown(node.find("text"), draft)
    };
    const YamlNode* subject = node.find("subject");
    if (!words.subject.empty() && !HeaderText::parse(words.subject)) {
        draft.list.report(
            "study.bad-subject",
            subject->start,
            "a subject is one line of at most 998 bytes without control characters",
            "write it on one line"
        );
    }
    PlaceholderCheck(Part::subject, recruitment, draft).check(subject, words.subject);
    PlaceholderCheck(Part::text, recruitment, draft).check(node.find("text"), words.text);
    return words;
}

ReminderAudience read_audience(const YamlNode* node) {
    const auto found = std::ranges::find(audience_specs(), text_of(node), &AudienceSpec::name);
    return found == audience_specs().end() ? ReminderAudience::not_complete : found->audience;
}

void read_columns(const YamlNode& node, Recruitment& recruitment, StudyDraft& draft) {
    KnownIds known("column");
    constexpr std::array taken{link_placeholder, opt_out_placeholder, name_placeholder};
    for (const YamlNode& one : node.list("columns")) {
        if (one.entries.empty()) continue;
        const YamlEntry& entry = one.entries.front();
        known.add(entry.key.text, entry.key.start, draft.list);
        if (std::ranges::find(taken, std::string_view(entry.key.text)) != taken.end()) {
            draft.list.report(
                "study.bad-id",
                entry.key.start,
                fmt::format("\"{}\" is what every mail knows already", entry.key.text),
                "remove it, or give the column another name"
            );
        }
        recruitment.columns.push_back(
            {.id = entry.key.text,
             .text = text_of(&entry.value),
             .place = draft.place(entry.key.start),
             .claim = text_of(one.find("claim"))}
        );
    }
}

void read_reminders(const YamlNode& node, Recruitment& recruitment, StudyDraft& draft) {
    int days_before = 0;
    for (const YamlNode& one : node.list("reminders")) {
        if (one.kind != YamlNode::Kind::mapping) continue;
        const YamlNode* days = one.find("after days");
        Reminder reminder{
            .after_days = count_of(
                              days,
                              1,
                              static_cast<std::size_t>(reminder_days_max),
                              "write how many days after the invitation",
                              draft
            )
                              .value_or(0),
            .audience = read_audience(one.find("to")),
            .words = read_words(one, recruitment, draft),
            .added = text_of(one.find("added")),
            .place = draft.place(one.start)
        };
        if (reminder.after_days > 0 && reminder.after_days <= days_before) {
            draft.list.report(
                "study.unordered-reminders",
                days->start,
                fmt::format("the reminder before this one leaves after {} days", days_before),
                "write the reminders in the order in which they leave, each later than the last"
            );
        }
        if (reminder.after_days > 0) days_before = reminder.after_days;
        recruitment.reminders.push_back(std::move(reminder));
    }
    const std::vector<Reminder>& all = recruitment.reminders;
    if (all.size() > static_cast<std::size_t>(reminders_max)) {
        draft.list.report(
            "study.too-many",
            node.find("reminders")->start,
            fmt::format("there are {} reminders, more than {}", all.size(), reminders_max),
            "keep those that are worth a mail"
        );
    }
    if (!all.empty() && !recruitment.invitation && draft.whole) {
        draft.list.report(
            "study.no-invitation",
            node.find("reminders")->start,
            "there are reminders, and no invitation that they remind of",
            "add \"invitation:\" to the recruitment"
        );
    }
}

}  // namespace

void read_mails(const YamlNode& node, StudyDraft& draft) {
    if (!draft.study.recruitment) return;
    Recruitment& recruitment = *draft.study.recruitment;
    read_columns(node, recruitment, draft);
    const YamlNode* invitation = node.find("invitation");
    if (invitation != nullptr && invitation->kind == YamlNode::Kind::mapping) {
        recruitment.invitation = Invitation{
            .words = read_words(*invitation, recruitment, draft),
            .from = text_of(invitation->find("from")),
            .reply_to = text_of(invitation->find("reply to")),
            .added = text_of(invitation->find("added")),
            .place = draft.place(invitation->start)
        };
    }
    read_reminders(node, recruitment, draft);
    recruitment.quiet_hours = parse_quiet_hours(text_of(node.find("quiet hours")));
    recruitment.rate_per_domain = count_of(
        node.find("rate per domain"),
        1,
        static_cast<std::size_t>(mails_per_hour_max),
        "write how many mails an hour the addresses of one domain may get",
        draft
    );
}

}  // namespace querist::instrument
