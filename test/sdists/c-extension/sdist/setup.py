from setuptools import Extension, setup

setup(name="zoo-c-extension", version="1.0", ext_modules=[Extension("zoo_c_extension", ["zoo_c_extension.c"])])
