#pragma once

// A study that writes to people, for the tests of mails.

namespace querist::actions {

inline constexpr const char* mailed_study = R"(querist: 1
id: mailed
title: Mailed
research questions: [{id: rq, text: Why?}]
recruitment:
  text: We write.
  rate per domain: 60
  quiet hours: 21:00-08:00
  invitation:
    from: Team <team@example.org>
    subject: "For {{name|you}}"
    text: "{{city|nowhere}} {{link}} {{opt-out link}}"
  columns: [{city: Where they live}]
  reminders:
    - {after days: 7, subject: Again, text: "{{link}} {{opt-out link}}"}
instrument:
  pages:
    - id: one
      items:
        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}
)";

}  // namespace querist::actions
