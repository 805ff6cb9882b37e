#pragma once

#include <cstddef>

namespace querist::language {

/// What the program itself says to participants. Every language says each of them, or the build
/// breaks. Words in braces are arguments in ICU's message format; a quote is written ’, for ' means
/// something there.
enum class Phrase {
    // Around every page.
    skip,
    state_of_study,
    draft_banner,
    pilot_banner,
    error_title,  ///< {title}
    choose_language,
    // The first page.
    responsible,
    whom_to_ask,
    ethics_approval,
    kept_until,
    minimum_age,
    years,  ///< {count}
    start,
    agree,
    refuse,
    leave_empty,  ///< Beside a field that nobody sees.
    typing_counted,
    networks_counted,
    taken_part,
    taken_part_text,
    see_code,
    continue_heading,
    begun_here,
    go_on,
    somebody_else,
    somebody_else_text,
    // The last pages.
    thank_you,
    thanks_text,
    your_code,
    not_taking_part,
    declined_text,
    changed_mind,
    stopped,
    stopped_text,
    go_on_after_all,
    deleted,
    deleted_text,
    take_part_anew,
    take_part_anew_text,
    paused,
    paused_text,
    closed,
    closed_text,
    unsent,
    unsent_text,
    not_taken,
    not_taken_text,
    questions_to,  ///< {contact}
    quote_code,
    come_back,
    delete_answers,
    your_response,
    // Signing in, personal links, and wanting no more mail.
    sign_in_with,  ///< {name}
    sign_in_text,  ///< {name}
    sign_in_or,
    signed_in,
    signed_in_text,
    other_account,
    invited,
    invited_text,
    on_to_issuer,  ///< {name}
    on_to_issuer_text,
    sign_in_declined,
    sign_in_declined_text,
    sign_in_foreign,
    sign_in_foreign_text,
    sign_in_late,
    sign_in_late_text,
    sign_in_used,
    sign_in_used_text,
    sign_in_untrusted,
    sign_in_untrusted_text,  ///< {name}
    issuer_down,             ///< {name}
    issuer_down_text,
    sign_in_first,
    sign_in_first_text,
    by_invitation,
    by_invitation_text,
    personal_link,
    personal_link_text,
    unknown_link,
    unknown_link_text,
    ticket,
    ticket_text,
    ticket_without_script,
    ticket_elsewhere,
    ticket_again,
    ticket_foreign,
    ticket_foreign_text,
    ticket_spent,
    ticket_spent_text,
    ticket_taken,
    ticket_taken_text,
    no_more_mail,
    no_more_mail_text,
    send_no_more,
    opted_out,
    opted_out_text,
    // A page of questions.
    progress,
    page_done,       ///< {page}, {percent}
    faulty_answers,  ///< {count}
    more_questions,
    more_questions_text,
    to_new_question,
    next,
    back,
    save_for_later,
    to_review,
    review,
    review_text,
    review_changed,
    page_number,  ///< {page}
    change_page,  ///< {heading}
    send_answers,
    // Coming back and leaving.
    return_code,
    unknown_code,
    come_back_heading,
    later_heading,
    left_out,
    later_complete_text,
    later_text,
    return_link,
    return_qr,
    or_return_code,
    typed_at,  ///< {address}
    keep_secret,
    go_on_now,
    from_link,
    other_response,
    continue_here,
    withdraw_text,
    tick_to_delete,
    yes_delete,
    delete_for_ever,
    keep_answers,
    // A page that was answered twice.
    changed_elsewhere,
    changed_elsewhere_text,
    no_answer,
    from_other_tab,
    from_this_tab,
    keep_saved,
    use_this_tab,
    // What the server could not do.
    bad_request,
    bad_request_what,
    bad_request_cure,
    forbidden,
    forbidden_what,
    forbidden_cure,
    not_found,
    not_found_what,
    not_found_cure,
    not_allowed,
    not_allowed_what,
    not_allowed_cure,
    timed_out,
    timed_out_what,
    timed_out_cure,
    done_already,
    done_already_what,
    done_already_cure,
    no_length,
    no_length_what,
    no_length_cure,
    too_much_text,
    too_much_text_what,
    too_much_text_cure,
    too_many_fields_what,  ///< {count}
    too_many_fields_cure,
    not_a_form,
    not_a_form_what,
    not_a_form_cure,
    large_headers,
    large_headers_what,
    large_headers_cure,
    unavailable,
    unavailable_what,
    unavailable_cure,
    server_fault,
    server_fault_what,
    server_fault_cure,
    studies,
    no_study,
    kept_here,
    send_again,
    busy,
    busy_why,
    locked,
    locked_why,
    disk_full,
    cannot_write,
    cannot_save,
    nothing_saved,
    paused_unsaved,
    paused_unsaved_why,
    lost_session,
    lost_session_what,
    lost_session_cure,
    to_first_page,
    to_survey,
    to_last_page,
    not_deleted,
    not_deleted_what,
    not_deleted_cure,
    ask_again,
    // Beside questions.
    choose_exactly,   ///< {count}
    choose_between,   ///< {least}, {most}
    choose_at_least,  ///< {count}
    choose_at_most,   ///< {count}
    choose_all,
    required,
    in_your_words,
    label_in_your_words,  ///< {label}
    choose_an_answer,
    no_rank,
    adds_up,  ///< {amount}
    date_form,
    yes,
    no,
    not_at_all_likely,
    extremely_likely,
    // What is wrong with an answer.
    choose_one,
    choose_some,
    choose_in_rows,
    choose_for,  ///< {label}
    choose_some_in_rows,
    choose_some_for,  ///< {label}
    type_an_answer,
    choose_points,
    choose_point_for,  ///< {label}
    give_ranks,
    share_out,  ///< {amount}
    choose_a_number,
    type_an_email,
    give_a_date,
    type_a_number,
    tick_to_go_on,
    text_without_choice,  ///< {label}
    not_together,         ///< {label}
    not_offered,
    no_longer_applies,  ///< {label}
    too_few_answers,    ///< {count}
    too_few_ranks,      ///< {count}
    wrong_sum,          ///< {sum}, {amount}
    too_many_answers,   ///< {count}
    say_what,
    too_long,  ///< {count}
    not_a_number,
    not_a_number_like,  ///< {example}
    not_whole,
    too_small,      ///< {limit}
    too_large,      ///< {limit}
    rank_twice,     ///< {rank}
    rank_left_out,  ///< {rank}
    does_not_fit,
    not_an_email,
    not_a_date,
    too_early,  ///< {day}
    too_late,   ///< {day}
    not_text,
    // What a page’s script does.
    script_saving,
    script_offline,
    script_busy,
    script_paused,
    script_waiting,
    script_open,
    script_restored,
    script_elsewhere,
    script_bring,
    script_opened,
    script_closed,
    script_large,
    script_nothing,
    script_clear,
    // The reward: collecting it, claiming it, and the keys that it is signed with.
    reward,
    reward_amount,  ///< {amount}
    reward_collect,
    reward_unlinkable,
    reward_until,  ///< {count}: days after the study closes.
    reward_apart,
    reward_make,
    reward_without_script,
    reward_code_meaning,
    reward_take_code,
    reward_code,
    reward_code_waiting,
    reward_busy,
    reward_none,
    reward_waiting,
    reward_keep,
    reward_signed,
    reward_qr,
    reward_elsewhere,
    reward_failed,
    reward_insecure,
    reward_refused,
    reward_spent,
    claim_heading,
    claim_text,
    claim_proof,
    claim_button,
    claim_unreadable,
    claim_not_owed,
    claim_none_left,
    unpaid_heading,
    unpaid_text,
    claim_ended,
    card_heading,
    card_code,
    card_pin,
    card_link,
    card_keep,
    keys_heading,
    keys_text,
    keys_current,
    keys_none,
    // What a participant can do against a decision, and what became of it.
    appeal_heading,
    appeal_excluded,
    appeal_unpaid,
    appeal_how,
    appeal_ask,
    appeal_privacy,
    appeal_send,
    appeal_unread,  ///< {count}
    appeal_waiting,
    appeal_granted,
    appeal_stays,
    // A reward when answers are deleted, and a study that nobody new can begin.
    withdraw_reward,
    full_heading,
    full_text,
};

inline constexpr std::size_t phrase_count = static_cast<std::size_t>(Phrase::full_text) + 1;

}  // namespace querist::language
