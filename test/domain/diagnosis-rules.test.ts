import { expect, test } from 'vitest';
import { diagnose } from '../../src/domain/diagnose.ts';
import { defaultLimits } from '../../src/domain/limits.ts';

/** Lines as real builds print them, and what they mean. */
const rows: readonly [line: string, failure: object][] = [
  [
    'acl.c:27:10: fatal error: sys/acl.h: No such file or directory',
    { kind: 'missing-header', header: 'sys/acl.h' },
  ],
  ["x.c:1:10: fatal error: 'zlib.h' file not found", { kind: 'missing-header', header: 'zlib.h' }],
  [
    '/usr/bin/ld: cannot find -lxml2: No such file or directory',
    { kind: 'missing-library', library: 'xml2' },
  ],
  [
    "meson.build:9:0: ERROR: C shared or static library 'm17n' not found",
    { kind: 'missing-library', library: 'm17n' },
  ],
  [
    'You need to install libcap development headers to build this module',
    { kind: 'missing-dependency', names: ['libcap'] },
  ],
  [
    'Package glib-2.0 was not found in the pkg-config search path.',
    { kind: 'missing-pkg-config', module: 'glib-2.0' },
  ],
  [
    "Package 'xmlsec1', required by 'virtual:world', not found",
    { kind: 'missing-pkg-config', module: 'xmlsec1' },
  ],
  ["No package 'libffi' found", { kind: 'missing-pkg-config', module: 'libffi' }],
  [
    "Exception: pkg-config package 'libusb-1.0 >= 1.0.9' not found",
    { kind: 'missing-pkg-config', module: 'libusb-1.0' },
  ],
  [
    'configure: error: Package requirements (dbus-1 >= 1.8) were not met:',
    { kind: 'missing-pkg-config', module: 'dbus-1' },
  ],
  [
    '../meson.build:31:0: ERROR: Dependency "cairo" not found, tried pkgconfig',
    { kind: 'missing-pkg-config', module: 'cairo' },
  ],
  ['error: xmlsec1 is not installed or not in path.', { kind: 'missing-dependency', names: ['xmlsec1'] }],
  [
    'Exception: Could not find lz4 lib/headers, please set BORG_LIBLZ4_PREFIX or ensure liblz4.pc is in PKG_CONFIG_PATH.',
    { kind: 'missing-pkg-config', module: 'liblz4' },
  ],
  ['/bin/sh: 1: mysql_config: not found', { kind: 'missing-program', program: 'mysql_config' }],
  ['/bin/sh: line 1: krb5-config: command not found', { kind: 'missing-program', program: 'krb5-config' }],
  ["error: command 'swig' failed: No such file or directory", { kind: 'missing-program', program: 'swig' }],
  [
    "error: command '/usr/bin/x86_64-linux-gnu-g++' failed: No such file or directory",
    { kind: 'missing-program', program: 'x86_64-linux-gnu-g++' },
  ],
  ["unable to execute 'gcc': No such file or directory", { kind: 'missing-program', program: 'gcc' }],
  [
    "FileNotFoundError: [Errno 2] No such file or directory: 'pg_config'",
    { kind: 'missing-program', program: 'pg_config' },
  ],
  [
    "__main__.ConfigurationError: Could not run curl-config: [Errno 2] No such file or directory: 'curl-config'",
    { kind: 'missing-program', program: 'curl-config' },
  ],
  ['Error: pg_config executable not found.', { kind: 'missing-program', program: 'pg_config' }],
  [
    "meson.build:5:0: ERROR: Program 'glib-mkenums' not found or not executable",
    { kind: 'missing-program', program: 'glib-mkenums' },
  ],
  [
    'RuntimeError: Could not find a `llvm-config` binary. There are a number of reasons',
    { kind: 'missing-program', program: 'llvm-config' },
  ],
  [
    "RuntimeError: The 'apxs' command appears not to be installed or is not executable.",
    { kind: 'missing-program', program: 'apxs' },
  ],
  [
    "ModuleNotFoundError: No module named 'scikit_build_core'",
    { kind: 'missing-python-module', module: 'scikit_build_core' },
  ],
  [
    "pip._vendor.pyproject_hooks._impl.BackendUnavailable: Cannot import 'mesonpy'",
    { kind: 'missing-python-module', module: 'mesonpy' },
  ],
  [
    "distutils.errors.DistutilsError: Command '['/usr/bin/python3', '-m', 'pip', 'wheel', '--no-deps', '-w', '/tmp/x', '--quiet', 'Cython==0.29.14']' returned non-zero exit status 1.",
    { kind: 'unmet-requirement', requirement: 'Cython==0.29.14', available: null },
  ],
  [
    'ERROR: Could not find a version that satisfies the requirement hatchling>=1.26 (from versions: none)',
    { kind: 'unmet-requirement', requirement: 'hatchling>=1.26' },
  ],
  [
    'src/apsw.c:103:2: error: #error Your SQLite version is too old.',
    { kind: 'compile-error', file: 'src/apsw.c', message: '#error Your SQLite version is too old.' },
  ],
  [
    '  Could NOT find OpenCL (missing: OpenCL_LIBRARY OpenCL_INCLUDE_DIR)',
    { kind: 'missing-cmake-package', package: 'OpenCL' },
  ],
  ['-- Could NOT find OpenCL (missing: OpenCL_LIBRARY)', { kind: 'unknown' }],
  [
    'cc1plus: fatal error: plyvel/_plyvel.cpp: No such file or directory',
    { kind: 'compile-error', file: 'plyvel/_plyvel.cpp' },
  ],
  [
    '/work/tmp/pip-req-build-eirj0xew/src/keys.c:9:1: error: ‘xmlSecKey’ undeclared',
    { kind: 'compile-error', file: 'src/keys.c' },
  ],
  [
    "x.c:(.text+0x5): undefined reference to `zoo'",
    { kind: 'link-error', message: "undefined reference to `zoo'" },
  ],
  ['collect2: error: ld returned 1 exit status', { kind: 'link-error' }],
  [
    'urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>',
    { kind: 'needs-network', host: null },
  ],
  [
    'fatal: unable to access: Could not resolve host: github.com',
    { kind: 'needs-network', host: 'github.com' },
  ],
  [
    "error: Failed to download FreeType. Please download one of ['https://downloads.sourceforge.net/x.tar.gz']",
    { kind: 'needs-network', host: 'downloads.sourceforge.net' },
  ],
  ['error: Unable to update registry `crates-io`', { kind: 'needs-network' }],
  [
    "OSError: [Errno 30] Read-only file system: '/usr/lib/zoo'",
    { kind: 'read-only-path', path: '/usr/lib/zoo' },
  ],
  ["PermissionError: [Errno 13] Permission denied: '/etc/zoo'", { kind: 'read-only-path', path: '/etc/zoo' }],
  [
    'mkdir: cannot create directory ‘/opt/zoo’: Read-only file system',
    { kind: 'read-only-path', path: '/opt/zoo' },
  ],
  [
    "OSError: [Errno 28] No space left on device: 'filler'",
    { kind: 'out-of-disk', limitBytes: defaultLimits.diskBytes },
  ],
  ['MemoryError', { kind: 'out-of-memory', limitBytes: defaultLimits.memoryBytes }],
  ['x86_64-linux-gnu-g++: fatal error: Killed signal terminated program cc1plus', { kind: 'out-of-memory' }],
  ['OSError: [Errno 12] Cannot allocate memory', { kind: 'out-of-memory' }],
  [
    'BlockingIOError: [Errno 11] Resource temporarily unavailable',
    { kind: 'too-many-processes', limit: defaultLimits.processes },
  ],
  ['/bin/sh: 0: fork: retry: Resource temporarily unavailable', { kind: 'too-many-processes' }],
  [
    "packaging.version.InvalidVersion: Invalid version: 'one'",
    { kind: 'broken-metadata', message: "Invalid version: 'one'" },
  ],
  [
    'error in PyBluez setup command: use_2to3 is invalid.',
    { kind: 'broken-metadata', message: 'use_2to3 is invalid.' },
  ],
  [
    'configuration error: `project.license` must be valid exactly by one definition',
    { kind: 'backend-too-old' },
  ],
  [
    "flit_core.config.ConfigError: license field should be <class 'dict'>, not <class 'str'>",
    { kind: 'backend-too-old' },
  ],
  ['LookupError: setuptools-scm was unable to detect version for /tmp/x.', { kind: 'needs-git-metadata' }],
  ["FileNotFoundError: [Errno 2] No such file or directory: 'liberfa/erfa/src'", { kind: 'backend-error' }],
  [
    'Error: Please make sure the libxml2 and libxslt development packages are installed.',
    { kind: 'missing-dependency', names: ['libxml2', 'libxslt'] },
  ],
  ["Can't find a local Berkeley DB installation.", { kind: 'missing-dependency', names: ['Berkeley DB'] }],
];

test.each(rows)('%s', (line, failure) => {
  expect(diagnose([line], { exitCode: 1, limits: defaultLimits }).failure).toMatchObject(failure);
});
