-- CreateEnum
CREATE TYPE "ContractStatus" AS ENUM ('DRAFT', 'REDLINING', 'SIGN', 'EXECUTED', 'VOIDED', 'ON_HOLD');

-- AlterTable: every row keeps its status
ALTER TABLE "contract" ALTER COLUMN "status" TYPE "ContractStatus" USING "status"::"ContractStatus",
ALTER COLUMN "heldFrom" TYPE "ContractStatus" USING "heldFrom"::"ContractStatus";
