import type { z } from 'zod';

/** What a schema found wrong, in words for the person who wrote the file; `path` leads to the place to look at. */
export function explainIssue(
  issue: z.core.$ZodIssue,
): readonly { readonly path: readonly PropertyKey[]; readonly problem: string }[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...issue.path, key], problem: `unknown key ${quote(key)}` }));
    case 'invalid_type':
      return [{ path: issue.path, problem: explainType(issue) }];
    case 'invalid_value':
      return [{ path: issue.path, problem: `must be ${issue.values.map(String).join(' or ')}` }];
    case 'too_big':
      return [
        {
          path: issue.path,
          problem: `too ${issue.origin === 'string' ? 'long' : 'many'} (at most ${issue.maximum})`,
        },
      ];
    case 'too_small':
      return [{ path: issue.path, problem: issue.origin === 'string' ? 'is empty' : 'has no entries' }];
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.map(({ message }) => ({ path: issue.path, problem: message }));
    case 'invalid_format':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'custom':
      return [{ path: issue.path, problem: issue.message }];
  }
}

function explainType(issue: z.core.$ZodIssueInvalidType): string {
  const name = issue.path.at(-1);
  if (issue.message.endsWith('received undefined')) return `${quote(String(name))} is missing`;
  const subject =
    name === undefined ? 'the file' : typeof name === 'number' ? 'each entry' : quote(String(name));
  return `${subject} must be ${kindsInWords[issue.expected] ?? issue.expected}`;
}

const kindsInWords: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

const quote = (text: string): string => JSON.stringify(text.slice(0, 80));
