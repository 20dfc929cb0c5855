-- AlterTable
ALTER TABLE "kept_file" ADD COLUMN     "source" TEXT;

-- CreateTable
CREATE TABLE "signed_call" (
    "digest" TEXT NOT NULL,
    "portalId" INTEGER NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signed_call_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE INDEX "signed_call_expiresAt_idx" ON "signed_call"("expiresAt");

-- Tokens are kept as hashes from now on: those that were kept as they are lead nowhere.

DELETE FROM "kept_file";
