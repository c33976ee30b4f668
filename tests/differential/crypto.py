#!/usr/bin/python3
"""The element's ciphers and signatures against another implementation (Debian's
python3-pycryptodome), with random keys, messages, pieces and algorithms.

Usage: crypto.py HYD LOAD_FILE [COUNT [SEED]]

Every case is a group of commands to the driver applet of tests/java/engines, run by
`hyd element apdu`. What is determined is compared as bytes, what is random (PSS, ECDSA, PKCS #1
encryption) is judged by the other side. Exit code 77 when the module is not there.
"""
import random
import subprocess
import sys

try:
    from Cryptodome.Cipher import AES, DES, DES3, PKCS1_OAEP, PKCS1_v1_5
    from Cryptodome.Hash import (CMAC, HMAC, MD5, RIPEMD160, SHA1, SHA224, SHA256, SHA384, SHA512,
                                 SHA3_224, SHA3_256, SHA3_384, SHA3_512)
    from Cryptodome.PublicKey import ECC, RSA
    from Cryptodome.Signature import DSS, pkcs1_15, pss
except ImportError:
    print("python3-pycryptodome is not installed")
    sys.exit(77)

MESSAGE, RESULT, PARAMETER, EXTRA, TAG = 1, 2, 3, 4, 5
HASHES = {1: SHA1, 2: MD5, 3: RIPEMD160, 4: SHA256, 5: SHA384, 6: SHA512, 7: SHA224, 8: SHA3_224,
          9: SHA3_256, 10: SHA3_384, 11: SHA3_512}
OAEP = {1: 9, 7: 13, 4: 14, 5: 15, 6: 16, 8: 17, 9: 18, 10: 19, 11: 20}
TYPE_DES, TYPE_AES, TYPE_HMAC = 3, 15, 21
TYPE_RSA_PUBLIC, TYPE_RSA_PRIVATE, TYPE_RSA_CRT = 4, 5, 6
TYPE_EC_PUBLIC, TYPE_EC_PRIVATE = 11, 12


class Script:
    """Commands, and what their answers have to be: bytes, or a function that judges them."""

    def __init__(self):
        self.lines = ["00A4040008D276000085020301"]
        self.checks = [(b"", "select")]
        self.case = ""

    def send(self, ins, p1, p2, data=b"", check=b""):
        self.lines.append("80%02X%02X%02X%s" % (ins, p1, p2, "%02X%s" % (len(data), data.hex())
                                                if data else ""))
        self.checks.append((check, self.case))

    def put(self, buffer, data):
        for at in range(0, max(len(data), 1), 200):
            part = data[at:at + 200]
            self.send(1, buffer, 1 if at == 0 else 0, part or b"")
        # An empty append still has to begin the buffer anew, so it is a command without data.

    def expect(self, buffer, check):
        if callable(check):
            self.send(2, buffer, 0, b"", check)
            return
        for i in range(len(check) // 240 + 1):
            self.send(2, buffer, i, b"", check[i * 240:(i + 1) * 240])

    def key(self, slot, kind, bits, *parts):
        self.send(3, slot, 0, bytes([kind]) + bits.to_bytes(2, "big"))
        for number, value in parts:
            self.put(0, value)
            self.send(4, slot, number)

    def secret(self, kind, value):
        self.key(0, kind, len(value) * 8, (0, value))


def some(rng, most, least=0):
    return rng.randbytes(rng.choice([rng.randint(least, most), rng.randint(least, min(most, 40))]))


def piece(rng):
    return rng.choice([0, 1, 3, 8, 15, 16, 17, 31, 100]).to_bytes(2, "big")


def pad(message, padding, block):
    short = -len(message) % block
    if padding == 2:
        return message + bytes(short)
    if padding == 3:
        return message + b"\x80" + bytes(-(len(message) + 1) % block)
    if padding == 6:
        short = short or block
        return message + bytes([short]) * short
    return message


def block_key(rng):
    if rng.random() < 0.5:
        return TYPE_AES, rng.randbytes(rng.choice([16, 24, 32])), 16, AES
    while True:
        key = rng.randbytes(rng.choice([8, 16, 24]))
        try:
            if len(key) > 8:
                key = DES3.adjust_key_parity(key)
            return TYPE_DES, key, 8, DES if len(key) == 8 else DES3
        except ValueError:
            continue


def case_cipher(rng, s):
    kind, key, block, module = block_key(rng)
    chained = rng.random() < 0.6
    padding = rng.choice([1, 2, 3, 6])
    message = some(rng, 600)
    if padding == 1:
        message = message[:len(message) // block * block]
    iv = rng.randbytes(block) if chained and rng.random() < 0.8 else b""
    parts = {(TYPE_AES, True): 1, (TYPE_AES, False): 2, (TYPE_DES, True): 3, (TYPE_DES, False): 4}
    padded = pad(message, padding, block)
    other = module.new(key, module.MODE_CBC, iv or bytes(block)) if chained \
        else module.new(key, module.MODE_ECB)
    want = other.encrypt(padded)
    s.secret(kind, key)
    s.send(0x10, 0, 0, bytes([parts[kind, chained], padding]))
    s.put(PARAMETER, iv)
    s.put(MESSAGE, message)
    s.send(0x11, 0, 2)
    s.send(0x12, 0, 0, piece(rng))
    s.expect(RESULT, want)
    s.put(MESSAGE, want)
    s.send(0x11, 0, 1)
    s.send(0x12, 0, 0, piece(rng))
    s.expect(RESULT, padded if padding == 2 else message)


def case_stream(rng, s):
    key = rng.randbytes(rng.choice([16, 24, 32]))
    iv = rng.choice([rng.randbytes(16), b"\xff" * 15 + rng.randbytes(1)])
    message = some(rng, 600)
    counter = rng.random() < 0.5
    other = AES.new(key, AES.MODE_CTR, nonce=b"", initial_value=iv) if counter \
        else AES.new(key, AES.MODE_CFB, iv, segment_size=128)
    # pycryptodome's CFB takes whole segments
    filled = message + bytes(-len(message) % 16)
    want = (other.encrypt(message) if counter else other.encrypt(filled))[:len(message)]
    s.secret(TYPE_AES, key)
    s.send(0x10, 0, 0, bytes([8 if counter else 9, 0]))
    s.put(PARAMETER, iv)
    s.put(MESSAGE, message)
    s.send(0x11, 0, 2)
    s.send(0x12, 0, 0, piece(rng))
    s.expect(RESULT, want)
    s.put(MESSAGE, want)
    s.send(0x11, 0, 1)
    s.send(0x12, 0, 0, piece(rng))
    s.expect(RESULT, message)


def case_aead(rng, s):
    key = rng.randbytes(rng.choice([16, 24, 32]))
    message, extra = some(rng, 500), some(rng, 300)
    if rng.random() < 0.5:
        nonce = rng.randbytes(rng.choice([12, 12, rng.randint(1, 64)]))
        size = rng.choice([4, 8, 12, 13, 14, 15, 16])
        algorithm = 0xF3
        other = AES.new(key, AES.MODE_GCM, nonce=nonce, mac_len=size)
    else:
        nonce = rng.randbytes(rng.randint(7, 13))
        size = rng.choice([4, 6, 8, 10, 12, 14, 16])
        algorithm = 0xF4
        other = AES.new(key, AES.MODE_CCM, nonce=nonce, mac_len=size)
    other.update(extra)
    want, tag = other.encrypt_and_digest(message)
    s.secret(TYPE_AES, key)
    s.send(0x10, 0, 0, bytes([algorithm]))
    s.put(PARAMETER, nonce)
    s.put(EXTRA, extra)
    s.put(MESSAGE, message)
    s.send(0x18, 2, size, piece(rng))
    s.expect(RESULT, want)
    s.expect(TAG, tag)
    s.put(EXTRA, extra)
    s.put(MESSAGE, want)
    s.send(0x18, 1, size, piece(rng))
    s.expect(RESULT, message)
    s.expect(EXTRA, b"\x01")


def signs(rng, s, parts, message, want):
    """A MAC, or a signature that is determined."""
    s.send(0x20, 0, 0, bytes(parts))
    s.put(MESSAGE, message)
    s.send(0x21, 0, 1)
    s.send(0x22, 0, 0, piece(rng))
    s.expect(RESULT, want)


def verifies(rng, s, slot, parts, message, signature):
    s.send(0x20, 0, 0, bytes(parts))
    s.put(PARAMETER, b"")
    s.put(MESSAGE, message)
    s.put(RESULT, signature)
    s.send(0x21, slot, 2)
    s.send(0x23, 0, 0, piece(rng), b"\x01")
    wrong = bytearray(signature)
    wrong[rng.randrange(len(wrong))] ^= 1 << rng.randrange(8)
    s.put(RESULT, bytes(wrong))
    s.send(0x23, 0, 0, piece(rng), b"\x00")


def case_mac(rng, s):
    kind, key, block, module = block_key(rng)
    padding = rng.choice([1, 2, 3, 6])
    message = some(rng, 600)
    if padding == 1:
        message = (message + bytes(block))[:max(len(message) // block, 1) * block]
    if padding == 2 and not message:
        message = b"x"
    iv = rng.randbytes(block) if rng.random() < 0.5 else b""
    padded = pad(message, padding, block)
    want = module.new(key, module.MODE_CBC, iv or bytes(block)).encrypt(padded)[-block:]
    short = kind == TYPE_DES and rng.random() < 0.5
    s.secret(kind, key)
    s.put(PARAMETER, iv)
    signs(rng, s, [0, 6 if kind == TYPE_AES else 1 if short else 2, padding], message,
          want[:4] if short else want)


def case_retail(rng, s):
    key = rng.randbytes(16)
    m2 = rng.random() < 0.5
    message = some(rng, 600, 1)
    padded = pad(message, 3 if m2 else 2, 8)
    last = DES.new(key[:8], DES.MODE_CBC, bytes(8)).encrypt(padded)[-8:]
    last = DES.new(key[8:], DES.MODE_ECB).decrypt(last)
    want = DES.new(key[:8], DES.MODE_ECB).encrypt(last)
    s.secret(TYPE_DES, key)
    s.put(PARAMETER, b"")
    signs(rng, s, [0, 2, 5 if m2 else 4], message, want)


def case_cmac(rng, s):
    key = rng.randbytes(rng.choice([16, 24, 32]))
    message = some(rng, 600)
    s.secret(TYPE_AES, key)
    s.put(PARAMETER, b"")
    signs(rng, s, [0, 10, 0], message, CMAC.new(key, message, AES).digest())


def case_hmac(rng, s):
    key = rng.randbytes(rng.randint(1, 128))
    digest = rng.choice(list(HASHES))
    message = some(rng, 600)
    s.secret(TYPE_HMAC, key)
    s.put(PARAMETER, b"")
    signs(rng, s, [digest, 7, 0], message, HMAC.new(key, message, HASHES[digest]).digest())


RSA_KEYS = []


def rsa_key(rng, s):
    """Slot 0: the private key in one of its forms, slot 1: the public one."""
    if not RSA_KEYS:
        RSA_KEYS.extend(RSA.generate(bits) for bits in (1024, 1536, 2048))
    key = rng.choice(RSA_KEYS)
    size = key.size_in_bytes()

    def number(x, n):
        return x.to_bytes(n, "big")
    if rng.random() < 0.5:
        half = size // 2
        p, q = key.p, key.q
        s.key(0, TYPE_RSA_CRT, size * 8, (0, number(p, half)), (1, number(q, half)),
              (2, number(key.d % (p - 1), half)), (3, number(key.d % (q - 1), half)),
              (4, number(pow(q, -1, p), half)))
    else:
        s.key(0, TYPE_RSA_PRIVATE, size * 8, (0, number(key.n, size)), (1, number(key.d, size)))
    s.key(1, TYPE_RSA_PUBLIC, size * 8, (0, number(key.n, size)), (1, b"\x01\x00\x01"))
    s.put(PARAMETER, b"")
    return key, size


def case_rsa_signature(rng, s):
    key, _ = rsa_key(rng, s)
    digest = rng.choice(list(HASHES))
    message = some(rng, 600)
    hashed = HASHES[digest].new(message)
    if rng.random() < 0.5 and digest != 3:
        want = pkcs1_15.new(key).sign(hashed)
        signs(rng, s, [digest, 3, 7], message, want)
        verifies(rng, s, 1, [digest, 3, 7], message, want)
        return
    scheme = pss.new(key)
    if hashed.digest_size * 2 + 2 > key.size_in_bytes():
        return
    verifies(rng, s, 1, [digest, 3, 8], message, scheme.sign(hashed))

    def judge(signature):
        scheme.verify(HASHES[digest].new(message), signature)
    s.send(0x20, 0, 0, bytes([digest, 3, 8]))
    s.send(0x21, 0, 1)
    s.send(0x22, 0, 0, piece(rng))
    if key.size_in_bytes() <= 240:
        s.expect(RESULT, judge)


def case_rsa_cipher(rng, s):
    key, size = rsa_key(rng, s)
    if rng.random() < 0.5:
        padding, other, most = 7, PKCS1_v1_5.new(key), size - 11
    else:
        digest = rng.choice(list(OAEP))
        padding, other = OAEP[digest], PKCS1_OAEP.new(key, HASHES[digest])
        most = size - 2 - 2 * HASHES[digest].digest_size
    if most < 1:
        return
    message = rng.randbytes(rng.randint(1, most))
    s.send(0x10, 0, 0, bytes([7, padding]))
    s.put(MESSAGE, other.encrypt(message))
    s.send(0x11, 0, 1)
    s.send(0x12, 0, 0, piece(rng))
    s.expect(RESULT, message)
    s.put(MESSAGE, message)
    s.send(0x11, 1, 2)
    s.send(0x12, 0, 0, piece(rng))

    def judge(made):
        got = other.decrypt(made, b"") if padding == 7 else other.decrypt(made)
        if got != message:
            raise ValueError("deciphers to something else")
    if size <= 240:
        s.expect(RESULT, judge)


CURVES = {"P-192": 24, "P-224": 28, "P-256": 32, "P-384": 48, "P-521": 66}


def case_ecdsa(rng, s):
    name = rng.choice(["P-256", "P-384", "P-521"])
    size = CURVES[name]
    bits = 521 if size == 66 else size * 8
    key = ECC.generate(curve=name)
    curve = ECC._curves[name]

    def number(x):
        return int(x).to_bytes(size, "big")

    def point(q):
        return b"\x04" + number(q.x) + number(q.y)
    domain = ((0, number(curve.p)), (1, number(int(curve.p) - 3)), (2, number(curve.b)),
              (3, b"\x04" + number(curve.Gx) + number(curve.Gy)), (4, number(curve.order)))
    s.key(0, TYPE_EC_PRIVATE, bits, *domain, (6, number(key.d)))
    s.key(1, TYPE_EC_PUBLIC, bits, *domain, (7, point(key.pointQ)))
    s.put(PARAMETER, b"")
    strong = {32: [4, 5, 6, 9, 10, 11], 48: [5, 6, 10, 11], 66: [6, 11]}
    digest = rng.choice(strong[size])  # the other side takes no others
    plain = rng.random() < 0.5
    encoding = "binary" if plain else "der"
    message = some(rng, 600)
    parts = [digest, 9 if plain else 5, 0]
    scheme = DSS.new(key, "fips-186-3", encoding=encoding)
    verifies(rng, s, 1, parts, message, scheme.sign(HASHES[digest].new(message)))

    def judge(signature):
        scheme.verify(HASHES[digest].new(message), signature)
    s.send(0x20, 0, 0, bytes(parts))
    s.send(0x21, 0, 1)
    s.send(0x22, 0, 0, piece(rng))
    s.expect(RESULT, judge)


CASES = [case_cipher, case_stream, case_aead, case_mac, case_retail, case_cmac, case_hmac,
         case_rsa_signature, case_rsa_cipher, case_ecdsa]


def run(hyd, cap, script):
    done = subprocess.run([hyd, "element", "apdu", "--cap", cap], input="\n".join(script.lines),
                          capture_output=True, text=True, check=False)
    answers = [line.split("<", 1)[1].split()[0] for line in done.stdout.splitlines()
               if line.startswith("<")]
    if len(answers) != len(script.lines):
        sys.exit("%d commands, %d answers\n%s" % (len(script.lines), len(answers), done.stderr))
    return [bytes.fromhex(a) for a in answers]


def judge_all(script, answers):
    for (check, case), answer, line in zip(script.checks, answers, script.lines):
        data, status = answer[:-2], answer[-2:].hex()
        if status != "9000":
            sys.exit("%s: status %s for %s" % (case, status, line))
        if not callable(check):
            if data != check:
                sys.exit("%s: %s\n  element: %s\n  other:   %s" % (case, line, data.hex(),
                                                                   check.hex()))
            continue
        try:
            check(data)
        except ValueError as error:
            sys.exit("%s: the other side refuses %s: %s" % (case, data.hex(), error))


def main():
    hyd, cap = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.SystemRandom().randrange(2 ** 32)
    print("seed %d" % seed)
    rng = random.Random(seed)
    for first in range(0, count, 100):
        script = Script()
        for i in range(first, min(first + 100, count)):
            case = rng.choice(CASES)
            script.case = "case %d (%s, seed %d)" % (i, case.__name__, seed)
            case(rng, script)
        judge_all(script, run(hyd, cap, script))
    print("%d cases equal" % count)


if __name__ == "__main__":
    main()
