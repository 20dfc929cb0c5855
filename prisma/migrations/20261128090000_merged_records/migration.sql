-- AlterTable
ALTER TABLE "request" ADD COLUMN     "askedForDealId" TEXT;

-- CreateTable
CREATE TABLE "merged_record" (
    "portalId" INTEGER NOT NULL,
    "objectType" TEXT NOT NULL,
    "mergedId" TEXT NOT NULL,
    "intoId" TEXT NOT NULL,
    "isPrimary" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merged_record_pkey" PRIMARY KEY ("portalId","objectType","mergedId")
);

-- CreateIndex
CREATE INDEX "merged_record_portalId_objectType_intoId_idx" ON "merged_record"("portalId", "objectType", "intoId");

-- Two deals with a request each for the same template may be merged while both are under way.
DROP INDEX "request_one_under_way";
CREATE UNIQUE INDEX "request_one_under_way" ON "request"("portalId", "dealId", "workspaceId", "templateId", COALESCE("askedForDealId", ''))
  WHERE "state" IN ('queued', 'creating', 'checking');

-- Whether an old deal's id leads to another deal.
CREATE FUNCTION "deal_leads_to"("portal" INTEGER, "old" TEXT, "new" TEXT) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "merged_record"
    WHERE "portalId" = "portal" AND "objectType" = 'deal' AND "mergedId" = "old" AND "intoId" = "new")
$$;

-- What a firing is about still never changes, but that its deal was merged: then it says which one it was. The number
-- of an entry is the new deal's own when that goes on in the stage.
CREATE OR REPLACE FUNCTION "rule_firing_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."portalId", NEW."ruleId", NEW."ruleVersion", NEW."cause", NEW."effect", NEW."createdAt")
    IS DISTINCT FROM (OLD."portalId", OLD."ruleId", OLD."ruleVersion", OLD."cause", OLD."effect", OLD."createdAt")
  THEN RAISE EXCEPTION 'what a rule firing is about never changes';
  END IF;
  IF NEW."dealId" <> OLD."dealId" AND NOT (NEW."round" = OLD."round" || '/merged:' || OLD."dealId"
    AND "deal_leads_to"(OLD."portalId", OLD."dealId", NEW."dealId"))
  THEN RAISE EXCEPTION 'what a rule firing is about never changes';
  END IF;
  IF NEW."dealId" = OLD."dealId" AND NEW."round" <> OLD."round" AND NOT (OLD."round" LIKE 'entry:%/merged:%'
    AND regexp_replace(NEW."round", '^entry:\d+/', '') = regexp_replace(OLD."round", '^entry:\d+/', ''))
  THEN RAISE EXCEPTION 'what a rule firing is about never changes';
  END IF;
  IF OLD."state" IN ('done', 'refused', 'held', 'declined', 'overtaken') AND NEW."state" <> OLD."state"
  THEN RAISE EXCEPTION 'a rule firing that has ended stays so';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION "workflow_execution_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."portalId", NEW."callbackId", NEW."action", NEW."inputs", NEW."acceptedAt")
    IS DISTINCT FROM (OLD."portalId", OLD."callbackId", OLD."action", OLD."inputs", OLD."acceptedAt")
    OR (NEW."dealId" <> OLD."dealId" AND NOT "deal_leads_to"(OLD."portalId", OLD."dealId", NEW."dealId"))
  THEN RAISE EXCEPTION 'what a workflow execution was asked never changes';
  END IF;
  IF OLD."state" = 'finished' AND (NEW."state", NEW."outcome", NEW."outputs", NEW."finishedAt")
    IS DISTINCT FROM (OLD."state", OLD."outcome", OLD."outputs", OLD."finishedAt")
  THEN RAISE EXCEPTION 'the result of a workflow execution never changes';
  END IF;
  RETURN NEW;
END $$;
