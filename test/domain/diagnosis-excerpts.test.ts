import { expect, test } from 'vitest';
import { diagnose } from '../../src/domain/diagnose.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { renderMissing } from '../../src/domain/missing.ts';

type Excerpt = {
  readonly title: string;
  readonly log: string;
  readonly failure: object;
  /** All that is missing, in order. */
  readonly missing: readonly string[];
};

/** Pieces of logs as real tools print them, each with what stands around the line that counts. */
const excerpts: readonly Excerpt[] = [
  {
    title: 'CMake: the package that stops it, not the optional one before',
    log: `-- Could NOT find Doxygen (missing: DOXYGEN_EXECUTABLE)
CMake Warning at CMakeLists.txt:9 (find_package):
  By not providing "FindZSTD.cmake" in CMAKE_MODULE_PATH this project has

CMake Error at CMakeLists.txt:4 (find_package):
  By not providing "Findpybind11.cmake" in CMAKE_MODULE_PATH this project has
  asked CMake to find a package configuration file provided by "pybind11",
  but CMake did not find one.

  Could not find a package configuration file provided by "pybind11" with any
  of the following names:

    pybind11Config.cmake
    pybind11-config.cmake

  Add the installation prefix of "pybind11" to CMAKE_PREFIX_PATH or set
  "pybind11_DIR" to a directory containing one of the above files.

-- Configuring incomplete, errors occurred!
Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/skbuild/setuptools_wrap.py", line 666, in setup
    env = cmkr.configure(
skbuild.exceptions.SKBuildError: An error occurred while configuring with CMake.`,
    failure: { kind: 'missing-cmake-package', package: 'pybind11' },
    missing: ['CMake package pybind11', 'CMake package ZSTD', 'CMake package Doxygen'],
  },
  {
    title: 'CMake: a module of its own that finds nothing',
    log: `CMake Error at /usr/share/cmake-3.25/Modules/FindPackageHandleStandardArgs.cmake:230 (message):
  Could NOT find OpenSSL, try to set the path to OpenSSL root folder in the
  system variable OPENSSL_ROOT_DIR (missing: OPENSSL_CRYPTO_LIBRARY
  OPENSSL_INCLUDE_DIR)
Call Stack (most recent call first):
  /usr/share/cmake-3.25/Modules/FindOpenSSL.cmake:670 (find_package_handle_standard_args)
-- Configuring incomplete, errors occurred!`,
    failure: { kind: 'missing-cmake-package', package: 'OpenSSL' },
    missing: ['CMake package OpenSSL'],
  },
  {
    title: 'CMake: what pkg_check_modules requires',
    log: `-- Checking for module 'libgit2>=1.0'
--   Package 'libgit2', required by 'virtual:world', not found
CMake Error at /usr/share/cmake-3.25/Modules/FindPkgConfig.cmake:607 (message):
  The following required packages were not found:

   - libgit2>=1.0

Call Stack (most recent call first):`,
    failure: { kind: 'missing-pkg-config', module: 'libgit2' },
    missing: ['pkg-config module libgit2'],
  },
  {
    title: 'meson: an optional dependency, then one that is required',
    log: `Run-time dependency threads found: YES
Found CMake: NO
Run-time dependency libsystemd found: NO (tried pkgconfig)
Has header "linux/rtnetlink.h" : NO
../../subprojects/dbus-gmain/meson.build:107:0: ERROR: Dependency "dbus-1" not found, tried pkgconfig and cmake
A full log can be found at /tmp/build/meson-logs/meson-log.txt`,
    failure: { kind: 'missing-pkg-config', module: 'dbus-1' },
    missing: ['pkg-config module dbus-1', 'header linux/rtnetlink.h', 'pkg-config module libsystemd'],
  },
  {
    title: 'autoconf: tries of all kinds, and the one that it gives up over',
    log: `checking for gcc... gcc
checking for strlcpy... no
checking for sys/acl.h... no
checking for crypt in -lcrypt... no
checking for DBUS... no
configure: error: Package requirements (dbus-1 >= 1.8) were not met:

No package 'dbus-1' found

Consider adjusting the PKG_CONFIG_PATH environment variable if you
installed software in a non-standard prefix.`,
    failure: { kind: 'missing-pkg-config', module: 'dbus-1' },
    missing: ['pkg-config module dbus-1', 'library crypt', 'header sys/acl.h'],
  },
  {
    title: 'autoconf: a library in words',
    log: `checking for gsl-config... no
configure: error: library 'gsl' not found
error: command '/bin/sh' failed with exit code 1`,
    failure: { kind: 'missing-dependency', names: ['gsl'] },
    missing: ['gsl', 'program gsl-config'],
  },
  {
    title: 'a value that nobody foresaw, because pkg-config found nothing',
    log: `Package smbclient was not found in the pkg-config search path.
Perhaps you should add the directory containing \`smbclient.pc'
to the PKG_CONFIG_PATH environment variable
Package 'smbclient', required by 'virtual:world', not found
Traceback (most recent call last):
  File "/tmp/x/pysmbc-1.0.25.1/setup.py", line 85, in pkgconfig_Dversion
    ver = str(int(vers[0]))
              ^^^^^^^^^^^^
ValueError: invalid literal for int() with base 10: ''
error: subprocess-exited-with-error`,
    failure: { kind: 'missing-pkg-config', module: 'smbclient' },
    missing: ['pkg-config module smbclient'],
  },
  {
    title: 'one name after another for the same library: the first is the wished one',
    log: `Trying pkg-config --exists mysqlclient
Command 'pkg-config --exists mysqlclient' returned non-zero exit status 1.
Trying pkg-config --exists mariadb
Command 'pkg-config --exists mariadb' returned non-zero exit status 1.
Trying pkg-config --exists libmariadb
Command 'pkg-config --exists libmariadb' returned non-zero exit status 1.
Traceback (most recent call last):
  File "<string>", line 48, in get_config_posix
Exception: Can not find valid pkg-config name.
Specify MYSQLCLIENT_CFLAGS and MYSQLCLIENT_LDFLAGS env vars manually`,
    failure: { kind: 'missing-pkg-config', module: 'mysqlclient' },
    missing: ['pkg-config module mysqlclient', 'pkg-config module libmariadb', 'pkg-config module mariadb'],
  },
  {
    title: 'a try with pkg-config that the build did without, before an error of another kind',
    log: `Package liblzo was not found in the pkg-config search path.
going on without LZO
RuntimeError: the tables disagree`,
    failure: { kind: 'backend-error', message: 'RuntimeError: the tables disagree' },
    missing: ['pkg-config module liblzo'],
  },
  {
    title: 'what is asked for in prose near the end, after the tries',
    log: `/tmp/lzo_version_datekzsak5i_.c:1:10: fatal error: lzo/lzo1x.h: No such file or directory
    1 |                 #include "lzo/lzo1x.h"
compilation terminated.
* Could not find LZO 2 headers and library; disabling support for it.
.. ERROR:: Could not find a local blosc2 installation headers (hdrdir=None) and/or libdir (libdir=False).`,
    failure: { kind: 'missing-dependency', names: ['blosc2'] },
    missing: ['blosc2', 'LZO', 'header lzo/lzo1x.h'],
  },
  {
    title: 'Pillow, of a library that it requires',
    log: `The headers or library files could not be found for jpeg,
a required dependency when compiling Pillow from source.
setup.RequiredDependencyException: jpeg
RequiredDependencyException: The headers or library files could not be found for jpeg, a required dependency when compiling Pillow from source.`,
    failure: { kind: 'missing-dependency', names: ['jpeg'] },
    missing: ['jpeg'],
  },
  {
    title: 'numpy headers are a Python module too',
    log: `src/a.c:2:10: fatal error: numpy/arrayobject.h: No such file or directory
compilation terminated.
error: command '/usr/bin/gcc' failed with exit code 1`,
    failure: { kind: 'missing-header', header: 'numpy/arrayobject.h' },
    missing: ['header numpy/arrayobject.h', 'Python module numpy'],
  },
  {
    title: 'a header that Python itself no longer has',
    log: `gcc -Wall -I/usr/include/python3.11 -c src_c/pypm.c -o build/pypm.o
src_c/pypm.c:209:12: fatal error: longintrepr.h: No such file or directory
  209 |   #include "longintrepr.h"
      |            ^~~~~~~~~~~~~~~
compilation terminated.
error: command '/usr/bin/gcc' failed with exit code 1`,
    failure: { kind: 'python-too-new', wanted: '<3.11' },
    missing: [],
  },
  {
    title: 'C for an earlier Python, which stumbles over more than that',
    log: `gcc -Wall -I/usr/include/python3.12 -c a.c -o build/a.o
a.c:100:5: error: unknown type name ‘zoo_t’
a.c:4000:22: error: ‘PyThreadState’ {aka ‘struct _ts’} has no member named ‘curexc_type’
a.c:4100:3: error: too many errors
error: command '/usr/bin/gcc' failed with exit code 1`,
    failure: { kind: 'python-too-new', wanted: '<3.12' },
    missing: [],
  },
  {
    title: 'C++ made by a Cython of before Python 3.13',
    log: `In file included from /usr/include/python3.13/longobject.h:107,
                 from imgui/core.cpp:22:
imgui/core.cpp: In function ‘ImGuiMouseButton __Pyx_PyInt_As_ImGuiMouseButton(PyObject*)’:
imgui/core.cpp:156645:46: error: too few arguments to function ‘int _PyLong_AsByteArray(PyLongObject*, unsigned char*, size_t, int, int, int)’
156645 |                 int ret = _PyLong_AsByteArray((PyLongObject *)v,
/usr/include/python3.13/cpython/longobject.h:111:17: note: declared here
error: command '/usr/bin/g++' failed with exit code 1`,
    failure: { kind: 'python-too-new', wanted: '<3.13' },
    missing: [],
  },
  {
    title: 'C that calls what CPython kept for itself and took away',
    log: `src/heapy/stdtypes.c:9:5: error: implicit declaration of function ‘_PyZoo_Frexp’; did you mean ‘_PyLong_New’? [-Wimplicit-function-declaration]`,
    failure: { kind: 'python-too-new', wanted: null },
    missing: [],
  },
  {
    title: 'C that lacks a declaration of its own is no matter of Python',
    log: `gcc -I/usr/include/python3.13 -c b.c -o build/b.o
b.c:12:5: error: implicit declaration of function ‘zoo_open’; did you mean ‘PyMutex_Lock’? [-Wimplicit-function-declaration]
error: command '/usr/bin/gcc' failed with exit code 1`,
    failure: { kind: 'compile-error', file: 'b.c' },
    missing: [],
  },
  {
    title: 'a licence that setuptools does not know, told twice',
    log: `configuration error: \`project.license\` must be valid exactly by one definition (2 matches found):

    - keys:
        'file': {type: string}
      required: ['file']
ValueError: invalid pyproject.toml config: \`project.license\`.
ERROR Backend subprocess exited when trying to invoke build_wheel`,
    failure: { kind: 'backend-too-old' },
    missing: [],
  },
  {
    title: 'a classifier of tomorrow',
    log: `  File "/usr/lib/python3/dist-packages/hatchling/metadata/core.py", line 999, in classifiers
    raise ValueError(message)
ValueError: Unknown classifier in field \`project.classifiers\`: Programming Language :: Python :: 3.13`,
    failure: { kind: 'backend-too-old' },
    missing: [],
  },
  {
    title: 'pbr without a repository',
    log: `ERROR:root:Error parsing
Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/pbr/packaging.py", line 874, in get_version
    name=package_name))
Exception: Versioning for this project requires either an sdist tarball, or access to an upstream git repository. It's also possible that there is a mismatch between the package name in setup.cfg and the argument given to pbr.version.VersionInfo.
error in setup command: Error parsing /tmp/x/setup.cfg: Exception: Versioning for this project requires either an sdist tarball, or access to an upstream git repository.`,
    failure: { kind: 'needs-git-metadata' },
    missing: [],
  },
  {
    title: 'git that knows nothing, which a later compiler error has nothing to do with',
    log: `fatal: not a git repository (or any of the parent directories: .git)
gcc -c a.c -o a.o
a.c:1:1: error: unknown type name ‘zoo’
error: command 'gcc' failed with exit code 1`,
    failure: { kind: 'compile-error', file: 'a.c' },
    missing: [],
  },
  {
    title: 'distutils, of which some distributions still have a package',
    log: `Traceback (most recent call last):
  File "/work/src/zoo/setup.py", line 1, in <module>
    from distutils.core import setup
ModuleNotFoundError: No module named 'distutils'`,
    failure: { kind: 'removed-module', module: 'distutils' },
    missing: ['Python module distutils'],
  },
  {
    title: 'a name that collections had',
    log: `AttributeError: module 'collections' has no attribute 'MutableMapping'`,
    failure: { kind: 'removed-module', module: 'collections.MutableMapping' },
    missing: [],
  },
  {
    title: 'PyO3, of a Python that it does not know',
    log: `error: failed to run custom build command for \`pyo3-ffi v0.20.3\`
Caused by:
  process didn't exit successfully: \`target/release/build/pyo3-ffi/build-script-build\` (exit status: 1)
  --- stderr
  error: the configured Python interpreter version (3.13) is newer than PyO3's maximum supported version (3.12)
  = help: please check if an updated version of PyO3 is available.
💥 maturin failed
  Caused by: Failed to build a native library through cargo`,
    failure: { kind: 'python-too-new', wanted: '<=3.12' },
    missing: [],
  },
  {
    title: 'a Python below the bound, and one above',
    log: `ERROR: Package 'zoo' requires a different Python: 3.11.2 not in '>=3.12'`,
    failure: { kind: 'python-too-old', wanted: '>=3.12' },
    missing: [],
  },
  {
    title: 'a Python above an upper bound',
    log: `ERROR: Package 'zoo' requires a different Python: 3.13.1 not in '<3.13,>=3.8'`,
    failure: { kind: 'python-too-new', wanted: '<3.13,>=3.8' },
    missing: [],
  },
  {
    title: 'cargo without network',
    log: `    Updating crates.io index
warning: spurious network error (1 tries remaining): [6] Could not resolve hostname (Could not resolve host: index.crates.io)
error: failed to get \`anyhow\` as a dependency of package \`maturin v1.6.0 (/tmp/x)\`

Caused by:
  download of config.json failed

Caused by:
  failed to download from \`https://index.crates.io/config.json\`

Caused by:
  [6] Could not resolve hostname (Could not resolve host: index.crates.io)
error: \`cargo metadata --manifest-path Cargo.toml --format-version 1\` failed with code 101`,
    failure: { kind: 'needs-network', host: 'index.crates.io' },
    missing: [],
  },
  {
    title: 'rust that is not there',
    log: `error: can't find Rust compiler

If you are using an outdated pip version, it is possible a prebuilt wheel is available for this package but pip is not able to install from it.
This package requires Rust >=1.48.0.`,
    failure: { kind: 'missing-program', program: 'rustc' },
    missing: ['program rustc'],
  },
  {
    title: "another project's Cython declarations, and all that follows from it",
    log: `Error compiling Cython file:
------------------------------------------------------------
from murmurhash.mrmr cimport hash64
^
------------------------------------------------------------

preshed/bloom.pyx:6:0: 'murmurhash/mrmr.pxd' not found

preshed/bloom.pyx:90:11: 'hash64' is not a constant, variable or function identifier
Traceback (most recent call last):
  File "/tmp/x/setup.py", line 90, in <module>
    setup_package()
Cython.Compiler.Errors.CompileError: preshed/bloom.pyx`,
    failure: { kind: 'missing-python-module', module: 'murmurhash' },
    missing: ['Python module murmurhash'],
  },
  {
    title: 'Cython, of the source itself',
    log: `src/foo.pyx:12:34: undeclared name not builtin: long
Cython.Compiler.Errors.CompileError: src/foo.pyx`,
    failure: { kind: 'compile-error', file: 'src/foo.pyx' },
    missing: [],
  },
  {
    title: 'a file that was not generated is not a missing header',
    log: `x86_64-linux-gnu-gcc: error: yaml/_yaml.c: No such file or directory
compilation terminated.`,
    failure: { kind: 'compile-error', file: 'yaml/_yaml.c' },
    missing: [],
  },
  {
    title: 'a program that is missed by its full traceback, whatever it is called',
    log: `  File "/usr/lib/python3.11/subprocess.py", line 1901, in _execute_child
    raise child_exception_type(errno_num, err_msg, err_filename)
FileNotFoundError: [Errno 2] No such file or directory: 'Rscript'`,
    failure: { kind: 'missing-program', program: 'Rscript' },
    missing: ['program Rscript'],
  },
  {
    title: 'a file that is missed in the same words is no program',
    log: `  File "/work/src/zoo/setup.py", line 7, in <module>
    long_description = open('readme').read()
                       ^^^^^^^^^^^^^^
FileNotFoundError: [Errno 2] No such file or directory: 'readme'`,
    failure: { kind: 'backend-error' },
    missing: [],
  },
  {
    title: 'a compiler that was killed',
    log: `[12/40] Building CXX object zoo.cpp.o
c++: fatal error: Killed signal terminated program cc1plus
compilation terminated.
ninja: build stopped: subcommand failed.`,
    failure: { kind: 'out-of-memory' },
    missing: [],
  },
  {
    title: 'a command of setup.py that another project brings',
    log: `usage: setup.py [global_opts] cmd1 [cmd1_opts] [cmd2 [cmd2_opts] ...]
   or: setup.py --help [cmd1 cmd2 ...]

error: invalid command 'bdist_wheel'`,
    failure: { kind: 'missing-python-module', module: 'wheel' },
    missing: ['Python module wheel'],
  },
  {
    title: 'a library that is there, but too old',
    log: `Requested 'glib-2.0 >= 2.80.0' but version of GLib is 2.74.6
You may find new versions of GLib at https://download.gnome.org/sources/glib/
configure: error: Package requirements were not met`,
    failure: { kind: 'unmet-requirement', requirement: 'glib-2.0 >= 2.80.0', available: '2.74.6' },
    missing: [],
  },
  {
    title: 'fortran',
    log: `Fortran fix checking for gfortran
customize Gnu95FCompiler
Could not locate executable gfortran
error: library dfftpack has Fortran sources but no Fortran compiler found`,
    failure: { kind: 'missing-program', program: 'gfortran' },
    missing: ['program gfortran'],
  },
  {
    title: 'lld',
    log: `ld.lld: error: unable to find library -lxmlsec1
clang: error: linker command failed with exit code 1 (use -v to see invocation)`,
    failure: { kind: 'missing-library', library: 'xmlsec1' },
    missing: ['library xmlsec1'],
  },
];

test.each(excerpts)('$title', ({ log, failure, missing }) => {
  const found = diagnose(log.split('\n'), { exitCode: 1, limits: defaultLimits });
  expect(found.failure).toMatchObject(failure);
  expect(found.missing.map(renderMissing)).toEqual(missing);
});
