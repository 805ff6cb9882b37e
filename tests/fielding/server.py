"""Starts `querist serve` on a free port of loopback and stops it by its process id."""
import re
import signal
import subprocess
import threading


class Server:
    def __init__(self, querist, study, data, *options):
        self.process = subprocess.Popen(
            [querist, "serve", study, "--data", data, "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        self.words = []
        self.port = None
        for line in self.process.stdout:  # ends at the port, or when the server ends
            self.words.append(line)
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found.group(1))
                break
        if self.port is None:
            raise AssertionError(f"the server did not start:\n{''.join(self.words)}{self.process.stderr.read()}")
        # Nobody may block because nobody reads.
        for stream in (self.process.stdout, self.process.stderr):
            threading.Thread(target=self._collect, args=(stream,), daemon=True).start()

    def _collect(self, stream):
        for line in stream:
            self.words.append(line)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Asks politely; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
