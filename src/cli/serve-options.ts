import type { Command } from 'commander';
import { wholeNumber } from './option-values.ts';
import type { Settings } from './settings.ts';
import type { ServeOptions } from './surroundings.ts';

export type ServeFlags = { readonly port?: number; readonly data?: string };

export const addServeOptions = (command: Command): Command =>
  command
    .option('--port <number>', 'port to listen on; 0: any free one', wholeNumber({ least: 0, most: 65_535 }))
    .option('--data <folder>', 'where the farm keeps what it knows');

export const readServeOptions = (flags: ServeFlags, { form }: Settings): ServeOptions => ({
  port: flags.port ?? null,
  data: flags.data ?? null,
  log: form,
});
