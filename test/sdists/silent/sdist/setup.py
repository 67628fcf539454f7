import time

time.sleep(3600)

from setuptools import setup

setup(name="zoo-silent", version="1.0", py_modules=["zoo_silent"])
