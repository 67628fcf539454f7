import { fitsSpecifier } from '../release.ts';
import { ageOfApi } from './cpython-api.ts';
import { cause, type Finding, type Naming, type Rule } from './rule.ts';

const tooNew: Naming = ({ found, line }) => ({ kind: 'python-too-new', wanted: found || null, line });
const tooOld: Naming = ({ found, line }) => ({ kind: 'python-too-old', wanted: found || null, line });
const wants =
  (wanted: string, naming: Naming): Naming =>
  (finding) =>
    naming({ ...finding, found: wanted });
const atLeast: Naming = (finding) => tooOld({ ...finding, found: `>=${finding.found}` });
const below: Naming = (finding) => tooNew({ ...finding, found: `<${finding.found}` });

/** `found`: the specifier; `second`: the Python that is there. Which of the bounds it breaks tells its age. */
function agedBySpecifier(finding: Finding): ReturnType<Naming> {
  const { found, second } = finding;
  const broken = found
    .split(',')
    .map((part) => part.trim().replace(/^\^/, '>='))
    .find((part) => !fits(second, part));
  if (broken === undefined) return null;
  const wanted = { ...finding, found };
  const isUpper = /^(?:<|!=)/.test(broken) || (/^(?:==|~=)/.test(broken) && isNewer(second, broken));
  return isUpper ? tooNew(wanted) : tooOld(wanted);
}

const fits = (version: string, specifier: string): boolean => {
  try {
    return fitsSpecifier(version, specifier);
  } catch {
    return false;
  }
};
const isNewer = (version: string, specifier: string): boolean =>
  fits(version, `>=${specifier.replace(/^[=~]+/, '').replace(/\.\*$/, '')}`);

/** A compiler that stumbles over the C API of another Python. */
const agedByApi =
  (where: 'anywhere' | 'header'): Naming =>
  (finding) => {
    const age = ageOfApi(finding.found);
    if (age === null) return null;
    if ('since' in age) return where === 'header' ? null : atLeast({ ...finding, found: age.since });
    return age.before === null ? tooNew({ ...finding, found: '' }) : below({ ...finding, found: age.before });
  };

/** In so many words: who asks for another Python. */
const saidRules: readonly Rule[] = [
  cause(/requires a different Python: (\S{1,40}) not in '?([^']{1,80})'?/, (finding) =>
    agedBySpecifier({ ...finding, found: finding.second, second: finding.found }),
  ),
  cause(/requires Python '([^']{1,80})' but the running Python is (\d[\w.]{0,20})/, agedBySpecifier),
  cause(
    /current Python version \((\d[\w.]{0,20})\) is not (?:allowed|supported|compatible).{0,60}?\(?([<>=^~][^)]{1,60})\)?/,
    (finding) => agedBySpecifier({ ...finding, found: finding.second, second: finding.found }),
  ),
  cause(
    /on Python version (\d[\w.]{0,20}); only versions ([<>=][\w.,<>= ]{1,60}?) are supported/,
    (finding) => agedBySpecifier({ ...finding, found: finding.second, second: finding.found }),
  ),
  cause(/newer than PyO3's maximum supported version \((\d[\d.]*)\)/, (finding) =>
    tooNew({ ...finding, found: `<=${finding.found}` }),
  ),
  cause(/lower than PyO3's minimum supported version \((\d[\d.]*)\)/, atLeast),
  cause(
    /(?:does not|doesn't|is not|not yet) (?:yet )?(?:support|compatible with|supported on|work with|available for) Python ?(?:version )?(?:>=? ?)?(3\.1\d)/i,
    below,
  ),
  cause(/Python (3\.\d{1,2})(?:\.\d+)? is not (?:yet )?supported/, (finding) =>
    Number(finding.found.slice(2)) >= 10 ? below(finding) : tooOld({ ...finding, found: '' }),
  ),
  cause(/Python ?<=? ?(\d\.\d{1,2})(?:\.\d+)? (?:is|are) (?:not|no longer) supported/, atLeast),
  cause(/[Oo]nly (?:works|supported|support) (?:with|on|up to)? ?Python ?(?:<|up to) ?(3\.\d{1,2})/, below),
  cause(
    /(?:[Rr]equires?|[Nn]eeds?|[Ww]ants?) (?:at least )?Python ?(?:version )?(?:<) ?(\d\.\d{1,2})/,
    below,
  ),
  cause(
    /(?:[Rr]equires?|[Nn]eeds?|[Ww]ants?|[Uu]se|supports) (?:at least |a minimum of )?Python ?(?:version )?(?:>=? ?|v)?(3\.\d{1,2})(?:\.\d+)?(?:\+| ?(?:or|and) (?:later|newer|higher|above|greater|up)|\b(?=[.!]?$)| to (?:build|install|run))/,
    atLeast,
  ),
  cause(
    /Python ?(?:version )?(?:>=? ?)?(3\.\d{1,2})(?:\.\d+)? ?(?:\+|(?:or|and) (?:later|newer|higher|above|greater|up))? ?(?:is |are )?(?:needed|required|necessary)/,
    atLeast,
  ),
  cause(/^assert \(?(?:sys\.)?version_info(?:\[:\d\])? ?>=? ?\((3), ?(\d{1,2})/, (finding) =>
    atLeast({ ...finding, found: `3.${finding.second}` }),
  ),
  cause(/^assert \(?(?:sys\.)?version_info(?:\[:\d\])? ?< ?\((3), ?(\d{1,2})/, (finding) =>
    below({ ...finding, found: `3.${finding.second}` }),
  ),
  cause(/#error .{0,80}?(?:requires?|needs?) (?:at least )?Python (?:>=? ?)?(3\.\d{1,2})/, atLeast),
];

/** What the Python of now says of a program for another. */
const languageRules: readonly Rule[] = [
  cause(
    /SyntaxError: (?:Missing parentheses in call to 'print'|Missing parentheses in call to 'exec'|multiple exception types must be parenthesized|leading zeros in decimal integer literals)/,
    wants('<3', tooNew),
  ),
  cause(
    /NameError: name '(?:unicode|raw_input|execfile|xrange|basestring|unichr|reload|file|long|cmp|reduce)' is not defined/,
    wants('<3', tooNew),
  ),
  cause(/TabError: inconsistent use of tabs and spaces/, wants('<3', tooNew)),
  cause(
    /SyntaxError: f-string: (?:expecting '\}'|unmatched '\('|expression part cannot include)/,
    wants('>=3.12', tooOld),
  ),
  cause(/\bNo module named '?tomllib\b/, wants('>=3.11', tooOld)),
  cause(/\bNo module named '?(?:zoneinfo|graphlib)\b/, wants('>=3.9', tooOld)),
  cause(/\bNo module named '?compression\.zstd\b/, wants('>=3.14', tooOld)),
  cause(
    /cannot import name '(?:StrEnum|UTC|Self|assert_never|reveal_type|LiteralString|Never|Unpack|TypeVarTuple)' from '(?:enum|datetime|typing)'/,
    wants('>=3.11', tooOld),
  ),
  cause(
    /cannot import name '(?:override|TypeAliasType|batched)' from '(?:typing|itertools)'/,
    wants('>=3.12', tooOld),
  ),
  cause(
    /cannot import name '(?:TypeAlias|ParamSpec|Concatenate|TypeGuard|pairwise)' from '(?:typing|itertools)'/,
    wants('>=3.10', tooOld),
  ),
];

/** Before the rules of the compiler, which would call all of it a compiler's error. */
export const pythonAgeRules: readonly Rule[] = [
  ...saidRules,
  ...languageRules,
  cause(
    /^\S{0,300}\/include\/python3\.\d{1,2}\/\S{1,100}:\d+:(?:\d+:)? error: ((?:lvalue required|expression is not assignable).*)/,
    tooNewInHeader,
  ),
  // Py_TYPE(x) = y: macros until 3.10, functions since. What was released has compiled once, so it is no slip of the pen.
  cause(
    /^[^\s:][^:]*:\d+:(?:\d+:)? error: (?:lvalue required as left operand of assignment|expression is not assignable)$/,
    wants('<3.11', tooNew),
  ),
  cause(/^[^\s:][^:]*:\d+:(?:\d+:)? (?:fatal )?error: (.+)/, agedByApi('anywhere')),
  cause(/(undefined reference to .+)/, agedByApi('header')),
];

/** `Py_TYPE(x) = y`, `Py_SIZE(x) = n`: macros that were left sides until then. */
function tooNewInHeader(finding: Finding): ReturnType<Naming> {
  return below({ ...finding, found: '3.10' });
}
