import { called, missingProgram, backendTooOld } from './naming.ts';
import { cause, hint, probe, type Rule } from './rule.ts';

const shell = String.raw`^(?:\/(?:usr\/)?bin\/)?(?:ba|da|z|k)?sh: `;

/** A program that is not there. */
export const programRules: readonly Rule[] = [
  probe(
    new RegExp(
      String.raw`${shell}(?:line )?\d+: (?:\d+: )?(?:\S{0,200}\/)?([\w.+-]+): (?:command )?not found`,
    ),
    missingProgram,
  ),
  probe(new RegExp(String.raw`${shell}(?:\S{0,200}\/)?([\w.+-]+): (?:command )?not found`), missingProgram),
  probe(/^\S{0,200}: (?:line )?\d+: ([\w.+-]+): (?:command )?not found/, missingProgram),
  cause(/error: command '(?:[\w./+-]*\/)?([\w.+-]+)' failed: No such file or directory/, missingProgram),
  cause(/unable to execute '(?:[\w./+-]*\/)?([\w.+-]+)': No such file or directory/, missingProgram),
  cause(/unable to execute '?([\w.+-]+)'?: (?:\[Errno 2\] )?No such file or directory/, missingProgram),
  // A file and a program are missed in the same words; the line before tells who missed it.
  cause(
    /FileNotFoundError: \[Errno 2\] No such file or directory: '(?:[\w./+-]*\/)?([\w.+-]{1,60})'/,
    missingProgram,
    {
      after: /child_exception_type|_execute_child|_posixsubprocess/,
    },
  ),
  cause(/FileNotFoundError: \[Errno 2\] No such file or directory: '([a-z][a-z0-9_+-]*)'/, missingProgram, {
    after: /^(?!.*(?:open\(|read_text|listdir|scandir|chdir|copy|rename|stat\())/,
  }),
  cause(/(?:env: |make(?:\[\d+\])?: )['‘]?([\w.+-]+)['’]?: No such file or directory/, missingProgram),
  cause(/\[Errno 2\] No such file or directory: '([\w.+-]{1,60}[-_]config)'/, missingProgram),
  // distutils, of a program that a command of its own calls.
  cause(/^error: \[Errno 2\] No such file or directory: '([a-z][a-z0-9_+-]*)'$/, missingProgram),
  cause(/Could not run ([\w.+-]+)/, missingProgram),
  cause(/\b([\w+-]{1,60}) executable (?:was )?not found/, missingProgram),
  cause(
    /[Cc]ould ?n[o']t find (?:a|an|the|any) (?:working |usable )?[`'"‘]([\w.+-]+)[`'"’] (?:binary|executable|program|command|installation)/,
    missingProgram,
  ),
  cause(
    /The ['`"]([\w.+-]+)['`"] (?:command|utility|program|executable) (?:appears not to be installed|is missing|is not installed|was not found|not found)/,
    missingProgram,
  ),
  cause(/(?:ERROR|error): Program ['"]([\w.+-]+)['"]? .{0,80}not found/, missingProgram),
  cause(/(?:ERROR|error): Program ['"]([\w.+-]+)['"] not found/, missingProgram),
  hint(/^Program ([\w.+-]+) found: NO/, missingProgram),
  cause(
    /\b([\w.+-]{1,60}_config|[\w.+]{1,60}-config|cmake|swig|meson|ninja|patchelf|cargo|rustc|protoc|bison|flex|javac|qmake|nasm|gfortran|make|autoconf|go): (?:command )?not found/,
    missingProgram,
  ),
  cause(
    /(?:[Ee]rror|[Ee]xception|ERROR)\b.{0,120}?\b([\w.+]{1,40}[-_]config)\b['"`]? (?:is )?(?:not (?:be )?found|could not|not installed|failed|missing)/,
    missingProgram,
  ),
  cause(
    /(?:[Cc]ould not|[Cc]an(?:'t|not)|[Uu]nable to|[Ff]ailed to) (?:find|locate|execute|run|call|get \w+ via|get \w+ from) (?:the )?['"`]?([\w.+]{1,40}[-_]config)\b/,
    missingProgram,
  ),
  cause(/[Pp]rovide a path to ([\w.+]{1,40}[-_]config)\b/, missingProgram),
  cause(/is `([\w.+-]{1,40})` not installed\?/, missingProgram),
  cause(/linker `([\w.+-]{1,60})` not found/, missingProgram),
  cause(/failed to find tool\.? (?:Is )?`?"?([\w.+-]{1,60})/, missingProgram),
  // Compilers, by those who ask for one by what it does.
  cause(
    /Fortran compiler found|No Fortran compiler|requires a Fortran compiler|No CMAKE_Fortran_COMPILER could be found|Unknown compiler\(s\): \[\['gfortran/,
    called('gfortran', missingProgram),
  ),
  cause(
    /No CMAKE_CXX_COMPILER could be found|Unknown compiler\(s\): \[\['(?:c|g)\+\+/,
    called('g++', missingProgram),
  ),
  cause(
    /No CMAKE_C_COMPILER could be found|no acceptable C compiler found|Unknown compiler\(s\): \[\['(?:g?cc)'/,
    called('gcc', missingProgram),
  ),
  cause(/No CMAKE_(?:CUDA|ASM_NASM)_COMPILER could be found/, ({ line }) => ({
    kind: 'missing-program',
    program: line.includes('CUDA') ? 'nvcc' : 'nasm',
    line,
  })),
  cause(
    /could not be compiled from sources.{0,40}gcc is not installed|gcc is not installed/,
    called('gcc', missingProgram),
  ),
  cause(/Unknown compiler\(s\): \[\['([\w.+-]+)'/, missingProgram),
  probe(/CMAKE_C_COMPILER not set, after EnableLanguage/, called('gcc', missingProgram)),
  probe(/CMAKE_CXX_COMPILER not set, after EnableLanguage/, called('g++', missingProgram)),
  cause(
    /unable to find a build program corresponding to "Ninja"|[Cc]ould not (?:detect|find) [Nn]inja|NinjaNotFoundError/,
    called('ninja', missingProgram),
  ),
  cause(
    /unable to find a build program corresponding to "Unix Makefiles"|'make' utility is missing/,
    called('make', missingProgram),
  ),
  // rust
  cause(
    /can't find Rust compiler|rustc, the rust compiler, is not installed/,
    called('rustc', missingProgram),
  ),
  cause(
    /Cargo, the Rust package manager, is not installed|cargo (?:is )?not found|Rust toolchain (?:is )?not found/,
    called('cargo', missingProgram),
  ),
  cause(/(requires rustc [\d.]+ or newer.{0,120})/, backendTooOld),
  cause(
    /(feature `edition20\d\d` is required.{0,80}|lock file version [`'"]?\d+[`'"]? (?:requires|was found, but).{0,100})/,
    backendTooOld,
  ),
  // Others that are asked for in a sentence.
  cause(
    /CMakeNotFoundError|CMake must be installed|Problem with the CMake installation|cmake (?:is )?not (?:installed|found)|Cannot find cmake/i,
    called('cmake', missingProgram),
  ),
  cause(
    /[Uu]se the '--qmake' argument|working Qt qmake|qmake.{0,20}(?:not found|could not be found)/,
    called('qmake', missingProgram),
  ),
  cause(
    /Could not find `protoc`|protoc (?:is )?(?:not installed|not found|missing)|Can't find protobuf compiler/i,
    called('protoc', missingProgram),
  ),
  cause(
    /[Ss]wig (?:is )?(?:not (?:installed|found)|required)|SWIG is required|Could ?n[o']t find swig/i,
    called('swig', missingProgram),
  ),
  cause(
    /JAVA_HOME (?:is |environment variable )?(?:not set|is not|must|not defined)|No JVM shared library file|No JDK found/,
    called('javac', missingProgram),
  ),
  cause(
    /(?:configure|Makefile\S{0,20}): error: (bison|flex|yacc|lex|perl|gperf|nasm|yasm|m4|autoconf|automake|libtool|makeinfo|xsltproc|doxygen|help2man|gettext|msgfmt) (?:is |was )?(?:not found|required|missing|not installed)/i,
    ({ found, line }) => ({
      kind: 'missing-program',
      program: found.toLowerCase(),
      line,
    }),
  ),
  hint(/^checking for ([\w.+]+[-_]config)\.\.\. no\b/, missingProgram),
];
