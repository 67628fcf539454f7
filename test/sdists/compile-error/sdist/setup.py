from setuptools import Extension, setup

setup(name="zoo-compile-error", version="1.0", ext_modules=[Extension("zoo_compile_error", ["zoo_compile_error.c"])])
