"""A study that pays everybody who completes it with a card."""

STUDY = """querist: 1
id: paying
title: Paying
mode: confidential
research questions: [{id: rq, text: Why?}]
consent: {text: Voluntary., controller: The team, contact: team@example.org}
compensation:
  - {id: cards, text: A card, amount: 10.00 USD, recipients: all, paid: codes, budget: 40000.00 USD, eligible: complete}
instrument:
  pages:
    - id: one
      items:
        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}
"""
