/** Modules whose project has another name. What is not here bears the module's own name: `numpy`, `Cython`, `pkgconfig`. */
const projects: Readonly<Record<string, string>> = {
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  Crypto: 'pycryptodome',
  dateutil: 'python-dateutil',
  // Both are parts of setuptools since Python lost the one, and until setuptools 82 lost the other.
  distutils: 'setuptools',
  pkg_resources: 'setuptools<82',
  git: 'gitpython',
  mesonpy: 'meson-python',
  OpenSSL: 'pyopenssl',
  PIL: 'pillow',
  pkg_config: 'pkgconfig',
  serial: 'pyserial',
  sipbuild: 'sip',
  skbuild: 'scikit-build',
  sklearn: 'scikit-learn',
  tlz: 'toolz',
  usb: 'pyusb',
  yaml: 'pyyaml',
  zmq: 'pyzmq',
};

/** Parts of a namespace that several projects share. */
const dottedProjects: Readonly<Record<string, string>> = {
  'google.protobuf': 'protobuf',
  'ruamel.yaml': 'ruamel-yaml',
  'setuptools.command.bdist_wheel': 'setuptools>=70.1',
  'wheel.bdist_wheel': 'wheel<0.46',
};

/** Gone from Python, and no project brings them back. */
const goneForGood = new Set(['imp', 'asynchat', 'asyncore', 'smtpd', 'lib2to3']);

/** The build requirement (PEP 508) that brings a module; null where there is none. */
export function requirementOfModule(module: string): string | null {
  if (module.length > 128 || !/^[A-Za-z_][\w.]*$/.test(module)) return null;
  const dotted = Object.keys(dottedProjects).find((name) => module === name || module.startsWith(`${name}.`));
  if (dotted !== undefined) return dottedProjects[dotted] ?? null;
  const [top = ''] = module.split('.');
  if (goneForGood.has(top)) return null;
  if (Object.hasOwn(projects, top)) return projects[top] ?? null;
  const name = top.toLowerCase().replaceAll('_', '-');
  return /^[a-z0-9].*[a-z0-9]$/.test(name) ? name.replaceAll(/-+/g, '-') : null;
}
