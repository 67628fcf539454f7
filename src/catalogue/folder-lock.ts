import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Holds a data folder for this process alone. SQLite's file lock is the one lock that Node has which the kernel lifts when
 * its holder dies, however it dies.
 */
export function lockFolder(folder: string): Disposable {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (cause) {
    database.close();
    throw new Error(
      `${folder} is in use by another farm; stop that one, or set WHEELYARD_DATA to another folder`,
      {
        cause,
      },
    );
  }
  return { [Symbol.dispose]: () => database.close() };
}
