import type { AdminDeps } from './admin/admin-deps.ts';
import { readTemplates } from './admin/read-templates.ts';
import { runCoverage } from './admin/run-coverage.ts';
import { scanOrphans } from './admin/scan-orphans.ts';
import { sendAlert } from './admin/send-alert.ts';
import { settingsTick } from './admin/settings-tick.ts';
import { watchSchema } from './admin/watch-schema.ts';
import { actOnContract } from './contracts/act-on-contract.ts';
import { applyDelivery } from './contracts/apply-delivery.ts';
import { automateDeal } from './contracts/automation/automate-deal.ts';
import type { AutomationDeps } from './contracts/automation/automation-deps.ts';
import { reportExecutions } from './contracts/automation/report-executions.ts';
import { tick } from './contracts/automation/tick.ts';
import type { ErpDeps } from './contracts/erp/erp-deps.ts';
import { sendToErp } from './contracts/erp/tell-erp.ts';
import { checkDeal } from './contracts/check-deal.ts';
import { checkDriftJob } from './contracts/check-drift.ts';
import { checkEcho } from './contracts/check-echo.ts';
import { createContract } from './contracts/create-contract.ts';
import type { Deps } from './contracts/deps.ts';
import { finishExecuted } from './contracts/finish-executed.ts';
import { refreshPeople } from './contracts/read-people.ts';
import { replayInbox } from './contracts/replay-deliveries.ts';
import { sweepPage } from './contracts/sweep/sweep-page.ts';
import type { UpkeepDeps } from './contracts/upkeep-deps.ts';
import { verifyContracts } from './contracts/verify-contracts.ts';
import { checkWebhook } from './contracts/webhook-health.ts';
import { writeDeals } from './contracts/write-deals.ts';
import type { Handlers } from './jobs/jobs.ts';

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
