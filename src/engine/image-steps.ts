import type { ImageSpec, ImageStep } from '../domain/image.ts';
import { platformOf } from '../domain/target.ts';
import { baseReference, imageReference, plainPackages } from './image-reference.ts';
import { renderMakerScript } from './maker-script.ts';

/** How a worker makes an image, from the bare OS on; the last step bears the image's own name. */
export function imageSteps(spec: ImageSpec, describer: string): readonly ImageStep[] {
  const { target, flavour, osPackages } = spec;
  const base = baseReference(target);
  const plainSpec = { ...spec, osPackages: [] };
  const plain = imageReference(plainSpec, describer);
  const install = (of: ImageSpec, packages: readonly string[]) => ({
    kind: 'install' as const,
    script: renderMakerScript(of, packages),
    argument: describer,
  });
  const steps: readonly ImageStep[] = [
    {
      kind: 'base',
      reference: base,
      platform: platformOf(target),
      registryImage: target.base.registryImage,
      suite: target.base.bootstrap?.suite ?? null,
    },
    { ...install(plainSpec, plainPackages(target, flavour)), reference: plain, parent: base },
  ];
  if (osPackages.length === 0) return steps;
  return [
    ...steps,
    { ...install(spec, osPackages), reference: imageReference(spec, describer), parent: plain },
  ];
}
