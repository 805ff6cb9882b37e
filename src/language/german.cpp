#include "language/phrase_table.hpp"

namespace querist::language {

using enum Phrase;

constexpr PhraseTable german_phrases = phrase_table({
    {skip, "Zum Hauptteil springen"},
    {state_of_study, "Stand der Studie"},
    {draft_banner, "Diese Studie ist ein Entwurf: Antworten werden als Testdaten gespeichert."},
    {pilot_banner,
     "Dies ist ein Probelauf: Antworten werden getrennt von denen der Studie gespeichert."},
    {error_title, "Fehler: {title}"},
    {choose_language, "Sprache"},
    {responsible, "Verantwortlich"},
    {whom_to_ask, "Ansprechpartner"},
    {ethics_approval, "Ethikvotum"},
    {kept_until, "Antworten werden aufbewahrt bis"},
    {minimum_age, "Mindestalter"},
    {years, "{count, plural, one {# Jahr} other {# Jahre}}"},
    {start, "Beginnen"},
    {agree, "Ich stimme zu und möchte teilnehmen"},
    {refuse, "Ich möchte nicht teilnehmen"},
    {leave_empty, "Dieses Feld bitte leer lassen"},
    {typing_counted,
     "Bei offenen Fragen zählen die Seiten, wie oft eine Antwort geändert und wie viele Zeichen "
     "eingefügt wurden. Einzelne Tasten und Zeitpunkte des Tippens werden nicht aufgezeichnet."},
    {networks_counted,
     "Von wo Sie teilnehmen, wird nicht gespeichert. Um Programme zu bemerken, die viele "
     "Male antworten, vergleicht der Server einen Tag lang in einer Form, die dann "
     "vernichtet wird, aus welchen Netzen Antworten beginnen."},
    {taken_part, "Sie haben teilgenommen"},
    {taken_part_text, "Ihre Antworten sind gespeichert, und Ihr Teil ist abgeschlossen."},
    {see_code, "Ihren Antwortcode ansehen"},
    {continue_heading, "Dort weitermachen, wo Sie aufgehört haben"},
    {begun_here,
     "In diesem Browser wurde die Umfrage begonnen. Was Sie beantwortet haben, ist gespeichert."},
    {go_on, "Weitermachen"},
    {somebody_else, "Als andere Person teilnehmen"},
    {somebody_else_text,
     "Für eine andere Person an diesem Browser. Notieren Sie vorher den Antwortcode, falls Sie "
     "einen haben: Dieser Browser kennt die begonnene Teilnahme danach nicht mehr."},
    {thank_you, "Vielen Dank"},
    {thanks_text, "Ihre Antworten sind gespeichert. Sie können diese Seite jetzt schließen."},
    {your_code, "Ihr Antwortcode"},
    {not_taking_part, "Sie nehmen nicht teil"},
    {declined_text, "Gespeichert wird nur, dass jemand abgelehnt hat."},
    {changed_mind, "Ich habe es mir anders überlegt"},
    {stopped, "Sie haben aufgehört"},
    {stopped_text,
     "Sie hatten schon begonnen, und was Sie bisher beantwortet haben, ist gespeichert. Sie können "
     "es hier löschen lassen, jetzt oder später."},
    {go_on_after_all, "Doch weitermachen"},
    {deleted, "Ihre Antworten sind gelöscht"},
    {deleted_text,
     "Was Sie in dieser Studie beantwortet haben, ist Ihrem Wunsch gemäß gelöscht. Die letzten "
     "Spuren davon werden binnen Minuten auf dem Speicher des Servers überschrieben."},
    {take_part_anew, "Noch einmal teilnehmen"},
    {take_part_anew_text,
     "Damit beginnt eine neue Teilnahme. Von der gelöschten enthält sie nichts."},
    {paused, "Diese Studie macht eine Pause"},
    {paused_text,
     "Antworten, die Sie abgeschickt haben, sind gespeichert. Kommen Sie später wieder, um "
     "weiterzumachen: Dieselbe Adresse führt Sie dorthin, wo Sie waren."},
    {closed, "Diese Studie nimmt keine Antworten mehr an"},
    {closed_text,
     "Seiten, die vor dem Ende gespeichert wurden, bleiben gespeichert. Eine danach abgeschickte "
     "Seite ist es nicht: Es kann nichts mehr hinzugefügt werden."},
    {unsent, "Eine Seite ist noch nicht gespeichert"},
    {unsent_text,
     "Sie wartet in diesem Browser und wird gesendet, wenn Sie hier weitermachen, solange die "
     "Studie Antworten annimmt."},
    {not_taken, "Ihre Eingaben wurden nicht gespeichert"},
    {not_taken_text,
     "Sie kamen zu spät. Hier stehen sie, damit Sie kopieren können, was Sie behalten möchten."},
    {questions_to, "Fragen? Schreiben Sie an {contact}."},
    {quote_code,
     "Nennen Sie ihn, wenn Sie dem Studienteam wegen Ihrer Antworten schreiben. Er verrät nicht, "
     "wer Sie sind."},
    {come_back, "Später oder auf einem anderen Gerät wiederkommen"},
    {delete_answers, "Meine Antworten löschen"},
    {your_response, "Ihre Teilnahme: Code, Wiederkommen, Löschen"},
    {sign_in_with, "Mit {name} anmelden"},
    {sign_in_text,
     "{name} sagt uns, dass Sie ein Konto haben und von welcher Art es ist, damit jedes Konto "
     "einmal teilnimmt. Ihre Antworten werden ohne das Konto gespeichert."},
    {sign_in_or, "Sie können auch ohne Anmeldung teilnehmen:"},
    {signed_in, "Sie sind angemeldet"},
    {signed_in_text, "Ihr Konto nimmt einmal teil. Es wird nicht bei Ihren Antworten gespeichert."},
    {other_account, "Ein anderes Konto verwenden"},
    {invited, "Ihr persönlicher Link wurde erkannt"},
    {invited_text,
     "Er gehört zu einer Teilnahme, zu der Sie mit demselben Link zurückkehren können."},
    {on_to_issuer, "Weiter zu {name}"},
    {on_to_issuer_text,
     "Falls Ihr Browser nicht von selbst dorthin geht, drücken Sie auf den Knopf."},
    {sign_in_declined, "Sie haben sich nicht angemeldet"},
    {sign_in_declined_text,
     "Nichts ist gespeichert. Sie können sich anmelden, wann immer Sie möchten."},
    {sign_in_foreign, "Diese Anmeldung lässt sich hier nicht abschließen"},
    {sign_in_foreign_text,
     "Sie wurde in einem anderen Browser begonnen oder ist schon beendet. Nichts ist verloren: "
     "Melden Sie sich auf der ersten Seite noch einmal an."},
    {sign_in_late, "Diese Anmeldung hat zu lange gedauert"},
    {sign_in_late_text,
     "Sie gilt nicht mehr. Nichts ist verloren: Melden Sie sich auf der ersten Seite noch einmal "
     "an."},
    {sign_in_used, "Diese Anmeldung wurde schon verwendet"},
    {sign_in_used_text,
     "Jede Anmeldung gilt einmal. Nichts ist verloren: Melden Sie sich auf der ersten Seite noch "
     "einmal an."},
    {sign_in_untrusted, "Ihre Anmeldung ließ sich nicht bestätigen"},
    {sign_in_untrusted_text,
     "Was {name} antwortete, beweist nicht, wer sich angemeldet hat. Nichts ist gespeichert. "
     "Melden Sie sich noch einmal an; geschieht es wieder, schreiben Sie dem Studienteam."},
    {issuer_down, "{name} ist nicht erreichbar"},
    {issuer_down_text,
     "Die Anmeldung ist gerade nicht möglich. Nichts ist verloren: Versuchen Sie es in einer "
     "Minute noch einmal."},
    {sign_in_first, "Bitte melden Sie sich zuerst an"},
    {sign_in_first_text,
     "Sie haben sich noch nicht angemeldet, oder es ist zu lange her. Nichts ist gespeichert."},
    {by_invitation, "Auf Einladung"},
    {by_invitation_text,
     "An dieser Studie nehmen Menschen teil, die dazu eingeladen wurden. Wenn Sie eingeladen sind, "
     "öffnen Sie bitte den persönlichen Link in Ihrer E-Mail. Von Ihnen wird hier nichts "
     "gespeichert."},
    {personal_link, "Ihr persönlicher Link"},
    {personal_link_text,
     "Dieser Link ist nur für Sie: Er gehört zu einer Teilnahme, zu der Sie mit demselben Link "
     "zurückkehren können. Bitte geben Sie ihn nicht weiter."},
    {unknown_link, "Dieser Link führt zu keiner Einladung"},
    {unknown_link_text,
     "Vielleicht ist er unvollständig oder gehört zu einer anderen Studie. Kopieren Sie den ganzen "
     "Link aus der Mail in die Adresszeile."},
    {ticket, "Ihre Eintrittskarte"},
    {ticket_text,
     "Diese Studie ist anonym, und alle antworten einmal. Deshalb erzeugt Ihr Browser zufällig "
     "eine Eintrittskarte, und dieser Server unterschreibt sie, ohne sie zu sehen. Gespeichert "
     "wird, dass eine Karte für Sie unterschrieben wurde, aber niemand kann daraus erkennen, "
     "welche Antworten Ihre sind. Nehmen Sie in diesem Browser teil: Die Karte bleibt hier."},
    {ticket_without_script,
     "Diese Studie ist anonym. Damit alle einmal antworten und niemand erkennen kann, wessen "
     "Antworten es sind, muss Ihr Browser eine Eintrittskarte erzeugen. Dazu braucht es "
     "JavaScript, das hier ausgeschaltet ist. Schalten Sie es ein oder öffnen Sie denselben Link "
     "in einem anderen Browser; geht das nicht, schreiben Sie dem Studienteam."},
    {ticket_elsewhere,
     "Für Sie wurde eine Eintrittskarte in einem anderen Browser oder auf einem anderen Gerät "
     "erzeugt, und es gibt für alle nur eine. Bitte nehmen Sie dort teil. Geht das nicht, "
     "schreiben Sie dem Studienteam."},
    {ticket_again,
     "Diese Seite war zu lange offen, oder die Studie hat sich geändert. Nichts ist gespeichert. "
     "Bitte kommen Sie noch einmal über Ihren persönlichen Link oder Ihre Anmeldung."},
    {ticket_foreign, "Diese Eintrittskarte gilt nicht"},
    {ticket_foreign_text,
     "Sie wurde nicht für diese Studie erzeugt oder wird nicht mehr angenommen. Nichts ist "
     "gespeichert. Kommen Sie noch einmal über Ihren persönlichen Link oder Ihre Anmeldung; "
     "geschieht es wieder, schreiben Sie dem Studienteam."},
    {ticket_spent, "Diese Eintrittskarte wurde schon verwendet"},
    {ticket_spent_text,
     "Jede Karte beginnt eine Teilnahme. Um Ihre fortzusetzen, benutzen Sie den Browser, in dem "
     "Sie begonnen haben, oder den Link oder Code, den er Ihnen zum späteren Weitermachen gezeigt "
     "hat."},
    {ticket_taken, "Ihre Eintrittskarte ist angenommen"},
    {ticket_taken_text,
     "Sie gilt für eine Teilnahme. Dieser Server weiß nicht, wessen Karte es ist. Um zu Ihren "
     "Antworten zurückzukehren, benutzen Sie diesen Browser oder den Link, den die Seiten zum "
     "späteren Weitermachen anbieten."},
    {no_more_mail, "Keine weiteren Mails"},
    {no_more_mail_text,
     "Drücken Sie auf den Knopf, wenn Sie keine Mails mehr von uns möchten, weder zu dieser Studie "
     "noch zu anderen. Ihre Antworten bleiben, falls Sie welche gegeben haben."},
    {send_no_more, "Schicken Sie mir keine Mails mehr"},
    {opted_out, "Sie bekommen keine Mails mehr"},
    {opted_out_text, "Ihre Adresse steht auf der Liste derer, denen nichts geschickt wird."},
    {progress, "Fortschritt"},
    {page_done, "Seite {page}, {percent} % erledigt"},
    {faulty_answers,
     "{count, plural, one {Bitte prüfen Sie eine Antwort} other {Bitte prüfen Sie # Antworten}}"},
    {more_questions, "Weitere Fragen auf dieser Seite"},
    {more_questions_text,
     "Ihre Antworten sind gespeichert. Durch sie kommen hier weitere Fragen hinzu: Beantworten Sie "
     "bitte auch diese und gehen Sie dann weiter."},
    {to_new_question, "Zur ersten neuen Frage"},
    {next, "Weiter"},
    {back, "Zurück"},
    {save_for_later, "Speichern und später weitermachen"},
    {to_review, "Zur Übersicht"},
    {review, "Prüfen Sie Ihre Antworten"},
    {review_text,
     "Sie sind gespeichert und noch nicht abgeschickt. Sie können jede von ihnen noch ändern."},
    {review_changed,
     "Ihre Antworten wurden anderswo geändert, seit Sie sie hier angesehen haben, und sind noch "
     "nicht gesendet. Prüfen Sie sie noch einmal."},
    {page_number, "Seite {page}"},
    {change_page, "{heading} ändern"},
    {send_answers, "Meine Antworten abschicken"},
    {return_code, "Ihr Rückkehrcode"},
    {unknown_code,
     "Zu diesem Code gibt es keine Teilnahme. Vergleichen Sie ihn mit Ihrer Notiz: 26 Buchstaben "
     "und Ziffern, Leerzeichen spielen keine Rolle. Der Antwortcode ist ein anderer: Nur der "
     "Rückkehrlink oder sein Code führt zurück."},
    {come_back_heading, "Zu Ihrer Teilnahme zurückkehren"},
    {later_heading, "Später weitermachen"},
    {left_out,
     "Einige Antworten der letzten Seite müssen noch geprüft werden und sind nicht gespeichert."},
    {later_complete_text,
     "Ihre Antworten sind gespeichert. Mit diesem Link können Sie diese Seite auf jedem Gerät "
     "wieder ansehen oder Ihre Antworten löschen lassen."},
    {later_text,
     "Was Sie beantwortet haben, ist gespeichert. In diesem Browser öffnen Sie die Umfrage einfach "
     "wieder. Auf einem anderen Gerät benutzen Sie Ihren eigenen Link:"},
    {return_link, "Ihr Rückkehrlink"},
    {return_qr, "QR-Code Ihres Rückkehrlinks"},
    {or_return_code, "Oder Ihr Rückkehrcode"},
    {typed_at, "Einzugeben unter {address}"},
    {keep_secret,
     "Wer den Link oder den Code hat, kann Ihre Antworten lesen, ändern und löschen: Behalten Sie "
     "ihn für sich. Er lässt sich nirgends sonst erfragen, weil ihn niemand sonst kennt."},
    {go_on_now, "Jetzt weitermachen"},
    {from_link, "Dieser Link gehört zu einer Teilnahme, die früher begonnen wurde."},
    {other_response,
     "In diesem Browser wurde schon eine Teilnahme begonnen. Er kennt danach die andere an ihrer "
     "Stelle, und beide bleiben gespeichert."},
    {continue_here, "Hier weitermachen"},
    {withdraw_text,
     "Alles, was Sie in dieser Studie beantwortet haben, wird endgültig gelöscht. Niemand kann es "
     "wiederherstellen, und mit dieser Teilnahme können Sie nicht noch einmal mitmachen."},
    {tick_to_delete,
     "Kreuzen Sie dies an, um zu bestätigen, dass Sie es so wollen. Noch ist nichts gelöscht."},
    {yes_delete, "Ja, alle meine Antworten löschen"},
    {delete_for_ever, "Endgültig löschen"},
    {keep_answers, "Behalten und weitermachen"},
    {changed_elsewhere, "Diese Seite wurde anderswo geändert"},
    {changed_elsewhere_text,
     "Nachdem Sie sie hier geöffnet hatten, wurde sie noch einmal beantwortet, vielleicht in einem "
     "anderen Tab. Nichts ist verloren: Wählen Sie, welche Antworten bleiben sollen."},
    {no_answer, "Keine Antwort"},
    {from_other_tab, "Aus dem anderen Tab gespeichert"},
    {from_this_tab, "Aus diesem Tab"},
    {keep_saved, "Gespeichertes behalten"},
    {use_this_tab, "Antworten dieses Tabs nehmen"},
    {bad_request, "Die Anfrage war nicht lesbar"},
    {bad_request_what, "Was hier ankam, ist beschädigt oder nicht das, was ein Browser sendet."},
    {bad_request_cure, "Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."
    },
    {forbidden, "Dieses Formular kann nicht angenommen werden"},
    {forbidden_what,
     "Es kam nicht von einer Seite dieser Umfrage in diesem Browser, oder die Sitzung ist beendet. "
     "Nichts daraus wurde gespeichert."},
    {forbidden_cure,
     "Öffnen Sie die Umfrage noch einmal über ihren Link und machen Sie dort weiter."},
    {not_found, "Unter dieser Adresse gibt es nichts"},
    {not_found_what,
     "Der Link ist vielleicht unvollständig, oder die Studie wird hier nicht mehr angeboten."},
    {not_found_cure, "Prüfen Sie die Adresse, oder fragen Sie, wer sie Ihnen geschickt hat."},
    {not_allowed, "Das geht hier nicht"},
    {not_allowed_what, "Die Adresse gibt es, aber nicht für das, was von ihr verlangt wurde."},
    {not_allowed_cure, "Öffnen Sie sie in einem Browser als Seite."},
    {timed_out, "Die Anfrage hat zu lange gedauert"},
    {timed_out_what, "Sie kam nicht rechtzeitig vollständig an, daher wurde nichts gespeichert."},
    {timed_out_cure,
     "Prüfen Sie Ihre Verbindung, gehen Sie zurück und senden Sie die Seite noch einmal."},
    {done_already, "Ihr Teil ist schon abgeschlossen"},
    {done_already_what,
     "Die Umfrage wurde in einem anderen Tab beendet. Diese Antworten kamen danach und sind nicht "
     "gespeichert; die zuvor gesendeten sind es."},
    {done_already_cure, "Sie müssen nichts tun."},
    {no_length, "Das Formular kam ohne seine Länge an"},
    {no_length_what,
     "Dieser Server nimmt Formulare so an, wie Browser sie senden: ganz und mit ihrer Länge."},
    {no_length_cure, "Senden Sie es mit Content-Length und ohne Transfer-Encoding."},
    {too_much_text, "Das ist zu viel Text"},
    {too_much_text_what,
     "Die Antworten der Seite sind zusammen größer, als dieser Server annimmt; daher wurde nichts "
     "gespeichert."},
    {too_much_text_cure,
     "Gehen Sie zurück, kürzen Sie die längsten Antworten und senden Sie die Seite noch einmal."},
    {too_many_fields_what,
     "Das Formular dieser Seite kam mit mehr als {count, plural, other {# Feldern}} an, mehr, als "
     "dieser Server liest; daher wurde nichts gespeichert."},
    {too_many_fields_cure,
     "Gehen Sie zurück, laden Sie die Seite neu und senden Sie sie noch einmal. Hilft das nicht, "
     "sagen Sie dem Studienteam, welche Seite es war."},
    {not_a_form, "Das Formular war nicht lesbar"},
    {not_a_form_what, "Es wurde nicht so gesendet, wie Browser Formulare senden."},
    {not_a_form_cure, "Gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal."},
    {large_headers, "Die Kopfzeilen der Anfrage sind zu groß"},
    {large_headers_what, "Ihr Browser hat neben der Seite mehr gesendet, als dieser Server annimmt."
    },
    {large_headers_cure,
     "Löschen Sie in Ihrem Browser die Cookies dieser Website und öffnen Sie den Link noch einmal."
    },
    {unavailable, "Der Server ist ausgelastet oder kann gerade nicht speichern"},
    {unavailable_what, "Nichts, was vorher gespeichert wurde, ist verloren."},
    {unavailable_cure, "Warten Sie einen Moment und laden Sie dann diese Seite neu."},
    {server_fault, "Hier ist etwas schiefgegangen"},
    {server_fault_what,
     "Der Fehler liegt beim Server, nicht bei Ihnen. Was vorher gespeichert wurde, ist nicht "
     "verloren."},
    {server_fault_cure,
     "Gehen Sie zurück und versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an das "
     "Studienteam."},
    {studies, "Studien"},
    {no_study, "Hier wird zurzeit keine Studie angeboten."},
    {kept_here,
     "Was Sie eingegeben haben, bleibt auf dieser Seite erhalten. Warten Sie einen Moment und "
     "senden Sie es dann noch einmal."},
    {send_again, "Noch einmal senden"},
    {busy, "Noch nicht gespeichert: Der Server ist ausgelastet"},
    {busy_why, "Es kommen mehr Antworten an, als auf einmal gespeichert werden können."},
    {locked, "Noch nicht gespeichert: An den Daten wird gearbeitet"},
    {locked_why, "Das Studienteam führt etwas aus, das die Daten kurz für sich allein braucht."},
    {disk_full, "Nicht gespeichert: Der Speicher des Servers ist voll"},
    {cannot_write, "Nicht gespeichert: Der Server kann nicht schreiben"},
    {cannot_save, "Nicht gespeichert: Der Server hat einen Fehler"},
    {nothing_saved, "Von dieser Seite wurde nichts gespeichert. Frühere Seiten sind sicher."},
    {paused_unsaved, "Nicht gespeichert: Diese Studie macht eine Pause"},
    {paused_unsaved_why,
     "Frühere Seiten sind gespeichert. Diese kann gesendet werden, wenn die Studie weitergeht."},
    {lost_session, "Die Teilnahme in diesem Browser ist beendet"},
    {lost_session_what,
     "Zu ihm gehört keine Teilnahme mehr, daher wurde von dieser Seite nichts gespeichert."},
    {lost_session_cure, "Beginnen Sie noch einmal auf der ersten Seite der Umfrage."},
    {to_first_page, "Zur ersten Seite"},
    {to_survey, "Zur Umfrage"},
    {to_last_page, "Zur letzten Seite"},
    {not_deleted, "Noch nicht gelöscht"},
    {not_deleted_what, "Der Server kann gerade nicht schreiben. Nichts wurde geändert."},
    {not_deleted_cure, "Warten Sie einen Moment und verlangen Sie es dann noch einmal."},
    {ask_again, "Noch einmal verlangen"},
    {choose_exactly, "{count} auswählen"},
    {choose_between, "{least} bis {most} auswählen"},
    {choose_at_least, "mindestens {count} auswählen"},
    {choose_at_most, "höchstens {count} auswählen"},
    {choose_all, "alles Zutreffende auswählen"},
    {required, "Pflichtangabe"},
    {in_your_words, "In Ihren Worten"},
    {label_in_your_words, "{label}: in Ihren Worten"},
    {choose_an_answer, "Antwort auswählen"},
    {no_rank, "Kein Rang"},
    {adds_up, "Die Zahlen ergeben zusammen {amount}."},
    {date_form, "JJJJ-MM-TT"},
    {yes, "Ja"},
    {no, "Nein"},
    {not_at_all_likely, "Überhaupt nicht wahrscheinlich"},
    {extremely_likely, "Äußerst wahrscheinlich"},
    {choose_one, "Wählen Sie eine Antwort aus."},
    {choose_some, "Wählen Sie mindestens eine Antwort aus."},
    {choose_in_rows, "Wählen Sie in jeder Zeile eine Antwort aus."},
    {choose_for, "Wählen Sie eine Antwort für „{label}“ aus."},
    {choose_some_in_rows, "Wählen Sie in jeder Zeile mindestens eine Antwort aus."},
    {choose_some_for, "Wählen Sie mindestens eine Antwort für „{label}“ aus."},
    {type_an_answer, "Geben Sie eine Antwort ein."},
    {choose_points, "Wählen Sie in jeder Zeile einen Punkt aus."},
    {choose_point_for, "Wählen Sie einen Punkt für „{label}“ aus."},
    {give_ranks, "Vergeben Sie Ränge, angefangen bei 1."},
    {share_out, "Verteilen Sie {amount}."},
    {choose_a_number, "Wählen Sie eine Zahl aus."},
    {type_an_email, "Geben Sie eine E-Mail-Adresse ein."},
    {give_a_date, "Geben Sie ein Datum an."},
    {type_a_number, "Geben Sie eine Zahl ein."},
    {tick_to_go_on, "Kreuzen Sie das Kästchen an, um weiterzugehen."},
    {text_without_choice,
     "Neben „{label}“ steht ein Text, aber eine andere Antwort ist ausgewählt: Wählen Sie sie aus, "
     "oder löschen Sie ihren Text."},
    {not_together,
     "„{label}“ kann nicht zusammen mit einer anderen Antwort ausgewählt werden: Behalten Sie nur "
     "eine von beiden."},
    {not_offered,
     "Was ankam, ist keine der angebotenen Antworten: Wählen Sie bitte noch einmal aus."},
    {no_longer_applies,
     "„{label}“ trifft nicht mehr zu, nachdem eine andere Antwort geändert wurde: Wählen Sie bitte "
     "noch einmal aus."},
    {too_few_answers,
     "{count, plural, one {Wählen Sie mindestens # Antwort aus.} "
     "other {Wählen Sie mindestens # Antworten aus.}}"},
    {too_few_ranks,
     "{count, plural, one {Vergeben Sie mindestens einen Rang.} "
     "other {Vergeben Sie die Ränge 1 bis #.}}"},
    {wrong_sum, "Die Zahlen ergeben zusammen {sum}, nicht {amount}: Ändern Sie sie."},
    {too_many_answers,
     "{count, plural, one {Geben Sie nur eine Antwort.} "
     "other {Wählen Sie höchstens # Antworten aus.}}"},
    {say_what, "Schreiben Sie in das Textfeld, was Sie meinen."},
    {too_long,
     "{count, plural, one {Verwenden Sie höchstens # Zeichen.} "
     "other {Verwenden Sie höchstens # Zeichen.}}"},
    {not_a_number, "Geben Sie eine Zahl ein, zum Beispiel 12."},
    {not_a_number_like, "Geben Sie eine Zahl ein, zum Beispiel {example}."},
    {not_whole, "Geben Sie eine ganze Zahl ohne Nachkommastellen ein."},
    {too_small, "Geben Sie eine Zahl ein, die mindestens {limit} ist."},
    {too_large, "Geben Sie eine Zahl ein, die höchstens {limit} ist."},
    {rank_twice, "Der Rang {rank} ist doppelt vergeben: Vergeben Sie jeden Rang einmal."},
    {rank_left_out, "Der Rang {rank} fehlt: Vergeben Sie Ränge ab 1 ohne Lücke."},
    {does_not_fit, "Diese Antwort passt nicht: Bitte prüfen Sie sie."},
    {not_an_email, "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org."},
    {not_a_date, "Geben Sie einen Tag als Jahr-Monat-Tag an, zum Beispiel 2026-03-31."},
    {too_early, "Geben Sie {day} oder einen späteren Tag an."},
    {too_late, "Geben Sie {day} oder einen früheren Tag an."},
    {not_text, "Hier stehen Zeichen, die kein Text sind: Löschen Sie sie und tippen Sie neu."},
    // What a page’s script does.
    {script_saving, "Wird gespeichert …"},
    {script_offline, "Noch nicht gesendet: Es gibt keine Verbindung."},
    {script_busy, "Noch nicht gesendet: Der Server kann gerade nichts speichern."},
    {script_paused, "Noch nicht gesendet: Diese Studie macht eine Pause."},
    {script_waiting,
     "Ihre Antworten bleiben in diesem Browser und werden gesendet, sobald es möglich ist, oder "
     "wenn Sie wiederkommen."},
    {script_open,
     "Lassen Sie diese Seite offen: Ihre Antworten werden gesendet, sobald es möglich ist."},
    {script_restored, "Was Sie hier zuvor eingegeben hatten, ist wieder da."},
    {script_elsewhere,
     "In diesem Browser hatten Sie etwas anderes eingegeben, bevor diese Seite gespeichert wurde."},
    {script_bring, "Zurückholen"},
    {script_opened, "Ihre Antworten haben auf dieser Seite mehr geöffnet."},
    {script_closed, "Ihre Antworten haben etwas von dieser Seite genommen."},
    {script_large,
     "Auf dieser Seite steht mehr Text, als gesendet werden kann. Kürzen Sie ihn und gehen Sie "
     "dann weiter."},
    {script_nothing, "Nichts gefunden"},
    {script_clear, "Antwort löschen"},
    // The reward.
    {reward, "Ihre Belohnung"},
    {reward_amount, "Für Ihre Teilnahme erhalten Sie {amount}."},
    {reward_collect, "Belohnung abholen"},
    {reward_unlinkable,
     "Ihr Browser erzeugt eine zufällige Marke, und dieser Server unterschreibt sie, ohne sie "
     "zu sehen. Mit der unterschriebenen Marke holen Sie Ihre Belohnung auf einer Seite, die "
     "Ihre Antworten nicht kennt. Niemand kann daran erkennen, welche Antworten Ihre sind."},
    {reward_until,
     "Sie kann bis {count, plural, one {# Tag} other {# Tage}} nach dem Ende der Studie eingelöst "
     "werden."},
    {reward_apart,
     "Nur der Zeitpunkt könnte etwas verraten: Lassen Sie zwischen dieser Seite und dem "
     "Einlösen einige Stunden oder einen Tag vergehen."},
    {reward_make, "Meinen Einlöselink erzeugen"},
    {reward_without_script, "Dafür ist JavaScript nötig, das hier ausgeschaltet ist."},
    {reward_code_meaning,
     "Stattdessen können Sie ohne JavaScript einen Einlösecode bekommen. Er wird aus Ihrer "
     "Teilnahme berechnet: Wer die Schlüssel der Studie und alle ihre Daten hat, kann "
     "herausfinden, welche Belohnung zu welchen Antworten gehört. Diese Wahl ist endgültig."},
    {reward_take_code, "Stattdessen einen Einlösecode zeigen"},
    {reward_code, "Ihr Einlösecode"},
    {reward_code_waiting,
     "Sie haben einen Einlösecode gewählt. Er steht hier, sobald das Studienteam die Antworten "
     "angesehen hat: Kommen Sie auf diese Seite zurück."},
    {reward_busy, "Einen Augenblick …"},
    {reward_none, "Sie haben noch keinen Einlöselink erzeugt."},
    {reward_waiting,
     "Ihr Einlöselink ist angefragt. Er ist fertig, sobald das Studienteam die Antworten "
     "angesehen hat."},
    {reward_keep,
     "Bewahren Sie die ganze Adresse dieser Seite auf und öffnen Sie sie in einigen Tagen "
     "wieder: Was hinter dem # steht, kennt nur dieser Browser, und ohne es gibt es keine "
     "Belohnung."},
    {reward_signed,
     "Ihr Einlöselink ist fertig. Bewahren Sie ihn auf wie Geld: Wer ihn hat, kann ihn einmal "
     "einlösen."},
    {reward_qr, "Ihr Einlöselink als QR-Code"},
    {reward_elsewhere,
     "Ihr Einlöselink wurde auf einer anderen Seite oder einem anderen Gerät erzeugt: Öffnen "
     "Sie die Adresse, die Sie dort aufbewahrt haben."},
    {reward_failed, "Das hat nicht geklappt. Nichts ist verloren: Versuchen Sie es noch einmal."},
    {reward_insecure,
     "Browser können das nur auf verschlüsselten Seiten: Öffnen Sie diese Seite über https."},
    {reward_refused,
     "Das Studienteam hat festgestellt, dass es für diese Teilnahme keine Belohnung gibt."},
    {reward_spent,
     "Die Mittel der Studie für Belohnungen waren aufgebraucht, bevor Ihre Teilnahme bezahlt "
     "werden konnte."},
    {claim_heading, "Belohnung einlösen"},
    {claim_text,
     "Hier weiß nichts, wer Sie sind oder was Sie geantwortet haben. Die Belohnung wird "
     "gezeigt, wenn Sie auf den Knopf drücken; derselbe Link oder Code zeigt sie wieder."},
    {claim_proof, "Ihr Einlöselink oder Einlösecode"},
    {claim_button, "Meine Belohnung zeigen"},
    {claim_unreadable,
     "Das ist kein vollständiger Einlöselink oder Einlösecode dieser Studie: Kopieren Sie ihn "
     "noch einmal vom ersten bis zum letzten Zeichen."},
    {claim_not_owed,
     "Für diesen Code steht keine Belohnung aus. Wenn Sie Ihre Antworten erst vor Kurzem "
     "abgeschlossen haben, versuchen Sie es in einigen Tagen wieder."},
    {claim_none_left,
     "Zurzeit ist keine Geschenkkarte übrig. Ihr Anspruch bleibt bestehen: Bewahren Sie ihn "
     "auf und versuchen Sie es später wieder."},
    {unpaid_heading, "Es ist keine Belohnung mehr übrig"},
    {unpaid_text,
     "Das Geld für Belohnungen dieser Studie ist aufgebraucht. Sie können trotzdem teilnehmen; "
     "bezahlt wird dafür nichts."},
    {claim_ended, "Die Zeit, in der Belohnungen dieser Studie eingelöst werden können, ist vorbei."
    },
    {card_heading, "Ihre Geschenkkarte"},
    {card_code, "Code"},
    {card_pin, "PIN"},
    {card_link, "Einzulösen unter"},
    {card_keep,
     "Schreiben Sie sie auf oder lösen Sie sie jetzt ein. Ihr Einlöselink oder Einlösecode "
     "zeigt sie wieder, solange die Studie ihre Daten behält."},
    {keys_heading, "Schlüssel, mit denen diese Studie unterschreibt"},
    {keys_text,
     "Alle finden hier dieselben Schlüssel. Wenn Ihnen ein anderer gezeigt würde als anderen, "
     "ließe sich Ihre Marke von deren Marken unterscheiden: Vergleichen Sie den SHA-256 mit "
     "dem, was jemand anders sieht."},
    {keys_current, "in Gebrauch"},
    {keys_none, "Diese Studie hat noch keine Schlüssel."},
    {appeal_heading, "Um einen zweiten Blick bitten"},
    {appeal_excluded, "Das Studienteam hat entschieden, Ihre Teilnahme nicht zu zählen."},
    {appeal_unpaid,
     "Das Studienteam hat entschieden, dass es für Ihre Teilnahme keine Vergütung gibt."},
    {appeal_how,
     "Wenn Sie das für einen Irrtum halten, schreiben Sie, warum. Ein Mensch liest es zusammen "
     "mit Ihren Antworten und entscheidet neu. Sie können zu jeder Entscheidung einmal darum "
     "bitten."},
    {appeal_ask, "Warum sollte anders entschieden werden?"},
    {appeal_privacy,
     "Was Sie schreiben, wird bei Ihren Antworten aufbewahrt und mit ihnen gelöscht. Es steht "
     "in keinem Bericht. Schreiben Sie nicht mehr über sich, als nötig ist."},
    {appeal_send, "Um einen zweiten Blick bitten"},
    {appeal_unread,
     "Schreiben Sie, warum, mit höchstens {count, plural, one {# Zeichen} other {# Zeichen}}. "
     "Es wurde nichts gespeichert."},
    {appeal_waiting,
     "Was Sie geschrieben haben, ist gespeichert und wartet darauf, dass ein Mensch es "
     "ansieht. Kommen Sie später wieder, um zu sehen, wie entschieden wurde."},
    {appeal_granted, "Ein Mensch hat noch einmal hingesehen und zu Ihren Gunsten entschieden."},
    {appeal_stays, "Ein Mensch hat noch einmal hingesehen, und die Entscheidung bleibt."},
    {withdraw_reward,
     "Ihre Vergütung: Sobald sie Ihnen zusteht, bleibt sie Ihre, und Sie können sie ohne Ihre "
     "Antworten abholen. Löschen Sie Ihre Antworten vorher, gibt es keine Vergütung."},
    {full_heading, "Im Moment ist kein Platz frei"},
    {full_text,
     "Alle Vergütungen, die diese Studie im Moment zahlen kann, sind zugesagt; deshalb kann "
     "niemand neu beginnen. Über Sie wurde nichts gespeichert. Wer begonnen hat, kann "
     "weitermachen."},
});

}  // namespace querist::language
