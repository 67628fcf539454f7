import subprocess

subprocess.run(["pkg-config", "--cflags", "zoo-no-such-module"], check=True)

from setuptools import setup

setup(name="zoo-missing-pkg-config", version="1.0", py_modules=["zoo_missing_pkg_config"])
