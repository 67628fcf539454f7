from setuptools import Extension, setup

setup(name="zoo-link-error", version="1.0", ext_modules=[Extension("zoo_link_error", ["zoo_link_error.c"], extra_link_args=["-Wl,-z,defs", "-Wl,--no-allow-shlib-undefined"])])
