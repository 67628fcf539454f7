import subprocess

subprocess.check_output(["zoo-no-such-config", "--cflags"])

from setuptools import setup

setup(name="zoo-missing-program", version="1.0", py_modules=["zoo_missing_program"])
