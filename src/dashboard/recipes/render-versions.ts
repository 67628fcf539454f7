import type { LearnedRecipeView } from '../../http/contract/learned-recipe.ts';

/** `1.4 to 2.2`: the releases that it was seen to work for. */
export const renderVersions = ({
  versions: { lowest, highest },
}: Pick<LearnedRecipeView, 'versions'>): string => (lowest === highest ? lowest : `${lowest} to ${highest}`);
