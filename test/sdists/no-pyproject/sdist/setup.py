from setuptools import setup

setup(name="zoo-no-pyproject", version="1.0", py_modules=["zoo_no_pyproject"])
