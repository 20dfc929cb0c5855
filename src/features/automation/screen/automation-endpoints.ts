import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { answerFiring } from './answer-firing.ts';
import { automationView, executionsView, firingsView } from './automation-view.ts';
import { queueView } from './queue-view.ts';
import { deleteRule, saveRule, setRuleState } from './rule-store.ts';
import { deleteSet, saveSet } from './set-store.ts';
import { simulateDeal } from './simulate-deal.ts';
import {
  firingAnswer,
  ruleState,
  saveRule as saveRuleBody,
  saveSet as saveSetBody,
  simulateRequest,
} from '@dealdraft/wire/automation.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, type Result } from '@dealdraft/wire/result.ts';
import type { CardCall, CardEndpoint } from '../../../hubspot/inbound/card-door.ts';

type Answer = Promise<Result<unknown, CardError>>;
type AdminCall<Body> = CardCall<Body> & { editor: { portalId: number; by: string } };

/** Who may change a portal's automation. */
export type IsAdmin = (caller: { portalId: number; userId: number; userEmail: string }) => Promise<boolean>;

const notPermitted: CardError = {
  code: 'not_permitted',
  message:
    'Only an admin of DealDraft may see and change automation; ask one to do it, or to make you an admin.',
  canRetry: false,
};

/** The doors of the automation screen, under /api/settings/automation. Each asks for an admin before anything else. */
export const automationEndpoints = (deps: Deps, isAdmin: IsAdmin): CardEndpoint[] => {
  const forAdmins =
    <Body>(answer: (call: AdminCall<Body>) => Answer) =>
    async (call: CardCall<Body>): Answer => {
      const { caller } = call;
      if (!(await isAdmin(caller))) return fail(notPermitted);
      return answer({ ...call, editor: { portalId: caller.portalId, by: caller.userEmail } });
    };
  const get = (path: string, answer: (call: AdminCall<unknown>) => Answer): CardEndpoint => ({
    method: 'get',
    path,
    answer: forAdmins(answer),
  });
  const post = <Body>(
    path: string,
    body: z.ZodType<Body>,
    answer: (call: AdminCall<Body>) => Answer,
  ): CardEndpoint => ({ method: 'post', path, body, answer: forAdmins(answer) }) as CardEndpoint;
  const nothing = z.unknown();

  return [
    get('', ({ editor }) => automationView(deps, editor.portalId)),
    get('/queue', ({ editor, query }) => queueView(deps, editor.portalId, query('dealId'))),
    get('/executions', ({ editor, query }) => executionsView(deps, editor.portalId, query('before'))),
    get('/rules/:ruleId/firings', ({ editor, param, query }) =>
      firingsView(deps, { portalId: editor.portalId, ruleId: param('ruleId') }, query('before')),
    ),
    post('/rules', saveRuleBody, ({ editor, body }) => saveRule(deps, editor, body)),
    post('/rules/:ruleId/state', ruleState, ({ editor, param, body }) =>
      setRuleState(deps, editor, { ruleId: param('ruleId'), state: body.state }),
    ),
    post('/rules/:ruleId/delete', nothing, ({ editor, param }) => deleteRule(deps, editor, param('ruleId'))),
    post('/sets', saveSetBody, ({ editor, body }) => saveSet(deps, editor, body)),
    post('/sets/:setId/delete', nothing, ({ editor, param }) => deleteSet(deps, editor, param('setId'))),
    post('/simulate', simulateRequest, ({ editor, body }) => simulateDeal(deps, editor.portalId, body)),
    post('/firings/:firingId/answer', firingAnswer, ({ editor, param, body }) =>
      answerFiring(deps, editor, { firingId: param('firingId'), answer: body.answer }),
    ),
  ];
};
