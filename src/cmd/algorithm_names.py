"""The names of the API's algorithms, from the table of its constants: algorithm_names.py TABLE > OUT."""
import csv
import re
import sys

CLASSES = {"Cipher": "CIPHER", "Signature": "SIGNATURE", "MessageDigest": "DIGEST", "KeyAgreement": "AGREEMENT",
           "RandomData": "RANDOM", "Checksum": "CHECKSUM", "KeyBuilder": "KEY"}


def main():
    print("/* Made from the table of the API's constants: class, name, number. */")
    seen = set()
    with open(sys.argv[1], encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            name = (row["class_name"], row["member_name"])
            wanted = "TYPE_" if row["class_name"] == "KeyBuilder" else "ALG_"
            if (row["kind"] != "constant" or name[0] not in CLASSES or name in seen
                    or not re.match(wanted, name[1]) or row["descriptor"] != "B"):
                continue
            seen.add(name)
            print(f'HY_ALGORITHM({CLASSES[name[0]]}, "{name[0]}.{name[1]}", {int(row["constant_value"]) & 0xFF})')


main()
