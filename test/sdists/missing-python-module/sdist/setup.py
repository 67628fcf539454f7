import zoo_no_such_module

from setuptools import setup

setup(name="zoo-missing-python-module", version="1.0", py_modules=["zoo_missing_python_module"])
