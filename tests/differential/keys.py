#!/usr/bin/python3
"""The element's digests, key pairs, agreements and derivations against another implementation
(Debian's python3-pycryptodome and plain integers), with random inputs.

Usage: keys.py HYD LOAD_FILE [COUNT [SEED]]

Every case is a group of commands to the driver applet of tests/java/keys, run by
`hyd element apdu`. Exit code 77 when the module is not there.
"""
import random
import sys

try:
    from Cryptodome.Hash import (CMAC, HMAC, MD5, RIPEMD160, SHA1, SHA224, SHA256, SHA384, SHA512,
                                 SHA3_224, SHA3_256, SHA3_384, SHA3_512)
    from Cryptodome.Cipher import AES
    from Cryptodome.Math.Numbers import Integer
    from Cryptodome.Math.Primality import test_probable_prime as is_prime, PROBABLY_PRIME
    from Cryptodome.Protocol.KDF import HKDF
    from Cryptodome.PublicKey import ECC
except ImportError:
    print("python3-pycryptodome is not installed")
    sys.exit(77)

from crypto import judge_all, run

HASHES = {1: SHA1, 2: MD5, 3: RIPEMD160, 4: SHA256, 5: SHA384, 6: SHA512, 7: SHA224, 8: SHA3_224,
          9: SHA3_256, 10: SHA3_384, 11: SHA3_512}
HMACS = {24: SHA1, 25: SHA256, 26: SHA384, 27: SHA512, 28: MD5, 29: RIPEMD160}
CURVES = {256: "P-256", 384: "P-384", 521: "P-521"}
AES_CMAC = 49


class Script:
    """Commands, and what their answers have to be: bytes, or a function that judges them."""

    def __init__(self):
        self.lines = ["00A4040008D276000085020401"]
        self.checks = [(b"", "select")]
        self.case = ""

    def send(self, ins, p1, p2, data=b"", check=b""):
        length = "%06X%s" % (len(data), data.hex()) if data else "00"
        self.lines.append("80%02X%02X%02X%s0000" % (ins, p1, p2, length))
        self.checks.append((check, self.case))

    def build(self, slot, kind, bits, value=None):
        self.send(0x20, kind, 0, bytes([slot]) + bits.to_bytes(2, "big"))
        if value is not None:
            self.send(0x22, slot, 1, value)


def some(rng, most):
    return rng.randbytes(rng.choice([rng.randint(1, most), rng.randint(1, min(most, 70))]))


def require(fact, what):
    if not fact:
        raise ValueError(what)


def case_digest(rng, s):
    algorithm = rng.choice(list(HASHES))
    message = some(rng, 2000)
    s.send(0x10, algorithm, rng.randint(0, 255), message, HASHES[algorithm].new(message).digest())


def case_resumed(rng, s):
    algorithm = rng.randint(1, 7)
    blocks = 2 * rng.randint(1, 3)
    message = rng.randbytes(64 * blocks) + some(rng, 500)
    s.send(0x11, algorithm, blocks, message, HASHES[algorithm].new(message).digest())


class Asked:
    """Values that the element gives, gathered until the last one is there to be judged."""

    def __init__(self, judge):
        self.values = []
        self.judge = judge

    def take(self, data):
        self.values.append(data)

    def last(self, data):
        self.take(data)
        self.judge(*[int.from_bytes(v, "big") for v in self.values])


def ask(s, slots_and_parts, judge):
    asked = Asked(judge)
    for slot, part in slots_and_parts[:-1]:
        s.send(0x23, slot, part, b"", asked.take)
    slot, part = slots_and_parts[-1]
    s.send(0x23, slot, part, b"", asked.last)


def case_rsa(rng, s):
    bits = rng.choice([512, 528, 768, 1024, 1536])
    exponent = rng.choice([0, 3, 17, 65537, 65539])

    def judge(n, e, p, q, dp, dq, qinv):
        require(n == p * q and n.bit_length() == bits and e == (exponent or 65537), "modulus")
        require(is_prime(Integer(p)) == PROBABLY_PRIME, "p")
        require(is_prime(Integer(q)) == PROBABLY_PRIME, "q")
        require(e * dp % (p - 1) == 1 and e * dq % (q - 1) == 1 and q * qinv % p == 1, "parts")

    s.build(0, 11, bits)
    s.build(1, 13, bits)
    if exponent:
        s.send(0x22, 0, 3, exponent.to_bytes(4, "big"))
    s.send(0x26, 0, 1)
    ask(s, [(0, 2), (0, 3)] + [(1, part) for part in range(4, 9)], judge)


def case_rsa_plain(rng, s):
    bits = rng.choice([512, 736, 1024])
    x = rng.getrandbits(bits - 8)

    def judge(n, e, same, d):
        require(n == same and pow(pow(x, d, n), e, n) == x, "exponents")

    s.build(0, 11, bits)
    s.build(1, 12, bits)
    s.send(0x26, 0, 1)
    ask(s, [(0, 2), (0, 3), (1, 2), (1, 3)], judge)


def coordinates(point, bits):
    size = (bits + 7) // 8
    return int(point.x).to_bytes(size, "big"), int(point.y).to_bytes(size, "big")


def case_ecdh(rng, s):
    """Against a pair made outside, on the curve that a generated pair brings."""
    bits = rng.choice(list(CURVES))
    other = ECC.generate(curve=CURVES[bits], randfunc=rng.randbytes)
    own = ECC.generate(curve=CURVES[bits], randfunc=rng.randbytes)
    secret = coordinates(other.pointQ * own.d, bits)
    peer = b"\x04" + b"".join(coordinates(other.pointQ, bits))
    s.send(0x27, 5, 0, bits.to_bytes(2, "big"), b"")
    s.send(0x22, 1, 1, int(own.d).to_bytes((bits + 7) // 8, "big"))
    if rng.random() < 0.3:
        peer = bytes([2 + peer[-1] % 2]) + peer[1:1 + (bits + 7) // 8]
    s.send(0x15, 3, 1, peer, secret[0])
    s.send(0x15, 1, 1, peer, SHA1.new(secret[0]).digest())
    s.send(0x15, 6, 1, peer, b"\x04" + secret[0] + secret[1])
    mapped = own.pointQ + other.pointQ
    s.send(0x15, 5, 1, peer, b"\x04" + b"".join(coordinates(mapped, bits)))


def case_ec_pair(rng, s):
    bits = rng.choice(list(CURVES))
    size = (bits + 7) // 8

    def judge(w, d):
        own = ECC.construct(curve=CURVES[bits], d=d)
        require(w == int.from_bytes(b"\x04" + b"".join(coordinates(own.pointQ, bits)), "big"),
                "public point")
        require(d.bit_length() <= 8 * size, "private number")

    s.send(0x27, 5, 0, bits.to_bytes(2, "big"))
    ask(s, [(0, 1), (1, 1)], judge)


def case_dh(rng, s):
    """Own numbers over the group that a generated pair brings."""
    x = rng.getrandbits(300)

    def judge(p, g, y, own):
        require(pow(g, own, p) == y, "pair")
        state["y"] = pow(g, x, p)
        state["secret"] = pow(g, own * x, p)

    state = {}
    s.send(0x27, 6, 0, (1024).to_bytes(2, "big"))
    ask(s, [(0, 0x81), (0, 0x83), (0, 1), (1, 1)], judge)
    p = P1024
    peer = pow(2, x, p)
    s.send(0x15, 7, 1, peer.to_bytes(128, "big"),
           lambda data: require(int.from_bytes(data, "big") == state["secret"], "secret"))


# RFC 2409 section 6.2.
P1024 = int("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A0879"
            "8E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B"
            "0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF", 16)


def case_dsa(rng, s):
    def judge(p, q, g, y, x):
        require((p - 1) % q == 0 and pow(g, q, p) == 1 and g > 1 and 0 < x < q, "group")
        require(is_prime(Integer(q)) == PROBABLY_PRIME, "q")
        require(is_prime(Integer(p)) == PROBABLY_PRIME and pow(g, x, p) == y, "pair")

    s.send(0x27, 3, 0, rng.choice([512, 768, 1024]).to_bytes(2, "big"))
    ask(s, [(0, 0x81), (0, 0x82), (0, 0x83), (0, 1), (1, 1)], judge)


# ---- derivations ----

def field(value):
    return b"\xFF\xFF" if value is None else len(value).to_bytes(2, "big") + value


def derive(rng, s, algorithm, key, inner, length, counter, fields, expected):
    head = bytes([inner]) + length.to_bytes(2, "big") + bytes([counter, 1, rng.randint(1, 60)])
    s.send(0x14, algorithm, key, head + b"".join(map(field, fields)), expected[:length])


def prf_of(rng, s):
    """A pseudo-random function under a random key in slot 0: its constant and itself."""
    if rng.random() < 0.3:
        key = rng.randbytes(rng.choice([16, 24, 32]))
        s.build(0, 2, 8 * len(key), key)
        return AES_CMAC, lambda data: CMAC.new(key, data, ciphermod=AES).digest()
    inner = rng.choice(list(HMACS))
    key = some(rng, 128)
    s.build(0, 9, 64, key)
    return inner, lambda data: HMAC.new(key, data, HMACS[inner]).digest()


def case_108(rng, s):
    inner, prf = prf_of(rng, s)
    mode = rng.randint(1, 3)
    width = rng.choice([1, 2, 3, 4] if mode == 1 else [0, 1, 2, 3, 4])
    first, second = some(rng, 60), rng.choice([None, rng.randbytes(16)])
    length = rng.randint(1, 300)
    out, chain = b"", (second or b"") if mode == 3 else first
    for i in range(1, 30):
        number = i.to_bytes(4, "big")[4 - width:]
        if mode == 1:
            out += prf(first + number + (second or b""))
        elif mode == 2:
            chain = prf(chain)
            out += prf(chain + number + first)
        else:
            chain = prf(chain + number + first)
            out += chain
    derive(rng, s, mode, 0, inner, length, 8 * width, [None, first, second], out)


def case_tls(rng, s):
    key = some(rng, 60)
    seed = some(rng, 80)
    length = rng.randint(1, 200)

    def p_hash(secret, module):
        out, chain = b"", seed
        for _ in range(20):
            chain = HMAC.new(secret, chain, module).digest()
            out += HMAC.new(secret, chain + seed, module).digest()
        return out
    s.build(0, 9, 64, key)
    derive(rng, s, 5, 0, 0, length, 0, [None, seed, None], p_hash(key, SHA256))
    half = (len(key) + 1) // 2
    sums = zip(p_hash(key[:half], MD5), p_hash(key[len(key) - half:], SHA1))
    derive(rng, s, 4, 0, 0, length, 0, [None, seed, None], bytes(a ^ b for a, b in sums))


def case_hash_kdf(rng, s):
    inner = rng.choice(list(HASHES))
    module = HASHES[inner]
    secret, info = some(rng, 100), some(rng, 100)
    size = len(module.new(b"").digest())
    x963 = b"".join(module.new(secret + i.to_bytes(4, "big") + info).digest()
                    for i in range(1, 12))
    derive(rng, s, 8, 0xFF, inner, rng.randint(1, 160), 0, [secret, info, None], x963)
    once = module.new(secret + info).digest()
    derive(rng, s, 6, 0xFF, inner, rng.randint(1, size), 0, [secret, info, None], once)
    once = module.new(secret + info[:1] * 4).digest()
    derive(rng, s, 7, 0xFF, inner, rng.randint(1, size), 0, [secret, info[:1] * 4, None], once)


def case_hkdf(rng, s):
    inner = rng.choice([24, 25, 26, 27])
    secret, info, salt = some(rng, 100), some(rng, 100), some(rng, 100)
    length = rng.randint(1, 300)
    derive(rng, s, 9, 0xFF, inner, length, 0, [secret, info, salt],
           HKDF(secret, length, salt, HMACS[inner], context=info))


CASES = [case_digest, case_digest, case_resumed, case_rsa, case_rsa_plain, case_ecdh, case_ec_pair,
         case_dh, case_dsa, case_108, case_108, case_tls, case_hash_kdf, case_hkdf]


def main():
    hyd, cap = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.SystemRandom().randrange(2 ** 32)
    print("seed %d" % seed)
    rng = random.Random(seed)
    for first in range(0, count, 100):
        script = Script()
        for number in range(first, min(first + 100, count)):
            case = rng.choice(CASES)
            script.case = "case %d (%s, seed %d)" % (number, case.__name__, seed)
            case(rng, script)
        judge_all(script, run(hyd, cap, script))
    print("%d cases equal" % count)


if __name__ == "__main__":
    main()
