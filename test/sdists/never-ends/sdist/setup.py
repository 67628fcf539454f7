import time

while True:
    print("still at it", flush=True)
    time.sleep(0.5)

from setuptools import setup

setup(name="zoo-never-ends", version="1.0", py_modules=["zoo_never_ends"])
