import { readTemplates } from './features/templates/read/read-templates.ts';
import { runCoverage } from './features/templates/trial/run-coverage.ts';
import { scanOrphans } from './features/orphans/scan-orphans.ts';
import { erasePerson } from './features/privacy/erase-person.ts';
import { alertEndpoint } from './features/health/alerts.ts';
import { settingsTick } from './features/health/settings-tick.ts';
import { watchSchema } from './features/templates/publish/watch-schema.ts';
import { actOnContract } from './features/contracts/actions/act-on-contract.ts';
import { applyInbox } from './features/inbox/apply-inbox.ts';
import { applyDelivery } from './features/inbox/apply-delivery.ts';
import { automateDeal } from './features/automation/engine/automate-deal.ts';
import { reportExecutions } from './features/automation/workflow-actions/report-executions.ts';
import { tick } from './features/automation/engine/tick.ts';
import { erpEndpoint } from './features/erp/erp-keys.ts';
import { checkDeal } from './features/deals/check-deal.ts';
import { checkDriftJob } from './features/contracts/actions/check-drift.ts';
import { checkEcho } from './features/contracts/create/check-echo.ts';
import { createContract } from './features/contracts/create/create-contract.ts';
import { finishExecuted } from './features/contracts/documents/finish-executed.ts';
import { refreshPeople } from './features/contracts/status/read-people.ts';
import { replayInbox } from './features/inbox/replay-deliveries.ts';
import { sweepPage } from './features/reconciliation/sweep-page.ts';
import { verifyContracts } from './features/contracts/status/verify-contracts.ts';
import { checkWebhook } from './features/connections/webhook-health.ts';
import { writeDeals } from './features/deals/write-deals.ts';
import { sendWebhook } from './platform/outbound/send-webhook.ts';
import type { Deps } from './features/deps.ts';
import type { Handlers } from './features/jobs/catalogue.ts';

/**
 * Whose each job of the catalogue is, and what it is given: automation reads HubSpot through clients that gather what many
 * deals ask for at once.
 */
export const jobHandlers = (deps: Deps, automation: Deps): Handlers => ({
  'workspace.templates': (job, context) => readTemplates(deps, job, context),
  'schema.watch': (job) => watchSchema(deps, job),
  'coverage.run': (job, context) => runCoverage(deps, job, context),
  'orphans.scan': (job, context) => scanOrphans(deps, job, context),
  'person.erase': (job) => erasePerson(deps, job),
  'settings.tick': (job) => settingsTick(deps, job),
  'webhook.send': (job) =>
    sendWebhook(deps, job, {
      alert: (portalId) => alertEndpoint(deps, portalId),
      erp: (portalId) => erpEndpoint(deps, portalId),
    }),
  'deal.automate': (job, context) => automateDeal(automation, job, context),
  'automation.tick': (job, context) => tick(automation, job, context),
  'workflow.report': (job) => reportExecutions(automation, job),
  'contract.create': (job, context) => createContract(deps, job, context),
  'contract.act': (job, context) => actOnContract(deps, job, context),
  'contract.echo': (job, context) => checkEcho(deps, job, context),
  'contract.finish': (job, context) => finishExecuted(deps, job, context),
  'contract.people': (job, context) => refreshPeople(deps, job, context),
  'contract.verify': (job, context) => verifyContracts(deps, job, context),
  'inbox.apply': (job, context) => applyInbox(deps, job, context),
  'delivery.apply': (job, context) => applyDelivery(deps, job, context),
  'deal.check': (job) => checkDeal(deps, job),
  'inbox.replay': (job, context) => replayInbox(deps, job, context),
  'sweep.page': (job, context) => sweepPage(deps, job, context),
  'webhook.check': (job, context) => checkWebhook(deps, job, context),
  'deal.drift': (job) => checkDriftJob(deps, job),
  'deal.write': (job, context) => writeDeals(deps, job, context),
});
