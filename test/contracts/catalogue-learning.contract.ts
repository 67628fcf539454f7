import { describe, expect, it } from 'vitest';
import type { LearnedRecipe } from '../../src/domain/learned-recipe.ts';
import type { BuildId } from '../../src/domain/build-state.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';
import { addBuildOf, bookworm, nextAttempt, projectNamed, releaseOf, trixie } from './catalogue-samples.ts';

/** What every catalogue promises of what was learned, and of builds that are asked for again. */
export function describeLearning(kind: string, open: OpenCatalogue): void {
  describe(`learned recipes of a catalogue ${kind}`, () => {
    it('are kept one a project and target, the newest instead of the one before', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'pyyaml');
      const first = recipeOf(id);
      await house.catalogue.keepLearnedRecipe(first);
      const second = { ...first, packages: [], attempts: 1, learnedAt: 6000 };
      await house.catalogue.keepLearnedRecipe(second);
      const elsewhere = { ...first, target: trixie };
      await house.catalogue.keepLearnedRecipe(elsewhere);
      expect(await house.catalogue.listLearnedRecipesOf(first.project)).toEqual([second, elsewhere]);
      expect(await house.catalogue.listLearnedRecipesOf(projectNamed('other'))).toEqual([]);
    });

    it('are forgotten on one target or on all', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'pyyaml');
      const recipe = recipeOf(id);
      for (const target of [bookworm, trixie]) await house.catalogue.keepLearnedRecipe({ ...recipe, target });
      await house.catalogue.keepLearnedRecipe({ ...recipe, project: projectNamed('other') });
      expect(await house.catalogue.forgetLearnedRecipes(recipe.project, trixie)).toBe(1);
      expect(await house.catalogue.listLearnedRecipesOf(recipe.project)).toEqual([recipe]);
      expect(await house.catalogue.forgetLearnedRecipes(recipe.project, null)).toBe(1);
      expect(await house.catalogue.forgetLearnedRecipes(recipe.project, null)).toBe(0);
      expect(await house.catalogue.listLearnedRecipesOf(projectNamed('other'))).toHaveLength(1);
    });

    it('are listed page by page, none twice and none left out', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'pyyaml');
      const all = ['a', 'b'].flatMap((name) =>
        [bookworm, trixie].map((target) => ({ ...recipeOf(id), project: projectNamed(name), target })),
      );
      for (const recipe of all) await house.catalogue.keepLearnedRecipe(recipe);
      const seen: LearnedRecipe[] = [];
      for (;;) {
        const page = await house.catalogue.listLearnedRecipes({ after: seen.at(-1) ?? null, limit: 1 });
        if (page.length === 0) break;
        seen.push(...page);
      }
      expect(seen).toEqual(all);
    });
  });

  describe(`orders of file indexes in a catalogue ${kind}`, () => {
    it('are one a target, the newest', async () => {
      await using house = await open();
      expect(await house.catalogue.findFileIndexOrder(bookworm)).toBeNull();
      const { id } = await addBuildOf(house.catalogue, 'pyyaml');
      await house.catalogue.keepFileIndexOrder({ target: bookworm, build: id, failedAt: null });
      const failed = { target: bookworm, build: id, failedAt: 7000 };
      await house.catalogue.keepFileIndexOrder(failed);
      expect(await house.catalogue.findFileIndexOrder(bookworm)).toEqual(failed);
      expect(await house.catalogue.findFileIndexOrder(trixie)).toBeNull();
    });
  });

  describe(`the present try of a build in a catalogue ${kind}`, () => {
    it('begins anew when a build that had ended is queued again, and at no other time', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'pyyaml');
      await house.catalogue.addAttempt(id, nextAttempt);
      const queued = { name: 'queued', attempt: null } as const;
      await house.catalogue.moveBuild(id, { from: 'queued', to: queued, at: 1 });
      expect(await house.catalogue.findBuild(id)).toMatchObject({ attempts: 1, earlierAttempts: 0 });
      await house.catalogue.moveBuild(id, { from: 'queued', to: { name: 'cancelled', by: 'anna' }, at: 2 });
      await house.catalogue.moveBuild(id, { from: 'cancelled', to: queued, at: 3 });
      expect(await house.catalogue.findBuild(id)).toMatchObject({ attempts: 1, earlierAttempts: 1 });
    });
  });
}

const recipeOf = (build: BuildId): LearnedRecipe => {
  const { project, version } = releaseOf('pyyaml', '6.0.2');
  return {
    project,
    target: bookworm,
    packages: [{ package: 'libyaml-dev', wants: { kind: 'header', name: 'yaml.h' } }],
    extraRequires: ['lxml>=3'],
    loosened: [projectNamed('setuptools')],
    versions: { lowest: version, highest: version },
    build,
    attempts: 2,
    learnedAt: 5000,
  };
};
