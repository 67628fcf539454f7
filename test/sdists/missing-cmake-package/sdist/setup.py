import sys

print("""-- Could NOT find ZooDecoy (missing: ZooDecoy_DIR)
CMake Error at CMakeLists.txt:4 (find_package):
  By not providing "FindZooNoSuchPackage.cmake" in CMAKE_MODULE_PATH this
  project has asked CMake to find a package configuration file provided by
  "ZooNoSuchPackage", but CMake did not find one.

-- Configuring incomplete, errors occurred!""")
sys.exit(1)

from setuptools import setup

setup(name="zoo-missing-cmake-package", version="1.0", py_modules=["zoo_missing_cmake_package"])
