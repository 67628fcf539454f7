import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { bad, ok, type Result } from '../domain/result.ts';
import { closeXmlRpc, mayStandIn, type XmlRpcFrame, type XmlRpcValue } from './xml-rpc-value.ts';

export type XmlRpcLimits = { readonly bytes: number; readonly values: number };

/** What a method gave back, or the words of its fault. */
export type XmlRpcAnswer =
  | { readonly kind: 'value'; readonly value: XmlRpcValue }
  | { readonly kind: 'fault'; readonly words: string };

const deepest = 32;

/**
 * Reads a `methodResponse` as it comes: well-formed XML of exactly that form, without a DOCTYPE, so that no entity can be
 * made that grows, and never more than the limits of it in memory. The problem is a clause. Throws what the content throws.
 */
export async function readXmlRpc(
  content: AsyncIterable<Uint8Array>,
  limits: XmlRpcLimits,
): Promise<Result<XmlRpcAnswer, string>> {
  const reader = openReader(limits.values);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let total = 0;
  for await (const chunk of content) {
    total += chunk.byteLength;
    if (total > limits.bytes) return bad(`is larger than ${limits.bytes} bytes`);
    const problem = attempt(() => reader.write(decoder.decode(chunk, { stream: true })));
    if (problem !== null) return bad(problem);
  }
  const problem = attempt(() => {
    reader.write(decoder.decode());
    reader.close();
  });
  if (problem !== null) return bad(problem);
  const answer = reader.answer();
  return answer === null ? bad('is no XML-RPC answer') : ok(answer);
}

/** Both parser and decoder throw, for what is a fault of the text. */
function attempt(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return `is no XML-RPC answer: ${error instanceof Error ? error.message.slice(0, 200) : 'not readable'}`;
  }
}

function openReader(mostValues: number): {
  readonly write: (text: string) => void;
  readonly close: () => void;
  readonly answer: () => XmlRpcAnswer | null;
} {
  const parser = new SaxesParser();
  const stack: XmlRpcFrame[] = [];
  let values = 0;
  let isFault = false;
  let answer: XmlRpcAnswer | null = null;
  parser.on('doctype', () => {
    throw new Error('it has a DOCTYPE');
  });
  parser.on('opentag', ({ name }: SaxesTagPlain) => {
    const outer = stack.at(-1)?.tag ?? '';
    if (!mayStandIn(outer, name)) throw new Error(`<${name.slice(0, 40)}> stands in <${outer}>`);
    values += 1;
    if (values > mostValues || stack.length >= deepest)
      throw new Error(`it has more than ${mostValues} elements, or ${deepest} in one another`);
    isFault ||= name === 'fault';
    stack.push({ tag: name, text: '', inner: [] });
  });
  const addText = (text: string): void => {
    const frame = stack.at(-1);
    if (frame !== undefined) frame.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const frame = stack.pop();
    if (frame === undefined) return;
    const value = closeXmlRpc(frame);
    const outer = stack.at(-1);
    if (outer !== undefined) outer.inner.push(value);
    else answer = isFault ? { kind: 'fault', words: readFault(value) } : { kind: 'value', value };
  });
  return {
    write: (text) => void parser.write(text),
    close: () => void parser.close(),
    answer: () => answer,
  };
}

function readFault(fault: XmlRpcValue): string {
  const words = fault instanceof Map ? fault.get('faultString') : null;
  return typeof words === 'string' ? words.slice(0, 300) : 'no words';
}
