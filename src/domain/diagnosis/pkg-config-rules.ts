import { missingPkgConfig, missingProgram, called, unmetRequirement } from './naming.ts';
import { cause, hint, probe, type Rule } from './rule.ts';

/** pkg-config, and those who ask it. Its own words are often an answer to a try, so they weigh less than a build's. */
export const pkgConfigRules: readonly Rule[] = [
  // There, but not new enough.
  cause(/Requested '([^']{1,120})' but version of .{1,120} is (\S{1,40})/, unmetRequirement),
  cause(/Package dependency requirement '([^']{1,120})' could not be satisfied/, unmetRequirement),
  cause(/Invalid version, need (.{1,120}) found '?([\w.+~-]{1,40}?)'?\.?$/, ({ found, second }) => ({
    kind: 'unmet-requirement',
    requirement: found.replaceAll(/['[\]]/g, ''),
    available: second,
  })),
  probe(/^(?:Package )?'?([\w.+-]{1,60})'? was not found in the pkg-config search path/, missingPkgConfig),
  probe(/^(?:-- *)?Package '([\w.+-]+)'(?:, required by '[^']*',)? not found/, missingPkgConfig),
  probe(/^(?:-- *)?No package '([\w.+-]+)' found/, missingPkgConfig),
  probe(/^(?:-- *)?Package ([\w.+-]{1,60}) was not found in the pkg-config search path/, missingPkgConfig),
  cause(
    /CalledProcessError: Command '?\[?'?pkg-config\b.{0,300}?[' ]([\w.+][\w.+-]{0,60})(?: ?[<>=]{1,2} ?[\w.]+)?'?\]?'? returned non-zero/,
    missingPkgConfig,
  ),
  probe(
    /Command '?\[?'?pkg-config\b.{0,300}?[' ]([\w.+][\w.+-]{0,60})(?: ?[<>=]{1,2} ?[\w.]+)?'?\]?'? returned non-zero/,
    missingPkgConfig,
  ),
  cause(/pkg-config package '([\w.+-]{1,60})[^']{0,60}' not found/, missingPkgConfig),
  cause(/PackageNotFoundError: ([\w.+-]{1,60}) not found/, missingPkgConfig),
  cause(/Package requirements \(([\w.+-]{1,60})[^)]{0,300}\) were not met/, missingPkgConfig),
  cause(/ensure ([\w.+-]+)\.pc is in PKG_CONFIG_PATH/, missingPkgConfig),
  cause(/[Cc]ould not find ([\w.+-]{1,60}) (?:with|using|via|through) pkg-config/, missingPkgConfig),
  cause(
    /pkg-config could not find (?:libraries|library|package)s? \[?['"]?([\w.+-]{1,60})/,
    missingPkgConfig,
  ),
  cause(/The system library `([\w.+-]{1,60})` required by crate/, missingPkgConfig),
  cause(/The file `([\w.+-]{1,60})\.pc` needs to be installed/, missingPkgConfig),
  cause(/^- ([\w.+-]{1,60})(?:[<>=].{0,40})?$/, missingPkgConfig, {
    after: /^(?:The following required packages were not found:|- [\w.+-]{1,60}.{0,40})$/,
  }),
  cause(/^None of the required '([\w.+-]{1,60})[^']{0,200}' found/, missingPkgConfig),
  // meson asks pkg-config first, for everything that is not a program.
  cause(
    /ERROR: [Dd]ependency (?:lookup for )?["']?([\w.+-]+)["']? .{0,60}?(?:not found|failed)/,
    missingPkgConfig,
  ),
  cause(/ERROR: Dependency ["']([\w.+-]+)["'] (?:not found|is required)/, missingPkgConfig),
  hint(/^Run-time dependency ([\w.+-]+) found: NO/, missingPkgConfig),
  // autoconf, of what it was told may lack.
  hint(/^checking for ([a-z][\w.+]*-[\w.+-]*\d)\.\.\. no\b/, missingPkgConfig),
  hint(/^checking for ([\w.+-]{1,60}) [<>=]{1,2} [\w.]+\.\.\. no\b/, missingPkgConfig),
  cause(
    /pkg-config (?:script |binary |executable |program |command )?(?:could not be found|is (?:required|not installed|missing)|not found)|[Pp]lease install pkg-config/,
    called('pkg-config', missingProgram),
  ),
];
