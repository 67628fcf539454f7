from setuptools import setup

setup(name="zoo-somebody-else", version="1.0", py_modules=["zoo_wrong_name"])
