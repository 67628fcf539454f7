import { readFile } from 'node:fs/promises';
import type { Config } from './config.ts';
import type { SecretPlace } from './domain/publisher.ts';
import { RemoteTrouble } from './farm/remote-index.ts';

/** Throws with a sentence that does not have the secret in it. */
export async function readSecret(config: Config, place: SecretPlace): Promise<string> {
  switch (place.kind) {
    case 'file': {
      const text = await readFile(place.path, 'utf8').catch(() => '');
      const secret = text.replace(/\r?\n$/, '');
      if (secret === '') throw new RemoteTrouble(`there is no secret in the file ${place.path}`);
      return secret;
    }
    case 'environment': {
      const secret = config.secretNamed(place.name);
      if (secret === null) throw new RemoteTrouble(`the variable ${place.name} is not set`);
      return secret;
    }
  }
}
