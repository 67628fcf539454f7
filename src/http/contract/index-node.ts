import * as z from 'zod';
import { ProjectStatusView } from './simple-index.ts';

export const IndexNodeView = z
  .object({
    name: z.string(),
    path: z.string().meta({ description: 'Give pip the address of the farm with this path as --index-url' }),
    bases: z.array(z.string()),
    chain: z.array(z.string()).meta({ description: 'All that it shows files of, itself first' }),
    targets: z.array(z.string()).meta({ description: 'That install from it; empty: any' }),
    isPure: z.boolean().meta({ description: 'Whether wheels without machine code go there' }),
    pins: z
      .record(z.string(), z.string())
      .meta({ description: 'Project to the node that it comes from alone' }),
    onDemand: z
      .object({
        holdSeconds: z.number(),
        allow: z.array(z.string()),
        deny: z.array(z.string()),
        mostBuilds: z.int(),
      })
      .nullable()
      .meta({ description: 'How what it lacks is built for being asked for; null: it is not' }),
  })
  .meta({ id: 'IndexNode' });
export type IndexNodeView = z.infer<typeof IndexNodeView>;

export const IndexNodeList = z.object({ indexes: z.array(IndexNodeView) }).meta({ id: 'IndexNodeList' });
export type IndexNodeList = z.infer<typeof IndexNodeList>;

export const IndexProjects = z
  .object({
    projects: z.array(z.object({ project: z.string(), files: z.int() })),
    /** Give it as `after` for the next page. */
    next: z.string().nullable(),
  })
  .meta({ id: 'IndexProjects' });
export type IndexProjects = z.infer<typeof IndexProjects>;

const reason = z
  .string()
  .trim()
  .max(500)
  .regex(/^[^\p{Cc}]*$/u, 'must be one line');

export const YankRequest = z.strictObject({ reason: reason.default('') }).meta({ id: 'YankRequest' });
export type YankRequest = z.input<typeof YankRequest>;

export const YankedFile = z
  .object({ index: z.string(), filename: z.string(), yanked: z.string().nullable() })
  .meta({ id: 'YankedFile' });
export type YankedFile = z.infer<typeof YankedFile>;

export const StatusRequest = z
  .strictObject({ status: ProjectStatusView.shape.status, reason: reason.min(1).optional() })
  .meta({ id: 'StatusRequest' });
export type StatusRequest = z.input<typeof StatusRequest>;
