import type { automationRoutes } from '@dealdraft/wire/routes/automation.ts';
import type { CardRoutes } from '@dealdraft/wire/routes/card.ts';
import { fail } from '@dealdraft/wire/result.ts';
import { readSettings } from '../../access/change-settings.ts';
import { mayAct, mayNotAct } from '../../access/portal-settings.ts';
import type { UserHandlers } from '../../access/user-endpoints.ts';
import type { Deps } from '../../deps.ts';
import { answerFiring } from './answer-firing.ts';
import { automationView, executionsView, firingsView } from './automation-view.ts';
import { queueView } from './queue-view.ts';
import { deleteRule, saveRule, setRuleState } from './rule-store.ts';
import { deleteSet, saveSet } from './set-store.ts';
import { simulateDeal } from './simulate-deal.ts';

export const automationHandlers = (deps: Deps): UserHandlers<typeof automationRoutes> => ({
  'GET /api/settings/automation': ({ portalId }) => automationView(deps, portalId),
  'GET /api/settings/automation/queue': ({ portalId, query }) => queueView(deps, portalId, query.dealId),
  'GET /api/settings/automation/executions': ({ portalId, query }) =>
    executionsView(deps, portalId, query.before),
  'GET /api/settings/automation/rules/:ruleId/firings': ({ portalId, params, query }) =>
    firingsView(deps, { portalId, ruleId: params.ruleId }, query.before),
  'POST /api/settings/automation/rules': ({ actor, body }) => saveRule(deps, actor, body),
  'POST /api/settings/automation/rules/:ruleId/state': ({ actor, params, body }) =>
    setRuleState(deps, actor, { ...params, state: body.state }),
  'POST /api/settings/automation/rules/:ruleId/delete': ({ actor, params }) =>
    deleteRule(deps, actor, params.ruleId),
  'POST /api/settings/automation/sets': ({ actor, body }) => saveSet(deps, actor, body),
  'POST /api/settings/automation/sets/:setId/delete': ({ actor, params }) =>
    deleteSet(deps, actor, params.setId),
  'POST /api/settings/automation/simulate': ({ portalId, body }) => simulateDeal(deps, portalId, body),
  'POST /api/settings/automation/firings/:firingId/answer': ({ actor, params, body }) =>
    answerFiring(deps, actor, { ...params, ...body }),
});

/** Whoever may send and void by hand may answer a rule that asks to. */
export const cardAnswerHandlers = (
  deps: Deps,
): UserHandlers<Pick<CardRoutes, 'POST /api/card/firings/:firingId/answer'>> => ({
  'POST /api/card/firings/:firingId/answer': async ({ actor, params, body }) =>
    mayAct(await readSettings(deps.db, actor.portalId), actor.by)
      ? answerFiring(deps, actor, { ...params, ...body })
      : fail({ code: 'not_permitted', message: mayNotAct, canRetry: false }),
});
