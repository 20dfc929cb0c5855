import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { scopesOf } from '../../src/hubspot/transport/scopes.ts';
import type { Component } from './translate-project.ts';

const IMAGE_LIMIT = 5 * 1024 * 1024;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const array = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const sizeOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.size ?? null;

const imageFaults = (file: string): string[] => {
  const size = sizeOf(file);
  if (size === null) return [`preview image ${basename(file)} does not exist`];
  return size > IMAGE_LIMIT ? [`preview image ${basename(file)} is larger than 5 MB`] : [];
};

const namesOf = (fields: unknown): string[] =>
  array(fields).map((field) => String(record(record(field)['typeDefinition'])['name']));

/** Every field of an action has a label, every label belongs to a field, and the card's text names only fields. */
const actionFaults = (config: Record<string, unknown>): string[] => {
  const english = record(record(config['labels'])['en']);
  const inputs = namesOf(config['inputFields']);
  const missing = (names: string[], labels: unknown, what: string) =>
    names.filter((name) => record(labels)[name] === undefined).map((name) => `${what} ${name} has no label`);
  const stray = (names: string[], labels: unknown, what: string) =>
    Object.keys(record(labels))
      .filter((name) => !names.includes(name))
      .map((name) => `label for unknown ${what} ${name}`);
  const outputs = namesOf(config['outputFields']);
  const rules = array(config['executionRules']).map((rule) => String(record(rule)['labelName']));
  const mentioned = [...String(english['actionCardContent']).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) =>
    String(name),
  );
  return [
    ...missing(inputs, english['inputFieldLabels'], 'input'),
    ...stray(inputs, english['inputFieldLabels'], 'input'),
    ...stray(inputs, english['inputFieldDescriptions'], 'input'),
    ...missing(outputs, english['outputFieldLabels'], 'output'),
    ...stray(outputs, english['outputFieldLabels'], 'output'),
    ...missing(rules, english['executionRules'], 'execution rule'),
    ...mentioned
      .filter((name) => !inputs.includes(name))
      .map((name) => `the card text names unknown input ${name}`),
  ];
};

/** The service asks at installation for the scopes of its own table; HubSpot blocks every installation when the app is configured with others. */
const scopeFaults = (config: Record<string, unknown>): string[] =>
  (['required', 'conditionallyRequired', 'optional'] as const).flatMap((kind) => {
    const declared = array(record(config['auth'])[`${kind}Scopes`]).map(String);
    const asked = scopesOf(kind);
    return [
      ...asked.filter((scope) => !declared.includes(scope)).map((scope) => `${kind}Scopes lacks ${scope}`),
      ...declared
        .filter((scope) => !asked.includes(scope))
        .map((scope) => `${kind}Scopes has ${scope}, which is not asked for as such`),
    ];
  });

/** Rules that no schema can say. Each finding names the meta file. */
export const projectFaults = (sourceDir: string, components: readonly Component[]): string[] =>
  components.flatMap(({ componentType, config, metaFilePath }) => {
    const folder = dirname(join(sourceDir, metaFilePath));
    const entry = config['entrypoint'];
    const image = record(config['previewImage'])['file'];
    const faults = [
      ...(typeof entry === 'string' && sizeOf(join(sourceDir, entry)) === null
        ? [`entry point ${entry} does not exist`]
        : []),
      ...(typeof image === 'string' ? imageFaults(join(folder, image)) : []),
      ...(componentType === 'WORKFLOW_ACTION' ? actionFaults(config) : []),
      ...(componentType === 'APPLICATION' ? scopeFaults(config) : []),
    ];
    return faults.map((fault) => `${metaFilePath}: ${fault}`);
  });

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** What HubSpot installs must not drift, and must be in the upload: exact versions only, and no folder elsewhere. */
export const pinFaults = (packageFile: string): string[] => {
  const content = record(JSON.parse(readFileSync(packageFile, 'utf8')) as unknown);
  const all = { ...record(content['dependencies']), ...record(content['devDependencies']) };
  return Object.entries(all)
    .filter(([, version]) => !EXACT.test(String(version)))
    .map(([name, version]) => `${packageFile}: ${name} is not pinned (${String(version)})`);
};
