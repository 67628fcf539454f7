import type { BuildView } from '../../http/contract/build.ts';
import { stateGlyphs } from '../words/state-glyphs.ts';

/** `✗ lxml 5.3.0 failed on debian-12-cp311-amd64`: what a tab in the background says. */
export const renderTitle = ({ project, version, target, state }: BuildView): string =>
  `${stateGlyphs[state.name]} ${project} ${version} ${state.name} on ${target}`;
