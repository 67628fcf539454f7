import { backendTooOld, brokenMetadata, needsGitMetadata } from './naming.ts';
import { cause, probe, type Rule } from './rule.ts';

/** A backend that does not know what is said to it. Before the rules of broken metadata, in whose words it is said. */
export const backendRules: readonly Rule[] = [
  cause(/configuration error: (`?project\.license`? must be .+)/, backendTooOld),
  cause(
    /configuration error: (.{1,120} must (?:be valid exactly by one definition|not contain .+))/,
    backendTooOld,
  ),
  cause(/configuration error: (.{1,120}must be trove-classifier.*)/, backendTooOld),
  cause(
    /invalid pyproject\.toml config: (`project(?:\.license(?:-files)?|\.classifiers\S{0,8})?`)/,
    backendTooOld,
  ),
  cause(
    /ConfigError: (license field should be .+|Unexpected names under \[project\].+|.{0,40}license-files.+)/,
    backendTooOld,
  ),
  cause(
    /((?:Unknown|Invalid) classifiers? .{0,40}(?:in field)? ?.{0,120}Programming Language.{0,60})/,
    backendTooOld,
  ),
  cause(
    /(Field ["'`]project\.license(?:-files)?["'`] .{0,40}must be .+|Field ["'`]project\.license(?:-files)?["'`] has an invalid type.+)/,
    backendTooOld,
  ),
  cause(
    /(Extra keys present in "project".+|[Uu]nsupported metadata.+|Unknown metadata version.+|Unsupported (?:core )?[Mm]etadata.+)/,
    backendTooOld,
  ),
  cause(
    /meson-python: error: (Unknown configuration key .+|The following (?:keys|options).+)/,
    backendTooOld,
  ),
  cause(/(\[tool\.poetry\] section not found.*|Unrecognized options in pyproject\.toml.*)/, backendTooOld),
  cause(
    /(pyproject\.toml is not PEP 517 compatible|Invalid pyproject\.toml.{0,20}(?:license|unknown field).*)/,
    backendTooOld,
  ),
  cause(
    /(module '[\w.]{1,80}' has no attribute '(?:build_|get_requires_for_|prepare_metadata_|__legacy__)\w*')/,
    backendTooOld,
  ),
  cause(
    /(cannot import name '\w+' from '(?:setuptools\.build_meta|flit_core[\w.]*|hatchling[\w.]*|poetry\.core[\w.]*|mesonpy[\w.]*|wheel[\w.]*|packaging[\w.]*|setuptools_scm[\w.]*|skbuild[\w.]*|sipbuild[\w.]*)'.*)/,
    backendTooOld,
  ),
  cause(
    /TypeError: (\S{0,80}(?:canonicalize_version|Configuration\.__init__|_get_version|build_wheel|get_version)\(\) got an unexpected keyword argument .+)/,
    backendTooOld,
  ),
  cause(/([Uu]nknown hook\b.*|unknown build (?:hook|backend).*)/, backendTooOld),
  cause(/((?:Meson version is|[Mm]eson) \S{1,20} but project requires .+)/, backendTooOld),
  cause(
    /((?:[Ss]etuptools|hatchling|flit_core|poetry-core|[Cc]ython|[Mm]eson|[Mm]aturin|scikit-build(?:-core)?|pybind11|SIP|sip) (?:version )?(?:>=? ?)?v?\d[\d.]* ?(?:\+|(?:or|and) (?:later|newer|higher|above|greater))? ?(?:is |are )?(?:needed|required).*)/,
    backendTooOld,
  ),
  cause(
    /((?:[Rr]equires?|[Nn]eeds?) (?:at least )?(?:setuptools|hatchling|flit|poetry-core|[Cc]ython|[Mm]eson|[Mm]aturin|scikit-build(?:-core)?|SIP|PyQt-builder|sip) ?(?:version )?(?:>=? ?)?v?\d[\d.]*.*)/,
    backendTooOld,
  ),
  cause(/(Do not use this file, it is the result of a failed Cython compilation.*)/, ({ found, line }) => ({
    kind: 'compile-error',
    file: line.split(':')[0] ?? 'a Cython source',
    message: found,
    line,
  })),
];

/** A version that only a clone of the repository knows. */
export const gitRules: readonly Rule[] = [
  cause(/setuptools[-_]scm was unable to detect version/, needsGitMetadata),
  cause(
    /Versioning for this project requires either an sdist tarball, or access to an upstream/,
    needsGitMetadata,
  ),
  cause(
    /This does not appear to be a (?:Git|VCS) project|Unable to (?:find|determine|detect) .{0,30}version.{0,60}\b(?:git|tags?|VCS|vcs)\b/,
    needsGitMetadata,
  ),
  cause(
    /(?:[Cc]an(?:no|')t|[Cc]ould not|[Uu]nable to|[Ff]ailed to) (?:determine|get|find|detect|obtain|read) (?:the )?(?:\w+ ){0,2}version (?:number )?(?:from|using|via|with) (?:git|VCS|vcs|tags|scm)/,
    needsGitMetadata,
  ),
  cause(
    /Command '\[?'?git'?,? '?(?:describe|rev-parse|log|rev-list|tag|show|name-rev)\b.{0,300} returned non-zero/,
    needsGitMetadata,
  ),
  cause(/InvalidGitRepositoryError|NotGitRepository|could not find a git repository/i, needsGitMetadata),
  probe(/^fatal: not a git repository|^fatal: No names found, cannot describe anything/, needsGitMetadata),
];

/** What the project says of itself. */
export const metadataRules: readonly Rule[] = [
  cause(/InvalidVersion: (.+)/, brokenMetadata),
  cause(/InvalidRequirement: (.+)/, brokenMetadata),
  cause(/\berror in \S+ setup command: (.+)/, brokenMetadata),
  cause(/\bconfiguration error: (.+)/, brokenMetadata),
  cause(
    /\b(?:ConfigError|ConfigurationError|InvalidConfigError|TOMLDecodeError): (?!Could not run)(.+)/,
    brokenMetadata,
  ),
  cause(/invalid pyproject\.toml config: (.+)/, brokenMetadata),
  cause(/((?:does not appear to be a Python project|is not installable\. Neither).*)/, brokenMetadata),
  cause(/(The Poetry configuration is invalid.*)/, brokenMetadata),
  cause(/(inconsistent (?:name|version): .+)/, brokenMetadata),
  cause(
    /((?:Multiple top-level packages|Multiple top-level modules) discovered in a flat-layout.*)/,
    brokenMetadata,
  ),
  cause(
    /ValueError: (Unable to determine which files to ship.*|.{0,40}[Mm]issing .{0,10}`?project\.\w+`?.*)/,
    brokenMetadata,
  ),
  cause(/(Metadata(?:GenerationFailed|Invalid|Inconsistent).+|has invalid metadata.*)/, brokenMetadata),
];
