import { humanized } from '../values/humanized.ts';
import type { Target, TargetKind, Template, TemplateAttribute } from '@dealdraft/wire/template.ts';

const kinds: Record<TemplateAttribute['type'], TargetKind> = {
  string: 'text',
  boolean: 'boolean',
  int: 'integer',
  float: 'decimal',
  date: 'date',
  enum: 'option',
  'array of options': 'options',
  'array of strings': 'strings',
  repeating: 'rows',
  'array of files': 'files',
};

/**
 * The keys that `contract_data` may have, in the template's order. Nested attributes (`fee.type`, `fee.value` under the parent
 * `fee`) are folded into the one object that SpotDraft takes.
 */
export const templateTargets = (template: Pick<Template, 'attributes'>): Target[] =>
  fold(template.attributes);

function fold(attributes: readonly TemplateAttribute[]): Target[] {
  const groups = new Map<string, TemplateAttribute[]>();
  for (const attribute of attributes) {
    const key = attribute.parentVariable ?? attribute.variable;
    groups.set(key, [...(groups.get(key) ?? []), attribute]);
  }
  return [...groups].map(([key, group]) => {
    const parts = group.filter((attribute) => attribute.parentVariable != null);
    const [first] = group;
    return parts.length > 0 || first === undefined ? parent(key, parts, group) : single(key, first);
  });
}

function single(key: string, attribute: TemplateAttribute): Target {
  const { type, label, required, options, helpText, defaultValue, attributes } = attribute;
  return {
    key,
    label: label || key,
    kind: kinds[type],
    required,
    options: options ?? [],
    helpText: helpText ?? null,
    ...(defaultValue == null || defaultValue === '' ? {} : { defaultValue }),
    ...(type === 'repeating' ? { columns: fold(attributes ?? []) } : {}),
  };
}

function parent(key: string, nested: TemplateAttribute[], group: TemplateAttribute[]): Target {
  const parts = nested.map((attribute) => single(partKey(key, attribute.variable), attribute));
  const kind = parentKind(nested, parts);
  const itself = group.find((attribute) => attribute.parentVariable == null);
  return {
    key,
    label: itself?.label ?? sharedLabel(key, parts),
    kind,
    required: itself?.required ?? nested.some((attribute) => attribute.parentRequired ?? false),
    options: kind === 'address' ? [] : (parts.find((part) => part.key === 'type')?.options ?? []),
    helpText: itself?.helpText ?? nested[0]?.helpText ?? null,
    parts,
  };
}

const partKey = (key: string, variable: string): string =>
  variable.startsWith(`${key}.`) ? variable.slice(key.length + 1) : variable;

function parentKind(nested: TemplateAttribute[], parts: Target[]): TargetKind {
  const stated = nested.find((attribute) => attribute.parentType)?.parentType?.toLowerCase();
  if (stated === 'currency' || stated === 'duration') return stated;
  const has = (name: string): boolean => parts.some((part) => part.key === name);
  if (!has('type') || !has('value')) return 'address';
  const units = parts.find((part) => part.key === 'type')?.options ?? [];
  const isDuration = has('days') || units.some(({ value }) => ['DAYS', 'MONTHS', 'YEARS'].includes(value));
  return isDuration ? 'duration' : 'currency';
}

/** "Order total currency" and "Order total amount" are parts of "Order total". */
function sharedLabel(key: string, parts: Target[]): string {
  const [first, ...rest] = parts.map((part) => part.label.split(/\s+/));
  if (first === undefined) return key;
  const length =
    rest.length === 0 ? first.length - 1 : Math.min(...rest.map((words) => sharedLength(first, words)));
  const label = first.slice(0, Math.max(0, length)).join(' ');
  return label === '' ? humanized(key) : label;
}

const sharedLength = (left: string[], right: string[]): number => {
  const differs = left.findIndex((word, index) => word !== right[index]);
  return differs === -1 ? left.length : differs;
};

/** The target a rule names: a key, or `key.part` of one that is sent as an object, whether or not the template lists that part. */
export function findRuleTarget(
  targets: readonly Target[],
  name: string,
): { target: Target; part?: Target } | null {
  const whole = targets.find((target) => target.key === name);
  if (whole) return { target: whole };
  for (const target of targets) {
    const part = name.startsWith(`${target.key}.`)
      ? partsOf(target).find(({ key }) => `${target.key}.${key}` === name)
      : undefined;
    if (part) return { target, part };
  }
  return null;
}

/** A place that takes text and is no variable of the template. */
export const textTarget = (key: string, label = key): Target => ({ ...part(key, 'text', false), label });

/** The same for what other systems read: their keys, and the entity's reference. */
export const systemTarget = (key: string, label = key): Target => ({
  ...textTarget(key, label),
  forSystems: true,
});

export const readerOf = ({ kind, forSystems }: Target): 'people' | 'systems' | undefined => {
  if (forSystems === true) return 'systems';
  return kind === 'text' || kind === 'strings' ? 'people' : undefined;
};

const part = (key: string, kind: TargetKind, required = true): Target => ({
  key,
  label: key,
  kind,
  required,
  options: [],
  helpText: null,
});

const usual = {
  currency: [part('type', 'text'), part('value', 'decimal')],
  duration: [part('type', 'text'), part('value', 'integer'), part('days', 'integer', false)],
};

/** What an object is made of: the template's parts, and those that money and durations always have. */
export function partsOf(target: Target): Target[] {
  const stated = target.parts ?? [];
  const known = target.kind === 'currency' || target.kind === 'duration' ? usual[target.kind] : [];
  return [...stated, ...known.filter(({ key }) => !stated.some((each) => each.key === key))];
}
