import { z } from 'zod';
import {
  firingAnswer,
  ruleState,
  saveRule,
  saveSet,
  simulateRequest,
  type AutomationView,
  type ExecutionsView,
  type FiringsView,
  type QueueView,
  type Saved,
  type SimulationView,
} from '../automation.ts';
import { before, text } from './query.ts';
import { route, view, type Routes } from './route.ts';

/** Automation as the settings page edits and shows it. */
export const automationRoutes = {
  'GET /api/settings/automation': route({ who: 'admin', answer: view<AutomationView>() }),
  'POST /api/settings/automation/rules': route({ who: 'admin', body: saveRule, answer: view<Saved>() }),
  'POST /api/settings/automation/rules/:ruleId/state': route({
    who: 'admin',
    body: ruleState,
    answer: view<Saved>(),
  }),
  'POST /api/settings/automation/rules/:ruleId/delete': route({ who: 'admin', answer: view<Saved>() }),
  'GET /api/settings/automation/rules/:ruleId/firings': route({
    who: 'admin',
    query: z.object({ before }),
    answer: view<FiringsView>(),
  }),
  'POST /api/settings/automation/sets': route({ who: 'admin', body: saveSet, answer: view<Saved>() }),
  'POST /api/settings/automation/sets/:setId/delete': route({ who: 'admin', answer: view<Saved>() }),
  'POST /api/settings/automation/simulate': route({
    who: 'admin',
    body: simulateRequest,
    answer: view<SimulationView>(),
  }),
  'GET /api/settings/automation/queue': route({
    who: 'admin',
    query: z.object({ dealId: text(100) }),
    answer: view<QueueView>(),
  }),
  'POST /api/settings/automation/firings/:firingId/answer': route({
    who: 'admin',
    body: firingAnswer,
    answer: view<Saved>(),
  }),
  'GET /api/settings/automation/executions': route({
    who: 'admin',
    query: z.object({ before }),
    answer: view<ExecutionsView>(),
  }),
} satisfies Routes;
