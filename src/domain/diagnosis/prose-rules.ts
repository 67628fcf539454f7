import { failureOfNames } from './prose-names.ts';
import { cause, hint, probe, type Naming, type Rule } from './rule.ts';

const asked: Naming = ({ found, line }) => failureOfNames(found, line);

/** Who says in such words that something is missing gives up over it; anybody else may go on. */
const said = String.raw`^(?:[\w./-]{0,200}: |\.\. |\*+ ?)?(?:[\w.]{0,80}(?:Error|Exception|Exit)|(?:fatal )?error|ERROR|Error|Fatal|FATAL|SystemExit)\b.{0,200}?`;

const things = String.raw`(?:(?:lib(?:rary|raries|s)?|header(?:s| files?)?|development|devel|dev|include|shared|static|installation|sources?|package|files?|binar(?:y|ies)|SDK|runtime|support|dependency|lib/headers)\b)`;
const notFind = String.raw`(?:[Cc]ould(?: not|n't)|[Cc]an(?:not| not|'t)|[Uu]nable to|[Ff]ailed to|[Dd]id not|[Dd]idn't) (?:find|locate|detect|load dependency)`;
const lacks = String.raw`(?:(?:was|were|is|are|could)? ?not (?:be )?(?:found|installed|available|detected|present)|(?:is|are) (?:missing|required|needed)|(?:is|are) not available|missing|not located)`;
const installed = String.raw`(?:is|are|was|were)? ?(?:properly |correctly )?installed`;

const phrases: readonly string[] = [
  String.raw`could not be found for ([\w.+-]{1,60}),? a required dependency`,
  String.raw`[Mm]ake sure (?:that )?(?:you have )?(?:the )?(.{1,120}?) (?:development )?(?:packages?|libraries|library|headers?|files?)? ?${installed}`,
  String.raw`[Mm]ake sure (?:that )?(?:you have )?(?:the )?(.{1,80}?) ${installed}`,
  String.raw`[Yy]ou (?:need|have|must|should|may need|will need)(?: to)? (?:first )?(?:install|have) (?:the )?(.{1,80}?) (?:development|devel|dev|headers?|library|libraries|package|installed|first|to (?:build|compile|install|use))\b`,
  String.raw`[Pp]lease (?:first )?install (?:the )?(.{1,80}?)(?: (?:development|devel|dev|headers?|library|libraries|packages?|first|before|to (?:build|compile|use)|using|with|via|and (?:try|retry|run|re-?run)|from|on your)\b|[.,!(]|$)`,
  String.raw`${notFind} (?:a |an |the |any )?(?:local |suitable |valid |working |usable |system |main |required |installed )*(.{1,60}?) ${things}`,
  String.raw`${notFind} directory of (.{1,60}?) installation`,
  String.raw`(?:[Rr]equired|[Mm]andatory|[Mm]issing) (?:library|dependency|package|system library|libraries|dependencies|header|headers|program|tool):? ['"\x60]?([\w.+-]{2,60})`,
  String.raw`(?:^|: )(?:\w+ )?[Nn]o ([\w.+-]{2,40}) (?:library|libraries|headers?|installation|development files) (?:were |was )?found`,
  String.raw`(?:[Tt]he )?(?:development )?(?:files|headers|libraries) (?:for|of) (.{1,60}?) ${lacks}`,
  String.raw`(?:^|[:.] |[Tt]he |[Ll]ibrary |[Pp]ackage )['"\x60]?([\w.+-]{2,40}(?:/[\w.+-]{2,40})?)['"\x60]?(?: \([^)]{1,40}\))? (?:development )?${things}{1,1}(?: (?:files?|headers?|library|libraries|or \w+ files?))* ${lacks}`,
  String.raw`(?:^|: )(?:[Ll]ibrary|[Pp]ackage|[Dd]ependency|[Hh]eader) ['"\x60]?([\w.+-]{2,60})['"\x60]? ${lacks}`,
  String.raw`Is (?:the )?([\w.+-]{2,60}) (?:library |development package )?installed\?`,
  String.raw`[Rr]equires (?:the )?(.{1,60}?) (?:library|libraries|headers?|development \w+|to be installed|be installed)`,
  String.raw`(?:^|: )([\w.+-]{2,60}) (?:must|needs to|has to) be installed`,
  String.raw`[Dd]ependency ['"\x60]?([\w.+-]{2,60})['"\x60]? (?:not found|missing|required)`,
  String.raw`([\w.+-]{2,60}) sources not found`,
  String.raw`(?:^|: )['"\x60]?([\w.+-]{2,60})['"\x60]? is not installed`,
];

/** Only where somebody gives up: as a phrase alone each says too little. */
const finalPhrases: readonly string[] = [
  String.raw`${notFind} (?:the |a |any )?['"\x60]?([\w.+-]{2,60})['"\x60]?(?:[.,!?]|$| \()`,
  String.raw`(?:: |')([\w.+-]{2,60})'? (?:is )?(?:not found|missing|required but not found|not installed)(?:[.,!?]|$| \()`,
  String.raw`: ([\w.+-]{2,60}) is required(?:[.,!]|$| (?:to|for|by|but))`,
];

/** `configure: error: …` gives up, whatever it says. */
const configure: readonly Rule[] = [
  cause(
    /^configure: error: (?:[Ll]ibrary |[Pp]ackage |[Pp]rogram )?['"‘`]?([\w.+/-]{2,60})['"’`]? (?:library |headers? |development \w+ )?(?:is |was |were |could )?(?:not (?:be )?found|required|missing|not installed|not available)/,
    asked,
  ),
  cause(
    /^configure: error: (?:\*+ ?)?(?:[Cc]an(?:no|')t|[Cc]ould not|[Uu]nable to) (?:find|locate) (?:the |a |required )?(.{1,60}?)(?:[.,(]|$| in | on )/,
    asked,
  ),
  cause(/^configure: error: (?:[Nn]o|[Mm]issing) (?:required )?(.{1,60}?)(?:[.,(]|$| found)/, asked),
  cause(
    /^configure: error: (?:[Nn]eed|[Rr]equires?|[Yy]ou need) (?:the )?(.{1,60}?)(?:[.,(]|$| to | library| in order)/,
    asked,
  ),
];

/** What a build asks for in words. After all rules that name what is missing more exactly. */
export const proseRules: readonly Rule[] = [
  ...configure,
  cause(/^\* ([\w.+-]{1,40}(?:, [\w.+-]{1,40}){0,6}):? ?/, asked, {
    after: /following required packages can ?not be built|^\* [\w.+-]{1,40}/,
  }),
  cause(
    /UnknownPluginError: Unknown (?:version source|build hook|metadata hook): ([\w-]{1,40})/,
    ({ found, line }) => ({
      kind: 'missing-dependency',
      names: [`hatch-${found}`],
      line,
    }),
    { also: ({ found }) => [{ kind: 'python-project', name: `hatch-${found}` }] },
  ),
  cause(
    /Namespace (\w{1,60}) not available(?: for version ([\d.]{1,10}))?/,
    ({ found, line }) => ({ kind: 'missing-dependency', names: [found], line }),
    {
      also: ({ found, second }) => [{ kind: 'typelib', name: second === '' ? found : `${found}-${second}` }],
    },
  ),
  cause(/error: ([\w.+-]+) is not installed or not in path/, asked),
  cause(/[Cc]ould not find (?:main )?([\w.+-]{2,40}) shared library/, asked),
  cause(/[Cc]ould not find ([\w.+-]{2,40}) lib\/headers/, asked),
  ...phrases.map((phrase) => cause(new RegExp(said + phrase), asked)),
  ...finalPhrases.map((phrase) => cause(new RegExp(said + phrase), asked)),
  ...finalPhrases.map((phrase) => hint(new RegExp(`Warning: .{0,80}?${phrase}`), asked)),
  ...phrases.map((phrase) => probe(new RegExp(phrase), asked)),
];
