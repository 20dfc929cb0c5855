-- CreateTable
CREATE TABLE "stage_rule" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'active',
    "pausedReason" TEXT,
    "activeSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "stage_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_firing" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "ruleId" UUID NOT NULL,
    "ruleVersion" INTEGER NOT NULL,
    "dealId" TEXT NOT NULL,
    "round" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "effect" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "text" TEXT,
    "contractId" UUID,
    "requestId" UUID,
    "actionIds" UUID[] DEFAULT ARRAY[]::UUID[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "answeredBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "rule_firing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract_set" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'active',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "contract_set_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deal_stage" (
    "portalId" INTEGER NOT NULL,
    "dealId" TEXT NOT NULL,
    "pipelineId" TEXT,
    "stageId" TEXT,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "fromPipelineId" TEXT,
    "fromStageId" TEXT,
    "enteredAt" TIMESTAMPTZ(3),
    "cause" TEXT NOT NULL DEFAULT 'machine',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deal_stage_pkey" PRIMARY KEY ("portalId","dealId")
);

-- CreateTable
CREATE TABLE "automation_cursor" (
    "portalId" INTEGER NOT NULL,
    "searchedTo" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "automation_cursor_pkey" PRIMARY KEY ("portalId")
);

-- CreateTable
CREATE TABLE "workflow_execution" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "callbackId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "dealId" TEXT NOT NULL,
    "workflowId" TEXT,
    "inputs" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'accepted',
    "contractId" UUID,
    "requestId" UUID,
    "actionId" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT,
    "message" TEXT,
    "outputs" JSONB,
    "report" TEXT NOT NULL DEFAULT 'not_due',
    "reportAttempts" INTEGER NOT NULL DEFAULT 0,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "reportedAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflow_execution_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "stage_rule_portalId_state_idx" ON "stage_rule"("portalId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "stage_rule_portalId_id_key" ON "stage_rule"("portalId", "id");

-- CreateIndex
CREATE INDEX "rule_firing_portalId_dealId_state_idx" ON "rule_firing"("portalId", "dealId", "state");

-- CreateIndex
CREATE INDEX "rule_firing_portalId_ruleId_createdAt_idx" ON "rule_firing"("portalId", "ruleId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "rule_firing_portalId_state_createdAt_idx" ON "rule_firing"("portalId", "state", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "rule_firing_portalId_ruleId_dealId_round_key" ON "rule_firing"("portalId", "ruleId", "dealId", "round");

-- CreateIndex
CREATE UNIQUE INDEX "contract_set_portalId_id_key" ON "contract_set"("portalId", "id");

-- CreateIndex
CREATE INDEX "workflow_execution_portalId_dealId_state_idx" ON "workflow_execution"("portalId", "dealId", "state");

-- CreateIndex
CREATE INDEX "workflow_execution_portalId_report_idx" ON "workflow_execution"("portalId", "report");

-- CreateIndex
CREATE INDEX "workflow_execution_portalId_state_expiresAt_idx" ON "workflow_execution"("portalId", "state", "expiresAt");

-- CreateIndex
CREATE INDEX "workflow_execution_portalId_acceptedAt_idx" ON "workflow_execution"("portalId", "acceptedAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "workflow_execution_portalId_callbackId_key" ON "workflow_execution"("portalId", "callbackId");

-- AddForeignKey
ALTER TABLE "stage_rule" ADD CONSTRAINT "stage_rule_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "portal"("portalId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_firing" ADD CONSTRAINT "rule_firing_portalId_ruleId_fkey" FOREIGN KEY ("portalId", "ruleId") REFERENCES "stage_rule"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_set" ADD CONSTRAINT "contract_set_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "portal"("portalId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deal_stage" ADD CONSTRAINT "deal_stage_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "portal"("portalId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "automation_cursor" ADD CONSTRAINT "automation_cursor_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "portal"("portalId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_execution" ADD CONSTRAINT "workflow_execution_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "portal"("portalId") ON DELETE CASCADE ON UPDATE CASCADE;

-- Two sets of one name would be told apart by nobody.
CREATE UNIQUE INDEX "contract_set_name" ON "contract_set" ("portalId", lower("name")) WHERE "state" = 'active';

-- What wakes automation asks these two on every change of a contract.
CREATE INDEX "rule_firing_open" ON "rule_firing" ("portalId", "dealId") WHERE "state" IN ('doing', 'blocked', 'asking');
CREATE INDEX "workflow_execution_open" ON "workflow_execution" ("portalId", "dealId") WHERE "state" <> 'finished';

-- A firing says for ever what it was about, and once it has ended it does not begin again.
CREATE FUNCTION "rule_firing_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."portalId", NEW."ruleId", NEW."ruleVersion", NEW."dealId", NEW."round", NEW."cause", NEW."effect", NEW."createdAt")
    IS DISTINCT FROM (OLD."portalId", OLD."ruleId", OLD."ruleVersion", OLD."dealId", OLD."round", OLD."cause", OLD."effect", OLD."createdAt")
  THEN RAISE EXCEPTION 'what a rule firing is about never changes';
  END IF;
  IF OLD."state" IN ('done', 'refused', 'held', 'declined', 'overtaken') AND NEW."state" <> OLD."state"
  THEN RAISE EXCEPTION 'a rule firing that has ended stays so';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "rule_firing_is_kept" BEFORE UPDATE ON "rule_firing" FOR EACH ROW EXECUTE FUNCTION "rule_firing_is_kept"();

-- The result of a workflow action is given once: HubSpot has taken it, or may have.
CREATE FUNCTION "workflow_execution_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."portalId", NEW."callbackId", NEW."action", NEW."dealId", NEW."inputs", NEW."acceptedAt")
    IS DISTINCT FROM (OLD."portalId", OLD."callbackId", OLD."action", OLD."dealId", OLD."inputs", OLD."acceptedAt")
  THEN RAISE EXCEPTION 'what a workflow execution was asked never changes';
  END IF;
  IF OLD."state" = 'finished' AND (NEW."state", NEW."outcome", NEW."outputs", NEW."finishedAt")
    IS DISTINCT FROM (OLD."state", OLD."outcome", OLD."outputs", OLD."finishedAt")
  THEN RAISE EXCEPTION 'the result of a workflow execution never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "workflow_execution_is_kept" BEFORE UPDATE ON "workflow_execution" FOR EACH ROW EXECUTE FUNCTION "workflow_execution_is_kept"();
