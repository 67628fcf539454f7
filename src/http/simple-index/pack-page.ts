import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import type { Encoding } from './choose-encoding.ts';

const asGzip = promisify(gzip);
const asBrotli = promisify(brotliCompress);
const asZstd = promisify(zstdCompress);

/** Packed in the background, once, to be sent many times: hard enough to be worth it, not so hard that somebody waits. */
export async function packPage(content: Buffer, encoding: Encoding): Promise<Buffer> {
  switch (encoding) {
    case 'identity':
      return content;
    case 'gzip':
      return asGzip(content, { level: 6 });
    case 'br':
      return asBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
    case 'zstd':
      return asZstd(content, { params: { [constants.ZSTD_c_compressionLevel]: 6 } });
  }
}
