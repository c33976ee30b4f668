# Writes random Java Card programs: well typed, bounded, within what a card can run, and the same on
# any Java machine. A seed gives the same program everywhere.
#
#   generate.py --first SEED --programs N [--int] FOLDER    one package for each PACKAGE_SIZE seeds
#   generate.py --first SEED --programs 1 [--int] --print   shows a program
#
# The value of a program is what it traced and the exception that left it. Without --int every
# operation whose result depends on more than the low 16 bits of its operands gets operands that are
# shorts; the others nest freely.

import argparse
import os
import random
import re

PACKAGE_SIZE = 8
FUEL = 90
CONSTANT_WORDS = re.compile("short|byte|true|false")

# In an order in which catch clauses may follow each other.
EXCEPTIONS = [
    "ArithmeticException", "ArrayIndexOutOfBoundsException", "NullPointerException",
    "ClassCastException", "ArrayStoreException", "NegativeArraySizeException",
    "IndexOutOfBoundsException", "RuntimeException", "Exception", "Throwable",
]
OWN_PARENTS = ["RuntimeException", "ArithmeticException", "IndexOutOfBoundsException",
               "ArrayIndexOutOfBoundsException", "NullPointerException", "ClassCastException"]

NAMES = {"z": "boolean", "b": "byte", "s": "short", "i": "int", "Z": "boolean[]", "B": "byte[]",
         "S": "short[]", "I": "int[]", "O": "Object", "P": "Object[]"}
ELEMENT = {"Z": "z", "B": "b", "S": "s", "I": "i", "P": "O", "Q": "A"}
SHORTS = [0, 1, -1, 2, 3, 5, 7, 8, 15, 16, 31, 100, 127, 128, -127, -128, -129, 255, 256, -256,
          1000, 0x7F00, 32767, -32768, -32767, 0x5555, -0x5556]
INTS = SHORTS + [32768, 65535, 65536, -32769, -65536, 0x7FFFFFFF, -0x80000000, 0x12345678,
                 0x00FF00FF, -0x01234567, 1 << 24]


class Method:
    def __init__(self, name, result, parameters, static, owner):
        self.name, self.result, self.parameters = name, result, parameters
        self.static, self.owner = static, owner


class Program:
    def __init__(self, seed, with_int):
        self.r = random.Random(seed * 2 + with_int)
        self.n, self.int = str(seed), with_int
        self.numbers = "bsi" if with_int else "bs"
        self.values = self.numbers + "z"
        self.arrays = "BSIZPQ" if with_int else "BSZPQ"
        self.home = "P%d." % seed
        self.lines, self.indent = [], 0
        self.fresh = 0

    # ---- text ----

    def chance(self, percent):
        return self.r.random() * 100 < percent

    def pick(self, choices):
        return choices[int(self.r.random() * len(choices))]

    def out(self, line):
        self.lines.append("    " * self.indent + line)

    def begin(self, line):
        self.out(line + " {")
        self.indent += 1

    def end(self, line="}"):
        self.indent -= 1
        self.out(line)

    def name(self, t):
        if t in "AKDJX":
            return t + self.n
        return "A" + self.n + "[]" if t == "Q" else NAMES[t]

    # ---- what there is to name ----

    def places(self, t):
        """Variables of type t: locals, fields of this, static fields."""
        found = [v for v, u in self.locals if u == t]
        found += [self.home + f for f, u in STATICS if u == t]
        if self.this:
            found += [("this." if self.chance(30) else "") + f for f, u in FIELDS if u == t]
        return found

    def assignable(self, t):
        """Something of type t that may be assigned to."""
        found = [v for v in self.places(t) if v not in self.fixed]
        c = self.r.random()
        if c < 0.25 and t in "bsiz":
            return self.element(t)
        if c < 0.4 and [f for f, u in FIELDS if u == t]:
            return self.field(t)
        return self.pick(found) if found else self.element(t)

    def element(self, t):
        array = {"b": "B", "s": "S", "i": "I", "z": "Z", "O": "P", "A": "Q"}[t]
        return self.pick(self.places(array)) + "[" + self.index() + "]"

    def field(self, t):
        """A field of an object."""
        f = self.pick([f for f, u in FIELDS if u == t])
        return self.receiver() + "." + f

    def receiver(self):
        c = self.r.random()
        if c < 0.8:
            return self.pick([v for v, t in self.locals if t == "A"] + [self.home + "a"] + ["this"] * bool(self.this))
        if c < 0.83:
            return "((A%s) %s)" % (self.n, self.pick(self.places("O") or ["null"]))
        if c < 0.97:
            return "new %s(%s)" % (self.name(self.pick("AKD")), self.expression("s", 1))
        return self.element("A")

    def index(self):
        c = self.r.random()
        if c < 0.6:
            return "%s & 1" % self.expression("s", 1)
        if c < 0.97:
            return self.pick(["0", "0", "1", "2"])
        return self.expression("s", 1)

    # ---- expressions ----

    def literal(self, t):
        if t == "z":
            return self.pick(["true", "false"])
        if t == "i":
            return "%d" % self.pick(INTS) if self.chance(70) else "%d" % self.r.randint(-2**31, 2**31 - 1)
        low = 7 if t == "b" else 15
        v = self.pick(SHORTS) if self.chance(70) else self.r.randint(-2**low, 2**low - 1)
        if t == "b":
            v = (v + 128) % 256 - 128
        return "(%s) %d" % (NAMES[t], v)

    def exact(self, depth):
        """A number that is its own value: as a short it fits."""
        return self.expression(self.pick(self.numbers), depth)

    def wide(self, depth):
        """An int of which only the low 16 bits will be looked at; with --int all."""
        if self.chance(12):
            return self.literal("i" if self.int else "s").replace("(short) ", "")
        if depth <= 0:
            return self.exact(0)
        c = self.r.random()
        if c < 0.55:
            a, b = self.wide(depth - 1), self.varying(self.wide(depth - 1))
            return "(%s %s %s)" % (a, self.pick("+-*&|^+-*"), b)
        if c < 0.65:
            return "%s(%s)" % (self.pick("-~"), self.varying(self.wide(depth - 1)))
        if c < 0.8:
            return "(%s %s %s)" % (self.varying(self.exact(depth - 1)), self.pick(["<<", ">>", ">>>", ">>>"]), self.count())
        if c < 0.92:
            return "(%s %s %s)" % (self.varying(self.exact(depth - 1)), self.pick("/%"), self.divisor(depth - 1))
        return self.exact(depth - 1)

    def varying(self, text):
        """The expression, or a variable when javac would fold it: what it folds may not fit."""
        return text if self.int or re.search("[a-zA-Z]", CONSTANT_WORDS.sub("", text)) else self.pick(self.places("s"))

    def count(self):
        """How far to shift."""
        if self.chance(70):
            return str(self.pick([0, 1, 2, 3, 4, 7, 8, 9, 12, 15, 16, 17, 24, 31]))
        return self.exact(1) if self.chance(50) else "(%s & 15)" % self.exact(1)

    def divisor(self, depth):
        if self.chance(55):
            return "(short) (%s | 1)" % self.exact(depth)
        if self.chance(60):
            return str(self.pick([1, -1, 2, 3, 7, 10, -5, 256]))
        return self.exact(depth)

    def expression(self, t, depth):
        if t in "ZBSIPQAKDJOX":
            return self.reference(t, depth)
        c = self.r.random()
        if depth <= 0 or c < 0.2:
            found = self.places(t)
            return self.pick(found) if found and self.chance(75) else self.literal(t)
        if c < 0.3:
            return self.element(t)
        if c < 0.36 and t in "bsiz":
            return self.field(t)
        if c < 0.46:
            called = self.call(t, depth)
            if called:
                return called
        if c < 0.52:
            a, b = self.expression(t, depth - 1), self.expression(t, depth - 1)
            ternary = "(%s ? %s : %s)" % (self.expression("z", depth - 1), a, b)
            return ternary if t in "zi" else "(%s) %s" % (NAMES[t], ternary)
        if t == "z":
            return self.condition(depth)
        if c < 0.58:
            v = self.assignable(t)
            return self.pick(["(%s++)", "(%s--)", "(++%s)", "(--%s)"]) % v
        if c < 0.62:
            return "(%s %s %s)" % self.assignment(t, depth - 1)
        if c < 0.65 and t != "b":
            return "(%s) %s.length" % (NAMES[t], self.reference(self.pick(self.arrays), 0))
        if c < 0.70 and t != "b":
            return self.expression("b" if t == "s" else "s", depth - 1)
        wide = self.wide(depth)
        return wide if t == "i" and self.chance(80) else "(%s) (%s)" % (NAMES[t], wide)

    def condition(self, depth):
        c = self.r.random()
        if c < 0.45:
            compare = self.pick(["==", "!=", "<", "<=", ">", ">="])
            if self.chance(25):
                return "(%s %s 0)" % (self.exact(depth - 1), compare)
            return "(%s %s %s)" % (self.exact(depth - 1), compare, self.exact(depth - 1))
        if c < 0.65:
            return "(%s %s %s)" % (self.expression("z", depth - 1), self.pick(["&&", "||", "&", "|", "^", "==", "!="]),
                                   self.expression("z", depth - 1))
        if c < 0.75:
            return "!(%s)" % self.expression("z", depth - 1)
        if c < 0.85:
            t = self.pick("OA")
            kinds = "AKDJ" if t == "A" else "AKDJXBSZPQ"
            return "(%s instanceof %s)" % (self.pick(self.places(t)), self.name(self.pick(kinds)))
        if c < 0.93:
            return "(%s %s null)" % (self.reference(self.pick("AOBSPQ"), 0), self.pick(["==", "!="]))
        return "((Object) %s %s %s)" % (self.reference("O", 0), self.pick(["==", "!="]), self.reference("A", 0))

    def reference(self, t, depth):
        found = self.places(t)
        c = self.r.random()
        if found and (depth <= 0 or c < 0.55):
            if c < 0.98 or t not in "BSZIP":
                return self.pick(found)
            return "((%s) %s)" % (self.name(t), self.pick(self.places("O")))
        if t in "AKDO" and c < 0.9:
            return "((%s) new %s(%s))" % (self.name(t), self.name(self.pick("D" if t == "D" else "KD" if t == "K" else "AKD")),
                                          self.expression("s", depth - 1))
        if t == "A":
            return self.pick(["((A%s) null)" % self.n, "((A%s) %s)" % (self.n, self.pick(self.places("O"))),
                              self.element("A") if depth > 0 else "new D%s((short) 1)" % self.n])
        if t == "O":
            return "((Object) %s)" % self.reference(self.pick(self.arrays + "A"), depth - 1)
        if t in "KD":
            return "((%s) %s)" % (self.name(t), self.reference("A", depth - 1))
        if t == "J":
            return "((J%s) %s)" % (self.n, self.reference(self.pick("AO"), depth - 1))
        return self.new_array(t)

    def new_array(self, t):
        element = ELEMENT[t]
        what = self.name(element)
        if t == "Q":
            what = self.name(self.pick("AKD"))
        if t == "P":
            what = self.pick(["Object", "A" + self.n, "J" + self.n, "K" + self.n, "Object"])
        if t not in "PQ" and self.chance(60):
            values = [self.literal(element) if self.chance(60) else self.expression(element, 1)
                      for _ in range(self.r.randint(2, 6))]
            return "(new %s[] {%s})" % (what, ", ".join(values))
        if self.chance(88):
            return "(new %s[%d])" % (what, self.r.randint(3, 6))
        size = "(%s & 7) %s" % (self.expression("s", 1), self.pick(["- 1", "+ 1", "+ 2"]))
        return "(new %s[%s])" % (what, size if self.chance(40) else "(short) (%s)" % size)

    def call(self, t, depth):
        found = [m for m in self.methods if m.result == t and (m.static or m.owner in "AJ" or self.this)]
        if not found:
            return None
        m = self.pick(found)
        arguments = ", ".join(self.argument(p, depth - 1) for p in m.parameters)
        if m.static:
            on = m.owner + self.n
        elif m.owner == "J":
            on = "((J%s) %s)" % (self.n, self.receiver()) if self.chance(50) else self.reference("J", depth - 1)
        elif self.this and self.chance(30):
            on = "super" if self.this in "KD" and self.chance(60) else "this"
        else:
            on = self.receiver()
        return "%s.%s(%s)" % (on, m.name, arguments)

    def argument(self, t, depth):
        return self.expression(t, depth)

    def assignment(self, t, depth):
        """Target, operator and value."""
        v = self.assignable(t)
        c = self.r.random()
        if t == "z":
            return (v, self.pick(["=", "=", "&=", "|=", "^="]), self.expression("z", depth))
        if c < 0.45:
            return (v, "=", self.expression(t, depth))
        if c < 0.75:
            return (v, self.pick(["+=", "-=", "*=", "&=", "|=", "^="]), self.wide(depth))
        if c < 0.9:
            return (v, self.pick(["<<=", ">>=", ">>>=", ">>>="]), self.count())
        return (v, self.pick(["/=", "%="]), self.divisor(depth))

    # ---- statements ----

    def block(self, depth, count):
        known = len(self.locals)
        for _ in range(count):
            self.statement(depth)
        del self.locals[known:]

    def statement(self, depth):
        c = self.r.random()
        if depth > 0 and c < 0.5:
            self.pick([self.branch, self.loop, self.choose, self.attempt, self.branch, self.attempt])(depth - 1)
        elif c < 0.72:
            self.out("%s %s %s;" % self.assignment(self.pick(self.values), 3))
        elif c < 0.82:
            t = self.pick(self.values)
            self.out("T.t(%s);" % self.expression(t, 3))
        elif c < 0.88:
            self.declare(self.pick(self.values + self.arrays + "AO"))
        elif c < 0.92:
            self.assign_reference()
        elif c < 0.96:
            called = self.call(self.pick(self.numbers), 3)
            if called:
                self.out(called + ";")
        else:
            self.leave()

    def declare(self, t):
        self.fresh += 1
        v = "v%d" % self.fresh
        self.out("%s %s = %s;" % (self.name(t), v, self.expression(t, 2)))
        self.locals.append((v, t))

    def assign_reference(self):
        t = self.pick("AOBSPQ")
        if self.chance(40):
            t = self.pick("AO")
            self.out("%s = %s;" % (self.element(t), self.reference(t, 2)))
            return
        found = [v for v in self.places(t) if v not in self.fixed]
        if found:
            value = "null" if self.chance(3) else self.reference(t, 2)
            self.out("%s = %s;" % (self.pick(found), value))

    def leave(self):
        condition = self.expression("z", 2)
        ways = []
        if self.loops:
            ways += ["break;", "continue;", self.pick(["break ", "continue "]) + self.pick(self.loops) + ";"] * 2
        ways.append("return %s;" % self.expression(self.result, 2))
        ways.append("throw new X%s(%s);" % (self.n, self.expression("s", 1)))
        ways.append("throw new %s();" % self.pick(EXCEPTIONS[:8]))
        self.out("if (%s) %s" % (condition, self.pick(ways)))

    def branch(self, depth):
        self.begin("if (%s)" % self.expression("z", 3))
        self.block(depth, self.r.randint(1, 2))
        if self.chance(50):
            self.end("} else {")
            self.indent += 1
            self.block(depth, self.r.randint(1, 2))
        self.end()

    def loop(self, depth):
        if len(self.loops) >= 2:
            return self.branch(depth)
        self.fresh += 1
        v, label = "n%d" % self.fresh, "l%d" % self.fresh
        t = self.pick(self.numbers)
        trips = self.r.randint(1, 5)
        kind = self.r.random()
        known = len(self.locals)
        self.locals.append((v, t))
        self.fixed.add(v)
        if kind < 0.6:
            start = self.pick([0, 0, 0, -3, 100])
            up = self.chance(70)
            first, last = (start, start + trips) if up else (start + trips, start)
            step = self.pick([v + "++", "++" + v, v + " += 1"]) if up else self.pick([v + "--", v + " -= 1"])
            self.begin("%s: for (%s %s = %d; %s %s %d; %s)" % (label, NAMES[t], v, first, v, "<" if up else ">", last, step))
        elif kind < 0.8:
            self.out("%s %s = %d;" % (NAMES[t], v, trips))
            self.begin("%s: while (%s-- > 0%s)" % (label, v, " && " + self.expression("z", 1) if self.chance(30) else ""))
        else:
            self.out("%s %s = 0;" % (NAMES[t], v))
            self.begin("%s: do" % label)
        self.loops.append(label)
        self.block(depth, self.r.randint(1, 3))
        self.loops.pop()
        self.end("}" if kind < 0.8 else "} while (++%s < %d);" % (v, trips))
        del self.locals[known:]

    def choose(self, depth):
        t = self.pick(self.numbers)
        if self.chance(55):
            start = self.pick([0, 0, -2, 10, 125 if t == "b" else 120])
            labels = [start + i for i in range(self.r.randint(2, 6)) if self.chance(85)]
            labels = [v for v in labels if t != "b" or v < 128]
        else:
            labels = list({(v + 128) % 256 - 128 if t == "b" else v
                           for v in (self.pick(INTS if t == "i" else SHORTS) for _ in range(self.r.randint(1, 5)))})
        subject = "(%s) (%s)" % (NAMES[t], self.expression(t, 2))
        if self.chance(60):
            subject = "(%s) (%s & %d)" % (NAMES[t], subject, self.pick([3, 7]))
            if labels and self.chance(50):
                subject = "(%s) (%s + %d)" % (NAMES[t], subject, min(labels))
        self.begin("switch (%s)" % subject)
        self.r.shuffle(labels)
        default = self.r.randint(0, len(labels)) if self.chance(70) else -1
        for i in range(len(labels) + 1):
            if i == default:
                self.out("default:")
            elif i == len(labels):
                break
            if i < len(labels):
                self.out("case %d:" % labels[i])
            self.begin("")
            self.block(depth, 1)
            self.end()
            if self.chance(75):
                self.out("break;")
        self.end()

    def attempt(self, depth, hold=False):
        self.begin("try")
        self.block(depth, self.r.randint(1, 3))
        own = "X" + self.n
        caught = [e for e in EXCEPTIONS if self.chance(7)]
        if self.chance(25):
            caught.insert(0, own)
        final = self.chance(35)
        if hold and not caught and self.chance(90):
            caught = ["RuntimeException"]
        if not caught and not final:
            caught = [self.pick(EXCEPTIONS[-4:])]
        for e in caught:
            self.fresh += 1
            v = "e%d" % self.fresh
            self.end("} catch (%s %s) {" % (e, v))
            self.indent += 1
            self.out("T.t((short) %d);" % self.fresh)
            if e == own:
                self.out("T.t(%s.code);" % v)
            elif e in EXCEPTIONS[-3:] and self.chance(40):
                self.out("T.t(%s instanceof %s);" % (v, self.pick(["X" + self.n, "IndexOutOfBoundsException", "RuntimeException"])))
            self.block(depth - 1, 1)
            if self.chance(10):
                self.out("if (%s) throw %s;" % (self.expression("z", 1), v)
                         if e not in ("Throwable", "Exception") else "T.t((short) 1);")
        if final:
            self.end("} finally {")
            self.indent += 1
            self.out("T.t((short) %d);" % self.fresh)
            self.block(depth - 1, 1)
        self.end()

    # ---- methods and classes ----

    def body(self, m, this, statements, depth):
        self.this, self.result = this, m.result
        self.locals = [("p%d" % i, t) for i, t in enumerate(m.parameters)]
        self.fixed, self.loops = set(), []
        fallback = {"z": "false", "i": "0"}.get(m.result, "(%s) 0" % NAMES[m.result])
        self.out("if (T.spent()) return %s;" % fallback)
        for t in self.r.sample(self.values + self.arrays + "AO", 2):
            self.declare(t)
        for _ in range(statements):
            if m.name == "m":
                self.attempt(depth, True)
            else:
                self.block(depth, 1)
        for v, t in self.locals:
            if t in self.values and self.chance(60):
                self.out("T.t(%s);" % v)
        self.out("return %s;" % self.expression(m.result, 3))

    def method(self, m, this, modifiers, statements, depth):
        parameters = ", ".join("%s p%d" % (self.name(t), i) for i, t in enumerate(m.parameters))
        self.begin("%s%s %s(%s)" % (modifiers, NAMES[m.result], m.name, parameters))
        self.body(m, this, statements, depth)
        self.end()

    def signature(self, name, static, owner):
        parameters = [self.pick(self.values + self.values + "BSAOQ") for _ in range(self.r.randint(0, 3))]
        return Method(name, self.pick(self.values + "s"), parameters, static, owner)

    def fields(self, static):
        for f, t in STATICS if static else FIELDS:
            if t in "iI" and not self.int:
                continue
            if static and t not in "zbsiZBSI":
                self.out("static %s %s;" % (self.name(t), f))
            elif t in "zbsi":
                self.out("%s%s %s = %s;" % ("static " if static else "", NAMES[t], f, self.literal(t)))
            elif static or t in "BSZI":
                values = ", ".join(self.literal(ELEMENT[t]) for _ in range(self.r.randint(3, 4)))
                self.out("%s%s %s = {%s};" % ("static " if static else "", NAMES[t], f, values))
            else:
                self.out("%s %s;" % (self.name(t), f))

    def constructor(self, kind, parent):
        self.this, self.locals, self.fixed = kind, [("x", "s")], set()
        self.begin("%s%s(short x)" % (kind, self.n))
        if parent:
            self.this = None
            self.out("super((short) (%s));" % self.wide_of_locals())
            self.this = kind
        self.out("s0 = (short) (s0 + x);")
        if self.chance(40) and self.virtual:
            m = self.pick(self.virtual)
            if all(p in self.values for p in m.parameters):
                self.out("if (!T.spent()) T.t(%s(%s));" % (m.name, ", ".join(self.literal(p) for p in m.parameters)))
        if self.chance(50):
            self.out("b0 %s %s;" % (self.pick(["=", "+=", "^="]), self.literal("b")))
        if self.chance(30):
            self.out("a0 = this;")
        self.end()

    def wide_of_locals(self):
        return "x %s %d" % (self.pick("+-*^"), self.r.randint(1, 99))

    def generate(self):
        self.virtual = [self.signature("f%d" % i, False, "A") for i in range(self.r.randint(1, 2))]
        self.promised = [self.signature("g%d" % i, False, "J") for i in range(1)]
        self.statics = [self.signature("m%d" % i, True, "P") for i in range(1)]
        self.methods = self.virtual + self.promised + self.statics
        visible = [self.pick(["", "public ", "protected "]) for _ in self.virtual]
        self.begin("interface J%s" % self.n)
        for m in self.promised:
            self.out("%s %s(%s);" % (NAMES[m.result], m.name, ", ".join(
                "%s p%d" % (self.name(t), i) for i, t in enumerate(m.parameters))))
        self.end()
        self.begin("class X%s extends %s" % (self.n, self.pick(OWN_PARENTS)))
        self.out("short code;")
        self.out("X%s(short x) { code = x; T.t(x); }" % self.n)
        self.end()
        self.begin("class A%s implements J%s" % (self.n, self.n))
        self.fields(False)
        self.constructor("A", False)
        for m, v in zip(self.virtual, visible):
            self.method(m, "A", v, self.r.randint(1, 2), 1)
        for m in self.promised:
            self.method(m, "A", "public ", 1, 1)
        self.end()
        for kind, parent in (("K", "A"), ("D", "K")):
            self.begin("class %s%s extends %s%s" % (kind, self.n, parent, self.n))
            if self.chance(40):
                self.out("short s0 = %s;" % self.literal("s"))
            self.constructor(kind, True)
            for m, v in list(zip(self.virtual, visible)) + [(m, "public ") for m in self.promised]:
                if self.chance(30):
                    self.method(m, kind, v, 1, 1)
            self.end()
        self.begin("class P%s" % self.n)
        self.fields(True)
        for m in self.statics:
            self.method(m, None, "static ", self.r.randint(1, 2), 2)
        self.begin("static void run()")
        self.out("a = new D%s(%s);" % (self.n, self.literal("s")))
        self.out("o = %s;" % self.pick(["a", "sa", "ba", "new A%s((short) 5)" % self.n, "new Object()"]))
        self.out("oa = new %s[4];" % self.pick(["Object", "A" + self.n, "K" + self.n]))
        self.out("aa = new %s[4];" % self.name(self.pick("AKD")))
        self.out("aa[0] = new D%s(%s);" % (self.n, self.literal("s")))
        self.out("T.t(m());")
        self.end()
        self.method(Method("m", "s", [], True, "P"), None, "static ", self.r.randint(2, 3), 2)
        self.end()
        return "\n".join(self.lines) + "\n"


FIELDS = [("s0", "s"), ("b0", "b"), ("z0", "z"), ("i0", "i"), ("c0", "S"), ("d0", "B"), ("a0", "A"), ("o0", "O")]
STATICS = [("s", "s"), ("t", "s"), ("b", "b"), ("z", "z"), ("i", "i"), ("sa", "S"), ("ba", "B"), ("za", "Z"),
           ("ia", "I"), ("a", "A"), ("o", "O"), ("oa", "P"), ("aa", "Q")]

TRACE = """package %s;

public class T {
    private static short h, g, fuel;

    private T() {
    }

    static void t(short v) {
        h = (short) (h * 31 + v);
        g = (short) (g * 17 ^ v);
    }

    static void t(boolean v) {
        t(v ? (short) 77 : (short) 33);
    }
%s
    static boolean spent() {
        if (fuel == 0)
            return true;
        fuel--;
        return false;
    }

    public static short run(short program, short what) {
        if (what == 1)
            return h;
        if (what == 2)
            return g;
        h = 0;
        g = 0;
        fuel = %d;
        switch (program) {
%s        }
        return 0;
    }
}
"""

TRACE_INT = """
    static void t(int v) {
        t((short) v);
        t((short) (v >> 16));
    }
"""


APPLET = """package %s;

public class App extends javacard.framework.Applet {

    public static void install(byte[] result, short program, byte what) {
        short value = T.run(program, what);
        result[0] = (byte) (value >> 8);
        result[1] = (byte) value;
    }

    public void process(javacard.framework.APDU apdu) {
    }
}
"""


def write_package(folder, first, count, with_int):
    name = "d%d" % first
    os.makedirs(os.path.join(folder, name), exist_ok=True)
    cases = "".join("        case %d:\n            P%d.run();\n            break;\n" % (i, first + i)
                    for i in range(count))
    with open(os.path.join(folder, name, "App.java"), "w") as f:
        f.write(APPLET % name)
    with open(os.path.join(folder, name, "T.java"), "w") as f:
        f.write(TRACE % (name, TRACE_INT if with_int else "", FUEL, cases))
        for seed in range(first, first + count):
            f.write("\n" + Program(seed, with_int).generate())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, required=True)
    parser.add_argument("--programs", type=int, required=True)
    parser.add_argument("--int", action="store_true")
    parser.add_argument("--print", action="store_true")
    parser.add_argument("folder", nargs="?")
    a = parser.parse_args()
    end = a.first + a.programs
    if a.print:
        for seed in range(a.first, end):
            print(Program(seed, a.int).generate())
        return
    for first in range(a.first, end, PACKAGE_SIZE):
        write_package(a.folder, first, min(PACKAGE_SIZE, end - first), a.int)


main()
