from setuptools import Extension, setup

setup(
    name="zoo-optional-extension",
    version="1.0",
    packages=["zoo_optional_extension"],
    ext_modules=[Extension("zoo_optional_extension._fast", ["fast.c"], optional=True)],
)
