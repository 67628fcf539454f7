import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type YAMLError,
} from 'yaml';
import type { z } from 'zod';
import type { FileProblem } from './file-problem.ts';
import { bad, ok, type Result } from './result.ts';
import { explainIssue } from './schema-issue.ts';

/** A YAML file that people write: recipes, targets. `name` is its path as people know it; only the last part has a meaning. */
export type DefinitionFile = { readonly name: string; readonly text: string };

export type Definition<Value> = {
  readonly value: Value;
  /** The comment at the top, in one line: why the file is there. */
  readonly reason: string;
};

const longestFile = 256 * 1024;
/** A parser that has lost its way repeats itself. */
const mostProblems = 50;

/** Reads a definition and lists every problem with its place. It begins with a comment that says why it is there. */
export function parseDefinitionFile<Schema extends z.ZodType>(
  file: DefinitionFile,
  schema: Schema,
): Result<Definition<z.output<Schema>>, readonly FileProblem[]> {
  const reason = readReason(file.text);
  const read = parseYamlFile(file, schema);
  if (reason !== '') return read.ok ? ok({ value: read.value, reason }) : read;
  const problem = 'no comment at the top that says why this file is there';
  const unexplained: FileProblem = { file: file.name, line: 1, column: 1, problem };
  return bad(inOrder([unexplained, ...(read.ok ? [] : read.problem)]));
}

/**
 * Reads a YAML file and lists every problem with its place. Every scalar is text (YAML's failsafe schema), so that
 * `3.10` and `no` are what was written; the schema makes numbers of what should be numbers.
 */
export function parseYamlFile<Schema extends z.ZodType>(
  file: DefinitionFile,
  schema: Schema,
): Result<z.output<Schema>, readonly FileProblem[]> {
  const atTop = (problem: string): FileProblem => ({ file: file.name, line: 1, column: 1, problem });
  if (file.text.length > longestFile) return bad([atTop(`longer than ${longestFile / 1024} KiB`)]);

  const lineCounter = new LineCounter();
  const at = (offset: number, problem: string): FileProblem => {
    const { line, col } = lineCounter.linePos(offset);
    return { file: file.name, line: Math.max(line, 1), column: Math.max(col, 1), problem };
  };
  const document = parseDocument(file.text, { schema: 'failsafe', lineCounter, prettyErrors: false });
  const misread = [
    ...[...document.errors, ...document.warnings].map((error) => at(error.pos[0], explainSyntax(error))),
    ...findUnwanted(document).map(({ offset, problem }) => at(offset, problem)),
  ];
  // A tree that was not read well would only give problems that are none.
  if (misread.length > 0) return bad(inOrder(misread));

  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.flatMap((issue) =>
    explainIssue(issue).map(({ path, problem }) => at(offsetOf(document, path), problem)),
  );
  return bad(inOrder(problems));
}

function readReason(text: string): string {
  const lines = text.split('\n', 200).map((line) => line.trim());
  const end = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^#+/, '').trim())
    .join(' ')
    .trim();
}

/** Aliases multiply (the billion laughs), and keys that are no names confuse whoever looks them up: neither is needed. */
function findUnwanted(document: Document): readonly { offset: number; problem: string }[] {
  const found: { offset: number; problem: string }[] = [];
  if (document.errors.length > 0) return found;
  visit(document, (_key, node) => {
    if (isAlias(node))
      found.push({ offset: node.range?.[0] ?? 0, problem: `aliases (*${node.source}) are not allowed` });
    if (isPair(node) && (!isScalar(node.key) || node.key.value === '__proto__')) {
      found.push({ offset: startOf(node.key), problem: 'this is not a name for a key' });
    }
    return found.length < mostProblems ? undefined : visit.BREAK;
  });
  return found;
}

/** Where a value is written; where it is missing, the nearest thing around it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const step of path) {
    const next = stepInto(node, step);
    if (next === null) return offset;
    // A value may begin lines below its key; the key is what the reader looks for.
    offset = startOf(next.key ?? next.node);
    node = next.node;
  }
  return offset;
}

function stepInto(node: unknown, step: PropertyKey): { key: Node | null; node: unknown } | null {
  if (isMap<Node>(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step));
    return pair === undefined ? null : { key: pair.key, node: pair.value };
  }
  if (!isCollection(node) || typeof step !== 'number') return null;
  const item = node.items[step];
  return item === undefined ? null : { key: null, node: item };
}

const startOf = (node: unknown): number =>
  isScalar(node) || isCollection(node) ? (node.range?.[0] ?? 0) : 0;

/** The parser explains at length and over several lines; one sentence is enough beside the place. */
function explainSyntax(error: YAMLError): string {
  if (error.code === 'RESOURCE_EXHAUSTION') return 'nested too deeply';
  if (error.code === 'MULTIPLE_DOCS') return 'a second document in one file';
  return error.message.split('\n', 1)[0]?.slice(0, 200) ?? '';
}

const inOrder = (problems: readonly FileProblem[]): readonly FileProblem[] =>
  [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
    .sort((one, other) => one.line - other.line || one.column - other.column)
    .slice(0, mostProblems);
