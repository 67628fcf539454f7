raise RuntimeError("the moon is not in the right phase")

from setuptools import setup

setup(name="zoo-backend-error", version="1.0", py_modules=["zoo_backend_error"])
