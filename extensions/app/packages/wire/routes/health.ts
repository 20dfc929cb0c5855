import { z } from 'zod';
import type { ReplayPreview } from '../operations.ts';
import {
  auditActions,
  exportAudit,
  type AlertKeyView,
  type AlertTestView,
  type AuditView,
  type FileView,
} from '../settings-access.ts';
import {
  deadLetterRequest,
  deliveryOutcomes,
  orphanDismissRequest,
  orphanLinkRequest,
  orphanScanRequest,
  replayRequest,
  sweepRequest,
  vendors,
  type CallsView,
  type DeadLetterAnswer,
  type DeadLettersView,
  type DeliveriesView,
  type DeliveryView,
  type HealthView,
  type OrphanContractsView,
  type OrphanDealsView,
  type OrphanDismissed,
  type OrphanLinked,
  type OrphanScanView,
  type ProblemActed,
  type ProblemsView,
  type ReplayAccepted,
  type SweepAccepted,
  type SweepsView,
} from '../settings-health.ts';
import { before, flag, oneOf, search, sizedPage, text, time } from './query.ts';
import { route, view, type Routes } from './route.ts';

/** Whether all is well, and what to do when it is not. */
export const healthRoutes = {
  'GET /api/settings/health': route({ who: 'admin', answer: view<HealthView>() }),
  'GET /api/settings/problems': route({
    who: 'admin',
    query: z.object({ state: z.enum(['open', 'cleared']).catch('open'), kind: text(100), before }),
    answer: view<ProblemsView>(),
  }),
  'POST /api/settings/problems/:problemId/acknowledge': route({
    who: 'admin',
    answer: view<ProblemActed>(),
  }),
  'POST /api/settings/problems/:problemId/retry': route({ who: 'admin', answer: view<ProblemActed>() }),
  'GET /api/settings/dead-letters': route({
    who: 'admin',
    query: z.object({ before }),
    answer: view<DeadLettersView>(),
  }),
  'POST /api/settings/dead-letters/redrive': route({
    who: 'admin',
    body: deadLetterRequest,
    answer: view<DeadLetterAnswer>(),
  }),
  'POST /api/settings/dead-letters/delete': route({
    who: 'admin',
    body: deadLetterRequest,
    answer: view<DeadLetterAnswer>(),
  }),
  'GET /api/settings/calls': route({
    who: 'admin',
    query: z.object({ vendor: oneOf(vendors), failed: flag, before }),
    answer: view<CallsView>(),
  }),
  'POST /api/settings/alerts/key': route({ who: 'admin', answer: view<AlertKeyView>() }),
  'POST /api/settings/alerts/test': route({ who: 'admin', answer: view<AlertTestView>() }),
  'GET /api/settings/audit': route({
    who: 'admin',
    query: z.object({
      who: text(320),
      search: text(200),
      action: oneOf(auditActions),
      from: time,
      to: time,
      before,
    }),
    answer: view<AuditView>(),
  }),
  'POST /api/settings/audit/export': route({ who: 'admin', body: exportAudit, answer: view<FileView>() }),
} satisfies Routes;

/** What the vendors sent. */
export const deliveryRoutes = {
  'GET /api/settings/deliveries': route({
    who: 'admin',
    query: z.object({
      source: oneOf(vendors),
      outcome: oneOf(deliveryOutcomes),
      activity: text(100),
      search,
      from: time,
      to: time,
      before,
    }),
    answer: view<DeliveriesView>(),
  }),
  'GET /api/settings/deliveries/:deliveryId': route({ who: 'admin', answer: view<DeliveryView>() }),
  'GET /api/settings/deliveries/:deliveryId/replay-preview': route({
    who: 'admin',
    answer: view<ReplayPreview>(),
  }),
  'POST /api/settings/deliveries/replay': route({
    who: 'admin',
    body: replayRequest,
    answer: view<ReplayAccepted>(),
  }),
} satisfies Routes;

export const sweepRoutes = {
  'GET /api/settings/sweeps': route({
    who: 'admin',
    query: z.object({ workspaceId: z.uuid().optional().catch(undefined), before }),
    answer: view<SweepsView>(),
  }),
  'POST /api/settings/sweeps': route({ who: 'admin', body: sweepRequest, answer: view<SweepAccepted>() }),
} satisfies Routes;

/** Contracts without a deal, and deals without a contract. */
export const orphanRoutes = {
  'POST /api/settings/orphans/scan': route({
    who: 'admin',
    body: orphanScanRequest,
    answer: view<OrphanScanView>(),
  }),
  'GET /api/settings/orphans/scan': route({ who: 'admin', answer: view<OrphanScanView | null>() }),
  'GET /api/settings/orphans/contracts': route({
    who: 'admin',
    query: z.object(sizedPage),
    answer: view<OrphanContractsView>(),
  }),
  'GET /api/settings/orphans/deals': route({
    who: 'admin',
    query: z.object(sizedPage),
    answer: view<OrphanDealsView>(),
  }),
  'POST /api/settings/orphans/link': route({
    who: 'admin',
    body: orphanLinkRequest,
    answer: view<OrphanLinked>(),
  }),
  'POST /api/settings/orphans/dismiss': route({
    who: 'admin',
    body: orphanDismissRequest,
    answer: view<OrphanDismissed>(),
  }),
} satisfies Routes;
