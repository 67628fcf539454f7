import type { Hint } from './hint.ts';

/** `pkg:generic/libyaml@>=0.2`, `dep:generic/libyaml`, `virtual:interface/blas`. */
const address =
  /^(?:pkg|dep):generic\/(?:[\w.-]{1,80}\/)?([\w+.-]{1,80})(?:[@?#]|$)|^(?:dep:)?(?:virtual[:/])(\w{1,40})\/([\w+.-]{1,80})/;

/** A project's own words for what it needs from outside (PEP 725): libraries by `host`, programs by `build`. */
export function readExternalHints(external: {
  readonly build: readonly string[];
  readonly host: readonly string[];
}): readonly Hint[] {
  return [
    ...external.host.flatMap((one) => readAddress(one, 'words')),
    ...external.build.flatMap((one) => readAddress(one, 'program')),
  ];
}

function readAddress(text: string, kind: 'words' | 'program'): readonly Hint[] {
  const [, generic, family, virtual] = address.exec(text) ?? [];
  const name = generic ?? virtual;
  // Every build image has the compilers that it can have.
  return name === undefined || family === 'compiler' ? [] : [{ kind, name, strength: 'declared' }];
}
