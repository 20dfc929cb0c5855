import type { TemplateChoice, TemplatesView } from '@dealdraft/wire/card.ts';

/** The template to open with: the one asked for, else the only one there is. A paused one is never chosen for anybody. */
export const chosenBeforehand = (view: TemplatesView, preset: number | null): number | null => {
  const usable = view.templates.filter(({ readiness }) => readiness.state !== 'paused');
  if (preset !== null) return usable.some(({ templateId }) => templateId === preset) ? preset : null;
  const [only, ...others] = usable;
  return only !== undefined && others.length === 0 ? only.templateId : null;
};

/** Templates whose name contains every word typed, in the service's order: ready ones first. */
export const filterTemplates = (templates: readonly TemplateChoice[], text: string): TemplateChoice[] => {
  const words = text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return templates.filter(({ name }) => words.every((word) => name.toLocaleLowerCase().includes(word)));
};

/** What a person reads under the template's name. */
export const describeTemplate = ({ readiness, openContract, environment }: TemplateChoice): string =>
  [
    readiness.text,
    openContract === null ? null : `open contract: ${openContract.name} (${openContract.statusLabel})`,
    environment === 'uat' ? 'test environment' : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
