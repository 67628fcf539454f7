import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { PublisherName } from '../../src/domain/publisher.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { OutboxEntry } from '../../src/farm/records.ts';
import { uploadFields } from '../../src/python/upload-fields.ts';
import { makeUploadForm } from '../../src/python/upload-form.ts';
import { releaseOf } from '../contracts/catalogue-samples.ts';

const entryOf = (filename: string, version = '1.0'): OutboxEntry => ({
  id: 1,
  publisher: 'one' as PublisherName,
  node: 'pure',
  filename,
  release: releaseOf('demo', version),
  sha256: sha256Of(filename),
  wheel: sha256Of(filename),
  enteredAt: 1,
  state: { name: 'pending', tries: 1, notBefore: 0, problem: null },
});

const upload = (entry: OutboxEntry) => ({
  entry,
  wheel: null,
  content: Readable.from([Buffer.from('the file\r\n--not-the-boundary\r\n')]),
  sizeBytes: 30,
});

/** Python's own reader of mail, which most indexes' readers of forms are built upon. */
const pythonReader = `
import base64, email.policy, email.parser, json, sys
head, body = sys.argv[1], base64.b64decode(sys.argv[2])
message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(b"Content-Type: " + head.encode() + b"\\r\\n\\r\\n" + body)
print(json.dumps([[p.get_param("name", header="content-disposition"), p.get_filename(), p.get_payload(decode=True).decode()] for p in message.iter_parts()]))
`;

test('a form is as long as it says, and Python reads from it what was put in', async () => {
  const given = upload(entryOf('demo-1.0.tar.gz'));
  const fields = [
    [':action', 'file_upload'],
    ['summary', 'Zwölf „Boxkämpfer“'],
  ] as const;
  const form = makeUploadForm(given, { fields, boundary: 'a-boundary' });
  const body = await buffer(form.content);
  expect(body.length).toBe(form.bytes);
  const words = ['-c', pythonReader, form.type, body.toString('base64')];
  const { stdout } = await promisify(execFile)('python3', words);
  expect(JSON.parse(stdout)).toEqual([
    [':action', null, 'file_upload'],
    ['summary', null, 'Zwölf „Boxkämpfer“'],
    ['content', 'demo-1.0.tar.gz', 'the file\r\n--not-the-boundary\r\n'],
  ]);
});

test('a quote in the name of an sdist ends neither the name nor the header', async () => {
  const form = makeUploadForm(upload(entryOf('demo-1.0".tar.gz')), { fields: [], boundary: 'x' });
  expect((await buffer(form.content)).toString()).toContain('filename="demo-1.0%22.tar.gz"\r\n');
});

test.each([
  ['demo-1.0.tar.gz', ['1.0', 'sdist', 'source']],
  ['demo-1.0-py2.py3-none-any.whl', ['1.0', 'bdist_wheel', 'py2.py3']],
  ['demo-1.0-1-cp311-cp311-linux_x86_64.whl', ['1.0', 'bdist_wheel', 'cp311']],
] as const)('%s is sent as what it is, with the version that its name has', (filename, expected) => {
  const fields = new Map(uploadFields(upload(entryOf(filename))));
  expect(['version', 'filetype', 'pyversion'].map((name) => fields.get(name))).toEqual(expected);
});
