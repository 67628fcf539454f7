from setuptools import setup

setup(name="zoo-import-fails", version="1.0", py_modules=["zoo_import_fails"])
