from setuptools import setup

setup(name="zoo-unmet-requirement", version="1.0", py_modules=["zoo_unmet_requirement"])
