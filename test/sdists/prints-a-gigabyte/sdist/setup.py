import sys

if "bdist_wheel" in sys.argv:
    print("zoo: the first line")
    lines = ("x" * 1023 + "\n") * 1024
    for _ in range(1024):
        sys.stdout.write(lines)
    print("zoo: the last line", flush=True)

from setuptools import setup

setup(name="zoo-prints-a-gigabyte", version="1.0", py_modules=["zoo_prints_a_gigabyte"])
