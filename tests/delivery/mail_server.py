"""A mail server on loopback for tests: aiosmtpd with STARTTLS and a certificate of its own. It keeps
what it took and tells a test of every step, so that the test can end the sender there."""
import email
import email.policy
import socket
import ssl
import subprocess
from pathlib import Path

from aiosmtpd.controller import Controller

STEPS = ("EHLO", "MAIL", "RCPT", "DATA untaken", "DATA taken")


def make_certificate(folder):
    """A certificate for localhost that only whoever is given its file believes."""
    certificate, key = Path(folder, "certificate.pem"), Path(folder, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True)
    return certificate, key


class Mailbox:
    """Takes every mail. `at_step(step)` is called at each step; `replies` may name another reply for a
    recipient, which is given once or, for 5xx, always."""

    def __init__(self, at_step=None, replies=None):
        self.at_step = at_step or (lambda step: None)
        self.replies = replies or {}
        self.taken = []  # (recipient, mail), in the order of taking
        self.refused = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.at_step("EHLO")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.at_step("MAIL")
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.at_step("RCPT")
        reply = self.replies.get(address)
        if reply:
            self.refused.append(address)
            if not reply.startswith("5"):
                del self.replies[address]
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        self.at_step("DATA untaken")
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken.append((envelope.rcpt_tos[0], mail))
        self.at_step("DATA taken")
        return "250 2.0.0 taken"


class LoopbackController(Controller):
    """Listens on a socket that is bound already, so that no other program takes its port."""

    def __init__(self, handler, **options):
        self.bound = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self.bound.getsockname()[1], **options)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.bound)


class MailServer:
    """`with MailServer(folder, mailbox) as server:` … server.options for querist's commands."""

    def __init__(self, folder, mailbox):
        self.certificate, key = make_certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        self.controller = LoopbackController(mailbox, tls_context=context, require_starttls=True)

    def __enter__(self):
        self.controller.start()
        self.options = ["--server", f"127.0.0.1:{self.controller.port}", "--ca-file", str(self.certificate)]
        return self

    def __exit__(self, *unused):
        self.controller.stop()
