-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "alone" BOOLEAN NOT NULL DEFAULT false;

-- What waits to be applied in sets, of one workspace or account after the other.
CREATE INDEX "delivery_waiting" ON "delivery"("portalId", "scope", "receivedAt", "id") WHERE "outcome" = 'pending' AND NOT "alone";
