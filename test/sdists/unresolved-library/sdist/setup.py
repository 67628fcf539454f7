import os
import subprocess

from setuptools import Extension, setup

here = os.path.dirname(os.path.abspath(__file__))
subprocess.check_call(["gcc", "-shared", "-fPIC", "-o", "libzoo_left_behind.so", "left_behind.c"], cwd=here)

extension = Extension(
    "zoo_unresolved_library",
    ["zoo_unresolved_library.c"],
    libraries=["zoo_left_behind"],
    library_dirs=[here],
)
setup(name="zoo-unresolved-library", version="1.0", ext_modules=[extension])
