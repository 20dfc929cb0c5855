-- AlterTable
ALTER TABLE "contract" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3),
ADD COLUMN     "proof" JSONB;

-- AlterTable
ALTER TABLE "erasure" ADD COLUMN     "doneAt" TIMESTAMPTZ(3),
ADD COLUMN     "kept" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'waiting',
ADD COLUMN     "subject" TEXT,
ALTER COLUMN "counts" SET DEFAULT '{}';

-- The law stands above what otherwise never changes: a transaction that erases says so.
CREATE FUNCTION "is_erasing"() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(current_setting('dealdraft.erasing', true), '') = 'on'
$$;

DROP TRIGGER "rule_firing_is_kept" ON "rule_firing";
CREATE TRIGGER "rule_firing_is_kept" BEFORE UPDATE ON "rule_firing"
  FOR EACH ROW WHEN (NOT "is_erasing"()) EXECUTE FUNCTION "rule_firing_is_kept"();
DROP TRIGGER "workflow_execution_is_kept" ON "workflow_execution";
CREATE TRIGGER "workflow_execution_is_kept" BEFORE UPDATE ON "workflow_execution"
  FOR EACH ROW WHEN (NOT "is_erasing"()) EXECUTE FUNCTION "workflow_execution_is_kept"();

-- SpotDraft still knows a person who was erased here: what it tells of the contract must not bring them back.
CREATE FUNCTION "contract_stays_erased"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."name" := OLD."name";
  NEW."people" := OLD."people";
  NEW."fileName" := COALESCE(OLD."fileName", NEW."fileName");
  RETURN NEW;
END $$;
CREATE TRIGGER "contract_stays_erased" BEFORE UPDATE ON "contract"
  FOR EACH ROW WHEN (OLD."erasedAt" IS NOT NULL AND NOT "is_erasing"()) EXECUTE FUNCTION "contract_stays_erased"();

CREATE FUNCTION "event_of_erased"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "contract" c WHERE c."id" = NEW."contractId" AND c."erasedAt" IS NOT NULL) THEN
    NEW."actor" := NULL;
    NEW."detail" := '{}';
    NEW."dedupeKey" := encode(sha256(convert_to(NEW."contractId"::text || NEW."dedupeKey", 'UTF8')), 'hex');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "event_of_erased" BEFORE INSERT ON "contract_event" FOR EACH ROW EXECUTE FUNCTION "event_of_erased"();

-- The audit list is only ever added to. What has served its time ends, and people are erased from it.
CREATE FUNCTION "audit_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit list is only ever added to';
END $$;
CREATE TRIGGER "audit_is_kept" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW WHEN (NOT "is_erasing"()) EXECUTE FUNCTION "audit_is_kept"();
CREATE TRIGGER "audit_is_not_emptied" BEFORE TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_kept"();
