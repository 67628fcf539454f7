/** By what a line of a log is known for what it is, before any rule says what it means. */

/** What a build prints while all goes well, most of a long log. Never an error: those begin otherwise. */
export const isProgress =
  /^(?:copying|creating|adding|writing|reading|byte-compiling|hard linking|removing|building '|running (?:build|bdist|install|egg|dist|clean)|\[\d+\/\d+\] [A-Z]|\[ *\d+%\]|   Compiling |Compiling |Fresh |Checking |-- (?:Looking for .{1,200} - found|Detecting|Performing|Check)|checking .{1,200}\.\.\. (?:\(cached\) )?yes)/;

/** What a compiler says besides its errors: thousands of lines. */
export const isAside =
  /^(?:[^\s:][^:]{0,300}:\d+:\d+: (?:warning|note): |\d+ \| |\| |In file included from |from \S{1,300}:\d+[,:]|\S{1,300}: (?:In|At) (?:function|member|global|instantiation|static|constructor|substitution|lambda|destructor)|\S{0,200}(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-\d+)? -.*\s-[co]\s)/;

/** A traceback quotes code: what stands there was not said. Its length says nothing of what leads to what. */
export const frame = /^File "[^"]{1,400}", line \d+/;

/** Carets below a line of code. */
export const isMarks = /^[\s^~|+-]+$/;

export const cmakeWarning = /^CMake (?:Deprecation )?Warning/;
export const endOfWarning = /^(?:-- |CMake Error|Call Stack|Traceback)/;

/** `fetch`, `urlopen` and the like beside an address. */
export const fetchedUrl =
  /(?:urlopen|urlretrieve|download|fetch|clon|connect|request|GET|url|updat|access|retriev).{0,200}?https?:\/\/([\w.-]+)/i;

/** pip's and uv's own words around a build: they name no cause. */
export const saidByPip =
  /^(?:error: subprocess-exited-with-error|error: metadata-generation-failed|error: legacy-install-failure|ERROR: Failed (?:building|to build)|ERROR: Could not build wheels|ERROR: Command errored out|ERROR: Encountered error|ERROR Backend subprocess exited|Failed to build |Failed building|note: |hint: |\[end of output\]|\[notice\]|× |├─▶|╰─▶|exit code: \d|╰─>|Cleaning up|Processing \/|Running command |Preparing metadata|Getting requirements to build|Building wheel|Removed |pip\._internal\.|Full command:|cwd:|command: |Complete output)/;

/** `package.SomeError: message`, as a traceback ends. */
export const tracebackEnd =
  /^(?:[A-Za-z_]\w*\.)*([A-Z]\w*(?:Error|Exception|Exit|Unavailable|Interrupt|Failure|Failed|NotFound|Conflict|Invalid|Warning(?=: error)): .+|(?:Exception|SystemExit): .+)/;
export const cmakeError = /^(CMake Error.{0,10} at .+)/;
export const saidError =
  /^(?:\S{1,200}: |\.\. )?(?:fatal )?(?:error|ERROR|Error|Caused by)\b[^:]{0,200}::? ?(.+)/;

/** Says that a command failed, not why. */
export const wrapper =
  /failed with exit (?:code|status)|returned non-zero exit status|returned a non-zero|build stopped|\*\*\* \[|CalledProcessError|CompileError|LinkError|InstallationSubprocessError|SKBuildError|CMake build failed|CMake configur\w+ failed|could not compile|aborting due to|linking with `|process didn't exit successfully|failed to run custom build command|exited with (?:an error|status|code)|ERROR: Full log|Failed .{1,20} step|[Cc]ompilation (?:failed|aborted)|[Ff]ailed to compile\b|Backend subprocess|maturin failed|Configuring incomplete|exit status \d|FAILED:|Problem encountered: command failed|subprocess exited|Build failed/;

export const compilerCommand = /^\S{0,200}(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-\d+)? .*\s-c\s/;
