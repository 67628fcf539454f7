from setuptools import setup

setup(name="zoo-wrong-version", version="2.0", py_modules=["zoo_wrong_version"])
