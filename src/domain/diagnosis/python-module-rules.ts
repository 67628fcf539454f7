import type { Missing } from '../missing.ts';
import { backendTooOld, called, missingModule, removedModule, unmetRequirement } from './naming.ts';
import { cause, hint, type Finding, type Rule } from './rule.ts';

/** Some distributions still have what Python left out: `python3-distutils`, `python3-pkg-resources`. */
const stillSomewhere = ({ found }: Finding): readonly Missing[] =>
  /^[a-z]\w*$/.test(found) ? [{ kind: 'python-module', name: found }] : [];

const ofStandardLibrary =
  'distutils|imp|asynchat|asyncore|smtpd|lib2to3|cgi|cgitb|crypt|pipes|telnetlib|nntplib|audioop|aifc|imghdr|mailcap|msilib|nis|ossaudiodev|sndhdr|spwd|sunau|uu|xdrlib|formatter|macpath|binhex|pkg_resources';
/** With Python 3. They have other names since. */
const ofPython2 =
  'ConfigParser|Queue|StringIO|cStringIO|urllib2|urlparse|httplib|cPickle|commands|__builtin__|Tkinter|HTMLParser|BaseHTTPServer|SimpleHTTPServer|SocketServer|dummy_thread|thread|copy_reg|cookielib|xmlrpclib|itertools\\.izip';
const ofSetuptools =
  'setuptools\\.(?:extern|command\\.(?:test|upload\\w*|register|easy_install|develop|install_egg_info|py36compat)|sandbox|ssl_support|py\\d+compat|package_index|dep_util|lib2to3_ex|windows_support)';
const others =
  'distutils\\.[\\w.]+|lib2to3\\.[\\w.]+|numpy\\.distutils[\\w.]*|pip\\.(?:req|download|_internal\\.req|_internal\\.download)|importlib\\.find_loader';

const removedModules = new RegExp(
  String.raw`\bNo module named '?(${[ofStandardLibrary, ofPython2, ofSetuptools, others].join('|')})(?:'|$|;)`,
);

/** Gone from Python or setuptools. Before the modules that are merely not there. */
export const removedModuleRules: readonly Rule[] = [
  cause(removedModules, removedModule, { also: stillSomewhere }),
  cause(
    /module '(collections|inspect|imp|importlib|pkgutil|configparser|asyncio|ast|types|string|platform|cgi|locale|time|os|sys|array|gettext|unittest|logging|setuptools|pkg_resources|distutils|html|base64|fractions|math|threading|xml\.etree\.cElementTree)' has no attribute '(\w+)'/,
    ({ found, second, line }) => ({
      kind: 'removed-module',
      module: `${found}.${second}`,
      line,
    }),
  ),
  cause(
    /cannot import name '?(\w+)'? from '?((?:collections|inspect|fractions|setuptools|distutils|pkg_resources|pip|configparser|importlib|asyncio|numpy\.distutils|platform|cgi|xml|base64|html|typing\.io)(?:\.\w+)*)'?/,
    ({ found, second, line }) => ({
      kind: 'removed-module',
      module: `${second}.${found}`,
      line,
    }),
  ),
];

const command = {
  bdist_wheel: 'wheel',
  build_rust: 'setuptools_rust',
  build_sphinx: 'sphinx',
  pytest: 'pytest_runner',
  ptr: 'pytest_runner',
  build_i18n: 'DistUtilsExtra',
} as const;

const moduleOfCommand = (name: string): string | null =>
  Object.entries(command).find(([known]) => known === name)?.[1] ?? null;

/** A Python module that a build needs, and the requirements that it states. */
export const pythonModuleRules: readonly Rule[] = [
  cause(/\bNo module named '?setuptools\.command\.bdist_wheel/, backendTooOld),
  cause(/\bNo module named '?([A-Za-z_][\w.]*)/, missingModule),
  cause(/BackendUnavailable: Cannot import '([\w.]+)'/, missingModule),
  cause(/ImportError: Cannot import `([\w.]+)`/, missingModule),
  cause(/invalid command '(\w+)'/, ({ found, line }) => {
    const module = moduleOfCommand(found);
    return module === null ? null : { kind: 'missing-python-module', module, line };
  }),
  cause(
    /(?:Failed to|Can(?:no|')t|Could not|Unable to) import ['"`]?(Cython|numpy|cffi|pybind11|NumPy|cython|setuptools_scm|mypyc|pythran|jinja2)\b/,
    missingModule,
  ),
  cause(
    /(?:[Pp]lease (?:first )?install|[Yy]ou (?:need|must|have) (?:to )?(?:first )?(?:install|have)?|requires?|needs?|[Ii]nstall) ['"`]?([Cc]ython|numpy|NumPy|cffi|pybind11|setuptools_rust|setuptools_scm|mypyc|pythran|[Jj]inja2)\b(?! ?[<>=\d])/,
    (finding) => missingModule({ ...finding, found: finding.found === 'NumPy' ? 'numpy' : finding.found }),
  ),
  cause(
    /(?:^|[:'"`] ?)([Cc]ython|[Nn]um[Pp]y|cffi|pybind11) (?:is |was )?(?:required|not (?:found|installed|available)|missing|must be installed|needs to be installed)/,
    (finding) =>
      missingModule({ ...finding, found: /^numpy$/i.test(finding.found) ? 'numpy' : finding.found }),
  ),
  cause(/\[Errno 2\] .{0,60}'?cython'?$|[Cc]ython: (?:command )?not found/, called('Cython', missingModule)),
  // A requirement with its bounds: setup_requires, pkg_resources, pip.
  cause(
    /DistutilsError: Command '\[.{0,1000}'([\w.\-[\]]+(?:[=<>!~]=?[\w.*,<>=!~]+)?)'\]' returned non-zero/,
    unmetRequirement,
  ),
  cause(/Could not find suitable distribution for Requirement\.parse\('([^']{1,200})'\)/, unmetRequirement),
  cause(/DistributionNotFound: The '([^']{1,200})' distribution was not found/, unmetRequirement),
  cause(
    /VersionConflict: \((\S{1,60}) (\S{1,40}) \(.{0,300}Requirement\.parse\('([^']{1,200})'\)/,
    ({ line }) => conflict(line),
  ),
  cause(/Could not find a version that satisfies the requirement ([^()]{1,200}) \(from /, unmetRequirement),
  cause(/No matching distribution found for (\S.{0,199})/, unmetRequirement),
  cause(/Some build dependencies for .{1,300} are missing: '?([^']{1,200}?)'?\.?$/, unmetRequirement),
  cause(
    /conflict with the backend dependencies: (\S{1,100}) is incompatible with (\S{1,100})\.$/,
    ({ found, second }) => ({
      kind: 'unmet-requirement',
      requirement: second,
      available: found,
    }),
  ),
  cause(/conflicting dependencies|ResolutionImpossible/, ({ line }) => ({
    kind: 'unmet-requirement',
    requirement: line,
    available: null,
  })),
  hint(/^Program python3? found: NO .{0,40}modules: ([\w.]+)/, missingModule),
  cause(
    /ERROR: (?:<PythonExternalProgram .{0,200}|[Pp]ython3?) (?:is missing modules|missing modules?): ([\w.]+)/,
    missingModule,
  ),
];

function conflict(line: string): ReturnType<Rule['toFailure']> {
  const found = /VersionConflict: \(\S{1,60} (\S{1,40}) \(.{0,300}Requirement\.parse\('([^']{1,200})'\)/.exec(
    line,
  );
  return found === null
    ? null
    : { kind: 'unmet-requirement', requirement: found[2] ?? '', available: found[1] ?? null };
}
