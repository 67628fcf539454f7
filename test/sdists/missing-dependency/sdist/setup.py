import sys

print("checking for zoo_decoy.h... no")
sys.exit("Error: Please make sure the zoofirst and zoosecond development packages are installed.")

from setuptools import setup

setup(name="zoo-missing-dependency", version="1.0", py_modules=["zoo_missing_dependency"])
