from setuptools import setup

setup(name="zoo-broken-metadata", version="1.0", py_modules=["zoo_broken_metadata"], install_requires=["!! not a requirement"])
