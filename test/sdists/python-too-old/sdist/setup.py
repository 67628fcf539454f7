import sys

if sys.version_info < (3, 99):
    sys.exit("Error: Python 3.99 or later is needed to build this.")

from setuptools import setup

setup(name="zoo-python-too-old", version="1.0", py_modules=["zoo_python_too_old"])
