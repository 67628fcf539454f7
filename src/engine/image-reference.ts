import { createHash } from 'node:crypto';
import type { ImageSpec } from '../domain/image.ts';
import type { Flavour, Target } from '../domain/target.ts';

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** OS packages of a target's plain image. */
export const plainPackages = (target: Target, flavour: Flavour): readonly string[] =>
  flavour === 'build' ? [...target.runtimePackages, ...target.buildPackages] : target.runtimePackages;

/** The name under which an engine keeps an image: it changes with everything that the image is made from. */
export function imageReference(spec: ImageSpec, describer: string): string {
  const { target, flavour, osPackages } = spec;
  const key = digest([
    target.name,
    flavour,
    plainPackages(target, flavour),
    osPackages,
    target.base,
    describer,
    // Images that were made before there were refreshes keep their names.
    ...(spec.revision === undefined ? [] : [spec.revision]),
  ]);
  return `wheelyard/${target.name}-${flavour}:${key}`;
}

export const baseReference = (target: Target): string =>
  `wheelyard/base-${target.family}-${target.release}-${target.architecture}:${digest(target.base)}`;

/** The container that makes an image; its name is the lock that keeps two workers from making the same one. */
export const makerName = (reference: string): string => `wheelyard-make-${reference.replace(/^.*\/|:/g, '')}`;
