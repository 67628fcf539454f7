with open("/usr/lib/zoo-was-here", "w") as file:
    file.write("zoo")

from setuptools import setup

setup(name="zoo-writes-outside", version="1.0", py_modules=["zoo_writes_outside"])
