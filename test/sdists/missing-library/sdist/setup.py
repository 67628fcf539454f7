from setuptools import Extension, setup

setup(name="zoo-missing-library", version="1.0", ext_modules=[Extension("zoo_missing_library", ["zoo_missing_library.c"], libraries=["zoo_no_such_library"])])
