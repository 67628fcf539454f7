hoard = []
while True:
    # Written to, else the kernel would only promise it.
    hoard.append(bytearray(b"x") * (4 * 1024 * 1024))

from setuptools import setup

setup(name="zoo-eats-memory", version="1.0", py_modules=["zoo_eats_memory"])
