import ConfigParser

from setuptools import setup

setup(name="zoo-removed-module", version="1.0", py_modules=["zoo_removed_module"])
