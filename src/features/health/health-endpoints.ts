import type { healthRoutes } from '@dealdraft/wire/routes/health.ts';
import type { UserHandlers } from '../access/user-endpoints.ts';
import type { Deps } from '../deps.ts';
import { acknowledgeProblem, retryProblem } from './act-on-problem.ts';
import { auditView } from './audit.ts';
import { deadLetters, settleDeadLetters } from './dead-letter-list.ts';
import { exportAudit } from './export-audit.ts';
import { healthView } from './health.ts';
import { problemList } from './problem-list.ts';
import { makeAlertKey, testAlert } from './alerts.ts';
import { vendorCallList } from './vendor-call-list.ts';

export const healthHandlers = (deps: Deps): UserHandlers<typeof healthRoutes> => ({
  'GET /api/settings/health': ({ portalId }) => healthView(deps, portalId),
  'GET /api/settings/problems': ({ portalId, query }) => problemList(deps.db, portalId, query),
  'POST /api/settings/problems/:problemId/acknowledge': ({ actor, params }) =>
    acknowledgeProblem(deps, actor, params.problemId),
  'POST /api/settings/problems/:problemId/retry': ({ actor, params }) =>
    retryProblem(deps, actor, params.problemId),
  'GET /api/settings/dead-letters': ({ portalId, query }) => deadLetters(deps, portalId, query.before),
  'POST /api/settings/dead-letters/redrive': ({ actor, body }) =>
    settleDeadLetters(deps, actor, { act: 'redrive', ids: body.ids }),
  'POST /api/settings/dead-letters/delete': ({ actor, body }) =>
    settleDeadLetters(deps, actor, { act: 'delete', ids: body.ids }),
  'GET /api/settings/calls': ({ portalId, query }) => vendorCallList(deps.db, portalId, query),
  'POST /api/settings/alerts/key': ({ actor }) => makeAlertKey(deps, actor),
  'POST /api/settings/alerts/test': ({ actor }) => testAlert(deps, actor),
  'GET /api/settings/audit': ({ portalId, query: { before, ...filter } }) =>
    auditView(deps.db, portalId, { filter, before }),
  'POST /api/settings/audit/export': ({ portalId, body }) => exportAudit(deps, portalId, body),
});
