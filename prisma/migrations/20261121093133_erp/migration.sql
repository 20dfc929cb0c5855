-- CreateTable
CREATE TABLE "erp_link" (
    "portalId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "keyPrevious" TEXT,
    "eventsUrl" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erp_link_pkey" PRIMARY KEY ("portalId")
);

-- CreateTable
CREATE TABLE "erp_event" (
    "id" UUID NOT NULL,
    "portalId" INTEGER NOT NULL,
    "contractId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "text" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "erp_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "erp_event_portalId_contractId_kind_key" ON "erp_event"("portalId", "contractId", "kind");

-- AddForeignKey
ALTER TABLE "erp_event" ADD CONSTRAINT "erp_event_portalId_contractId_fkey" FOREIGN KEY ("portalId", "contractId") REFERENCES "contract"("portalId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
