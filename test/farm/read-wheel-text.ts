import { Buffer } from 'node:buffer';
import { text } from 'node:stream/consumers';
import { fromBuffer } from 'yauzl';

/** One file of a wheel that is fetched from the farm. */
export async function readWheelText(url: string, path: string): Promise<string> {
  const wheel = Buffer.from(await (await fetch(url)).arrayBuffer());
  return new Promise((resolve, reject) => {
    fromBuffer(wheel, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return void reject(error);
      zip.on('error', reject);
      zip.on('end', () => reject(new Error(`the wheel has no ${path}`)));
      zip.on('entry', (entry) => {
        if (entry.fileName !== path) return void zip.readEntry();
        zip.openReadStream(entry, (opening, stream) => {
          if (opening !== null) return void reject(opening);
          text(stream).then(resolve, reject);
        });
      });
      zip.readEntry();
    });
  });
}
