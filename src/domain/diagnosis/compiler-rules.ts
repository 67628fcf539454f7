import type { Failure } from '../failure.ts';
import type { Missing } from '../missing.ts';
import { called, compileError, linkError, missingHeader, missingLibrary, missingProgram } from './naming.ts';
import { cause, hint, probe, type Finding, type Rule } from './rule.ts';

/** Headers that a Python project brings, by the folder that they are included from. */
const broughtByModule = /^(numpy|pybind11|nanobind|greenlet|mpi4py|pythran|cppy|xtensor-python)\//;

const moduleOfHeader = ({ found }: Finding): readonly Missing[] => {
  const module = broughtByModule.exec(found)?.[1];
  return module === undefined ? [] : [{ kind: 'python-module', name: module }];
};

const header = { also: moduleOfHeader };

// A file that no project has, but a script that tries the compiler does. pip's own copies of a project lie in /tmp too.
const tried = String.raw`^((?:\/work)?\/(?:var\/)?tmp\/(?!pip-)[^:]{1,300}|[^:]{0,300}(?:conftest|_configtest|CMakeScratch|CMakeTmp|TryCompile|meson-private|testfile)[^:]{0,200}):\d+:(?:\d+:)? `;
const triedHeader = new RegExp(
  String.raw`${tried}fatal error: ['"<]?([\w./+-]+)['">]?(?:: No such file or directory| file not found)$`,
);
const triedCode = new RegExp(`${tried}(?:fatal )?error: (.+)`);

/** The compiler looked for a header: gcc and gfortran, then clang, then swig and others that read C. */
export const headerRules: readonly Rule[] = [
  probe(triedHeader, ({ second, line }) => ({ kind: 'missing-header', header: second, line })),
  cause(
    /^[^\s:][^:]*:\d+:(?:\d+:)? fatal error: ([\w./+-]+): No such file or directory$/,
    missingHeader,
    header,
  ),
  cause(/fatal error: ['"<]([\w./+-]+)['">] file not found/, missingHeader, header),
  cause(/Fatal Error: Cannot open (?:included file|module file) ['‘]([\w./+-]+)['’]/, missingHeader),
  cause(/: Error: Unable to find ['"]([\w./+-]+\.h\w{0,3})['"]/, missingHeader),
  cause(/header ['"<]([\w./+-]+\.h\w{0,3})['">] not found/i, missingHeader, header),
  cause(
    /(?:[Cc]ould not|[Cc]an(?:'t|not)|[Uu]nable to) find (?:the )?['"<]?([\w./+-]{1,80}\.h(?:pp|xx|h)?)\b/,
    missingHeader,
    header,
  ),
  cause(/[Tt]he ['"<]?([\w./+-]{1,80}\.h)\b.{0,80}\binclude files? (?:is|are) missing/, missingHeader),
  cause(
    /(?:error|Error): .{0,60}?([\w./+-]{1,80}\.h)['">]? (?:is |was )?(?:not found|missing|required)/,
    missingHeader,
    header,
  ),
  hint(/^checking for ([\w./+-]+\.h)\.\.\. no\b/, missingHeader),
  hint(/^Has header "([\w./+-]+)" ?: NO/, missingHeader),
  hint(/^-- Looking for ([\w./+-]+\.h(?:pp)?) - not found/, missingHeader),
];

/** The linker looked for a library: ld, gold, lld, mold; meson and autoconf, which ask it. */
export const libraryRules: readonly Rule[] = [
  cause(/cannot find -l:?([\w.+-]+?)(?:: No such file or directory|: .{0,80})?$/, missingLibrary),
  cause(/unable to find library -l([\w.+-]+)/, missingLibrary),
  cause(/library not found(?: for)?:? (?:-l)?([\w.+-]+)/, missingLibrary),
  cause(/ERROR: C(?:\+\+)? (?:shared or static )?library ["']([\w.+-]+)["'] not found/, missingLibrary),
  cause(/\blib([\w.+-]{1,60}?)\.so[\d.]{0,12}: cannot open shared object file/, missingLibrary),
  cause(/couldn't find any valid shared libraries matching: \['lib([\w+-]{1,40})/, missingLibrary),
  hint(/^Library ([\w.+-]+) found: NO/, missingLibrary),
  hint(/^checking for \w+ in -l([\w.+-]+)\.\.\. no\b/, missingLibrary),
];

/** The parts of gcc that Debian keeps in packages of their own. */
const compilerParts: readonly Rule[] = [
  cause(/(?:cannot execute|trying to exec) ['‘]cc1plus['’]/, called('g++', missingProgram)),
  cause(/(?:cannot execute|trying to exec) ['‘]cc1['’]/, called('gcc', missingProgram)),
  cause(/(?:cannot execute|trying to exec) ['‘]f951['’]/, called('gfortran', missingProgram)),
  cause(/fatal error: cannot find ['‘](ld[\w.]*)['’]/, missingProgram),
];

/** The compiler and the linker, about the source itself. What they say of CPython's own names is read before. */
export const compilerRules: readonly Rule[] = [
  ...compilerParts,
  probe(triedCode, compileError),
  cause(/^cc1\w*: fatal error: ([^:]+): (No such file or directory)/, compileError),
  cause(
    /^\S{0,100}(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-\d+)?: (?:fatal )?error: ([^\s:]+\.\w{1,4}): (No such file or directory)/,
    compileError,
  ),
  cause(/no such file or directory: '([^']+\.(?:c|cc|cpp|cxx|m|f|f90))'/, compileError),
  cause(/^([^\s:][^:]*):\d+:(?:\d+:)? (?:fatal )?error: (.+)/, compileError),
  // gfortran says where in one line and what in a later one; rustc the other way round.
  // It only repeats the file.
  probe(/^Cython\.Compiler\.Errors\.CompileError: (.+\.pyx?)$/, compileError),
  cause(/^([^\s:]+\.(?:pyx|pxd|pxi)):\d+:\d+: (.+)/, foreignDeclarations),
  cause(/^([^\s:]+\.(?:pyx|pxd|pxi)):\d+:\d+: (.+)/, compileError),
  cause(/^--> ([^\s:]+\.rs):\d+:\d+()$/, compileError, { after: /^error(?:\[E\d+\])?: / }),
  cause(/^(?:Fatal )?Error: (.+ at \(1\).*)$/, ({ found, line }) => ({
    kind: 'compile-error',
    file: 'a Fortran source',
    message: found,
    line,
  })),
  cause(/((?:undefined reference to|undefined symbol: ?|multiple definition of) ?.+)/, linkError),
  cause(/(relocation R_\w+ against .+)/, linkError),
  cause(/(DSO missing from command line)/, linkError),
];

/** `'cysignals/signals.pxd' not found`: declarations that another project brings; one's own lie beside the file. */
function foreignDeclarations({ found, second, line }: Finding): Failure | null {
  const module = /^'(\w+)[\w./]*\.pxd' not found/.exec(second)?.[1];
  if (module === undefined || found.split('/').includes(module)) return null;
  return { kind: 'missing-python-module', module, line };
}
