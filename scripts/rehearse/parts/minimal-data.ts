import { partsOf, templateTargets } from '../../../src/mapping/targets/targets.ts';
import type { Json, JsonObject } from '@dealdraft/wire/plan.ts';
import type { Target, Template } from '@dealdraft/wire/template.ts';

/** The least a template takes: a made-up value for each question that must be answered. */
export function minimalData(template: Pick<Template, 'attributes'>): JsonObject {
  return answersTo(templateTargets(template));
}

function answersTo(targets: readonly Target[]): JsonObject {
  return Object.fromEntries(
    targets.filter(({ required }) => required).map((target) => [target.key, answerTo(target)]),
  );
}

function answerTo(target: Target): Json {
  const [option] = target.options;
  switch (target.kind) {
    case 'text':
      return 'Rehearsal';
    case 'boolean':
      // The answer that asks for the least more.
      return false;
    case 'integer':
      return 30;
    case 'decimal':
      return 100;
    case 'date':
      return new Date().toISOString().slice(0, 10);
    case 'datetime':
      return new Date().toISOString();
    case 'option':
      return option?.value ?? 'Rehearsal';
    case 'options':
      return option === undefined ? [] : [option.value];
    case 'strings':
      return ['Rehearsal'];
    case 'currency':
      return { type: option?.value ?? 'USD', value: 100 };
    case 'duration':
      return { type: option?.value ?? 'MONTHS', value: 12 };
    case 'address':
      return answersTo(partsOf(target));
    case 'rows':
      return [answersTo(target.columns ?? [])];
    case 'files':
      return [];
  }
}
