-- CreateEnum
CREATE TYPE "Lane" AS ENUM ('urgent', 'batch', 'idle');

-- CreateEnum
CREATE TYPE "NodeMode" AS ENUM ('active', 'draining', 'paused');

-- AlterTable
ALTER TABLE "job" ADD COLUMN     "batchId" UUID,
ADD COLUMN     "isHeld" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "lane" "Lane" NOT NULL DEFAULT 'urgent',
ADD COLUMN     "notBefore" TIMESTAMPTZ(3),
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "queue" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "batch" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "total" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pausedAt" TIMESTAMPTZ(3),
    "stoppedAt" TIMESTAMPTZ(3),

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "render_queue" (
    "name" TEXT NOT NULL,
    "needs" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "usedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "servedAt" TIMESTAMPTZ(3),

    CONSTRAINT "render_queue_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "gpu_node" (
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "isConfigured" BOOLEAN NOT NULL DEFAULT true,
    "mode" "NodeMode" NOT NULL DEFAULT 'active',
    "health" TEXT NOT NULL DEFAULT 'unknown',
    "reason" TEXT,
    "latencyMs" INTEGER,
    "version" TEXT,
    "device" TEXT,
    "vramTotalGb" DOUBLE PRECISION,
    "vramFreeGb" DOUBLE PRECISION,
    "foreign" INTEGER NOT NULL DEFAULT 0,
    "abilities" JSONB,
    "abilitiesHash" TEXT,
    "warmKey" TEXT,
    "warmSince" TIMESTAMPTZ(3),
    "freeSince" TIMESTAMPTZ(3),
    "heldBy" TEXT,
    "checkedAt" TIMESTAMPTZ(3),

    CONSTRAINT "gpu_node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gpu_speed" (
    "nodeId" TEXT NOT NULL,
    "work" TEXT NOT NULL,
    "runMs" DOUBLE PRECISION NOT NULL,
    "samples" INTEGER NOT NULL,

    CONSTRAINT "gpu_speed_pkey" PRIMARY KEY ("nodeId","work")
);

-- CreateTable
CREATE TABLE "fair_share" (
    "personId" UUID NOT NULL,
    "lane" "Lane" NOT NULL,
    "finish" INTEGER NOT NULL,

    CONSTRAINT "fair_share_pkey" PRIMARY KEY ("personId","lane")
);

-- CreateTable
CREATE TABLE "fair_clock" (
    "lane" "Lane" NOT NULL,
    "now" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "fair_clock_pkey" PRIMARY KEY ("lane")
);

-- CreateTable
CREATE TABLE "queue_pause" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "pausedAt" TIMESTAMPTZ(3) NOT NULL,
    "pausedById" UUID NOT NULL,

    CONSTRAINT "queue_pause_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "batch_projectId_createdAt_idx" ON "batch"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "job_batchId_state_idx" ON "job"("batchId", "state");

-- CreateIndex
CREATE INDEX "job_requestedById_state_idx" ON "job"("requestedById", "state");

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "batch"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The order in which a queue is served, and what a place in it is counted by.
CREATE INDEX "job_waiting" ON "job"("queue", "priority" DESC, "createdAt", "id") INCLUDE ("lane", "notBefore")
  WHERE "state" = 'queued' AND NOT "isHeld";

-- How busy the GPUs were of late.
CREATE INDEX "job_rendered" ON "job"("renderedAt") WHERE "renderedAt" IS NOT NULL;

-- The order of everything that waits, over all queues: what the queue is shown by.
CREATE INDEX "job_place" ON "job"("priority" DESC, "createdAt", "id") INCLUDE ("queue") WHERE "state" = 'queued' AND NOT "isHeld";

-- What waits outside the queue, which is little, among much that waits in it.
CREATE INDEX "job_held" ON "job"("batchId") WHERE "state" = 'queued' AND "isHeld";
