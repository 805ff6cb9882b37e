#include "language/phrase_table.hpp"

namespace querist::language {

using enum Phrase;

constexpr PhraseTable french_phrases = phrase_table({
    {skip, "Aller à la partie principale"},
    {state_of_study, "État de l’étude"},
    {draft_banner,
     "Cette étude est une ébauche : les réponses sont enregistrées comme données d’essai."},
    {pilot_banner,
     "Ceci est une étude pilote : les réponses sont enregistrées à part de celles de l’étude."},
    {error_title, "Erreur : {title}"},
    {choose_language, "Langue"},
    {responsible, "Responsable"},
    {whom_to_ask, "À qui s’adresser"},
    {ethics_approval, "Approbation éthique"},
    {kept_until, "Les réponses sont conservées jusqu’au"},
    {minimum_age, "Âge minimum"},
    {years, "{count, plural, one {# an} many {# d’ans} other {# ans}}"},
    {start, "Commencer"},
    {agree, "J’accepte et je souhaite participer"},
    {refuse, "Je ne souhaite pas participer"},
    {leave_empty, "Laissez ce champ vide"},
    {typing_counted,
     "Pour les questions ouvertes, les pages comptent combien de fois une réponse a été modifiée "
     "et combien de caractères ont été collés. Elles n’enregistrent ni les touches ni le moment "
     "de la frappe."},
    {networks_counted,
     "L’endroit d’où vous participez n’est pas enregistré. Pour repérer les programmes qui "
     "répondent de nombreuses fois, le serveur compare pendant un jour, sous une forme "
     "ensuite détruite, les réseaux d’où les réponses commencent."},
    {taken_part, "Vous avez participé"},
    {taken_part_text, "Vos réponses sont enregistrées et votre participation est terminée."},
    {see_code, "Voir votre code de réponse"},
    {continue_heading, "Reprendre là où vous vous êtes arrêté"},
    {begun_here,
     "Le questionnaire a été commencé dans ce navigateur. Ce que vous avez répondu est "
     "enregistré."},
    {go_on, "Continuer"},
    {somebody_else, "Participer en tant qu’autre personne"},
    {somebody_else_text,
     "Pour une autre personne sur ce navigateur. Notez d’abord le code de réponse si vous en avez "
     "un : ce navigateur ne connaîtra plus ensuite la participation qui y a été commencée."},
    {thank_you, "Merci beaucoup"},
    {thanks_text, "Vos réponses sont enregistrées. Vous pouvez maintenant fermer cette page."},
    {your_code, "Votre code de réponse"},
    {not_taking_part, "Vous ne participez pas"},
    {declined_text, "Rien n’est enregistré, sinon que quelqu’un a refusé."},
    {changed_mind, "J’ai changé d’avis"},
    {stopped, "Vous vous êtes arrêté"},
    {stopped_text,
     "Vous aviez déjà commencé, et ce que vous avez répondu jusqu’ici est enregistré. Vous pouvez "
     "le faire supprimer ici, maintenant ou plus tard."},
    {go_on_after_all, "Continuer quand même"},
    {deleted, "Vos réponses sont supprimées"},
    {deleted_text,
     "Ce que vous avez répondu dans cette étude n’existe plus, comme vous le souhaitiez. Les "
     "dernières traces en sont écrasées sur le disque du serveur en quelques minutes."},
    {take_part_anew, "Participer à nouveau"},
    {take_part_anew_text,
     "Cela commence une nouvelle participation. Elle ne contient rien de celle qui a été supprimée."
    },
    {paused, "Cette étude fait une pause"},
    {paused_text,
     "Les réponses que vous avez envoyées sont enregistrées. Revenez plus tard pour continuer : la "
     "même adresse vous ramènera là où vous étiez."},
    {closed, "Cette étude n’accepte plus de réponses"},
    {closed_text,
     "Les pages enregistrées avant la fin le restent. Une page envoyée ensuite ne l’est pas : on "
     "ne peut plus rien ajouter."},
    {unsent, "Une page n’est pas encore enregistrée"},
    {unsent_text,
     "Elle attend dans ce navigateur et sera envoyée quand vous continuerez d’ici, tant que "
     "l’étude accepte des réponses."},
    {not_taken, "Ce que vous avez saisi n’a pas été enregistré"},
    {not_taken_text,
     "C’est arrivé trop tard. Le voici, pour que vous puissiez copier ce que vous voulez garder."},
    {questions_to, "Des questions ? Écrivez à {contact}."},
    {quote_code,
     "Indiquez-le si vous écrivez à l’équipe de l’étude au sujet de vos réponses. Il ne révèle pas "
     "qui vous êtes."},
    {come_back, "Revenir plus tard ou sur un autre appareil"},
    {delete_answers, "Supprimer mes réponses"},
    {your_response, "Votre participation : code, retour, suppression"},
    {sign_in_with, "Se connecter avec {name}"},
    {sign_in_text,
     "{name} nous dit que vous avez un compte et de quel type il est, afin que chaque compte "
     "participe une fois. Vos réponses sont enregistrées sans lui."},
    {sign_in_or, "Vous pouvez aussi participer sans vous connecter :"},
    {signed_in, "Vous êtes connecté(e)"},
    {signed_in_text, "Votre compte participe une fois. Il n’est pas enregistré avec vos réponses."},
    {other_account, "Utiliser un autre compte"},
    {invited, "Votre lien personnel est reconnu"},
    {invited_text,
     "Il correspond à une participation, à laquelle vous pouvez revenir par le même lien."},
    {on_to_issuer, "Continuer vers {name}"},
    {on_to_issuer_text, "Si votre navigateur n’y va pas de lui-même, appuyez sur le bouton."},
    {sign_in_declined, "Vous ne vous êtes pas connecté(e)"},
    {sign_in_declined_text, "Rien n’est enregistré. Vous pouvez vous connecter quand vous voulez."},
    {sign_in_foreign, "Cette connexion ne peut pas être terminée ici"},
    {sign_in_foreign_text,
     "Elle a été commencée dans un autre navigateur ou est déjà terminée. Rien n’est perdu : "
     "connectez-vous de nouveau depuis la première page."},
    {sign_in_late, "Cette connexion a pris trop de temps"},
    {sign_in_late_text,
     "Elle n’est plus valable. Rien n’est perdu : connectez-vous de nouveau depuis la première "
     "page."},
    {sign_in_used, "Cette connexion a déjà servi"},
    {sign_in_used_text,
     "Chaque connexion vaut une fois. Rien n’est perdu : connectez-vous de nouveau depuis la "
     "première page."},
    {sign_in_untrusted, "Votre connexion n’a pas pu être confirmée"},
    {sign_in_untrusted_text,
     "Ce que {name} a répondu ne prouve pas qui s’est connecté. Rien n’est enregistré. "
     "Connectez-vous de nouveau ; si cela se reproduit, écrivez à l’équipe de l’étude."},
    {issuer_down, "{name} ne répond pas"},
    {issuer_down_text,
     "La connexion n’est pas possible en ce moment. Rien n’est perdu : réessayez dans une minute."},
    {sign_in_first, "Veuillez d’abord vous connecter"},
    {sign_in_first_text,
     "Vous ne vous êtes pas encore connecté(e), ou il y a trop longtemps. Rien n’est enregistré."},
    {by_invitation, "Sur invitation"},
    {by_invitation_text,
     "Les personnes qui participent à cette étude y ont été invitées. Si vous en faites partie, "
     "veuillez ouvrir le lien personnel de l’e-mail que vous avez reçu. Rien n’est enregistré de "
     "vous ici."},
    {personal_link, "Votre lien personnel"},
    {personal_link_text,
     "Ce lien n’est que pour vous : il correspond à une participation, à laquelle vous pouvez "
     "revenir par le même lien. Merci de ne pas le transmettre."},
    {unknown_link, "Ce lien ne mène à aucune invitation"},
    {unknown_link_text,
     "Il est peut-être incomplet ou appartient à une autre étude. Copiez le lien entier de votre "
     "message dans la barre d’adresse."},
    {ticket, "Votre ticket d’entrée"},
    {ticket_text,
     "Cette étude est anonyme, et chacun répond une fois. Votre navigateur crée donc un ticket au "
     "hasard, et ce serveur le signe sans le voir. Il est noté qu’un ticket a été signé pour vous, "
     "mais personne ne peut en déduire quelles réponses sont les vôtres. Participez dans ce "
     "navigateur : le ticket y reste."},
    {ticket_without_script,
     "Cette étude est anonyme. Pour que chacun réponde une fois et que personne ne sache de qui "
     "sont les réponses, votre navigateur doit créer un ticket. Il faut pour cela JavaScript, qui "
     "est désactivé ici. Activez-le ou ouvrez le même lien dans un autre navigateur ; si ce n’est "
     "pas possible, écrivez à l’équipe de l’étude."},
    {ticket_elsewhere,
     "Un ticket a été créé pour vous dans un autre navigateur ou sur un autre appareil, et il n’y "
     "en a qu’un par personne. Veuillez participer là-bas. Si vous ne le pouvez pas, écrivez à "
     "l’équipe de l’étude."},
    {ticket_again,
     "Cette page est restée ouverte trop longtemps, ou l’étude a changé. Rien n’est enregistré. "
     "Veuillez revenir par votre lien personnel ou votre connexion."},
    {ticket_foreign, "Ce ticket n’est pas valable"},
    {ticket_foreign_text,
     "Il n’a pas été créé pour cette étude ou n’est plus accepté. Rien n’est enregistré. Revenez "
     "par votre lien personnel ou votre connexion ; si cela se reproduit, écrivez à l’équipe de "
     "l’étude."},
    {ticket_spent, "Ce ticket a déjà servi"},
    {ticket_spent_text,
     "Chaque ticket ouvre une participation. Pour continuer la vôtre, utilisez le navigateur dans "
     "lequel vous avez commencé, ou le lien ou le code qu’il vous a montré pour continuer plus "
     "tard."},
    {ticket_taken, "Votre ticket est accepté"},
    {ticket_taken_text,
     "Il vaut pour une participation. Ce serveur ne sait pas à qui est ce ticket. Pour revenir à "
     "vos réponses, utilisez ce navigateur ou le lien que les pages proposent pour continuer plus "
     "tard."},
    {no_more_mail, "Plus de messages"},
    {no_more_mail_text,
     "Appuyez sur le bouton si vous ne voulez plus recevoir de messages de notre part, ni pour "
     "cette étude ni pour d’autres. Vos réponses, si vous en avez donné, sont conservées."},
    {send_no_more, "Ne plus m’envoyer de messages"},
    {opted_out, "Vous ne recevrez plus de messages"},
    {opted_out_text, "Votre adresse est sur la liste de ceux à qui rien n’est envoyé."},
    {progress, "Progression"},
    {page_done, "Page {page}, {percent} % effectués"},
    {faulty_answers,
     "{count, plural, one {# réponse est à revoir} many {# de réponses sont à revoir} "
     "other {# réponses sont à revoir}}"},
    {more_questions, "D’autres questions sur cette page"},
    {more_questions_text,
     "Vos réponses sont enregistrées. Elles amènent ici d’autres questions : répondez-y aussi, "
     "puis continuez."},
    {to_new_question, "Aller à la première nouvelle question"},
    {next, "Suivant"},
    {back, "Retour"},
    {save_for_later, "Enregistrer et continuer plus tard"},
    {to_review, "Aller à la vérification"},
    {review, "Vérifiez vos réponses"},
    {review_text,
     "Elles sont enregistrées et pas encore envoyées. Vous pouvez encore modifier chacune d’elles."
    },
    {review_changed,
     "Vos réponses ont été modifiées ailleurs depuis que vous les avez vues ici, et ne sont pas "
     "encore envoyées. Vérifiez-les encore une fois."},
    {page_number, "Page {page}"},
    {change_page, "Modifier {heading}"},
    {send_answers, "Envoyer mes réponses"},
    {return_code, "Votre code de retour"},
    {unknown_code,
     "Aucune participation n’a ce code. Comparez-le à ce que vous avez noté : 26 lettres et "
     "chiffres, les espaces ne comptent pas. Le code de réponse est un autre code : seul le lien "
     "de retour ou son code ramène ici."},
    {come_back_heading, "Revenir à votre participation"},
    {later_heading, "Continuer plus tard"},
    {left_out,
     "Certaines réponses de la dernière page sont à revoir et ne sont pas encore enregistrées."},
    {later_complete_text,
     "Vos réponses sont enregistrées. Avec ce lien, vous pouvez revoir cette page ou les faire "
     "supprimer, sur n’importe quel appareil."},
    {later_text,
     "Ce que vous avez répondu est enregistré. Dans ce navigateur, rouvrez simplement le "
     "questionnaire. Sur un autre appareil, utilisez votre propre lien :"},
    {return_link, "Votre lien de retour"},
    {return_qr, "Code QR de votre lien de retour"},
    {or_return_code, "Ou votre code de retour"},
    {typed_at, "À saisir à l’adresse {address}"},
    {keep_secret,
     "Quiconque possède le lien ou le code peut lire, modifier et supprimer vos réponses : "
     "gardez-le pour vous. On ne peut pas le redemander ailleurs, car personne d’autre ne le "
     "connaît."},
    {go_on_now, "Continuer maintenant"},
    {from_link, "Ce lien appartient à une participation commencée auparavant."},
    {other_response,
     "Une participation a déjà été commencée dans ce navigateur. Il connaîtra l’autre à sa place, "
     "et les deux restent enregistrées."},
    {continue_here, "Continuer ici"},
    {withdraw_text,
     "Tout ce que vous avez répondu dans cette étude est supprimé définitivement. Personne ne peut "
     "le rétablir, et vous ne pourrez plus participer avec cette réponse."},
    {tick_to_delete, "Cochez ceci pour le confirmer. Rien n’est encore supprimé."},
    {yes_delete, "Oui, supprimer toutes mes réponses"},
    {delete_for_ever, "Supprimer définitivement"},
    {keep_answers, "Les garder et continuer"},
    {changed_elsewhere, "Cette page a été modifiée ailleurs"},
    {changed_elsewhere_text,
     "Après que vous l’avez ouverte ici, on y a de nouveau répondu, peut-être dans un autre "
     "onglet. Rien n’est perdu : choisissez les réponses à garder."},
    {no_answer, "Pas de réponse"},
    {from_other_tab, "Enregistré depuis l’autre onglet"},
    {from_this_tab, "De cet onglet"},
    {keep_saved, "Garder ce qui est enregistré"},
    {use_this_tab, "Prendre les réponses de cet onglet"},
    {bad_request, "La requête n’a pas pu être lue"},
    {bad_request_what, "Ce qui est arrivé est endommagé ou n’est pas ce qu’envoie un navigateur."},
    {bad_request_cure, "Revenez en arrière, rechargez la page et réessayez."},
    {forbidden, "Ce formulaire ne peut pas être accepté"},
    {forbidden_what,
     "Il ne vient pas d’une page de ce questionnaire dans ce navigateur, ou sa session est "
     "terminée. Rien n’en a été enregistré."},
    {forbidden_cure, "Rouvrez le questionnaire par son lien et continuez là."},
    {not_found, "Il n’y a rien à cette adresse"},
    {not_found_what, "Le lien est peut-être incomplet, ou l’étude n’est plus proposée ici."},
    {not_found_cure, "Vérifiez l’adresse ou demandez à la personne qui vous l’a envoyée."},
    {not_allowed, "Cela n’est pas possible ici"},
    {not_allowed_what, "L’adresse existe, mais pas pour ce qui lui a été demandé."},
    {not_allowed_cure, "Ouvrez-la dans un navigateur, comme une page."},
    {timed_out, "La requête a pris trop de temps"},
    {timed_out_what, "Elle n’est pas arrivée entière à temps ; rien n’a donc été enregistré."},
    {timed_out_cure, "Vérifiez votre connexion, revenez en arrière et renvoyez la page."},
    {done_already, "Votre participation est déjà terminée"},
    {done_already_what,
     "Le questionnaire a été terminé dans un autre onglet. Ces réponses sont arrivées après et ne "
     "sont pas enregistrées ; celles envoyées auparavant le sont."},
    {done_already_cure, "Vous n’avez rien à faire."},
    {no_length, "Le formulaire est arrivé sans sa longueur"},
    {no_length_what,
     "Ce serveur accepte les formulaires tels que les navigateurs les envoient : entiers et avec "
     "leur longueur."},
    {no_length_cure, "Envoyez-le avec Content-Length et sans Transfer-Encoding."},
    {too_much_text, "Il y a trop de texte"},
    {too_much_text_what,
     "Les réponses de la page dépassent ensemble ce que ce serveur accepte ; rien n’a donc été "
     "enregistré."},
    {too_much_text_cure,
     "Revenez en arrière, raccourcissez les réponses les plus longues et renvoyez la page."},
    {too_many_fields_what,
     "Le formulaire de cette page est arrivé avec plus de {count, plural, other {# champs}}, le "
     "maximum que lit ce serveur ; rien n’a donc été enregistré."},
    {too_many_fields_cure,
     "Revenez en arrière, rechargez la page et renvoyez-la. Si cela ne suffit pas, dites à "
     "l’équipe de l’étude de quelle page il s’agissait."},
    {not_a_form, "Le formulaire n’a pas pu être lu"},
    {not_a_form_what, "Il n’a pas été envoyé comme les navigateurs envoient les formulaires."},
    {not_a_form_cure, "Revenez en arrière, rechargez la page et renvoyez-le."},
    {large_headers, "Les en-têtes de la requête sont trop volumineux"},
    {large_headers_what,
     "Votre navigateur a envoyé, en plus de la page, plus que ce que ce serveur accepte."},
    {large_headers_cure,
     "Supprimez les cookies de ce site dans votre navigateur et rouvrez le lien."},
    {unavailable, "Le serveur est occupé ou ne peut pas enregistrer pour le moment"},
    {unavailable_what, "Rien de ce qui a été enregistré auparavant n’est perdu."},
    {unavailable_cure, "Patientez un instant, puis rechargez cette page."},
    {server_fault, "Un problème est survenu ici"},
    {server_fault_what,
     "C’est une défaillance du serveur, pas de votre fait. Ce qui a été enregistré auparavant "
     "n’est pas perdu."},
    {server_fault_cure,
     "Revenez en arrière et réessayez. Si cela persiste, signalez-le à l’équipe de l’étude."},
    {studies, "Études"},
    {no_study, "Aucune étude n’est proposée ici actuellement."},
    {kept_here,
     "Ce que vous avez saisi est conservé sur cette page. Patientez un instant, puis renvoyez-le."},
    {send_again, "Renvoyer"},
    {busy, "Pas encore enregistré : le serveur est occupé"},
    {busy_why, "Il arrive plus de réponses qu’on ne peut en enregistrer à la fois."},
    {locked, "Pas encore enregistré : les données sont en cours de traitement"},
    {locked_why,
     "L’équipe de l’étude exécute une opération qui a besoin des données pour elle seule un "
     "instant."},
    {disk_full, "Non enregistré : le disque du serveur est plein"},
    {cannot_write, "Non enregistré : le serveur ne peut pas écrire"},
    {cannot_save, "Non enregistré : le serveur a une défaillance"},
    {nothing_saved, "Rien de cette page n’a été enregistré. Les pages précédentes sont en sécurité."
    },
    {paused_unsaved, "Non enregistré : cette étude fait une pause"},
    {paused_unsaved_why,
     "Les pages précédentes sont enregistrées. Celle-ci pourra être envoyée quand l’étude "
     "reprendra."},
    {lost_session, "La participation dans ce navigateur est terminée"},
    {lost_session_what,
     "Plus aucune réponse ne lui correspond ; rien de cette page n’a donc été enregistré."},
    {lost_session_cure, "Recommencez à partir de la première page du questionnaire."},
    {to_first_page, "Aller à la première page"},
    {to_survey, "Aller au questionnaire"},
    {to_last_page, "Aller à la dernière page"},
    {not_deleted, "Pas encore supprimé"},
    {not_deleted_what, "Le serveur ne peut pas écrire pour le moment. Rien n’a été modifié."},
    {not_deleted_cure, "Patientez un instant, puis refaites la demande."},
    {ask_again, "Refaire la demande"},
    {choose_exactly, "choisissez-en {count}"},
    {choose_between, "choisissez-en de {least} à {most}"},
    {choose_at_least, "choisissez-en au moins {count}"},
    {choose_at_most, "choisissez-en {count} au plus"},
    {choose_all, "choisissez tout ce qui convient"},
    {required, "obligatoire"},
    {in_your_words, "Avec vos mots"},
    {label_in_your_words, "{label} : avec vos mots"},
    {choose_an_answer, "Choisissez une réponse"},
    {no_rank, "Aucun rang"},
    {adds_up, "La somme des nombres est {amount}."},
    {date_form, "AAAA-MM-JJ"},
    {yes, "Oui"},
    {no, "Non"},
    {not_at_all_likely, "Pas du tout probable"},
    {extremely_likely, "Extrêmement probable"},
    {choose_one, "Choisissez une réponse."},
    {choose_some, "Choisissez au moins une réponse."},
    {choose_in_rows, "Choisissez une réponse sur chaque ligne."},
    {choose_for, "Choisissez une réponse pour « {label} »."},
    {choose_some_in_rows, "Choisissez au moins une réponse sur chaque ligne."},
    {choose_some_for, "Choisissez au moins une réponse pour « {label} »."},
    {type_an_answer, "Saisissez une réponse."},
    {choose_points, "Choisissez un point sur chaque ligne."},
    {choose_point_for, "Choisissez un point pour « {label} »."},
    {give_ranks, "Attribuez des rangs à partir de 1."},
    {share_out, "Répartissez {amount}."},
    {choose_a_number, "Choisissez un nombre."},
    {type_an_email, "Saisissez une adresse électronique."},
    {give_a_date, "Indiquez une date."},
    {type_a_number, "Saisissez un nombre."},
    {tick_to_go_on, "Cochez la case pour continuer."},
    {text_without_choice,
     "Il y a un texte à côté de « {label} », mais une autre réponse est choisie : choisissez-la ou "
     "effacez son texte."},
    {not_together,
     "« {label} » ne peut pas être choisi avec une autre réponse : gardez l’un ou l’autre."},
    {not_offered, "Ce qui est arrivé n’est pas une des réponses proposées : choisissez de nouveau."
    },
    {no_longer_applies,
     "« {label} » ne convient plus après la modification d’une autre réponse : choisissez de "
     "nouveau."},
    {too_few_answers,
     "{count, plural, one {Choisissez au moins # réponse.} "
     "many {Choisissez au moins # de réponses.} other {Choisissez au moins # réponses.}}"},
    {too_few_ranks,
     "{count, plural, one {Attribuez au moins un rang.} many {Attribuez les rangs 1 à #.} "
     "other {Attribuez les rangs 1 à #.}}"},
    {wrong_sum, "La somme des nombres est {sum} et non {amount} : modifiez-les."},
    {too_many_answers,
     "{count, plural, one {Donnez une seule réponse.} many {Choisissez # de réponses au plus.} "
     "other {Choisissez # réponses au plus.}}"},
    {say_what, "Précisez dans le champ de texte ce que vous voulez dire."},
    {too_long,
     "{count, plural, one {Utilisez # caractère au plus.} many {Utilisez # de caractères au plus.} "
     "other {Utilisez # caractères au plus.}}"},
    {not_a_number, "Saisissez un nombre, par exemple 12."},
    {not_a_number_like, "Saisissez un nombre, par exemple {example}."},
    {not_whole, "Saisissez un nombre entier, sans décimales."},
    {too_small, "Saisissez un nombre supérieur ou égal à {limit}."},
    {too_large, "Saisissez un nombre inférieur ou égal à {limit}."},
    {rank_twice, "Le rang {rank} est attribué deux fois : attribuez chaque rang une fois."},
    {rank_left_out, "Le rang {rank} manque : attribuez les rangs à partir de 1 sans trou."},
    {does_not_fit, "Cette réponse ne convient pas : vérifiez-la."},
    {not_an_email, "Saisissez une adresse électronique, par exemple name@example.org."},
    {not_a_date, "Indiquez un jour sous la forme année-mois-jour, par exemple 2026-03-31."},
    {too_early, "Indiquez le {day} ou un jour ultérieur."},
    {too_late, "Indiquez le {day} ou un jour antérieur."},
    {not_text, "Il y a ici des caractères qui ne sont pas du texte : supprimez-les et ressaisissez."
    },
    // What a page’s script does.
    {script_saving, "Enregistrement…"},
    {script_offline, "Pas encore envoyé : il n’y a pas de connexion."},
    {script_busy, "Pas encore envoyé : le serveur ne peut rien enregistrer pour l’instant."},
    {script_paused, "Pas encore envoyé : cette étude fait une pause."},
    {script_waiting,
     "Vos réponses sont gardées dans ce navigateur et envoyées dès que possible, ou à votre retour."
    },
    {script_open, "Laissez cette page ouverte : vos réponses sont envoyées dès que possible."},
    {script_restored, "Ce que vous aviez saisi ici est de retour."},
    {script_elsewhere,
     "Dans ce navigateur, vous aviez saisi autre chose avant que cette page soit enregistrée."},
    {script_bring, "Le reprendre"},
    {script_opened, "Vos réponses ont ouvert d’autres éléments sur cette page."},
    {script_closed, "Vos réponses ont retiré quelque chose de cette page."},
    {script_large,
     "Cette page contient plus de texte qu’il n’est possible d’envoyer. Raccourcissez-le, puis "
     "continuez."},
    {script_nothing, "Rien trouvé"},
    {script_clear, "Effacer la réponse"},
    // The reward.
    {reward, "Votre récompense"},
    {reward_amount, "Pour votre participation, vous recevez {amount}."},
    {reward_collect, "Obtenir la récompense"},
    {reward_unlinkable,
     "Votre navigateur crée un jeton au hasard, et ce serveur le signe sans le voir. Avec le "
     "jeton signé, vous réclamez votre récompense sur une page qui ne connaît pas vos "
     "réponses. Personne ne peut en déduire quelles réponses sont les vôtres."},
    {reward_until,
     "Elle peut être réclamée jusqu’à {count, plural, one {# jour} other {# jours}} après la "
     "clôture de l’étude."},
    {reward_apart,
     "Seul le moment pourrait révéler quelque chose : laissez passer quelques heures ou un "
     "jour entre cette page et votre demande."},
    {reward_make, "Créer mon lien de retrait"},
    {reward_without_script, "Il faut pour cela JavaScript, qui est désactivé ici."},
    {reward_code_meaning,
     "À la place, vous pouvez obtenir un code de retrait, sans JavaScript. Il est calculé à "
     "partir de votre participation : quiconque détient les clés de l’étude et toutes ses "
     "données peut découvrir quelle récompense correspond à quelles réponses. Ce choix est "
     "définitif."},
    {reward_take_code, "Afficher plutôt un code de retrait"},
    {reward_code, "Votre code de retrait"},
    {reward_code_waiting,
     "Vous avez choisi un code de retrait. Il apparaîtra ici dès que l’équipe de l’étude aura "
     "examiné les réponses : revenez sur cette page."},
    {reward_busy, "Un instant…"},
    {reward_none, "Vous n’avez pas encore créé de lien de retrait."},
    {reward_waiting,
     "Votre lien de retrait est demandé. Il sera prêt dès que l’équipe de l’étude aura examiné "
     "les réponses."},
    {reward_keep,
     "Conservez l’adresse complète de cette page et rouvrez-la dans quelques jours : ce qui "
     "suit le signe # n’est connu que de ce navigateur, et sans cela il n’y a pas de "
     "récompense."},
    {reward_signed,
     "Votre lien de retrait est prêt. Gardez-le comme de l’argent : quiconque le possède peut "
     "s’en servir, une fois."},
    {reward_qr, "Votre lien de retrait sous forme de code QR"},
    {reward_elsewhere,
     "Votre lien de retrait a été créé sur une autre page ou un autre appareil : ouvrez "
     "l’adresse que vous y avez conservée."},
    {reward_failed, "Cela n’a pas fonctionné. Rien n’est perdu : réessayez."},
    {reward_insecure,
     "Les navigateurs ne le permettent que sur des pages chiffrées : ouvrez cette page par "
     "https."},
    {reward_refused,
     "L’équipe de l’étude a constaté que cette participation ne donne pas droit à la "
     "récompense."},
    {reward_spent,
     "Le budget de l’étude pour les récompenses a été épuisé avant que votre participation "
     "puisse être payée."},
    {claim_heading, "Réclamer votre récompense"},
    {claim_text,
     "Ici, rien ne sait qui vous êtes ni ce que vous avez répondu. La récompense s’affiche "
     "quand vous appuyez sur le bouton ; le même lien ou code l’affiche à nouveau."},
    {claim_proof, "Votre lien ou code de retrait"},
    {claim_button, "Afficher ma récompense"},
    {claim_unreadable,
     "Ce n’est pas un lien ou un code de retrait complet de cette étude : copiez-le à nouveau "
     "du premier au dernier caractère."},
    {claim_not_owed,
     "Aucune récompense n’est due pour ce code. Si vous avez terminé vos réponses récemment, "
     "réessayez dans quelques jours."},
    {claim_none_left,
     "Il ne reste aucune carte-cadeau pour le moment. Votre droit demeure : conservez-le et "
     "réessayez plus tard."},
    {unpaid_heading, "Il ne reste plus de récompense"},
    {unpaid_text,
     "L’argent prévu pour les récompenses de cette étude est épuisé. Vous pouvez tout de même "
     "participer, sans être rémunéré."},
    {claim_ended, "Le délai pour réclamer les récompenses de cette étude est passé."},
    {card_heading, "Votre carte-cadeau"},
    {card_code, "Code"},
    {card_pin, "Code PIN"},
    {card_link, "À utiliser sur"},
    {card_keep,
     "Notez-la ou utilisez-la maintenant. Votre lien ou code de retrait l’affiche à nouveau "
     "tant que l’étude conserve ses données."},
    {keys_heading, "Clés avec lesquelles cette étude signe"},
    {keys_text,
     "Tout le monde trouve ici les mêmes clés. Si l’on vous en montrait une autre qu’aux "
     "autres, votre jeton pourrait être distingué des leurs : comparez le SHA-256 avec ce que "
     "voit quelqu’un d’autre."},
    {keys_current, "en usage"},
    {keys_none, "Cette étude n’a pas encore de clés."},
    {appeal_heading, "Demander un nouvel examen"},
    {appeal_excluded, "L’équipe de l’étude a décidé de ne pas compter votre participation."},
    {appeal_unpaid,
     "L’équipe de l’étude a décidé que votre participation ne donne droit à aucune récompense."},
    {appeal_how,
     "Si vous pensez que c’est une erreur, dites pourquoi. Une personne le lit avec vos "
     "réponses et décide à nouveau. Vous pouvez le demander une fois par décision."},
    {appeal_ask, "Pourquoi faudrait-il décider autrement ?"},
    {appeal_privacy,
     "Ce que vous écrivez est conservé avec vos réponses et supprimé avec elles. Cela ne "
     "figure dans aucun rapport. N’en dites pas plus sur vous que nécessaire."},
    {appeal_send, "Demander un nouvel examen"},
    {appeal_unread,
     "Écrivez pourquoi, en {count, plural, one {# caractère} other {# caractères}} au plus. "
     "Rien n’a été enregistré."},
    {appeal_waiting,
     "Ce que vous avez écrit est enregistré et attend qu’une personne l’examine. Revenez plus "
     "tard pour voir ce qui a été décidé."},
    {appeal_granted, "Une personne a examiné à nouveau et a décidé en votre faveur."},
    {appeal_stays, "Une personne a examiné à nouveau, et la décision est maintenue."},
    {withdraw_reward,
     "Votre récompense : dès qu’elle vous est due, elle vous reste acquise et vous pouvez la "
     "retirer sans vos réponses. Si vous supprimez vos réponses avant, il n’y a pas de "
     "récompense."},
    {full_heading, "Il n’y a plus de place pour le moment"},
    {full_text,
     "Toutes les récompenses que cette étude peut payer pour le moment sont promises : "
     "personne de nouveau ne peut commencer. Rien n’a été enregistré sur vous. Qui a commencé "
     "peut continuer."},
});

}  // namespace querist::language
