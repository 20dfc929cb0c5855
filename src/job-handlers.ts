import type { AdminDeps } from './features/admin-deps.ts';
import { readTemplates } from './features/templates/read-templates.ts';
import { runCoverage } from './features/templates/run-coverage.ts';
import { scanOrphans } from './features/orphans/scan-orphans.ts';
import { sendAlert } from './features/health/send-alert.ts';
import { settingsTick } from './features/health/settings-tick.ts';
import { watchSchema } from './features/templates/watch-schema.ts';
import { actOnContract } from './features/contracts/actions/act-on-contract.ts';
import { applyDelivery } from './features/inbox/apply-delivery.ts';
import { automateDeal } from './features/automation/engine/automate-deal.ts';
import type { AutomationDeps } from './features/automation/engine/automation-deps.ts';
import { reportExecutions } from './features/automation/workflow-actions/report-executions.ts';
import { tick } from './features/automation/engine/tick.ts';
import type { ErpDeps } from './features/erp/erp-deps.ts';
import { sendToErp } from './features/erp/tell-erp.ts';
import { checkDeal } from './features/deals/check-deal.ts';
import { checkDriftJob } from './features/contracts/actions/check-drift.ts';
import { checkEcho } from './features/contracts/create/check-echo.ts';
import { createContract } from './features/contracts/create/create-contract.ts';
import type { Deps } from './features/deps.ts';
import { finishExecuted } from './features/contracts/documents/finish-executed.ts';
import { refreshPeople } from './features/contracts/status/read-people.ts';
import { replayInbox } from './features/inbox/replay-deliveries.ts';
import { sweepPage } from './features/reconciliation/sweep-page.ts';
import type { UpkeepDeps } from './features/upkeep-deps.ts';
import { verifyContracts } from './features/contracts/status/verify-contracts.ts';
import { checkWebhook } from './features/connections/webhook-health.ts';
import { writeDeals } from './features/deals/write-deals.ts';
import type { Handlers } from './platform/jobs/jobs.ts';

type Parts = { deps: Deps; admin: AdminDeps; automation: AutomationDeps; upkeep: UpkeepDeps; erp: ErpDeps };

/** Whose each job of the catalogue is, and what it is given. */
export const jobHandlers = ({ deps, admin, automation, upkeep, erp }: Parts): Handlers => ({
  'workspace.templates': (job, context) => readTemplates(admin, job, context),
  'schema.watch': (job) => watchSchema(admin, job),
  'coverage.run': (job, context) => runCoverage(admin, job, context),
  'orphans.scan': (job, context) => scanOrphans(admin, job, context),
  'settings.tick': (job) => settingsTick(admin, job),
  'alert.send': (job) => sendAlert(admin, job),
  'erp.send': (job) => sendToErp(erp, job),
  'deal.automate': (job, context) => automateDeal(automation, job, context),
  'automation.tick': (job, context) => tick(automation, job, context),
  'workflow.report': (job, context) => reportExecutions(automation, job, context),
  'contract.create': (job, context) => createContract(deps, job, context),
  'contract.act': (job, context) => actOnContract(deps, job, context),
  'contract.echo': (job, context) => checkEcho(deps, job, context),
  'contract.finish': (job, context) => finishExecuted(deps, job, context),
  'contract.people': (job, context) => refreshPeople(deps, job, context),
  'contract.verify': (job, context) => verifyContracts(deps, job, context),
  'delivery.apply': (job, context) => applyDelivery(deps, job, context),
  'deal.check': (job, context) => checkDeal(deps, job, context),
  'inbox.replay': (job, context) => replayInbox(deps, job, context),
  'sweep.page': (job, context) => sweepPage(upkeep, job, context),
  'webhook.check': (job, context) => checkWebhook(upkeep, job, context),
  'deal.drift': (job) => checkDriftJob(deps, job),
  'deal.write': (job, context) => writeDeals(deps, job, context),
});
