"""A participant without a browser: reads the pages' forms and answers them at random, so that
whatever the study asks is answered. Used by the crash and fielding tests."""
import http.client
import random
import re
from html.parser import HTMLParser
from urllib.parse import urlencode


class Form(HTMLParser):
    """The fields of the first form that is sent by POST."""

    def __init__(self, page):
        super().__init__()
        self.action = None
        self.hidden = []
        self.radios = {}
        self.checkboxes = {}
        self.texts = []
        self.buttons = []
        self.open = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form" and found.get("method", "").lower() == "post" and self.action is None:
            self.open, self.action = True, found.get("action", "")
        if not self.open or "name" not in found:
            return
        name, kind, value = found["name"], found.get("type", "text"), found.get("value", "")
        if tag == "button":
            self.buttons.append((name, value))
        elif tag == "textarea":
            self.texts.append(name)
        elif tag == "input":
            if kind == "hidden":
                self.hidden.append((name, value))
            elif kind == "radio":
                self.radios.setdefault(name, []).append(value)
            elif kind == "checkbox":
                self.checkboxes.setdefault(name, []).append(value)
            elif kind in ("text", "number", "email"):
                self.texts.append(name)

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = False

    def filled(self, chance):
        """One value a radio group, one of each checkbox group, a few texts."""
        fields = list(self.hidden)
        for name, values in self.radios.items():
            fields.append((name, chance.choice(values)))
        for name, values in self.checkboxes.items():
            fields.append((name, chance.choice(values)))
        for name in self.texts:
            if ".text." not in name:
                fields.append((name, f"answer {chance.randrange(10**9)} – ünïcode"))
        return fields


class Participant:
    """One response over one keep-alive connection."""

    def __init__(self, port, study, seed):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.base = f"/s/{study}/"
        self.chance = random.Random(seed)
        self.secret = None
        self.location = None
        self.acknowledged = 0  # entries that the server has answered for
        self.finished = False

    def request(self, method, path, body=None):
        headers = {"Sec-Fetch-Site": "same-origin"}
        if self.secret:
            headers["Cookie"] = f"querist={self.secret}"
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def consent(self):
        _, _, page = self.request("GET", self.base)
        form = Form(page)
        agree = [button for button in form.buttons if "yes" in button[1] or "agree" in button[1]]
        status, headers, text = self.request(
            "POST", self.base + "consent", urlencode(form.hidden + agree[:1])
        )
        if status != 303:
            raise AssertionError(f"consent answered {status}: {text[:500]}")
        self.secret = re.search(r"querist=([^;]+)", headers["Set-Cookie"]).group(1)
        self.location = headers["Location"]
        self.acknowledged = 1

    def answer_page(self):
        """Answers the page that comes next. True when there are more."""
        status, _, page = self.request("GET", self.location)
        if status != 200:
            raise AssertionError(f"GET {self.location} answered {status}")
        form = Form(page)
        fields = form.filled(self.chance) + [("_go", "next")]
        status, headers, text = self.request("POST", self.location, urlencode(fields))
        if status != 303:
            raise AssertionError(f"POST {self.location} answered {status}: {text[:3000]}")
        self.acknowledged += 1
        self.location = headers["Location"]
        if "/p/" not in self.location:
            self.acknowledged += 1  # the completion
            self.finished = True
        return not self.finished
