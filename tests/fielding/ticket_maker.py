"""A browser's half of entry tickets (RFC 9474, RSABSSA-SHA384-PSS-Randomized), for tests that have no browser."""
import base64
import hashlib
import math
import secrets

SALT = 48


def read_der(data, at=0):
    """Tag, content and what follows, of DER."""
    tag, size, at = data[at], data[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size, at = int.from_bytes(data[at:at + count]), at + count
    return tag, data[at:at + size], at + size


def public_numbers(der):
    """Modulus and exponent of a SubjectPublicKeyInfo."""
    _, info, _ = read_der(der)
    _, _, behind = read_der(info)  # the algorithm
    _, bits, _ = read_der(info, behind)
    _, pair, _ = read_der(bits[1:])
    _, modulus, behind = read_der(pair)
    _, exponent, _ = read_der(pair, behind)
    return int.from_bytes(modulus), int.from_bytes(exponent)


def mask_of(seed, size):
    blocks = (hashlib.sha384(seed + count.to_bytes(4)).digest() for count in range(-(-size // SALT)))
    return b"".join(blocks)[:size]


def pss_encoded(message, bits):
    """RFC 8017, 9.1.1, with SHA-384 and a salt of as many bytes."""
    size = -(-bits // 8)
    salt = secrets.token_bytes(SALT)
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(size - 2 * SALT - 2) + b"\x01" + salt
    masked = bytearray(one ^ two for one, two in zip(block, mask_of(digest, len(block))))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + digest + b"\xbc"


def to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class TicketMaker:
    """One ticket in the making. `blinded` is all of it that the signer sees."""

    def __init__(self, der):
        self.key_id = hashlib.sha256(der).digest()[:8]
        self.modulus, self.exponent = public_numbers(der)
        self.size = -(-self.modulus.bit_length() // 8)
        self.message = secrets.token_bytes(64)  # the prefix that preparing puts before it, and the token's chance
        encoded = int.from_bytes(pss_encoded(self.message, self.modulus.bit_length() - 1))
        factor = 0
        while math.gcd(factor, self.modulus) != 1:
            factor = secrets.randbelow(self.modulus)
        self.inverse = pow(factor, -1, self.modulus)
        hidden = encoded * pow(factor, self.exponent, self.modulus) % self.modulus
        self.encoded = encoded
        self.blinded = to_base64url(hidden.to_bytes(self.size))

    def ticket(self, signed):
        """As it is sent, from what was signed blindly."""
        signature = int.from_bytes(from_base64url(signed)) * self.inverse % self.modulus
        if pow(signature, self.exponent, self.modulus) != self.encoded:
            raise ValueError("the signature is none of this ticket")
        return to_base64url(b"\x01" + self.key_id + self.message + signature.to_bytes(self.size))
