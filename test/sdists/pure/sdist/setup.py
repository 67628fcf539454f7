from setuptools import setup

setup(name="zoo-pure", version="1.0", py_modules=["zoo_pure"])
