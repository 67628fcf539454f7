/** What XML-RPC can say, as far as an index uses it; a struct is a map. Source: http://xmlrpc.com/spec.md */
export type XmlRpcValue =
  | string
  | number
  | boolean
  | null
  | readonly XmlRpcValue[]
  | ReadonlyMap<string, XmlRpcValue>;

/** An element whose end has not come. */
export type XmlRpcFrame = { readonly tag: string; text: string; readonly inner: XmlRpcValue[] };

const scalars = ['int', 'i4', 'i8', 'string', 'boolean', 'double', 'nil'];

/** By element, what may stand in it; '' is the document. */
const grammar: ReadonlyMap<string, readonly string[]> = new Map([
  ['', ['methodResponse']],
  ['methodResponse', ['params', 'fault']],
  ['params', ['param']],
  ['param', ['value']],
  ['fault', ['value']],
  ['value', [...scalars, 'array', 'struct']],
  ['array', ['data']],
  ['data', ['value']],
  ['struct', ['member']],
  ['member', ['name', 'value']],
]);

export const mayStandIn = (outer: string, tag: string): boolean => grammar.get(outer)?.includes(tag) ?? false;

/** The value of an element that has ended. Throws where it is not of the form that XML-RPC gives it. */
export function closeXmlRpc({ tag, text, inner }: XmlRpcFrame): XmlRpcValue {
  const isPlain = tag === 'name' || tag === 'value' || scalars.includes(tag);
  if (!isPlain && text.trim() !== '') throw new Error(`<${tag}> has text in it`);
  switch (tag) {
    case 'int':
    case 'i4':
    case 'i8':
    case 'double':
      return readNumber(text);
    case 'boolean':
      return text.trim() === '1';
    case 'nil':
      return null;
    case 'string':
    case 'name':
      return text;
    case 'value':
      // Without a type it is a string.
      return inner.length === 0 ? text : only(tag, inner);
    case 'data':
      return inner;
    case 'member':
      return pair(inner);
    case 'struct':
      return new Map(inner.map(asEntry));
    default:
      return only(tag, inner);
  }
}

function readNumber(text: string): number {
  const number = /^\s*[+-]?\d{1,16}(?:\.\d{1,16})?\s*$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(number) <= Number.MAX_SAFE_INTEGER)) throw new Error('a number is none');
  return number;
}

function only(tag: string, inner: readonly XmlRpcValue[]): XmlRpcValue {
  const [value] = inner;
  if (inner.length !== 1 || value === undefined) throw new Error(`<${tag}> holds ${inner.length} values`);
  return value;
}

function pair(inner: readonly XmlRpcValue[]): XmlRpcValue {
  if (inner.length !== 2 || typeof inner[0] !== 'string') throw new Error('a <member> is no name and value');
  return inner;
}

function asEntry(member: XmlRpcValue): readonly [string, XmlRpcValue] {
  if (!Array.isArray(member) || typeof member[0] !== 'string') throw new Error('a <struct> holds no members');
  return [member[0], member[1]];
}
