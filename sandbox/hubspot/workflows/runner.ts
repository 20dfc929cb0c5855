import { setTimeout as wait } from 'node:timers/promises';
import type { Core } from '../state/core.ts';
import { nextNumber } from '../state/core.ts';
import { readActions } from '../state/extensions.ts';
import type { Outbound, OutboundResult } from '../../kit/outbound.ts';
import type { Enrolment, Portal } from '../state/model.ts';
import { toApp } from '../app/call-app.ts';
import { recordKey, requireRecord } from '../records/find-record.ts';
import { notFound } from '../state/reply.ts';
import { appClientSecret } from '../state/accounts.ts';
import { signatureHeaders } from '../state/signatures.ts';
import { end, expire, stateOf, textsOf } from './completion.ts';
import { durationMs } from './duration.ts';
import { toExecutionInputs, toOptionInputs } from './input-fields.ts';
import type { EnrolInput } from './enrol-input.ts';
import { createSequences, type Sequences } from './sequence.ts';

export interface OptionsInput {
  portalId: number;
  optionsUrl: string;
  inputFieldName: string;
  inputFields?: Record<string, unknown>;
  q?: string;
  after?: string;
}

export interface Workflows {
  /** Takes up runs that a restart interrupted. */
  resume(): void;
  /** Runs an action for a deal; the enrolment tells how it goes on. */
  enrol(input: EnrolInput): Enrolment;
  enrolments(portalId: number): Enrolment[];
  /** Whole workflows of several actions, with branches. */
  sequences: Sequences;
  /** Asks the app for the choices of an input. */
  options(input: OptionsInput): Promise<{ status: number | null; body: unknown }>;
  /** Resolves when no request is under way; those that wait for a callback or a retry are not waited for. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const timeoutMs = 20_000;
const weekMs = 604_800_000;
const longestTimer = 2_000_000_000;
const definitionId = 10_646_377;

export function createWorkflows(core: Core, outbound: Outbound, retryDelaysMs: number[]): Workflows {
  const stopping = new AbortController();
  const requests = new Set<Promise<unknown>>();
  const runs = new Set<Promise<void>>();

  const portalOf = (portalId: number): Portal => {
    const portal = core.state.portals.get(portalId);
    if (!portal) throw notFound(`Account ${portalId} does not exist`);
    return portal;
  };
  const publicUrl = (text: string): string => (text.startsWith('/') ? core.publicAppOrigin() + text : text);

  /** HubSpot signs these calls with version 2, and version 3 beside it. */
  function post(address: string, content: object): Promise<OutboundResult> {
    const body = JSON.stringify(content);
    const headers = {
      'Content-Type': 'application/json',
      ...signatureHeaders(
        { clientSecret: appClientSecret, method: 'POST', url: address, body },
        core.now().getTime(),
        'v2',
      ),
    };
    const call = { url: toApp(core, address), method: 'POST', headers, body, timeoutMs, maxBytes: 1_048_576 };
    const work = outbound.send(call, stopping.signal);
    requests.add(work);
    void work.finally(() => requests.delete(work));
    return work;
  }

  async function run(enrolment: Enrolment, content: object): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const at = core.now().toISOString();
      const result = await post(enrolment.actionUrl, content);
      if (stopping.signal.aborted) return;
      enrolment.attempts.push({
        at,
        status: result.kind === 'answer' ? result.status : null,
        error: result.kind === 'answer' ? null : result.kind,
      });
      core.changed();
      if (result.kind === 'answer' && result.status < 300) return settle(enrolment, result.body);
      const again = result.kind !== 'answer' || result.status === 429 || result.status >= 500;
      const delay = retryDelaysMs[attempt];
      if (!again || delay === undefined) return end(core, enrolment, 'FAILED');
      const asked =
        result.kind === 'answer' && result.status === 429 ? Number(result.retryAfter ?? NaN) * 1000 : NaN;
      await wait(Number.isNaN(asked) ? delay : asked, undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
      if (stopping.signal.aborted) return;
    }
  }

  function settle(enrolment: Enrolment, body: string): void {
    const outputs = enrolment.completed ? enrolment.outputFields : readOutputs(body);
    if (enrolment.completed) return end(core, enrolment, stateOf(outputs));
    enrolment.outputFields = outputs;
    const state = outputs['hs_execution_state'];
    if (state !== 'BLOCK' && state !== 'ASYNC') return end(core, enrolment, stateOf(outputs));
    const ms = durationMs(outputs['hs_expiration_duration'] ?? '') ?? weekMs;
    enrolment.state = 'WAITING';
    enrolment.expiresAt = new Date(core.now().getTime() + ms).toISOString();
    setTimeout(() => expire(core, enrolment), Math.min(ms, longestTimer) + 1).unref();
    core.changed();
  }

  function requestOf({ records }: Portal, enrolment: Enrolment): object {
    const { callbackId, portalId, dealId, actionUrl, inputFields } = enrolment;
    const action = readActions(core.extensionsDir, core.publicAppOrigin()).find(
      (one) => one.actionUrl === actionUrl,
    );
    const values = records.get(recordKey('deals', dealId))?.properties ?? {};
    const asked = (action?.requestProperties ?? []).flatMap((name) =>
      values[name] === undefined ? [] : [[name, values[name]] as const],
    );
    return {
      callbackId,
      origin: { portalId, actionDefinitionId: definitionId, actionDefinitionVersion: 1 },
      context: { source: 'WORKFLOWS', workflowId: 192_814_114 },
      object: { objectId: Number(dealId), objectType: 'DEAL', properties: Object.fromEntries(asked) },
      inputFields,
    };
  }

  function begin(portal: Portal, enrolment: Enrolment): void {
    const work = run(enrolment, requestOf(portal, enrolment));
    runs.add(work);
    void work.finally(() => runs.delete(work));
  }

  const enrol: Workflows['enrol'] = ({ portalId, dealId, actionUrl, inputFields = {} }) => {
    const portal = portalOf(portalId);
    const deal = requireRecord(portal, 'deals', dealId);
    const id = nextNumber(core.state, 'enrolment', 0);
    const address = publicUrl(actionUrl);
    const enrolment: Enrolment = {
      id,
      callbackId: `ap-${portalId}-${56_776_413_000 + id}-7-0`,
      portalId,
      dealId: deal.id,
      actionUrl: address,
      inputFields: toExecutionInputs(inputFields, deal),
      state: 'RUNNING',
      attempts: [],
      outputFields: {},
      completed: false,
      startedAt: core.now().toISOString(),
      endedAt: null,
      expiresAt: null,
    };
    portal.enrolments.unshift(enrolment);
    begin(portal, enrolment);
    core.changed();
    return enrolment;
  };

  return {
    resume() {
      for (const portal of core.state.portals.values())
        for (const one of portal.enrolments) if (one.state === 'RUNNING') begin(portal, one);
    },
    enrol,
    sequences: createSequences(core, enrol),
    enrolments(portalId) {
      const { enrolments } = portalOf(portalId);
      for (const one of enrolments) expire(core, one);
      return enrolments;
    },
    async options({ portalId, optionsUrl, inputFieldName, inputFields = {}, q, after }) {
      const result = await post(publicUrl(optionsUrl), {
        origin: {
          portalId: portalOf(portalId).portalId,
          actionDefinitionId: definitionId,
          actionDefinitionVersion: 1,
        },
        objectTypeId: '0-3',
        inputFieldName,
        inputFields: toOptionInputs(inputFields),
        fetchOptions: { ...(q === undefined ? {} : { q }), ...(after === undefined ? {} : { after }) },
      });
      return result.kind === 'answer'
        ? { status: result.status, body: parsed(result.body) }
        : { status: null, body: result.kind };
    },
    async idle() {
      while (requests.size > 0) await Promise.allSettled([...requests]);
      // The runs read their answers in the same turn; let them.
      await new Promise((done) => setImmediate(done));
    },
    async close() {
      stopping.abort();
      await Promise.allSettled([...runs]);
    },
  };
}

function readOutputs(body: string): Record<string, string> {
  const answer = parsed(body);
  const outputs =
    typeof answer === 'object' && answer !== null && 'outputFields' in answer
      ? answer.outputFields
      : undefined;
  return typeof outputs === 'object' && outputs !== null ? textsOf({ ...outputs }) : {};
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
