import * as z from 'zod';
import { ProjectView } from '../contract/project.ts';
import { showProject } from '../handlers/projects.ts';
import { projectName, projectQuery } from '../parameters.ts';
import { defineRoute } from '../route.ts';

export const projectRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/projects/:project',
    scope: 'open',
    summary:
      'One project: its releases with builds and files, where it stands on each target, its recipe, who asked',
    params: z.object({ project: projectName }),
    query: projectQuery,
    reply: { statuses: [200], schema: ProjectView, types: [] },
    handler: showProject,
  }),
];
