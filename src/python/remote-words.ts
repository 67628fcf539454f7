import { parse } from 'node-html-parser';
import type { RemoteResponse } from './remote-request.ts';

const longestWords = 500;
const longestPage = 64 * 1024;

/** What a server says of a refusal: its status and its own words, in one line of plain text. */
export function readRemoteWords(response: RemoteResponse): string {
  const text = response.body.subarray(0, longestPage).toString();
  const said =
    response.header('content-type')?.includes('json') === true ? readMessage(text) : readText(text);
  const words = [String(response.status), response.reason, said].map(oneLine).filter((part) => part !== '');
  return words
    .filter((part, place) => !words[place + 1]?.includes(part))
    .join(': ')
    .slice(0, longestWords);
}

/** devpi and others put the sentence into a field. */
function readMessage(text: string): string {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null) return text;
    const sentence = ['message', 'detail', 'error'].map(
      (key) => Object.getOwnPropertyDescriptor(json, key)?.value,
    );
    return sentence.find((value): value is string => typeof value === 'string') ?? text;
  } catch {
    return text;
  }
}

function readText(text: string): string {
  if (!/^\s*</.test(text)) return text;
  const page = parse(text, { comment: false, blockTextElements: { script: false, style: false } });
  return (page.querySelector('body') ?? page).structuredText;
}

/** Control characters would speak to terminals. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestWords);
