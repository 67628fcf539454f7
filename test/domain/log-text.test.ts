import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestLine, openLineSplitter } from '../../src/domain/line-splitter.ts';
import { renderLogText } from '../../src/domain/log-text.ts';

const render = (bytes: Uint8Array | string): readonly string[] => {
  const splitter = openLineSplitter();
  const lines = [...splitter.push(Buffer.from(bytes))];
  const rest = splitter.flush();
  return [...lines, ...(rest === null ? [] : [rest])].map(renderLogText);
};

test('lines are the same however the output was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
      const splitter = openLineSplitter();
      const lines = pieces.flatMap((piece) => [...splitter.push(piece)]);
      const rest = splitter.flush();
      const cut = [...lines, ...(rest === null ? [] : [rest])].map(renderLogText);
      expect(cut).toEqual(render(Buffer.concat(pieces)));
    }),
  );
});

test('any bytes become text without control characters, but for colours and tabs', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const line of render(bytes)) {
        expect(line.replaceAll(/\u001b\[[\d;]*m/g, '')).not.toMatch(
          /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e]/,
        );
      }
    }),
  );
});

test('colours stay, a cursor that moves does not', () => {
  expect(render('\u001b[31mred\u001b[0m \u001b[2Jgone')).toEqual(['\u001b[31mred\u001b[0m \ufffd[2Jgone']);
});

test('of a progress bar the last state is kept', () => {
  expect(render('10%\r50%\r100%\r\nnext')).toEqual(['100%', 'next']);
});

test('a line of a megabyte is cut, and says so', () => {
  const [line, next] = render(`${'x'.repeat(1_000_000)}\nnext`);
  expect(line).toBe(`${'x'.repeat(longestLine)} [${1_000_000 - longestLine} bytes of this line cut]`);
  expect(next).toBe('next');
});
