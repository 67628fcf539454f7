import Docker from 'dockerode';
import type { PackageMirror } from '../domain/package-mirror.ts';
import type { Engine } from '../farm/engine-port.ts';
import { Outage } from '../farm/ports.ts';
import { openBelongings } from './belongings.ts';
import { copyLibraries } from './copy-libraries.ts';
import { openImages } from './images.ts';
import { listPackageFiles } from './list-package-files.ts';
import { runSandbox } from './run-sandbox.ts';
import type { ImageUses } from './image-uses.ts';
import { sweep } from './sweep.ts';
import { sweepImages } from './sweep-images.ts';

export type EngineOptions = {
  /** `unix:///var/run/docker.sock` or `tcp://host:port`. */
  readonly host: string;
  /** Several farms may share an engine; this tells their containers apart. */
  readonly farm: string;
  readonly worker: string;
  /** A text that was never given before. */
  readonly newMark: () => string;
  /** Python source that describes a finished image, and that which lists a release's package files. */
  readonly describer: string;
  readonly indexer: string;
  readonly uses: ImageUses;
  readonly mirror: PackageMirror | null;
  /** Network of the containers that install OS packages; builds themselves never have one. */
  readonly imageNetwork: string;
};

const pingMilliseconds = 5000;

export function openEngine(options: EngineOptions): Engine {
  const docker = connect(options.host);
  const belongings = openBelongings({ farm: options.farm, worker: options.worker }, options.newMark);
  const { describer, mirror, uses, imageNetwork: network } = options;
  const ensureImage = openImages({ docker, belongings, describer, mirror, uses, network });
  return {
    checkReady: async () => {
      const asked = docker.ping().then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      const ping = await inTime<string | null>(asked, 'no answer');
      return ping === null ? null : `the container engine at ${options.host} does not answer: ${ping}`;
    },
    describe: () =>
      inTime(
        describeEngine(docker).catch(() => null),
        null,
      ),
    ensureImage,
    listPackageFiles: async (spec, wish) => {
      const image = await ensureImage({ ...spec, flavour: 'build', osPackages: [] }, wish);
      if (image.kind !== 'ready') throw new Outage(`the plain image lacks ${image.packages.join(', ')}`);
      const { indexer } = options;
      await listPackageFiles(docker, { ...wish, image: image.reference, indexer, belongings, network });
    },
    copyLibraries: (reference, order) => copyLibraries(docker, { ...order, reference, belongings }),
    runSandbox: (run) => runSandbox(docker, { run, belongings }),
    sweep: (isAlive) => sweep(docker, { belongings, isAlive }),
    sweepImages: (since) => sweepImages(docker, { farm: options.farm, uses, since }),
  };
}

/** `Engine 27.5.1`, `Podman Engine 5.4.0` */
async function describeEngine(docker: Docker): Promise<string> {
  // dockerode declares a function that takes a callback, too, which hides what it promises.
  const { Components, Version }: Docker.DockerVersion = await docker.version();
  return `${Components?.[0]?.Name ?? 'Engine'} ${Version}`.slice(0, 200);
}

/** An engine that hangs must not hold up who asks whether it does. */
const inTime = <Value>(asked: Promise<Value>, late: Value): Promise<Value> =>
  Promise.race([asked, new Promise<Value>((resolve) => setTimeout(resolve, pingMilliseconds, late).unref())]);

function connect(host: string): Docker {
  const url = new URL(host);
  return url.protocol === 'unix:'
    ? new Docker({ socketPath: url.pathname })
    : new Docker({ protocol: 'http', host: url.hostname, port: Number(url.port || 2375) });
}
