-- AlterTable
ALTER TABLE "contract" ADD COLUMN     "writeOpenUntil" TIMESTAMPTZ(3);
