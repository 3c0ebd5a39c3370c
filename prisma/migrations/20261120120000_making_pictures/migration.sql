-- CreateEnum
CREATE TYPE "CastKind" AS ENUM ('character', 'place', 'prop');

-- CreateEnum
CREATE TYPE "JobKind" AS ENUM ('image', 'image_to_image', 'upscale', 'video');

-- CreateEnum
CREATE TYPE "JobState" AS ENUM ('queued', 'processing', 'completed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "Quality" AS ENUM ('draft', 'final');

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "cfg" DOUBLE PRECISION,
ADD COLUMN     "height" INTEGER NOT NULL DEFAULT 1080,
ADD COLUMN     "keptTakes" INTEGER NOT NULL DEFAULT 10,
ADD COLUMN     "loras" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "negative" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "steps" INTEGER,
ADD COLUMN     "style" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "width" INTEGER NOT NULL DEFAULT 1920,
ADD COLUMN     "workflow" TEXT;

-- AlterTable
ALTER TABLE "sentence" ADD COLUMN     "currentClipId" UUID,
ADD COLUMN     "currentTakeId" UUID,
ADD COLUMN     "imagePrompt" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "locked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "redoImage" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "redoVideo" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "seed" DECIMAL(20,0),
ADD COLUMN     "videoPrompt" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "cast_member" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" "CastKind" NOT NULL DEFAULT 'character',
    "name" TEXT NOT NULL,
    "look" TEXT NOT NULL DEFAULT '',
    "triggerWords" TEXT NOT NULL DEFAULT '',
    "loras" JSONB NOT NULL DEFAULT '[]',
    "workflow" TEXT,
    "position" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "cast_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sentence_cast" (
    "sentenceId" UUID NOT NULL,
    "castMemberId" UUID NOT NULL,
    "projectId" UUID NOT NULL,

    CONSTRAINT "sentence_cast_pkey" PRIMARY KEY ("sentenceId","castMemberId")
);

-- CreateTable
CREATE TABLE "cast_reference" (
    "castMemberId" UUID NOT NULL,
    "blobHash" CHAR(64) NOT NULL,
    "position" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "cast_reference_pkey" PRIMARY KEY ("castMemberId","blobHash")
);

-- CreateTable
CREATE TABLE "blob" (
    "hash" CHAR(64) NOT NULL,
    "mediaType" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "job" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "sentenceId" UUID,
    "requestedById" UUID NOT NULL,
    "kind" "JobKind" NOT NULL,
    "quality" "Quality" NOT NULL DEFAULT 'final',
    "state" "JobState" NOT NULL DEFAULT 'queued',
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "recipe" JSONB NOT NULL,
    "recipeHash" CHAR(64) NOT NULL,
    "workflow" TEXT NOT NULL,
    "seed" DECIMAL(20,0) NOT NULL,
    "sourceTakeId" UUID,
    "replayOfId" UUID,
    "chosenTakeId" UUID,
    "node" TEXT,
    "nodeUrl" TEXT,
    "promptId" UUID,
    "graph" TEXT,
    "bound" JSONB,
    "error" JSONB,
    "cancelAskedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimedAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "renderedAt" TIMESTAMPTZ(3),
    "downloadedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "take" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "sentenceId" UUID,
    "jobId" UUID,
    "createdById" UUID NOT NULL,
    "kind" "JobKind" NOT NULL,
    "recipe" JSONB NOT NULL,
    "recipeHash" CHAR(64) NOT NULL,
    "workflow" TEXT NOT NULL,
    "seed" DECIMAL(20,0),
    "graph" TEXT NOT NULL,
    "made" JSONB NOT NULL,
    "mediaType" TEXT NOT NULL,
    "contentHash" CHAR(64) NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "favourite" BOOLEAN NOT NULL DEFAULT false,
    "locked" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "take_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "take_parent" (
    "takeId" UUID NOT NULL,
    "parentId" UUID NOT NULL,

    CONSTRAINT "take_parent_pkey" PRIMARY KEY ("takeId","parentId")
);

-- CreateTable
CREATE TABLE "take_reference" (
    "takeId" UUID NOT NULL,
    "blobHash" CHAR(64) NOT NULL,

    CONSTRAINT "take_reference_pkey" PRIMARY KEY ("takeId","blobHash")
);

-- CreateIndex
CREATE INDEX "cast_member_projectId_position_id_idx" ON "cast_member"("projectId", "position", "id");

-- CreateIndex
CREATE INDEX "cast_member_deletedAt_idx" ON "cast_member"("deletedAt");

-- CreateIndex
CREATE UNIQUE INDEX "cast_member_id_projectId_key" ON "cast_member"("id", "projectId");

-- CreateIndex
CREATE INDEX "sentence_cast_castMemberId_idx" ON "sentence_cast"("castMemberId");

-- CreateIndex
CREATE INDEX "sentence_cast_projectId_idx" ON "sentence_cast"("projectId");

-- CreateIndex
CREATE INDEX "cast_reference_blobHash_idx" ON "cast_reference"("blobHash");

-- CreateIndex
CREATE INDEX "job_projectId_state_createdAt_idx" ON "job"("projectId", "state", "createdAt");

-- CreateIndex
CREATE INDEX "job_sentenceId_createdAt_idx" ON "job"("sentenceId", "createdAt");

-- CreateIndex
CREATE INDEX "job_state_nodeUrl_idx" ON "job"("state", "nodeUrl");

-- CreateIndex
CREATE INDEX "take_sentenceId_createdAt_idx" ON "take"("sentenceId", "createdAt");

-- CreateIndex
CREATE INDEX "take_projectId_createdAt_idx" ON "take"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "take_jobId_idx" ON "take"("jobId");

-- CreateIndex
CREATE INDEX "take_deletedAt_idx" ON "take"("deletedAt");

-- CreateIndex
CREATE INDEX "take_parent_parentId_idx" ON "take_parent"("parentId");

-- CreateIndex
CREATE INDEX "take_reference_blobHash_idx" ON "take_reference"("blobHash");

-- CreateIndex
CREATE UNIQUE INDEX "sentence_currentTakeId_key" ON "sentence"("currentTakeId");

-- CreateIndex
CREATE UNIQUE INDEX "sentence_currentClipId_key" ON "sentence"("currentClipId");

-- CreateIndex
CREATE UNIQUE INDEX "sentence_id_projectId_key" ON "sentence"("id", "projectId");

-- AddForeignKey
ALTER TABLE "sentence" ADD CONSTRAINT "sentence_currentTakeId_fkey" FOREIGN KEY ("currentTakeId") REFERENCES "take"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sentence" ADD CONSTRAINT "sentence_currentClipId_fkey" FOREIGN KEY ("currentClipId") REFERENCES "take"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cast_member" ADD CONSTRAINT "cast_member_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sentence_cast" ADD CONSTRAINT "sentence_cast_sentenceId_projectId_fkey" FOREIGN KEY ("sentenceId", "projectId") REFERENCES "sentence"("id", "projectId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sentence_cast" ADD CONSTRAINT "sentence_cast_castMemberId_projectId_fkey" FOREIGN KEY ("castMemberId", "projectId") REFERENCES "cast_member"("id", "projectId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cast_reference" ADD CONSTRAINT "cast_reference_castMemberId_fkey" FOREIGN KEY ("castMemberId") REFERENCES "cast_member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cast_reference" ADD CONSTRAINT "cast_reference_blobHash_fkey" FOREIGN KEY ("blobHash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_sentenceId_fkey" FOREIGN KEY ("sentenceId") REFERENCES "sentence"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "take" ADD CONSTRAINT "take_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "take" ADD CONSTRAINT "take_sentenceId_fkey" FOREIGN KEY ("sentenceId") REFERENCES "sentence"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "take" ADD CONSTRAINT "take_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "job"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "take" ADD CONSTRAINT "take_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "take_parent" ADD CONSTRAINT "take_parent_takeId_fkey" FOREIGN KEY ("takeId") REFERENCES "take"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "take_parent" ADD CONSTRAINT "take_parent_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "take"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "take_reference" ADD CONSTRAINT "take_reference_takeId_fkey" FOREIGN KEY ("takeId") REFERENCES "take"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "take_reference" ADD CONSTRAINT "take_reference_blobHash_fkey" FOREIGN KEY ("blobHash") REFERENCES "blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Projects from before there were workflows: written down as in new ones, so that another default makes nothing here stale.
UPDATE "project" SET "workflow" = 'flux-2';

-- One active job for each sentence and kind: two people who ask at the same moment get one job.
CREATE UNIQUE INDEX "job_one_active" ON "job"("sentenceId", "kind") WHERE "state" IN ('queued', 'processing');

-- A seed is what ComfyUI takes: 0 to 2^64-1.
ALTER TABLE "sentence" ADD CONSTRAINT "sentence_seed_range" CHECK ("seed" BETWEEN 0 AND 18446744073709551615);
ALTER TABLE "job" ADD CONSTRAINT "job_seed_range" CHECK ("seed" BETWEEN 0 AND 18446744073709551615);
ALTER TABLE "take" ADD CONSTRAINT "take_seed_range" CHECK ("seed" BETWEEN 0 AND 18446744073709551615);
