import { applyStateFault, liftStateFaults } from './apply-state-fault.ts';
import type { Core } from '../state/core.ts';
import { readWebhooks, withId } from '../state/extensions.ts';
import { faultSchema, isStateFault } from '../state/faults.ts';
import type { Fault, FaultInput } from '../state/faults.ts';
import type { CallLog, CallStats, LoggedCall } from '../../kit/call-log.ts';
import { newCode } from '../api/oauth.ts';
import type {
  CrmRecord,
  Enrolment,
  ObjectName,
  Portal,
  PropertyRules,
  SandboxState,
  Subscription,
  WebhookDelivery,
} from '../state/model.ts';
import { archiveRecord, forgetRecord, restoreRecord } from '../records/archive-record.ts';
import { associate, dissociate } from '../records/associate.ts';
import { editRecord, personSource } from '../records/edit-record.ts';
import { recordKey, requireRecord } from '../records/find-record.ts';
import { mergeRecords } from '../records/merge-records.ts';
import { rulesOf, setRules } from '../records/property-rules.ts';
import { notFound } from '../state/reply.ts';
import { northwindPortalId } from '../state/accounts.ts';
import { seedState } from '../seed/seed-state.ts';
import { seedManyDeals, seedManyProperties } from '../seed/many-deals.ts';
import type { ManyDeals } from '../seed/many-deals.ts';
import type { CardFetch, createCardProxy } from '../app/call-app.ts';
import type { EnrolInput } from '../workflows/enrol-input.ts';
import type { OptionsInput, Workflows } from '../workflows/runner.ts';
import type { SequenceInput, WorkflowRun } from '../workflows/sequence.ts';
import type { Dispatcher } from '../webhooks/dispatcher.ts';

type SubscriptionInput = Omit<Subscription, 'id' | 'active'> & { active?: boolean };

interface CardCall extends Omit<CardFetch, 'url'> {
  /** Path and query of the app. */
  path: string;
}

interface SandboxStats extends CallStats {
  /** The most calls of one account within ten seconds that took from its budget. */
  busiest10s: number;
  webhooks: { deliveries: number; events: number; delivered: number; attempts: number };
}

/** What tests and the demo may do to the sandbox that no API caller can; the HTTP control API offers much of it too. */
export interface HubSpotControl {
  stats(): SandboxStats;
  /** The latest API calls. */
  calls(): LoggedCall[];
  deliveries(): WebhookDelivery[];
  portal(portalId?: number): Portal;
  record(type: ObjectName, id: string, portalId?: number): CrmRecord;
  addFault(fault: FaultInput): { id: number };
  /** Takes a fault away, or all; revoked tokens and changed properties stay so. */
  clearFaults(id?: number): void;
  faults(): { id: number; fault: Fault; hits: number }[];
  /** Makes deals, each with a company, a signatory and line items; gives their ids. Nobody is told. */
  seedDeals(count: number, options?: ManyDeals & { portalId?: number }): string[];
  seedLargeProperties(count: number, portalId?: number): void;
  /** Edits a deal as a person in HubSpot's page. */
  editDeal(
    dealId: string,
    properties: Record<string, string>,
    options?: { portalId?: number; userId?: number },
  ): CrmRecord;
  /** The same for any record. */
  edit(
    type: ObjectName,
    id: string,
    properties: Record<string, string>,
    options?: { portalId?: number; userId?: number },
  ): CrmRecord;
  /** Which properties the account's admins have made required, and whether the API goes by it. */
  setPropertyRules(rules: Partial<PropertyRules>, portalId?: number): void;
  deleteDeal(dealId: string, portalId?: number): void;
  restoreDeal(dealId: string, portalId?: number): void;
  /** Deletes a contact for good (GDPR). */
  forgetContact(contactId: string, portalId?: number): void;
  /** Merges two deals, contacts or companies as a person; gives the id of the new record. */
  merge(
    type: ObjectName,
    ids: { primary: string; merged: string },
    options?: { portalId?: number; userId?: number },
  ): string;
  mergeDeals(primaryId: string, mergedId: string, portalId?: number): string;
  associate(
    dealId: string,
    to: ObjectName,
    toId: string,
    options?: { typeIds?: number[]; portalId?: number },
  ): void;
  dissociate(
    dealId: string,
    to: ObjectName,
    toId: string,
    options?: { typeIds?: number[]; portalId?: number },
  ): void;
  /** Calls the app as a card would, through the signing proxy. JSON bodies come back parsed. */
  callCard(call: CardCall): Promise<{ status: number; body: unknown; attempts: number }>;
  enrol(input: EnrolInput): Enrolment;
  enrolments(portalId?: number): Enrolment[];
  /** Enrols a deal in a workflow of several actions with branches. */
  runWorkflow(input: SequenceInput): WorkflowRun;
  workflowRuns(portalId?: number): WorkflowRun[];
  /** Deletes the workflow of a run: its callbacks are forgotten. */
  deleteWorkflow(runId: number): void;
  workflowOptions(input: OptionsInput): ReturnType<Workflows['options']>;
  /** Replaces the webhook subscriptions; without a target they go where they went. */
  subscribe(subscriptions: SubscriptionInput[], targetUrl?: string): void;
  /** A code as HubSpot would give it after consent, to be exchanged for tokens. */
  authorize(options: { portalId?: number; userId?: number; redirectUri: string; scopes?: string[] }): string;
  /** Makes all access tokens of OAuth end now. */
  expireTokens(portalId?: number): void;
  /** Resolves when no webhook's first attempt and no workflow request is under way. */
  idle(): Promise<void>;
  /** Back to the seeded state, without faults. */
  reset(): void;
}

export interface ControlParts {
  core: Core;
  log: CallLog;
  busiest(): number;
  resetCounts(): void;
  dispatcher: Dispatcher;
  workflows: Workflows;
  proxy: ReturnType<typeof createCardProxy>;
}

export function createControl({
  core,
  log,
  busiest,
  resetCounts,
  dispatcher,
  workflows,
  proxy,
}: ControlParts): HubSpotControl {
  const { state } = core;
  const portalOf = (portalId: number = northwindPortalId): Portal => {
    const portal = state.portals.get(portalId);
    if (!portal) throw notFound(`Account ${portalId} does not exist`);
    return portal;
  };
  const edit: HubSpotControl['edit'] = (type, id, properties, { portalId, userId } = {}) =>
    editRecord(core, id, { portal: portalOf(portalId), type, properties, userId });
  const merge: HubSpotControl['merge'] = (type, ids, { portalId, userId } = {}) => {
    const portal = portalOf(portalId);
    return mergeRecords(core, {
      portal,
      primary: requireRecord(portal, type, ids.primary),
      merged: requireRecord(portal, type, ids.merged),
      source: personSource(userId),
    }).id;
  };
  const pairing = (dealId: string, to: ObjectName, toId: string, portalId?: number) => {
    const portal = portalOf(portalId);
    return {
      portal,
      from: requireRecord(portal, 'deals', dealId),
      to: requireRecord(portal, to, toId),
      source: personSource(),
    };
  };

  return {
    stats: () => ({ ...log.stats(), busiest10s: busiest(), webhooks: webhookStats(state.deliveries) }),
    calls: log.recent,
    deliveries: () => state.deliveries,
    portal: portalOf,
    record(type, id, portalId) {
      const found = portalOf(portalId).records.get(recordKey(type, id));
      if (!found) throw notFound(`${type} ${id} does not exist`);
      return found;
    },
    addFault(input) {
      const fault = faultSchema.parse(input);
      if (isStateFault(fault)) applyStateFault(core, fault);
      return { id: core.faults.add(fault) };
    },
    clearFaults(id) {
      core.faults.clear(id);
      if (id === undefined) liftStateFaults(core);
    },
    faults: core.faults.list,
    seedDeals: (count, { portalId, ...options } = {}) =>
      seedManyDeals(core, portalOf(portalId), count, options),
    seedLargeProperties: (count, portalId) => seedManyProperties(core, portalOf(portalId), count),
    editDeal: (dealId, properties, options) => edit('deals', dealId, properties, options),
    edit,
    setPropertyRules(rules, portalId) {
      const portal = portalOf(portalId);
      setRules(portal, { ...rulesOf(portal), ...rules });
      core.changed();
    },
    deleteDeal(dealId, portalId) {
      const portal = portalOf(portalId);
      archiveRecord(core, portal, requireRecord(portal, 'deals', dealId), personSource());
    },
    forgetContact(contactId, portalId) {
      const portal = portalOf(portalId);
      forgetRecord(core, portal, requireRecord(portal, 'contacts', contactId), personSource());
    },
    restoreDeal(dealId, portalId) {
      const portal = portalOf(portalId);
      const record = portal.records.get(recordKey('deals', dealId));
      if (!record?.archived || record.mergedInto !== null)
        throw notFound(`Deal ${dealId} is not in the recycling bin`);
      restoreRecord(core, portal, record, personSource());
    },
    merge,
    mergeDeals: (primaryId, mergedId, portalId) =>
      merge('deals', { primary: primaryId, merged: mergedId }, portalId === undefined ? {} : { portalId }),
    associate: (dealId, to, toId, { typeIds = [], portalId } = {}) =>
      void associate(core, pairing(dealId, to, toId, portalId), typeIds),
    dissociate: (dealId, to, toId, { typeIds = [], portalId } = {}) =>
      dissociate(core, pairing(dealId, to, toId, portalId), typeIds),
    async callCard({ path, ...call }) {
      const answer = await proxy({ ...call, url: core.publicAppOrigin() + path });
      return { status: answer.status, body: parsed(answer.body), attempts: answer.attempts };
    },
    enrol: workflows.enrol,
    enrolments: (portalId = northwindPortalId) => workflows.enrolments(portalId),
    runWorkflow: workflows.sequences.start,
    workflowRuns: (portalId = northwindPortalId) => workflows.sequences.runs(portalId),
    deleteWorkflow: workflows.sequences.delete,
    workflowOptions: workflows.options,
    subscribe(subscriptions, targetUrl) {
      state.webhooks.subscriptions = subscriptions.map((one, index) =>
        withId({ active: true, ...one }, 3_200_001 + index),
      );
      if (targetUrl !== undefined) state.webhooks.targetUrl = targetUrl;
      core.changed();
    },
    authorize: (options) => newCode(core, portalOf(options.portalId), options),
    expireTokens(portalId) {
      for (const token of state.tokens.values())
        if (token.kind === 'oauth' && (portalId === undefined || token.portalId === portalId))
          token.expiresAt = core.now().getTime();
    },
    async idle() {
      await workflows.idle();
      await dispatcher.idle();
    },
    reset() {
      Object.assign(state, seedState());
      state.webhooks = readWebhooks(core.extensionsDir, core.publicAppOrigin());
      core.faults.clear();
      resetCounts();
      core.changed();
    },
  };
}

function webhookStats(deliveries: SandboxState['deliveries']): SandboxStats['webhooks'] {
  return {
    deliveries: deliveries.length,
    events: deliveries.reduce((sum, one) => sum + one.events.length, 0),
    delivered: deliveries.filter((one) => one.outcome === 'delivered').length,
    attempts: deliveries.reduce((sum, one) => sum + one.attempts.length, 0),
  };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
