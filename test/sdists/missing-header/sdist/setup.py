from setuptools import Extension, setup

setup(name="zoo-missing-header", version="1.0", ext_modules=[Extension("zoo_missing_header", ["zoo_missing_header.c"])])
