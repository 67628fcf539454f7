import { z } from 'zod';
import type { Family } from './target.ts';

/** https://www.debian.org/doc/debian-policy/ch-controlfields.html#source */
const debianName = /^[a-z0-9][a-z0-9+.-]{1,127}$/;
const rpmName = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/;

const namePatterns: Readonly<Record<Family, RegExp>> = {
  debian: debianName,
  ubuntu: debianName,
  rocky: rpmName,
};

/** A list of OS packages of one family. Names go onto a package manager's command line: nothing else may get there. */
export const osPackages = (family: Family) =>
  z
    .array(
      z.string().refine((name) => namePatterns[family].test(name), {
        error: ({ input }) =>
          `${JSON.stringify(String(input).slice(0, 80))} is not a package name of ${family}`,
      }),
    )
    .max(200)
    .superRefine((names, context) => {
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) < index) {
          context.addIssue({
            code: 'custom',
            path: [index],
            message: `${JSON.stringify(name)} is named twice`,
          });
        }
      }
    });
